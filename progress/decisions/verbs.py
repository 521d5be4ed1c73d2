"""What a meeting decides: one report, or all the rest (README: 会議、指摘).

A decision is a draft until the meeting is settled (`settling_verbs`).
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from measures.models import PlanWord
from progress.follow_ups.requests import Request, checked, follow_up
from progress.judging.completeness import Missing
from progress.judging.council import may_accept
from progress.meetings.agenda import InRest, can_accept_until, rest_of
from progress.meetings.verbs import hold_unsettled
from progress.models import AgendaItem, Decision, FollowUp, Meeting, ProgressReport
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

Manner = Decision.Manner
NO_MORE = "決定は加えられません。ほかの会議で決定を記録してください。"
NOT_ACCEPTABLE = (
    "遅れを了承する期限は、確認結果が「遅れ」か「やや遅れ」にあたり、今後の方針が取組を続けるもののときだけ"
    "入力できます。ほかのときは空欄にしてください。"
)
# What a decision needs.
NEEDED = {
    "judgement": "会議の確認結果を選んでください。",
    "outlook": "今後の方針を選んでください。",
}


def decide(
    meeting: Meeting,
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    judgement: PlanWord | None,
    outlook: PlanWord | None,
    opinion: str = "",
    is_public: bool = False,
    accepted_until: date | None = None,
    manner: str = Manner.EACH,
    requests: Collection[Request] = (),
    door: str = Door.PAGE,
) -> Decision:
    """Record what the meeting decided on a report, with its follow-ups.

    `version` is the report's that was read: what was changed after the meeting is decided on
    by nobody. `accepted_until` is the day until which it accepts that the measure is behind.
    Raises NotAllowed, Incomplete, or Conflict.
    """
    standing = secretary(by)
    _check_time(meeting)
    _check_report(meeting, report)
    decision = Decision(
        meeting=meeting,
        report=report,
        version=version,
        manner=manner,
        judgement=judgement,
        outlook=outlook,
        opinion=opinion.strip(),
        is_public=is_public,
        accepted_until=accepted_until,
        by=standing.user,
        at=timezone.now(),
    )
    _check_complete(decision)
    requests = [checked(each) for each in requests]
    try:
        with closed_meanwhile(report.year), acting(standing.user, door):
            hold_unsettled(meeting, NO_MORE)
            _check_version(report, version)
            decision.save(force_insert=True)
            _list_on_agenda(decision)
            FollowUp.objects.bulk_create(follow_up(decision, each) for each in requests)
    except IntegrityError as error:
        raise _taken(decision, error) from error
    return decision


def _taken(decision: Decision, error: IntegrityError) -> Exception:
    if not Decision.objects.filter(meeting=decision.meeting, report=decision.report).exists():
        return error
    return NotAllowed(Decision._meta.constraints[0].get_violation_error_message())


def _check_time(meeting: Meeting) -> None:
    if meeting.held_on > timezone.localdate():
        day = fiscal.format_date(meeting.held_on)
        raise NotAllowed(f"会議の開催日（{day}）より前に、決定は記録できません。")


def _check_report(meeting: Meeting, report: ProgressReport) -> None:
    if report.year_id != meeting.year_id:
        raise NotAllowed(f"この会議で決められるのは、{meeting.year.label}の報告です。")
    if not report.takes_changes:
        raise NotAllowed(f"{report.year.label}は締められているため、決定は記録できません。")
    if report.submitted_at is None:
        raise NotAllowed("まだ提出されていない報告の決定は、記録できません。")


def _check_complete(decision: Decision) -> None:
    missing = [
        Missing(name, sentence)
        for name, sentence in NEEDED.items()
        if getattr(decision, name) is None
    ]
    if decision.is_public and not decision.opinion:
        missing.append(Missing("opinion", "公表する意見を入力してください。"))
    if sentence := _against_accepting(decision):
        missing.append(Missing("accepted_until", sentence))
    if missing:
        raise Incomplete(missing)
    plan_id = decision.report.year.plan_id
    words = ((decision.judgement, "progress"), (decision.outlook, "outlook"))
    if any((each.plan_id, each.vocabulary) != (plan_id, of) for each, of in words):
        raise NotAllowed("判定と今後の方針は、この計画の言葉から選んでください。")
    decision.clean_fields(exclude=["meeting", "report", "version", "judgement", "outlook"])


def _against_accepting(decision: Decision) -> str:
    """What stands against accepting that the measure is behind, in a sentence."""
    until, meeting = decision.accepted_until, decision.meeting
    if until is None or decision.judgement is None or decision.outlook is None:
        return ""
    if not may_accept(decision.judgement.meaning, decision.outlook.meaning):
        return NOT_ACCEPTABLE
    if not can_accept_until(meeting, until):
        held = fiscal.format_date(meeting.held_on)
        return f"遅れを了承する期限は、会議の開催日（{held}）より後の日にしてください。"
    return ""


def _check_version(report: ProgressReport, version: int) -> None:
    """Inside the transaction: Conflict unless the report still is as it was read.

    On PostgreSQL it stays so until the commit; on SQLite nobody else writes meanwhile.
    """
    as_read = ProgressReport.objects.held().filter(pk=report.pk, version=version)
    if as_read.first() is None:
        raise Conflict(ProgressReport.objects.with_measure().get(pk=report.pk))


def _list_on_agenda(decision: Decision) -> None:
    AgendaItem.objects.get_or_create(
        meeting=decision.meeting,
        report=decision.report,
        defaults={"cause": AgendaItem.Cause.BY_HAND, "order": decision.meeting.agenda.count() + 1},
    )


def decide_rest(
    meeting: Meeting,
    *,
    by: User | Standing,
    versions: Mapping[int, int],
    door: str = Door.PAGE,
) -> list[Decision]:
    """その他は事務局案のとおり了承: one decision on each of the reports that were listed.

    `versions` maps the reports of the list to the versions that it showed. What has changed
    since, or has its own decision by now, is left out. NotAllowed where nothing remains.
    """
    standing = secretary(by)
    _check_time(meeting)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        # The same lock as that of single decisions: of two lists one comes second.
        hold_unsettled(meeting, NO_MORE)
        covered = [
            each
            for each in rest_of(meeting).covered
            if versions.get(each.row.pk) == each.row.version
        ]
        if not covered:
            raise NotAllowed("一覧の報告は、その後に変わったか、既に決定が記録されています。")
        now = timezone.now()
        return Decision.objects.bulk_create(
            _as_proposed(meeting, each, standing.user, now) for each in covered
        )


def _as_proposed(meeting: Meeting, covered: InRest, by: User, at) -> Decision:
    return Decision(
        meeting=meeting,
        report=covered.row,
        version=covered.row.version,
        manner=Manner.REST,
        judgement=covered.proposal.judgement,
        outlook=covered.proposal.outlook,
        taken_from=covered.proposal.taken_from,
        accepted_until=covered.proposal.accepted_until,
        by=by,
        at=at,
    )
