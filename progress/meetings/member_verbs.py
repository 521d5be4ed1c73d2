"""Who attends, in whose place, and what members answer where a meeting is held in writing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from progress.meetings.verbs import check_open, hold_still, hold_unsettled
from progress.models import Meeting, MeetingMember
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

Attendance, Answer = MeetingMember.Attendance, MeetingMember.Answer


@dataclass(frozen=True)
class Attends:
    """What the secretariat records of a member."""

    attendance: str = Attendance.PRESENT
    proxy: str = ""
    answer: str = Answer.WAITING
    comment: str = ""


def allows_proxy(meeting: Meeting) -> bool:
    """Whether the city lets somebody attend in a member's place; 1 query."""
    return meeting.year.plan.meeting_kinds.filter(name=meeting.kind, allows_proxy=True).exists()


def record_attendance(
    meeting: Meeting,
    *,
    by: User | Standing,
    version: int,
    members: Mapping[int, Attends],
    door: str = Door.PAGE,
) -> Meeting:
    """Who came, and what members answered, by the ids of their rows; the minutes tell it, so
    that it may follow the settling. Conflict where the meeting is not as it was read."""
    standing = secretary(by)
    check_open(meeting.year)
    for each in members.values():
        if fault := fault_of(each):
            raise NotAllowed(fault)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        held = hold_still(meeting)
        rows = list(held.memberships.filter(pk__in=members))
        _check_proxies(held, [row for row in rows if _comes_to_proxy(row, members[row.pk])])
        if held.version != version:
            if all(told_of(row) == members[row.pk] for row in rows):  # a second click
                return held
            raise Conflict(held)
        for row in rows:
            _write(row, members[row.pk])
        Meeting.objects.filter(pk=held.pk).update(version=version + 1)
    meeting.refresh_from_db()
    return meeting


def _comes_to_proxy(row: MeetingMember, told: Attends) -> bool:
    return Attendance.PROXY == told.attendance != row.attendance


def _check_proxies(meeting: Meeting, rows: list[MeetingMember]) -> None:
    """One that was recorded while the city let it stays."""
    if rows and not allows_proxy(meeting):
        raise NotAllowed(f"{meeting.kind}では、代理出席は認められていません。")


def fault_of(each: Attends) -> str:
    """What stands against it, in the words of the table's constraints."""
    if (each.attendance == Attendance.PROXY) is not bool(each.proxy.strip()):
        if each.proxy.strip():
            return "代理で出席した人は、「代理出席」のときだけ入力してください。"
        return "代理出席のときは、代理で出席した人を入力してください。"
    if each.answer == Answer.OPINION and not each.comment.strip():
        return "「意見あり」のときは、意見を入力してください。"
    return ""


def told_of(row: MeetingMember) -> Attends:
    """What stands of a member."""
    return Attends(row.attendance, row.proxy, row.answer, row.comment)


def _write(row: MeetingMember, told: Attends) -> None:
    """Write what differs; who answered before keeps his time."""
    row.attendance, row.proxy = told.attendance, told.proxy.strip()
    if (row.answer, row.comment) != (told.answer, told.comment.strip()):
        row.answer, row.comment = told.answer, told.comment.strip()
        row.answered_at = None if told.answer == Answer.WAITING else timezone.now()
    row.full_clean(validate_unique=False, exclude=["meeting", "user"])
    row.save()


def answer_in_writing(
    meeting: Meeting,
    *,
    by: User | Standing,
    answer: str,
    comment: str = "",
    door: str = Door.PAGE,
) -> MeetingMember:
    """A member's own answer to a meeting held in writing, until its result is settled; the same
    answer again changes nothing. It raises the meeting's version: who records the answers for the members meets it."""
    standing = standing_of(by)
    told = Attends(answer=answer, comment=comment)
    if answer not in (Answer.AGREED, Answer.OPINION):
        raise NotAllowed("「賛成」か「意見あり」を選んでください。")
    if fault := fault_of(told):
        raise NotAllowed(fault)
    check_open(meeting.year)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        held = hold_unsettled(meeting, "回答は変えられません。")
        if not held.is_written:
            raise NotAllowed("回答できるのは、書面開催（持ち回り）の会議です。")
        row = held.memberships.filter(user=standing.user).first()
        if row is None:
            raise NotAllowed("回答できるのは、この会議の出席者です。")
        if (row.answer, row.comment) == (answer, comment.strip()):
            return row
        _write(row, Attends(row.attendance, row.proxy, answer, comment))
        Meeting.objects.filter(pk=held.pk).update(version=F("version") + 1)
    return row
