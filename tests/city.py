"""The small city of tests/progress/conftest.py, with a row of every model that is shown."""

from datetime import date
from fnmatch import fnmatch

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from model_bakery import baker

from measures.models import Measure, Policy
from progress import attachments
from progress.models import (
    AgendaItem,
    Approval,
    Correction,
    FollowUp,
    Letter,
    Meeting,
    Pack,
    PlanChange,
    PlanRevision,
    Publication,
    ReviewDecision,
    RevisionStep,
)
from progress.plan_document.rows.keys import key_text
from progress.plan_editions.writing import write_edition
from progress.reviews import measure_verbs
from progress.revisions import verbs
from progress.revisions.drafting import draft
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile, Target, importing
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import CityRole, OfficeDay
from sakado_dx.organization.workflow import issue_link
from sakado_dx.records.acting import Door, acting
from systems_inventory.models import InformationSystem
from tests.access_table import Row
from tests.progress.conftest import PAPER, World
from tests.progress.reviews.making import opened, paper

# What an action needs, by whatever name its form has for it; fields of others do no harm.
FIELDS = {
    "reason": "理由", "send_back-reason": "理由", "text": "本文", "post": "yes",
    "note-noted_on": "R5.6.1", "note-text": "本文", "without_parts": "電話で確かめた。",
}  # fmt: skip


def furnish(world: World) -> World:
    """Add what the admin shows, a meeting, evidence, a publication and a correction."""
    world.plan.effect_kinds.create(name="市民サービスの向上")
    world.plan.chronology.create(year=2020, month=4, event="窓口を改めた")
    baker.make("glossary.Term", plan=world.plan, term="RPA")
    system = baker.make("systems_inventory.InformationSystem", plan=world.plan, name="住民記録")
    system.amounts.create(fiscal_year=2024, budget=1200)
    system.system_measures.create(measure=world.measure, source="第3章2")
    told = {"fiscal_year": 2022, "value": 8, "reason": "数え直した。"}
    world.indicator.reference_values.create(**told)
    baker.make("systems_inventory.InventoryNote", plan=world.plan)
    world.report.contributions.create(division=world.divisions["other"], is_named=True)
    OfficeDay.objects.create(day=date(2024, 6, 4), name="庁舎の停電")
    _hold_meeting(world)
    _give_power(world)
    _attach_evidence(world)
    _publish_and_correct(world)
    _record_approval(world)
    by = world.people["secretariat"]
    _hand_out(world)
    _take_in(world)
    begin_review(world)
    _draft_a_revision(world)
    Job.objects.create(kind="pack", title="資料", arguments_hash="a", data_hash="b", by=by)
    return world


def begin_review(world: World, meeting: Meeting | None = None) -> None:
    """A 三年目の見直し with a 調書 that can be handed in, a proposal of the lead division, and what a
    meeting decided: a draft where none is named."""
    by = world.people["reporter"]
    review = opened(world)
    fields = {"outlook": world.word("継続", "outlook"), "budget": "none"}
    measure_verbs.save(paper(review), by=by, version=0, fields=fields)
    review.new_measures.create(
        division=world.divisions["lead"], direction=world.measure.direction, name="書かない窓口",
        work="広げる。", reason="待ち時間が長いため", budget="new", by=by, at=timezone.now(),
    )  # fmt: skip
    if meeting is None:
        meeting = world.year.meetings.create(kind="企画調整会議", held_on="2024-07-25", by=by)
    ReviewDecision.objects.create(
        meeting=meeting, measure_review=paper(review), outlook=world.word("継続", "outlook"),
        opinion="よい。", version=0, by=by, at=timezone.now(),
    )  # fmt: skip


def _draft_a_revision(world: World) -> None:
    """A plan in force, and a draft of its change."""
    if not world.plan.editions.exists():
        write_edition(world.plan, effective_on=date(2023, 4, 1), by="事務局")
    line = PlanChange(noun="measures", key=key_text((world.measure.key,)), column="name")
    line.before, line.after = world.measure.name, "窓口の改善"
    by = world.people["secretariat"]
    revision = draft(world.plan, by=by, title="第1次改定", lines=[line])
    left_out = {"kind": "council", "is_left_out": True, "reason": "軽易のため"}
    verbs.record_step(revision, by=by, version=1, **left_out)


def _take_in(world: World) -> None:
    """A term that came in from a file."""
    into, file = Target("glossary.term", "用語"), SourceFile("用語.csv", b"GIS")
    with importing(world.people["secretariat"], "import", "見直し", into=into, file=file) as rows:
        baker.make("glossary.Term", plan=world.plan, term="GIS")
        rows.added = 1


def _hand_out(world: World) -> None:
    """A file that a meeting was given."""
    hashes = {"sha256": "0" * 64, "content_sha256": "0" * 64}
    world.year.packs.create(
        kind="year", format="pdf", title="年度の資料一式", name="資料.pdf", size=5, as_of=timezone.now(),
        stored_as=attachments.keep(b"%PDF-", "packs"), by=world.people["secretariat"],
        at=timezone.now(), **hashes,
    )  # fmt: skip


def _record_approval(world: World) -> None:
    """A 起案 whose only report was changed since."""
    person, now = world.people["second_secretariat"], timezone.now()
    approval = world.year.approvals.create(
        by=person, at=now, recorded_on=timezone.localdate(), **PAPER
    )
    approval.reports.create(report=world.report, by=person, at=now, ended_at=now)


def _publish_and_correct(world: World) -> None:
    """An edition before its 公表日, and a correction that waits for a second person."""
    world.make_public(date(2099, 1, 1), by="second_secretariat")
    person, now = world.people["second_secretariat"], timezone.now()
    world.report.corrections.create(
        kind="correct", place="done", label="取り組んだこと", before="", after="訂正した文",
        reason="誤記", proposed_by=person, proposed_at=now,
    )  # fmt: skip


def _attach_evidence(world: World) -> None:
    """A file that stands with the report."""
    kept = {"stored_as": attachments.keep(b"%PDF-", "evidence"), "kind": "pdf", "size": 5}
    world.report.evidence.create(
        name="集計.pdf", **kept, sha256="0", by=world.people["reporter"], at=timezone.now()
    )


def _hold_meeting(world: World) -> None:
    """A meeting with minutes, whose agenda holds the report, and a decision that asks."""
    meeting = world.decide(world.report).meeting
    meeting.minutes_name, meeting.minutes_stored_as = (
        "議事録.pdf",
        attachments.keep(b"%PDF-", "minutes"),
    )
    meeting.save()
    meeting.agenda.create(report=world.report, cause="late")
    written = world.year.meetings.create(
        kind="政策会議", held_on="2024-07-20", is_written=True, by=world.people["secretariat"]
    )
    written.members.set([world.people["council"]])
    written.agenda.create(title="次期計画の策定について")
    meeting.decisions.get().follow_ups.create(
        division=world.divisions["lead"], what="予約を増やすこと。", due="2024-10-01"
    )


def _give_power(world: World) -> None:
    """A role of power that has ended, and that nobody confirmed."""
    with acting(world.people["administrator"], Door.ADMIN, "試験"):
        days = {"first_day": date(2020, 4, 1), "last_day": date(2020, 4, 30)}
        CityRole.objects.create(user=world.people["other"], role="executive", **days)


def names_in_addresses(city: World) -> dict[str, object]:
    """What stands in braces in the table's addresses."""
    search = "app_label={}&model_name={}&field_name={}&term=x".format
    return {
        "year": city.year.pk,
        "plan": city.plan.pk,
        "plan_review": city.plan.reviews.get().pk,
        "paper": city.measure.measure_reviews.get().pk,
        "review_decision": ReviewDecision.objects.get().pk,
        "new_measure": city.plan.reviews.get().new_measures.get().pk,
        "policy": Policy.objects.first().pk,
        "measure": city.measure.pk,
        "measure_key": city.measure.key,
        "policy_key": city.measure.direction.policy.key,
        "measure_type": ContentType.objects.get_for_model(Measure).pk,
        "indicator": city.indicator.pk,
        "indicator_key": city.indicator.key,
        "reference_value": city.indicator.reference_values.get().pk,
        "report": city.report.pk,
        "division": city.divisions["lead"].pk,
        "division_name": city.divisions["lead"].name,
        "asked": city.divisions["other"].pk,
        "edition": city.plan.editions.order_by("pk")[0].pk,
        "office_day": OfficeDay.objects.get().pk,
        "contribution": city.report.contributions.get(division=city.divisions["other"]).pk,
        "revision": PlanRevision.objects.order_by("pk")[0].pk,
        "revision_line": PlanChange.objects.order_by("pk")[0].pk,
        "revision_step": RevisionStep.objects.order_by("pk")[0].pk,
        "publication": Publication.objects.first().pk,
        "approval": Approval.objects.get().pk,
        "correction": Correction.objects.first().pk,
        "evidence": city.report.evidence.get().pk,
        "letter": Letter.objects.first().pk,
        "meeting": AgendaItem.objects.of_reports().first().meeting_id,
        "written": AgendaItem.objects.get(report=None).meeting_id,
        "matter": AgendaItem.objects.get(report=None).pk,
        "item": AgendaItem.objects.of_reports().first().pk,
        "decision": FollowUp.objects.first().decision_id,
        "follow_up": FollowUp.objects.first().pk,
        "user": city.people["other"].pk,
        "pack": Pack.objects.get().pk,
        "job": Job.objects.get().pk,
        "system": InformationSystem.objects.get().pk,
        "import": Import.objects.order_by("pk")[0].pk,
        "city_role": CityRole.objects.waiting().get().pk,
        "code": issue_link(city.people["council"], by=None)[1],
        "divisions": search("organization", "membership", "division"),
        "people": search("organization", "membership", "user"),
    }


def addresses(row: Row, names: dict[str, object]) -> list[str]:
    """The addresses of a line: one, or one for each model it stands for."""
    if not row.models:
        return [row.address.format(**names)]
    found = []
    for model in admin.site._registry:
        label = model._meta.label_lower
        if any(fnmatch(label, pattern) for pattern in row.models):
            here = {"model": label.replace(".", "/"), "object": model.objects.first().pk}
            found.append(row.address.format(**here))
    return found
