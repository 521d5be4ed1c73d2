"""Policy × year: the share of measures on course, through the plan's years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measures.words import counts_in_denominator, is_on_course
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.reading.dashboard import Dashboard
from progress.reading.edition import PolicyName
from progress.reading.live import MEANING_COLUMNS, meaning_in
from progress.reading.rows import counted_states
from sakado_dx import fiscal

# Fiscal year and policy -> the meanings of the reports that count.
Meanings = dict[tuple[int, int], Counter[str]]


@dataclass(frozen=True)
class HeatCell:
    """A policy in a fiscal year: measures on course out of those judged (件)."""

    fiscal_year: int
    good: int
    judged: int

    @property
    def percent(self) -> int | None:
        """The share in %, cut off rather than rounded: 100 means all. None where none is judged."""
        return self.good * 100 // self.judged if self.judged else None

    @property
    def level(self) -> int:
        """How dark the cell is, 0 to 4: one step a quarter, 4 for all."""
        return self.good * 4 // self.judged if self.judged else 0

    @property
    def label(self) -> str:
        return fiscal.label_short(self.fiscal_year)


@dataclass(frozen=True)
class HeatLine:
    """A policy with a cell a year."""

    policy: PolicyName
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Fiscal years as columns, policies as lines; `totals` are the cells of all policies."""

    lines: tuple[HeatLine, ...]
    totals: tuple[HeatCell, ...]

    @property
    def finding(self) -> str:
        """``順調・完了の割合は、R5に76%、R8に88%です。``"""
        judged = [cell for cell in self.totals if cell.judged]
        if not judged:
            return "進捗を判断した施策は、まだありません。"
        first, last = judged[0], judged[-1]
        if first is last:
            return f"順調・完了の割合は、{last.label}に{last.percent}%です。"
        return f"順調・完了の割合は、{first.label}に{first.percent}%、{last.label}に{last.percent}%です。"


def heat_map(year: ReviewYear, board: Dashboard, *, pending: bool = False) -> HeatMap:
    """The plan's years up to this one, the policies as this year's rows name them. 2 queries,
    of a closed year 1.

    An earlier year that is closed is read from its newest editions, an open one live.
    """
    meanings = _earlier(year, pending)
    for row in board.rows:
        if row.counts:
            _count(meanings, [(year.fiscal_year, row.policy.id, row.meaning)])
    years = sorted({fiscal_year for fiscal_year, _ in meanings} | {year.fiscal_year})
    lines = tuple(
        HeatLine(each.policy, _cells(meanings, years, each.policy.id)) for each in board.policies
    )
    return HeatMap(lines, _totals(years, [line.cells for line in lines]))


def _earlier(year: ReviewYear, pending: bool) -> Meanings:
    """What the plan's years before this one say: of a closed year nothing but its editions."""
    before = ReviewYear.objects.filter(plan=year.plan_id, fiscal_year__lt=year.fiscal_year)
    states = counted_states(pending)
    closed = before.filter(closed_at__isnull=False)
    editions = ReportSnapshot.objects.filter(report__year__in=closed).newest()
    editions = editions.filter(state__in=states)
    meanings: Meanings = {}
    _count(
        meanings,
        editions.values_list("report__year__fiscal_year", "content__plan__policy__id", "meaning"),
    )
    # A closed year looks the same for ever: one before it that is still open stays out.
    if year.is_open:
        live = before.filter(closed_at__isnull=True)
        reports = ProgressReport.objects.filter(year__in=live, state__in=states)
        rows = reports.values_list(
            "year__fiscal_year", "measure__direction__policy_id", *MEANING_COLUMNS
        )
        _count(meanings, ((year, policy, meaning_in(*own)) for year, policy, *own in rows))
    return meanings


def _count(meanings: Meanings, found: Iterable[tuple[int, int, str | None]]) -> None:
    for fiscal_year, policy_id, meaning in found:
        meanings.setdefault((fiscal_year, policy_id), Counter())[meaning or ""] += 1


def _cells(meanings: Meanings, years: Sequence[int], policy_id: int) -> tuple[HeatCell, ...]:
    return tuple(_cell(each, meanings.get((each, policy_id), Counter())) for each in years)


def _cell(fiscal_year: int, meanings: Counter[str]) -> HeatCell:
    judged = {each: n for each, n in meanings.items() if counts_in_denominator(each)}
    good = sum(n for each, n in judged.items() if is_on_course(each))
    return HeatCell(fiscal_year, good, sum(judged.values()))


def _totals(years: Sequence[int], lines: Sequence[Sequence[HeatCell]]) -> tuple[HeatCell, ...]:
    return tuple(
        HeatCell(
            fiscal_year, sum(own[n].good for own in lines), sum(own[n].judged for own in lines)
        )
        for n, fiscal_year in enumerate(years)
    )
