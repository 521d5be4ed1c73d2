"""Finished years in bulk: a meeting with decisions and requests, 決裁, publication, the closing with
its editions, and corrections. What the demonstration does through verbs, one report at a time.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.demo.people import Cast
from progress.demo.texts import marked
from progress.editions.writing import write_editions
from progress.models import (
    AgendaItem,
    Approval,
    ApprovedReport,
    Correction,
    Decision,
    FollowUp,
    FollowUpEntry,
    Meeting,
    MeetingMember,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
    StatusChange,
    YearChange,
)
from progress.publication.content import PUBLICATIONS, Contact, public_report
from progress.reading.edition import Edition
from progress.reading.live_editions import live_editions
from sakado_dx.organization.models import Division

BATCH = 500
EVERY_AGENDA, EVERY_REQUEST = 6, 3  # of the reports; of what stands on the agenda
MOST_ITEMS = 60  # of an agenda: a sitting, however large the plan
CORRECTED = 2  # reports of a year
AFTER = (("evaluate", 4), ("approve", 5), ("publish", 6))
State, Manner = ProgressReport.State, Decision.Manner


def finish_year(year: ReviewYear, cast: Cast) -> None:
    """Take a year whose reports are all confirmed to its end."""
    reports = list(ProgressReport.objects.for_year(year).with_measure().in_plan_order())
    meeting, apart = _meeting(year, cast, is_settled=True), _on_agenda(reports)
    _set_agenda(meeting, apart)
    decided = _decide(meeting, reports, apart, cast)
    taken = Decision.objects.filter(report=OuterRef("pk")).values("pk")[:1]
    ProgressReport.objects.for_year(year).update(taken_decision=Subquery(taken))
    _ask(meeting, [each for each in decided if each.manner == Manner.EACH], cast)
    _evaluate(year, reports, cast)
    editions = live_editions(year, linked=True)
    _publish(year, editions, cast)
    _close(year, editions, cast)
    for report in reports[:CORRECTED]:
        _correct(report, cast)


def hold_meeting(year: ReviewYear, cast: Cast) -> None:
    """The meeting of the year in progress, half of which is done: its decisions are drafts."""
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    apart = _on_agenda([each for each in reports if each.state == State.CONFIRMED])
    meeting = _meeting(year, cast, is_settled=False)
    items = _set_agenda(meeting, apart)
    half = len(items) // 2
    _decide(meeting, apart[:half], apart, cast)
    Meeting.objects.filter(pk=meeting.pk).update(current_item=items[half])


def _on_agenda(reports: Sequence[ProgressReport]) -> Sequence[ProgressReport]:
    return reports[::EVERY_AGENDA][:MOST_ITEMS]


def _set_agenda(meeting: Meeting, reports: Sequence[ProgressReport]) -> list[AgendaItem]:
    return AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, report=each, order=place, cause=AgendaItem.Cause.OFF_COURSE,
                   point=marked("遅れの理由と、取り戻す手順"))
        for place, each in enumerate(reports, start=1)
    )  # fmt: skip


def _decide(
    meeting: Meeting,
    reports: Sequence[ProgressReport],
    apart: Sequence[ProgressReport],
    cast: Cast,
) -> list[Decision]:
    """On each of these, those `apart` by themselves, the rest as the division says."""
    own = {each.pk for each in apart}
    by, now = cast["secretariat1"].user, timezone.now()
    made = (
        Decision(
            meeting=meeting, report=each, version=each.version, judgement=each.progress,
            outlook=each.outlook,
            manner=Manner.EACH if each.pk in own else Manner.REST,
            opinion=marked("関係課と連携し、早めに着手すること。") if each.pk in own else "",
            is_public=each.pk in own and each.pk % 2 == 0,
            taken_from="" if each.pk in own else Decision.TakenFrom.DIVISION, by=by, at=now,
        )
        for each in reports
    )  # fmt: skip
    return Decision.objects.bulk_create(made, batch_size=BATCH)


def _meeting(year: ReviewYear, cast: Cast, *, is_settled: bool) -> Meeting:
    by, held_on = cast["secretariat1"].user, min(year.meeting_on, timezone.localdate())
    settled = {
        "settled_at": timezone.now(), "settled_by": by, "chair_title": "副市長",
        "chair_name": marked("坂戸 花子"), "chair_on": held_on,
    }  # fmt: skip
    meeting = Meeting.objects.create(
        year=year, kind=year.plan.meeting_kinds.values_list("name", flat=True)[0],
        held_on=held_on, place=marked("庁議室"), by=by, version=1, **settled if is_settled else {},
    )  # fmt: skip
    MeetingMember.objects.bulk_create(
        MeetingMember(meeting=meeting, user=cast[login].user)
        for login in ("council1", "executive1")
    )
    return meeting


def _ask(meeting: Meeting, decided: Sequence[Decision], cast: Cast) -> None:
    """Of every third decision something is asked of its lead division; all but the last are done."""
    today, by = timezone.localdate(), cast["secretariat2"].user
    due = meeting.held_on + timedelta(days=60)
    leads = ((each, each.report.lead_division(today)) for each in decided[::EVERY_REQUEST])
    asked = FollowUp.objects.bulk_create(
        FollowUp(decision=each, division=_own(lead, cast), due=due,
                 what=marked("遅れを取り戻す手順と時期を示してください。"))
        for each, lead in leads
    )  # fmt: skip
    now = timezone.now()
    done = asked[:-1]
    FollowUpEntry.objects.bulk_create(
        FollowUpEntry(
            follow_up=each, verb=verb, text=text, by=by, at=now + timedelta(seconds=place)
        )
        for each in done
        for place, (verb, text) in enumerate(
            (("answer", marked("手順を定め、四半期ごとに確認しています。")), ("accept", ""))
        )
    )
    FollowUp.objects.filter(pk__in=[each.pk for each in done]).update(state="accepted", version=2)


def _own(lead: Division | None, cast: Cast) -> Division:
    return cast.divisions[0] if lead is None or lead.is_collective else lead


def _evaluate(year: ReviewYear, reports: Sequence[ProgressReport], cast: Cast) -> None:
    """All of them evaluated, under one 決裁, and published: their states and records."""
    by, now, day = cast["secretariat1"].user, timezone.now(), min(year.meeting_on, _today())
    ProgressReport.objects.for_year(year).update(state=State.EVALUATED, version=AFTER[-1][1])
    StatusChange.objects.bulk_create(
        (
            StatusChange(
                report=each, verb=verb, version=version, by=by, at=now, to_state=State.EVALUATED,
                from_state=State.CONFIRMED if verb == "evaluate" else State.EVALUATED,
            )
            for each in reports
            for verb, version in AFTER
        ),
        batch_size=BATCH,
    )  # fmt: skip
    paper = Approval.objects.create(
        year=year, document_number=marked(f"情政第{year.fiscal_year - 2000}号"), drafted_on=day,
        approved_on=day, rank=Approval.Rank.MAYOR, by=by, at=now, recorded_on=_today(),
    )  # fmt: skip
    covered = (ApprovedReport(approval=paper, report=each, by=by, at=now) for each in reports)
    ApprovedReport.objects.bulk_create(covered, batch_size=BATCH)


def _publish(year: ReviewYear, editions: Mapping[int, Edition], cast: Cast) -> None:
    """Its 公表日 is today or before."""
    now, day = timezone.now(), min(year.meeting_on + timedelta(days=30), _today())
    ReviewYear.objects.filter(pk=year.pk).update(publish_on=day)
    made = (
        Publication(
            report_id=pk, edition=1, cause="公表", published_on=day, at=now,
            by=cast["secretariat1"].user, content=PUBLICATIONS.encode(
                public_report(edition, withheld=(), contact=Contact())
            ),
        )
        for pk, edition in editions.items()
    )  # fmt: skip
    Publication.objects.bulk_create(made, batch_size=BATCH)


def _close(year: ReviewYear, editions: Mapping[int, Edition], cast: Cast) -> None:
    now = timezone.now()
    ReviewYear.objects.filter(pk=year.pk).update(closed_at=now)
    write_editions(editions, cause=ReportSnapshot.Cause.CLOSE, at=now)
    by = cast["secretariat1"].user
    YearChange.objects.create(year=year, verb=YearChange.Verb.CLOSE, by=by, at=now)
    year.closed_at = now


def _correct(report: ProgressReport, cast: Cast) -> None:
    """A text, by two persons: an edition more, a publication more, a line of the 正誤表."""
    fresh = ProgressReport.objects.with_measure().get(pk=report.pk)
    place = "public_text" if fresh.public_text else "done"
    correction = corrections.propose_correction(
        fresh, by=cast["secretariat1"], kind=Correction.Kind.CORRECT, place=place,
        after=f"{getattr(fresh, place)}\n{marked('（件数の誤りを訂正）')}",
        reason=marked("集計の誤りが見つかったため"), door="command",
    )  # fmt: skip
    corrections.confirm_correction(correction, by=cast["secretariat2"], door="command")


def _today():
    return timezone.localdate()
