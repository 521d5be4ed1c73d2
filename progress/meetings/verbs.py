"""The verbs of a meeting: plan it, fill its agenda, attach its minutes (README: 会議、指摘).

All are the secretariat's. What a meeting decides stands in `decisions`.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError
from django.db.models import Max

from progress import attachments
from progress.meetings.agenda import candidates
from progress.models import AgendaItem, Decision, Meeting, ProgressReport, ReviewYear
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

MINUTES = "minutes"  # folder of the private storage


def check_open(year: ReviewYear) -> None:
    """A meeting belongs to an open year, or to a closed one with an unlocked report."""
    if year.is_open or ProgressReport.objects.for_year(year).filter(is_unlocked=True).exists():
        return
    raise NotAllowed(f"{year.label}は締められているため、会議の内容は変えられません。")


def _check_day(year: ReviewYear, day: date) -> None:
    if day < year.first_day:
        first = fiscal.format_date(year.first_day)
        raise NotAllowed(f"開催日は、{year.label}の初日（{first}）以後の日にしてください。")


def _body(year: ReviewYear, kind: str, before: str = "") -> dict:
    """Name and rank of a body of the plan; of a meeting that keeps its body nothing changes."""
    if kind == before:
        return {"kind": kind}
    found = year.plan.meeting_kinds.filter(name=kind).first()
    if found is None:
        raise NotAllowed(f"「{kind}」は、この計画の会議ではありません。会議を選び直してください。")
    return {"kind": found.name, "rank": found.rank}


def plan_meeting(
    year: ReviewYear,
    *,
    by: User | Standing,
    kind: str,
    held_on: date,
    is_written: bool = False,
    place: str = "",
    members: Collection[User] = (),
    door: str = Door.PAGE,
) -> Meeting:
    """Enter a meeting on a year's reports, held (also one to come) or 書面."""
    standing = secretary(by)
    check_open(year)
    _check_day(year, held_on)
    data = _body(year, kind) | {
        "held_on": held_on,
        "is_written": is_written,
        "place": place.strip(),
    }
    meeting = Meeting(year=year, by=standing.user, **data)
    meeting.clean_fields()
    try:
        with closed_meanwhile(year), acting(standing.user, door):
            meeting.save()
            meeting.members.set(members)
    except IntegrityError as error:
        raise _taken(year, data, error) from error
    return meeting


def change_meeting(
    meeting: Meeting,
    *,
    by: User | Standing,
    kind: str,
    held_on: date,
    is_written: bool = False,
    place: str = "",
    members: Collection[User] = (),
    door: str = Door.PAGE,
) -> Meeting:
    """Mend a meeting's data. Once something is decided, its body and day stay: they say which
    of several decisions counts."""
    standing = secretary(by)
    check_open(meeting.year)
    _check_day(meeting.year, held_on)
    data = _body(meeting.year, kind, meeting.kind) | {
        "held_on": held_on,
        "is_written": is_written,
        "place": place.strip(),
    }
    same = Meeting.objects.filter(pk=meeting.pk, kind=kind, held_on=held_on).exists()
    if not same and meeting.decisions.exists():
        raise NotAllowed("決定を記録した会議の種類と開催日は、変えられません。")
    try:
        with closed_meanwhile(meeting.year), acting(standing.user, door):
            Meeting.objects.filter(pk=meeting.pk).update(**data)
            meeting.members.set(members)
    except IntegrityError as error:
        raise _taken(meeting.year, data, error) from error
    meeting.refresh_from_db()
    return meeting


def _taken(year: ReviewYear, data: dict, error: IntegrityError) -> Exception:
    same = Meeting.objects.filter(year=year, kind=data["kind"], held_on=data["held_on"])
    if not same.exists():
        return error
    return NotAllowed(Meeting._meta.constraints[0].get_violation_error_message())


def drop_meeting(
    meeting: Meeting, *, by: User | Standing, reason: str, door: str = Door.PAGE
) -> None:
    """Take a meeting back with its agenda, until it has decided something."""
    standing = secretary(by)
    check_open(meeting.year)
    reason = needed(reason, "会議を取り消す理由を入力してください。")
    with closed_meanwhile(meeting.year), acting(standing.user, door, reason):
        held = hold_still(meeting)
        if held.decisions.exists():
            raise NotAllowed("決定を記録した会議は、取り消せません。")
        held.delete()


def fill_agenda(meeting: Meeting, *, by: User | Standing, door: str = Door.PAGE) -> int:
    """Put on the agenda what the rule finds, behind what stands there; how many it were."""
    standing = secretary(by)
    check_open(meeting.year)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        wanted = candidates(meeting)
        if not meeting.year.is_open:
            unlocked = ProgressReport.objects.for_year(meeting.year).filter(is_unlocked=True)
            ids = set(unlocked.values_list("pk", flat=True))
            wanted = [each for each in wanted if each.row.report_id in ids]
        found = [(each.row.report_id, each.causes[0].code, each.found) for each in wanted]
        return _append(meeting, found)


def add_to_agenda(
    meeting: Meeting,
    *,
    by: User | Standing,
    reports: Iterable[ProgressReport],
    door: str = Door.PAGE,
) -> int:
    """Put reports of the meeting's year on the agenda by hand."""
    standing = secretary(by)
    check_open(meeting.year)
    wanted = list(reports)
    if any(each.year_id != meeting.year_id for each in wanted):
        raise NotAllowed(f"議題にできるのは、{meeting.year.label}の報告です。")
    if not all(meeting.year.is_open or each.is_unlocked for each in wanted):
        raise NotAllowed(
            f"{meeting.year.label}は締められています。締めを解除した報告を選んでください。"
        )
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        return _append(meeting, [(each.pk, AgendaItem.Cause.BY_HAND, []) for each in wanted])


def _append(meeting: Meeting, wanted: list[tuple[int, str, list[str]]]) -> int:
    """Inside a transaction that has locked the meeting, so that each comes once."""
    hold_still(meeting)
    present = set(meeting.agenda.values_list("report_id", flat=True))
    start = (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1
    fresh = [each for each in wanted if each[0] not in present]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, report_id=pk, cause=cause, causes=causes, order=start + place)
        for place, (pk, cause, causes) in enumerate(fresh)
    )
    return len(fresh)


def hold_still(meeting: Meeting) -> Meeting:
    """Inside a transaction: the meeting as it stands, which nobody else changes until the commit;
    NotAllowed where it was dropped. What locks a report as well locks this first."""
    # PostgreSQL waits here; on SQLite the whole transaction is alone already.
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("year__plan")
    found = rows.filter(pk=meeting.pk).first()
    if found is None:
        raise NotAllowed("この会議は取り消されました。会議の一覧を確かめてください。")
    return found


def remove_from_agenda(item: AgendaItem, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Take a report off the agenda, unless this meeting has decided on it."""
    standing = secretary(by)
    if not (item.meeting.year.is_open or item.report.is_unlocked):
        raise NotAllowed(f"{item.meeting.year.label}は締められているため、議題から外せません。")
    with closed_meanwhile(item.meeting.year), acting(standing.user, door):
        hold_still(item.meeting)
        if Decision.objects.filter(meeting=item.meeting_id, report=item.report_id).exists():
            raise NotAllowed("この会議の決定が記録されているため、議題から外せません。")
        AgendaItem.objects.filter(pk=item.pk).delete()


def place_on_agenda(
    item: AgendaItem, *, by: User | Standing, place: int, door: str = Door.PAGE
) -> None:
    """Move an item to a place of the agenda, counted from 1; doing it twice does it once."""
    standing = secretary(by)
    if not item.meeting.year.is_open:
        raise NotAllowed(
            f"{item.meeting.year.label}は締められているため、議題は並べ替えられません。"
        )
    with closed_meanwhile(item.meeting.year), acting(standing.user, door):
        hold_still(item.meeting)
        items = list(AgendaItem.objects.filter(meeting=item.meeting_id).order_by("order", "pk"))
        moved = next((each for each in items if each.pk == item.pk), None)
        if moved is None:
            return
        items.remove(moved)
        items.insert(max(place - 1, 0), moved)
        for number, each in enumerate(items, start=1):
            each.order = number
        AgendaItem.objects.bulk_update(items, ["order"])


def attach_minutes(
    meeting: Meeting,
    *,
    by: User | Standing,
    name: str,
    content: bytes,
    replacing: str = "",
    door: str = Door.PAGE,
) -> Meeting:
    """Attach the minutes (pdf or docx), in the place of those stored as `replacing`.

    The file of earlier minutes stays in the storage: the record names it. Raises
    attachments.Refused, or NotAllowed where somebody else attached others meanwhile. Minutes are
    often agreed upon late: a closed year takes them too.
    """
    standing = secretary(by)
    attachments.check(name, content, attachments.MINUTES)
    stored_as = attachments.keep(content, MINUTES)
    data = {"minutes_name": attachments.clean_name(name), "minutes_stored_as": stored_as}
    as_read = Meeting.objects.filter(pk=meeting.pk, minutes_stored_as=replacing)
    try:
        with acting(standing.user, door):
            if not as_read.update(**data):
                raise NotAllowed("議事録は先に添付されています。今のファイルを確かめてください。")
    except BaseException:
        attachments.forget(stored_as)
        raise
    meeting.refresh_from_db()
    return meeting
