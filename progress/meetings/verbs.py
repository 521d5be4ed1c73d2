"""The verbs of a meeting: plan it, fill its agenda, attach its minutes (README: 会議、指摘).

All are the secretariat's. What a meeting decides stands in `decisions`.
"""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F, Max

from progress.meetings.agenda import candidates
from progress.models import AgendaItem, Decision, Meeting, ProgressReport, ReviewYear
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting


def check_open(year: ReviewYear) -> None:
    if closed := why_closed(year):
        raise NotAllowed(closed)


def why_closed(year: ReviewYear) -> str:
    """Why the year's meetings are not changed any more: they belong to an open year, or to a
    closed one with an unlocked report. Blank while they are."""
    if year.takes_changes:
        return ""
    return f"{year.label}は締められているため、会議の内容は変えられません。"


def _check_day(year: ReviewYear, day: date) -> None:
    if day < year.first_day:
        first = fiscal.format_date(year.first_day)
        raise NotAllowed(f"開催日は、{year.label}の初日（{first}）以後の日にしてください。")


# What a meeting is planned with, beside its body and its members.
PLANNED = ("held_on", "starts_at", "ends_at", "is_written", "answer_due", "place", "guests")


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
    members: Collection[User] = (),
    door: str = Door.PAGE,
    **planned: Any,
) -> Meeting:
    """Enter a meeting on a year's reports, held (also one to come) or 書面; `planned` are more
    of PLANNED."""
    standing = secretary(by)
    check_open(year)
    _check_day(year, held_on)
    data = _body(year, kind) | _planned(held_on=held_on, **planned)
    meeting = Meeting(year=year, by=standing.user, **data)
    _check(meeting)
    try:
        with closed_meanwhile(year), acting(standing.user, door):
            meeting.save()
            meeting.members.set(members)
    except IntegrityError as error:
        raise _taken(year, data, error) from error
    return meeting


def _planned(**planned: Any) -> dict:
    if unknown := planned.keys() - set(PLANNED):
        raise TypeError(f"no such part of a meeting: {unknown}")
    texts = {name: planned[name].strip() for name in ("place", "guests") if name in planned}
    return planned | texts


def _check(meeting: Meeting) -> None:
    """Its columns and the constraints but for that of the day, which the database alone knows."""
    meeting.clean_fields(exclude=["year", "by"])
    for each in meeting._meta.constraints[1:]:
        try:
            each.validate(Meeting, meeting)
        except ValidationError as error:
            raise NotAllowed(" ".join(error.messages)) from error


def change_meeting(
    meeting: Meeting,
    *,
    by: User | Standing,
    version: int,
    kind: str,
    held_on: date,
    members: Collection[User] = (),
    door: str = Door.PAGE,
    **planned: Any,
) -> Meeting:
    """Mend a meeting's data, if it still is as it was read at this version; Conflict with the
    row as it stands else. Once something is decided, its body and day stay: they say which of
    several decisions counts."""
    standing = secretary(by)
    check_open(meeting.year)
    _check_day(meeting.year, held_on)
    data = _body(meeting.year, kind, meeting.kind) | _planned(held_on=held_on, **planned)
    _check(_changed(meeting, data))
    try:
        with closed_meanwhile(meeting.year), acting(standing.user, door):
            held = hold_still(meeting)
            if held.version != version:
                if _says(held, data, members):  # a second click
                    return held
                raise Conflict(held)
            moved = (held.kind, held.held_on) != (kind, held_on)
            if moved and held.decisions.exists():
                raise NotAllowed("決定を記録した会議の種類と開催日は、変えられません。")
            Meeting.objects.filter(pk=meeting.pk).update(**data, version=version + 1)
            held.members.set(members)
    except IntegrityError as error:
        raise _taken(meeting.year, data, error) from error
    meeting.refresh_from_db()
    return meeting


def _says(meeting: Meeting, data: dict, members: Collection[User]) -> bool:
    """Whether the meeting stands as told already."""
    same = all(getattr(meeting, name) == value for name, value in data.items())
    return same and set(meeting.members.all()) == set(members)


def _changed(meeting: Meeting, data: dict) -> Meeting:
    changed = copy(meeting)
    for name, value in data.items():
        setattr(changed, name, value)
    return changed


def _taken(year: ReviewYear, data: dict, error: IntegrityError) -> Exception:
    same = Meeting.objects.filter(year=year, kind=data["kind"], held_on=data["held_on"])
    if not same.exists():
        return error
    return NotAllowed(Meeting._meta.constraints[0].get_violation_error_message())


def hold_unsettled(meeting: Meeting, what: str) -> Meeting:
    """The same of a meeting whose result is not settled; NotAllowed, which says `what` cannot be
    done any more, where it is."""
    held = hold_still(meeting)
    if held.is_settled:
        raise NotAllowed(f"この会議の結果は確定されているため、{what}")
    return held


def drop_meeting(
    meeting: Meeting, *, by: User | Standing, reason: str, door: str = Door.PAGE
) -> None:
    """Take a meeting back with its agenda, until it has decided something."""
    standing = secretary(by)
    check_open(meeting.year)
    reason = needed(reason, "会議を取り消す理由を入力してください。")
    with closed_meanwhile(meeting.year), acting(standing.user, door, reason):
        held = hold_still(meeting)
        if Meeting.objects.with_decided().get(pk=held.pk).has_decided:
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
    hold_unsettled(meeting, "議題は変えられません。")
    present = set(meeting.agenda.values_list("report_id", flat=True))
    start = (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1
    fresh = [each for each in wanted if each[0] not in present]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, report_id=pk, cause=cause, causes=causes, order=start + place)
        for place, (pk, cause, causes) in enumerate(fresh)
    )
    return len(fresh)


# What the projector shows comes anew.
ANEW = {"screen_version": F("screen_version") + 1}


def hold_still(meeting: Meeting) -> Meeting:
    """Inside a transaction: the meeting as it stands, which nobody else changes until the commit;
    NotAllowed where it was dropped, or its year closed meanwhile. What locks a report as well locks this first."""
    # PostgreSQL waits here; on SQLite the whole transaction is alone already.
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("year__plan")
    found = rows.filter(pk=meeting.pk).first()
    if found is None:
        raise NotAllowed("この会議は取り消されました。会議の一覧を確かめてください。")
    check_open(found.year)
    return found


def remove_from_agenda(item: AgendaItem, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Take a report off the agenda, unless this meeting has decided on it; twice does it once."""
    standing = secretary(by)
    unlocked = item.report is not None and item.report.is_unlocked
    if not (item.meeting.year.is_open or unlocked):
        raise NotAllowed(f"{item.meeting.year.label}は締められているため、議題から外せません。")
    with closed_meanwhile(item.meeting.year), acting(standing.user, door):
        hold_unsettled(item.meeting, "議題から外せません。")
        own = Decision.objects.filter(meeting=item.meeting_id, report=item.report_id)
        if item.report_id is not None and own.exists():
            raise NotAllowed("この会議の決定が記録されているため、議題から外せません。")
        taken_off, _ = AgendaItem.objects.filter(pk=item.pk).delete()
        if taken_off:
            Meeting.objects.filter(pk=item.meeting_id).update(**ANEW)


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
        hold_unsettled(item.meeting, "議題は並べ替えられません。")
        items = list(AgendaItem.objects.filter(meeting=item.meeting_id).order_by("order", "pk"))
        moved = next((each for each in items if each.pk == item.pk), None)
        if moved is None:
            return
        items.remove(moved)
        items.insert(max(place - 1, 0), moved)
        for number, each in enumerate(items, start=1):
            each.order = number
        AgendaItem.objects.bulk_update(items, ["order"])
