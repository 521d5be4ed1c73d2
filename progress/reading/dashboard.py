"""A year at a glance: cards, attention, policies, headline indicators."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from progress.judging.facts import MILESTONE
from progress.judging.judgement import judge, may_be_met
from progress.judging.milestones import achievement
from progress.judging.shares import WAITING, Compared, Share, compared
from progress.models import ProgressReport
from progress.reading.attention import Attention, attention_in
from progress.reading.before import Before
from progress.reading.edition import PolicyName, Word
from progress.reading.rows import IndicatorYear, MeasureRow, share_in

State = ProgressReport.State
NOTHING_BEFORE = Before()


@dataclass(frozen=True)
class PolicySummary:
    """A policy's measures by the plan's own words for progress, those without one among them."""

    policy: PolicyName
    words: dict[Word, int]
    measures: int


@dataclass(frozen=True)
class Dashboard:
    """All numbers of the dashboard. Shares are out of what is judged, never out of all measures.

    Of the indicators `decided` ones `met` their target, `met_before` in an earlier year; `may_meet`
    can still, once they are confirmed. `met_compared` sets the indicators that are decided in both
    years beside the year before, `compared` the measures; `turns` are these by how they turned
    since (judging.turns).
    """

    rows: Sequence[MeasureRow]
    states: dict[str, int]
    share: Share
    met: int
    met_before: int
    decided: int
    may_meet: int
    met_compared: Compared
    compared: Compared
    turns: Mapping[str, int]
    attention: tuple[Attention, ...]
    policies: tuple[PolicySummary, ...]
    headline: tuple[tuple[MeasureRow, IndicatorYear], ...]

    @property
    def without_headline(self) -> list[str]:
        """The policies that have no rate yet, and so no indicator among the headlines."""
        shown = {row.policy.id for row, _ in self.headline}
        return [each.policy.title for each in self.policies if each.policy.id not in shown]

    @property
    def submitted(self) -> int:
        """Reports that have been handed in, confirmed ones included."""
        return sum(self.states.get(state, 0) for state in ProgressReport.HANDED_IN_STATES)


def dashboard_of(rows: Sequence[MeasureRow], before: Before = NOTHING_BEFORE) -> Dashboard:
    """The dashboard of a year's rows and of the years before; pure, no query."""
    own = [(row, each) for row in rows for each in _once(row)]
    decided = [each for row, each in own if row.counts and each.judgement.met is not None]
    waiting = [each for row, each in own if row.standing == WAITING]
    return Dashboard(
        rows=rows,
        states=dict(Counter(row.state for row in rows)),
        share=share_in(rows),
        met=sum(bool(each.judgement.met) for each in decided),
        met_before=sum(_is_of_before(each) for each in decided),
        decided=len(decided),
        may_meet=sum(may_be_met(each.facts, each.judgement) for each in waiting),
        met_compared=_met_beside(decided),
        compared=compared(_pairs(rows, before)),
        turns=Counter(before.turn_of(row) for row in rows),
        attention=tuple(attention_in(rows, before)),
        policies=tuple(_policies(rows)),
        headline=tuple(_headline(rows)),
    )


def _pairs(rows: Sequence[MeasureRow], before: Before) -> Iterator[tuple[str, str]]:
    """The meanings of the same measures in the year before and in this one."""
    for row in rows:
        yield before.meaning_of(row.measure_id, row.fiscal_year - 1), row.meaning


def _met_beside(decided: Sequence[IndicatorYear]) -> Compared:
    """The same indicators in the year before, by the figures that count and the targets of then."""
    both = [
        (before, each.judgement.met)
        for each in decided
        if (before := judge(each.facts, each.figures, each.judgement.fiscal_year - 1).met)
        is not None
    ]
    return Compared(len(both), sum(before for before, _ in both), sum(now for _, now in both))


def _is_of_before(each: IndicatorYear) -> bool:
    """Whether it is a milestone that was reached in an earlier year."""
    judgement = each.judgement
    if each.facts.kind != MILESTONE or not judgement.met:
        return False
    achieved = achievement(each.facts, each.figures, judgement.fiscal_year)
    return achieved is not None and achieved[0] < judgement.fiscal_year


def _once(row: MeasureRow) -> list[IndicatorYear]:
    """The row's indicators, without those that an earlier measure already counts."""
    return [each for each in row.indicators if each.is_entered_here]


def _policies(rows: Sequence[MeasureRow]) -> list[PolicySummary]:
    by_policy: dict[PolicyName, list[MeasureRow]] = {}
    for row in rows:
        by_policy.setdefault(row.policy, []).append(row)
    return [
        PolicySummary(
            policy=policy,
            words=dict(Counter(row.counted_word for row in own)),
            measures=len(own),
        )
        for policy, own in by_policy.items()
    ]


def _headline(rows: Sequence[MeasureRow]) -> list[tuple[MeasureRow, IndicatorYear]]:
    """One indicator a policy: that with the lowest rate, since it is looked for first."""
    chosen: dict[int, tuple[Decimal, MeasureRow, IndicatorYear]] = {}
    for row in rows:
        for each in _once(row):
            rate = each.judgement.rate
            if rate is None:
                continue
            best = chosen.get(row.policy.id)
            if best is None or rate.value < best[0]:
                chosen[row.policy.id] = (rate.value, row, each)
    return [(row, each) for _, row, each in chosen.values()]
