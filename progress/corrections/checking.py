"""What a correction may put in a place, and when it may be asked for."""

from copy import copy
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from measures.models import PlanWord
from progress.corrections.pages import Place, entry_from, holders_of, slips_of
from progress.judging.amounts import missing_amounts
from progress.judging.completeness import Missing, fault_of, too_long_results
from progress.models import (
    Correction,
    Decision,
    IndicatorResult,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    Publication,
)
from progress.models import report_fields as fields
from progress.reading.codec import Json
from progress.reading.plan_names import is_name, is_shared
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx import fiscal

Kind = Correction.Kind


def check_time(report: ProgressReport, kind: str, place: str) -> None:
    """What is not the division's word is mended whatever the report's state. Raises NotAllowed."""
    if not (report.counts or kind == Kind.SLIP or is_name(place)):
        state = report.get_state_display()
        raise NotAllowed(f"「{state}」の報告は、確定や訂正ではなく、入力で直してください。")
    if report.is_unlocked:
        if kind == Kind.SLIP:
            raise NotAllowed("締めを解除している報告の決定は、もう一度評価した後に直してください。")
        raise NotAllowed("締めを解除している報告は、確定や訂正ではなく、入力で直してください。")


def check_consent(decision: Decision, day: date | None) -> None:
    """When the chair agreed that it is a slip. Raises Incomplete or ValidationError."""
    if day is None:
        raise Incomplete([Missing("consented_on", "議長の同意日を入力してください。")])
    if day > timezone.localdate():
        raise ValidationError("議長の同意日は、今日までの日にしてください。")
    if day < decision.meeting.held_on:
        held = fiscal.format_date(decision.meeting.held_on)
        raise ValidationError(f"議長の同意日は、会議の開催日（{held}）以後の日にしてください。")


def check_value(report: ProgressReport, place: Place, kind: str, after: Any) -> None:
    """That the place may hold it, and that it is another. Raises NotAllowed or ValidationError."""
    if (kind == Kind.SLIP) != (place.decision is not None):
        raise NotAllowed("会議の決定は誤記訂正、ほかは確定か訂正として申し出てください。")
    if kind == Kind.SETTLE and not place.may_be_settled:
        raise NotAllowed(
            "確定できるのは、見込・速報の実績と、決算認定日を過ぎた決算額です。ほかは訂正してください。"
        )
    if place.part:
        entry = entry_from(after, "")
        if fault := fault_of(place.part.facts, entry):
            raise ValidationError(fault)
        for each in too_long_results([(place.part.id, place.part.facts.name, entry)]):
            raise ValidationError(each.sentence)
        if kind == Kind.SETTLE and entry.certainty != IndicatorResult.Certainty.SETTLED:
            raise ValidationError("確定した実績は「確定」としてください。")
    elif place.is_name:
        check_name(report, place, after)
    elif place.vocabulary:
        word_chosen(report, place.vocabulary, after)
    else:
        _check_text(report, place, after)
    if _is_same(place, after) and not (kind == Kind.SETTLE and place.mark):
        raise ValidationError("今の値と同じです。")


def check_name(report: ProgressReport, place: Place, after: Any) -> None:
    """A closed year keeps the plan's texts of its time: only a slip is mended in them, as the plan's
    own 誤記訂正 mended it, and nothing of that is told to citizens before it is public."""
    slips = [each for each in slips_of(report) if place.has_slip(each)]
    own = [each for each in slips if place.mended(each) == after]
    if not own:
        raise NotAllowed(
            "計画の名称は、決定した計画の誤記訂正のとおりに直すときだけ、訂正を申し出られます。"
        )
    holders = holders_of(report, place.name, place.value)
    unlocked = ProgressReport.objects.filter(pk__in=holders, is_unlocked=True)
    if is_shared(place.name) and unlocked.exists():
        raise NotAllowed(
            "締めを解除している報告にもある名称は、もう一度評価した後に直してください。"
        )
    if Publication.objects.in_force().filter(report__in=holders).exists():
        _check_public([each.revision for each in own])


def _check_public(slips: list[PlanRevision]) -> None:
    """Where citizens read an edition, a slip mended since is told from its 公表日 on."""
    today = timezone.localdate()
    if any(each.published_on and each.published_on <= today for each in slips):
        return
    if PlanEdition.objects.filter(plan=slips[0].plan_id).public_on(today).exists():
        raise NotAllowed(
            "公表した内容も直るため、計画の誤記訂正の公表日が来てから、訂正を申し出て、確認してください。"
        )


def _check_text(report: ProgressReport, place: Place, after: Any) -> None:
    """A text or an amount; those that a report or a public opinion needs are not blank."""
    row, name = (place.decision, "opinion") if place.decision else (report, place.name)
    row._meta.get_field(name).clean(after, row)
    if name == "done" and not after.strip():
        raise ValidationError("「取り組んだこと」は空欄にできません。")
    if name == "opinion" and row.is_public and not after.strip():
        raise ValidationError("公表する意見は空欄にできません。")
    if place.decision is None and (fault := fault_of_amounts(report, name, after)):
        raise ValidationError(fault)


def _is_same(place: Place, after: Any) -> bool:
    if place.vocabulary and place.value:
        return after["id"] == place.value["id"]
    return after == place.value


def fault_of_amounts(report: ProgressReport, name: str, after: Any) -> str:
    """Why the report's amounts could not stand with this one of them changed; else empty."""
    if fields.field(name).section != fields.MONEY:
        return ""
    changed = copy(report)
    setattr(changed, name, after)
    return "".join(each.sentence for each in missing_amounts(changed))


def word_chosen(report: ProgressReport, vocabulary: str, value: Json | None) -> PlanWord:
    """The plan's word that a correction keeps. Raises ValidationError."""
    words = PlanWord.objects.filter(plan=report.year.plan_id, vocabulary=vocabulary)
    found = words.filter(pk=value["id"]).first() if value else None
    if found is None:
        raise ValidationError("この計画の言葉から選んでください。")
    return found
