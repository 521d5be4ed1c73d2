"""今回の審議事項: what the next meeting has to decide, one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from measures.naming import DIVISION, MEETING, SECRETARIAT
from progress.dashboards.pages import list_url
from progress.models import AgendaItem, Meeting, ReviewYear
from progress.reading.attention import Attention
from progress.reading.dashboard import Dashboard
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow
from progress.rights import predicates
from sakado_dx.organization.access import Standing

MOST_AT_FIRST = 3
MOST_FOLDED = 50  # more are for the list alone
Item = AgendaItem


@dataclass(frozen=True)
class AgendaEntry:
    """A line: a measure with the gravest cause (and since when) and what is proposed, or another
    matter, which has no row; `is_for_debate` tells 審議 from 報告."""

    title: str
    url: str
    row: MeasureRow | None
    cause: str
    proposal: str = ""
    is_for_debate: bool = True


@dataclass(frozen=True)
class Agenda:
    """`meeting` is none where none is planned, or this person reads no meetings. Where it has no
    agenda either, the lines are what the rule puts on one. `url` leads to all of them."""

    title: str
    meeting: Meeting | None
    entries: Sequence[AgendaEntry]
    url: str
    is_by_rule: bool = False

    @property
    def first(self) -> Sequence[AgendaEntry]:
        return self.entries[:MOST_AT_FIRST]

    @property
    def others(self) -> Sequence[AgendaEntry]:
        """What is folded below the first ones."""
        others = self.entries[MOST_AT_FIRST:]
        return others if len(others) <= MOST_FOLDED else ()

    @property
    def debated(self) -> int:
        """審議事項; reports are told apart."""
        return sum(each.is_for_debate for each in self.entries)

    @property
    def reported(self) -> int:
        return len(self.entries) - self.debated


def agenda_of(
    standing: Standing,
    year: ReviewYear,
    meeting: Meeting | None,
    board: Dashboard,
    frame: PlanFrame,
    pending: bool,
) -> Agenda:
    """The meeting's agenda for who reads meetings, else what the rule puts on one; at most 1
    query."""
    reads = predicates.may_read_meetings(standing)
    meeting = meeting if reads else None
    items = list(meeting.agenda.in_order()) if meeting else []
    if not items:
        return _proposed(year, meeting, board, frame, pending=pending, reads=reads)
    title = "審議した事項" if meeting.is_settled else "今回の審議事項"
    rows = {row.report_id: row for row in board.rows}
    causes = {each.row.report_id: each for each in board.attention}
    found = [_entry(each, meeting, rows, causes, frame) for each in items]
    return Agenda(title, meeting, found, f"{meeting.get_absolute_url()}#agenda")


def _proposed(
    year: ReviewYear,
    meeting: Meeting | None,
    board: Dashboard,
    frame: PlanFrame,
    *,
    pending: bool,
    reads: bool,
) -> Agenda:
    """What the rule puts on an agenda; for who reads meetings, while the year is open, without
    what a meeting has decided already."""
    is_draft = reads and year.is_open
    wanted = [each for each in board.attention if not (is_draft and each.row.mark.whose == MEETING)]
    query = {"attention": 1} | ({"pending": 1} if pending else {})
    if len(wanted) < len(board.attention):
        query["progress"] = "undecided"
    return Agenda(
        "今回の審議事項（案）" if is_draft else "注意が必要な施策",
        meeting,
        [_by_rule(each, frame) for each in wanted],
        list_url(year, **query),
        is_by_rule=True,
    )


def _by_rule(each: Attention, frame: PlanFrame) -> AgendaEntry:
    row = each.row
    return AgendaEntry(row.title, row.url, row, each.causes[0].sentence, _proposal(row, frame))


def _entry(
    item: Item,
    meeting: Meeting,
    rows: Mapping[int, MeasureRow],
    causes: Mapping[int, Attention],
    frame: PlanFrame,
) -> AgendaEntry:
    """A cause that holds today goes before the one that stood when the agenda was made."""
    debated = item.handling == Item.Handling.DEBATE
    row = rows.get(item.report_id)
    if row is None:
        told = item.outcome or item.point
        return AgendaEntry(item.title, meeting.get_absolute_url(), None, told, "", debated)
    seen = causes[row.report_id].causes if row.report_id in causes else ()
    told = chain((each.sentence for each in seen), item.causes)
    cause = next(told, item.get_cause_display())
    return AgendaEntry(row.title, row.url, row, cause, _proposal(row, frame), debated)


def _proposal(row: MeasureRow, frame: PlanFrame) -> str:
    """``事務局案：やや遅れ・見直し``; of a decided one ``会議の確認結果：…``; blank of what does not count."""
    if not row.counts:
        return ""
    if row.mark.whose == MEETING:
        whose, progress = MEETING, row.progress
    else:
        whose = SECRETARIAT if row.second else DIVISION
        progress = str(row.second or row.own or "")
    words = "・".join(filter(None, (progress, row.outlook)))
    return f"{frame.mark_name(whose)}：{words}" if words else ""
