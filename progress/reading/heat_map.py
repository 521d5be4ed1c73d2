"""Policy × year: the share of measures on course, through the plan's years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measures.words import counts_in_denominator, is_on_course
from progress.reading.before import Before
from progress.reading.dashboard import Dashboard
from progress.reading.edition import PolicyName
from sakado_dx import fiscal
from sakado_dx.numbers import percent

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
        """The share in %, rounded half up: 100 only where it is all, 0 only where it is none.
        None where none is judged."""
        return int(percent(self.good, self.judged, places=0)) if self.judged else None

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


def heat_map(fiscal_year: int, board: Dashboard, before: Before) -> HeatMap:
    """The plan's years up to this one, the policies as this year's rows name them; no query."""
    meanings: Meanings = {}
    _count(meanings, before.counted)
    for row in board.rows:
        if row.counts:
            _count(meanings, [(fiscal_year, row.policy.id, row.meaning)])
    years = sorted({each for each, _ in meanings} | {fiscal_year})
    lines = tuple(
        HeatLine(each.policy, _cells(meanings, years, each.policy.id)) for each in board.policies
    )
    return HeatMap(lines, _totals(years, [line.cells for line in lines]))


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
