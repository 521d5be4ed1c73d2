"""Policy × year: the share of measures on course, through the plan's years."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress.judging.shares import Compared, Share, share_of
from progress.judging.shown_years import shown_years
from progress.reading.before import Before
from progress.reading.dashboard import Dashboard
from progress.reading.edition import PolicyName
from sakado_dx import fiscal

# Fiscal year and policy -> the number of reports by what they add to the share.
Standings = dict[tuple[int, int], Counter[str]]


@dataclass(frozen=True)
class HeatCell:
    """A policy in a fiscal year: its share, with the ids of the year and of the policy for its
    lists; of all policies it has none."""

    fiscal_year: int
    year_id: int
    share: Share
    policy_id: int | None = None

    @property
    def label(self) -> str:
        return fiscal.label_short(self.fiscal_year)

    @property
    def query(self) -> str:
        """What a list is asked for to show its measures."""
        policy = "" if self.policy_id is None else f"&policy={self.policy_id}"
        return f"year={self.year_id}{policy}"


@dataclass(frozen=True)
class HeatLine:
    """A policy with a cell a year."""

    policy: PolicyName
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Fiscal years as columns, policies as lines; `totals` are the cells of all policies, the
    newest last; `compared` sets that one beside the year before; `is_cut` says that earlier years
    are left to the page of the first one."""

    lines: tuple[HeatLine, ...]
    totals: tuple[HeatCell, ...]
    compared: Compared
    is_cut: bool = False

    @property
    def findings(self) -> list[str]:
        """Sentences: the rates of whole years, a year in progress by its range, and the newest
        year beside the one before, by the measures that are judged in both."""
        found = [self._rates(), *map(_range, self.totals), self._beside()]
        return [each for each in found if each] or ["進捗を判断した施策は、まだありません。"]

    def _rates(self) -> str:
        """``順調・完了の割合は、R5に76.2%（除いた5件）、R8に88.6%です。``"""
        whole = [each for each in self.totals if each.share.has_rate]
        ends = whole if len(whole) < 2 else [whole[0], whole[-1]]
        told = "、".join(f"{each.label}に{each.share.rate_words}{_left(each)}" for each in ends)
        return f"順調・完了の割合は、{told}です。" if told else ""

    def _beside(self) -> str:
        """``R7とR8の両方で進捗を判断した25件では、順調・完了は20件から22件になりました。``"""
        if len(self.totals) < 2 or not self.compared.measures:
            return ""
        (*_, last, now), own = self.totals, self.compared
        both = f"{last.label}と{now.label}の両方で進捗を判断した{own.measures:,}件"
        return f"{both}では、順調・完了は{own.good_before:,}件から{own.good:,}件になりました。"


def _left(cell: HeatCell) -> str:
    """What the rate leaves out: ``（除いた5件）``."""
    return f"（除いた{cell.share.unshared:,}件）" if cell.share.unshared else ""


def _range(cell: HeatCell) -> str:
    """Of a year in progress: ``R8は途中で、順調・完了は22〜42件です。``"""
    share = cell.share
    if not share.is_in_progress:
        return ""
    if not share.confirmed:
        return f"{cell.label}は、{share.total:,}件すべてが確認前です。"
    return f"{cell.label}は途中で、順調・完了は{share.range_words}です。"


def heat_map(year_id: int, fiscal_year: int, board: Dashboard, before: Before) -> HeatMap:
    """The years up to this one that its page shows, the policies as this year's rows name them; no
    query."""
    standings: Standings = {}
    for (earlier, policy_id, standing), number in before.standings.items():
        standings.setdefault((earlier, policy_id), Counter())[standing] += number
    for row in board.rows:
        standings.setdefault((fiscal_year, row.policy.id), Counter())[row.standing] += 1
    shown = shown_years(before.year_ids, fiscal_year)
    years = {**{each: before.year_ids[each] for each in shown}, fiscal_year: year_id}
    lines = tuple(
        HeatLine(each.policy, _cells(standings, years, each.policy.id)) for each in board.policies
    )
    totals = _totals(years, [line.cells for line in lines])
    return HeatMap(lines, totals, board.compared, is_cut=len(shown) < len(before.year_ids))


def _cells(standings: Standings, years: Mapping[int, int], policy_id: int) -> tuple[HeatCell, ...]:
    return tuple(
        HeatCell(each, years[each], share_of(standings.get((each, policy_id), {})), policy_id)
        for each in sorted(years)
    )


def _totals(years: Mapping[int, int], lines: Sequence[Sequence[HeatCell]]) -> tuple[HeatCell, ...]:
    return tuple(
        HeatCell(each, years[each], sum((own[n].share for own in lines), Share()))
        for n, each in enumerate(sorted(years))
    )
