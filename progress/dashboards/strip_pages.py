"""The strip: all measures of a year, a row each, with the plan's years side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from measures.naming import MEETING
from progress.dashboards.list_pages import indicators_of
from progress.dashboards.pages import list_url
from progress.judging.council import CAUSES, Cause, YearBefore
from progress.judging.shares import MISSING, WAITING, Share
from progress.judging.shown_years import first_shown, shown_years
from progress.models import ReviewYear
from progress.reading.attention import Attention
from progress.reading.before import Before
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow, share_in
from progress.reading.words import UNCONFIRMED
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import label_short

MOST_MEASURES = 100


@dataclass(frozen=True)
class StripYear:
    """The head of a column; `share` tells how far a year in progress is, `url` is blank of a
    year that is still to come."""

    fiscal_year: int
    url: str = ""
    share: Share = Share()
    is_current: bool = False

    @property
    def label(self) -> str:
        return label_short(self.fiscal_year)


@dataclass(frozen=True)
class StripCell:
    """A measure in a year: the plan's word for its progress, or why there is none."""

    label: str
    is_in_progress: bool
    word: str = ""
    meaning: str = ""
    outside: str = ""


@dataclass(frozen=True)
class StripLine:
    """A measure: its years, target and actual of this one, the gravest cause why a council must
    see it and since when, and what was decided on it last."""

    row: MeasureRow
    cells: tuple[StripCell, ...]
    indicators: str
    cause: str
    decided: str


@dataclass(frozen=True)
class Strip:
    """The columns and the rows, by need. Of more than a hundred measures those that a council must
    see, no more than a hundred; `url` leads to all of them, `total`. `is_cut` says that earlier
    years are left to the page of the first one shown."""

    years: Sequence[StripYear]
    lines: Sequence[StripLine]
    total: int
    url: str
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        return len(self.lines) == self.total


def strip_of(
    year: ReviewYear,
    frame: PlanFrame,
    rows: Sequence[MeasureRow],
    attention: Sequence[Attention],
    before: Before,
    **query: int,
) -> Strip:
    """The strip of these rows of a year; `query` asks the list of measures for them. No query."""
    years = list(_years(year, frame, rows, before))
    causes = {each.row.report_id: each.causes for each in attention}
    shown = (
        by_need(rows, attention)
        if len(rows) <= MOST_MEASURES
        else [each.row for each in attention[:MOST_MEASURES]]
    )
    lines = [_line(row, years, causes.get(row.report_id, ()), before) for row in shown]
    is_cut = min(before.year_ids, default=year.fiscal_year) < first_shown(year.fiscal_year)
    return Strip(years, lines, len(rows), list_url(year, **query), is_cut)


def by_need(rows: Iterable[MeasureRow], attention: Sequence[Attention]) -> list[MeasureRow]:
    """What a council must see in the order of its agenda, then what is still to be confirmed, then
    the others; equal ones in the plan's order."""
    places = {each.row.report_id: place for place, each in enumerate(attention)}
    return sorted(
        rows,
        key=lambda row: (
            places.get(row.report_id, len(places)),
            row.standing not in (WAITING, MISSING),
        ),
    )


def _years(
    year: ReviewYear, frame: PlanFrame, rows: Sequence[MeasureRow], before: Before
) -> Iterator[StripYear]:
    policies = {row.policy.id for row in rows}
    for fiscal_year in shown_years(frame.fiscal_years, year.fiscal_year):
        if fiscal_year == year.fiscal_year:
            yield StripYear(fiscal_year, year.get_absolute_url(), share_in(rows), is_current=True)
        elif fiscal_year in before.year_ids:
            url = reverse("progress:dashboard", args=[before.year_ids[fiscal_year]])
            yield StripYear(fiscal_year, url, before.share_of(fiscal_year, policies))
        else:
            yield StripYear(fiscal_year)


def _line(
    row: MeasureRow, years: Sequence[StripYear], causes: Sequence[Cause], before: Before
) -> StripLine:
    earlier = {each.fiscal_year: each for each in before.years.get(row.measure_id, ())}
    return StripLine(
        row=row,
        cells=tuple(_cell(row, each, earlier) for each in years),
        indicators=indicators_of(row),
        cause=_since(row, causes),
        decided=_decided(row, before),
    )


def _cell(row: MeasureRow, year: StripYear, earlier: Mapping[int, YearBefore]) -> StripCell:
    cell = partial(StripCell, year.label, year.share.is_in_progress)
    if year.is_current:
        return cell(row.counted_word.word, row.counted_word.meaning or "unreported")
    told = earlier.get(year.fiscal_year)
    if told is None:
        return cell(outside=row.lifetime.outside(year.fiscal_year) if year.url else "")
    if told.standing == WAITING:
        return cell(UNCONFIRMED.word, UNCONFIRMED.meaning)
    return cell(told.progress, told.meaning or "unreported")


def _since(row: MeasureRow, causes: Sequence[Cause]) -> str:
    """``目標未達（R6から3年続けて）、ほか2件``; blank where a council need not look."""
    if not causes:
        return ""
    gravest, *others = causes
    first = label_short(row.fiscal_year - gravest.years + 1)
    since = f"{first}から{gravest.years}年続けて" if gravest.years > 1 else first
    more = f"、ほか{len(others)}件" if others else ""
    return f"{CAUSES[gravest.code]}（{since}）{more}"


def _decided(row: MeasureRow, before: Before) -> str:
    """``順調・継続（R7）``: of this year where a meeting's mark counts, else of the newest before."""
    if row.mark.whose == MEETING:
        said, year = (row.progress, row.outlook), row.fiscal_year
    else:
        last = before.last_decided(row.measure_id)
        if last is None:
            return ""
        said, year = (last.progress, last.outlook), last.fiscal_year
    return f"{'・'.join(filter(None, said))}（{label_short(year)}）"
