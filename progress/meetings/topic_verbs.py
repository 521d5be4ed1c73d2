"""The agenda by hand: matters that are no report's, and what is said of each item."""

from progress.meetings.verbs import check_open, hold_unsettled
from progress.models import AgendaItem, Meeting
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from sakado_dx.forms import mark_of
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

Handling = AgendaItem.Handling


def add_matter(
    meeting: Meeting,
    *,
    by: User | Standing,
    title: str,
    handling: str = Handling.DEBATE,
    door: str = Door.PAGE,
) -> AgendaItem:
    """Put a matter on the agenda that is no report's, behind what stands there; the same title
    twice is there once."""
    standing = secretary(by)
    check_open(meeting.year)
    title = needed(title, "件名を入力してください。", "title")
    item = AgendaItem(meeting=meeting, title=title, handling=handling)
    item.clean_fields(exclude=["meeting", "report"])
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        held = hold_unsettled(meeting, "議題は変えられません。")
        stored = held.agenda.filter(title=title).first()
        if stored is None:
            last = held.agenda.in_order().last()
            item.order = last.order + 1 if last else 1
            item.save()
    return stored or item


def change_item(
    item: AgendaItem,
    *,
    by: User | Standing,
    handling: str,
    point: str = "",
    title: str = "",
    outcome: str = "",
    as_read: str | None = None,
    door: str = Door.PAGE,
) -> AgendaItem:
    """Say how an item is handled, what it turns on, and of a matter that is no report's its title
    and what came of it; until the result is settled. `as_read` is the `read_mark_of` the item
    that a form was read with: Conflict, with the item as it stands, where it is another."""
    standing = secretary(by)
    check_open(item.meeting.year)
    told = {"handling": handling, "point": point.strip()}
    if item.report_id is None:
        title = needed(title, "件名を入力してください。", "title")
        told |= {"title": title, "outcome": outcome.strip()}
    for name, value in told.items():
        setattr(item, name, value)
    item.clean_fields(exclude=["meeting", "report"])
    with closed_meanwhile(item.meeting.year), acting(standing.user, door):
        hold_unsettled(item.meeting, "議題は変えられません。")
        own = AgendaItem.objects.filter(pk=item.pk)
        stored = own.first()
        if stored is None:
            raise NotAllowed("この議題は、先に議題から外されています。")
        is_same = all(getattr(stored, name) == value for name, value in told.items())
        if as_read not in (None, read_mark_of(stored)) and not is_same:
            raise Conflict(stored)
        own.update(**told)
    return item


def read_mark_of(item: AgendaItem) -> str:
    """Of all that a form of an item was read with."""
    return mark_of("\0".join((item.title, item.handling, item.point, item.outcome)))
