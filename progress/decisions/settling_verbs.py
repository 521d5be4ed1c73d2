"""Drafts and what ends them: drop a decision, or settle the meeting (README: 会議、指摘)."""

from collections.abc import Collection
from datetime import date
from functools import partial

from django.utils import timezone

from progress.judging.completeness import Missing
from progress.meetings.verbs import ANEW, check_open, hold_still
from progress.models import Decision, FollowUp, FollowUpEntry, Meeting, ProgressReport
from progress.models.decisions import is_newer, weight
from progress.workflow.record import allowed, closed_meanwhile, secretary, write
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import Verb
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

# What 議長の確認 needs.
NEEDED = {
    "chair_title": "議長の職を入力してください。",
    "chair_name": "議長の氏名を入力してください。",
    "chair_on": "議長の確認日を入力してください。",
}


def drop_decision(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    decision: Decision,
    reason: str = "",
    door: str = Door.PAGE,
) -> ProgressReport:
    """Take back a decision on the report with what it asks, until its meeting is settled."""
    standing = allowed(report, Verb.DROP_DECISION, by=by, version=version)
    also = partial(_drop, decision, report)
    with closed_meanwhile(report.year), acting(standing.user, door, reason):
        hold_still(decision.meeting)
        return write(
            report, Verb.DROP_DECISION, standing, reason=reason, door=door, changes={}, also=also
        )


def _drop(decision: Decision, report: ProgressReport) -> None:
    """Inside the transaction that has locked the meeting."""
    rows = Decision.objects.with_words().filter(pk=decision.pk, report=report)
    stored = rows.first()
    if stored is None:
        raise NotAllowed("この決定は、既に取り下げられています。")
    if not stored.is_draft:
        raise NotAllowed(
            "会議結果が確定されているため、決定は取り下げられません。"
            "誤記は「確定と訂正」で直し、判断を変えるときは、ほかの会議の決定を記録してください。"
        )
    FollowUpEntry.objects.filter(follow_up__decision=stored).delete()
    FollowUp.objects.filter(decision=stored).delete()
    stored.delete()
    Meeting.objects.filter(pk=stored.meeting_id).update(**ANEW)


def settle(
    meeting: Meeting,
    *,
    by: User | Standing,
    decision_ids: Collection[int],
    chair_title: str,
    chair_name: str,
    chair_on: date | None,
    review_decision_ids: Collection[int] = (),
    door: str = Door.PAGE,
) -> Meeting:
    """会議結果を確定する: the drafts become decisions, with 議長の確認. `decision_ids` are those that
    the page showed, `review_decision_ids` those on 調書 and proposals: what was added or dropped
    since is settled unread by nobody."""
    standing = secretary(by)
    check_open(meeting.year)
    chair = {"chair_title": chair_title.strip(), "chair_name": chair_name.strip()}
    chair["chair_on"] = chair_on
    _check_chair(meeting, chair)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        held = hold_still(meeting)
        if held.is_settled:
            raise NotAllowed("会議結果は、既に確定されています。")
        decisions = _all_of(held, decision_ids, review_decision_ids)
        settled = {"settled_at": timezone.now(), "settled_by": standing.user, **chair, **ANEW}
        Meeting.objects.filter(pk=held.pk).update(**settled)
        _take_over(decisions)
    meeting.refresh_from_db()
    return meeting


def _check_chair(meeting: Meeting, chair: dict) -> None:
    missing = [Missing(name, sentence) for name, sentence in NEEDED.items() if not chair[name]]
    if missing:
        raise Incomplete(missing)
    if chair["chair_on"] < meeting.held_on:
        held = fiscal.format_date(meeting.held_on)
        raise NotAllowed(f"議長の確認日は、会議の開催日（{held}）以後の日にしてください。")
    if chair["chair_on"] > timezone.localdate():
        raise NotAllowed("議長の確認日は、今日までの日にしてください。")


def _all_of(
    meeting: Meeting, decision_ids: Collection[int], review_decision_ids: Collection[int]
) -> list[Decision]:
    """The meeting's decisions on reports, if these and those on a review are those that the page
    showed; none where its agenda asked for none."""
    rows = meeting.decisions.select_related("report__taken_decision__meeting", "meeting")
    decisions = list(rows)
    reviewed = set(meeting.review_decisions.values_list("pk", flat=True))
    shown = (set(decision_ids), set(review_decision_ids))
    if ({each.pk for each in decisions}, reviewed) != shown:
        raise NotAllowed(
            "一覧を開いた後に、決定が加えられたか取り下げられました。"
            "今の一覧を確かめて、もう一度確定してください。"
        )
    if not decisions and not meeting.agenda.exists():
        raise NotAllowed("確定する議題も決定もありません。先に議題を決めてください。")
    return decisions


def _take_over(decisions: Collection[Decision]) -> None:
    """Let an evaluated report's mark be that of a decision on the text it has that outweighs the
    one taken over: what a lower body says afterwards, or what any said of an earlier text,
    stands beside it and changes nothing."""
    for each in decisions:
        report, taken = each.report, each.report.taken_decision
        if report.state != ProgressReport.State.EVALUATED:
            continue
        if is_newer(each, report.submitted_version) and (
            taken is None or weight(each) > weight(taken)
        ):
            ProgressReport.objects.filter(pk=report.pk).update(taken_decision=each)
