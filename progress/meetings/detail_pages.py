"""The page of a meeting: what stands on it is written once, and kept while nothing is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from progress.follow_ups.pages import asked_at, rows_asked_at
from progress.meetings import kit_pages, pages
from progress.meetings.kit_pages import Next
from progress.meetings.list_pages import agenda_of
from progress.meetings.verbs import why_closed
from progress.models import Meeting, MeetingMember
from progress.reading.kept import said
from sakado_dx.organization.access import Standing
from sakado_dx.records.kept import KeptWhile
from sakado_dx.together import ask_ahead


@dataclass(frozen=True)
class Sitting:
    """What of the page hangs on recorded tables alone. Its long lists are held as they are written:
    a meeting's rows, with all that hangs on them, would take more room and be written each time."""

    members: tuple[MeetingMember, ...]
    items: int
    decided: int
    first_item: int | None
    agenda: SafeString
    rest_number: int
    rest: SafeString
    has_decisions: bool
    has_result: bool
    follow_up_number: int
    follow_ups: SafeString
    next: tuple[Next, ...]
    takes_changes: bool


# Of meetings and their readers: a council and the secretariat, around the day of a meeting.
_kept: KeptWhile[Sitting] = KeptWhile(20)


def sitting_of(standing: Standing, meeting: Meeting) -> Sitting:
    """For who reads meetings; 1 query as long as nothing was recorded since, else at most 12."""
    rows = tuple(map(said, (meeting, meeting.year, meeting.year.plan)))
    return _kept.of((standing.told, rows), partial(_sitting, standing, meeting))


def forget() -> None:
    """Keep nothing of the page."""
    _kept.forget()


def _sitting(standing: Standing, meeting: Meeting) -> Sitting:
    pk = meeting.pk
    ask_ahead((pages.items_of, pk), (pages.members_by_reading, pk), (rows_asked_at, pk))
    lines, rest = pages.all_lines(standing, meeting)
    asked = asked_at(standing, pk)
    has_decisions = bool(rest) or any(line.decision for line in lines)
    has_result = kit_pages.has_result(lines, has_decisions=has_decisions)
    return Sitting(
        members=tuple(pages.members_of(meeting)),
        items=len(lines),
        decided=sum(line.decision is not None for line in lines),
        first_item=lines[0].item.pk if lines else None,
        agenda=_written_agenda(standing, meeting, lines),
        rest_number=len(rest),
        rest=_written("_rest", rest=rest),
        has_decisions=has_decisions,
        has_result=has_result,
        follow_up_number=len(asked),
        follow_ups=_written("_follow_ups", follow_ups=asked),
        next=tuple(kit_pages.next_of(meeting, items=len(lines), has_result=has_result))
        if standing.is_secretariat
        else (),
        takes_changes=not why_closed(meeting.year),
    )


def _written_agenda(
    standing: Standing, meeting: Meeting, lines: Sequence[pages.AgendaLine]
) -> SafeString:
    if not lines:
        return SafeString("")
    agenda = agenda_of(meeting, lines, is_secretariat=standing.is_secretariat)
    return render_to_string("partials/_list_table.html", {"list": agenda, "caption": "議題"})


def _written(name: str, **told: Sequence) -> SafeString:
    """A list of the page; blank where it has no lines."""
    if not any(told.values()):
        return SafeString("")
    return render_to_string(f"progress/meetings/{name}.html", told)
