"""Steps of a number from year to year: the one that is needed, the best so far, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.findings import amount
from progress.judging.targets import PRECISION, baseline_for_rate, places_of
from sakado_dx.fiscal import label_short


@dataclass(frozen=True)
class Step:
    """A year's step in the indicator's unit, of several years without figures between them their
    average; of a sum over the period the amount of a year, `since` and `until` are that year."""

    value: Decimal
    since: int
    until: int
    mark: str = ""

    @property
    def when(self) -> str:
        """``R5→R6``, ``R6、見込``."""
        years = dict.fromkeys((label_short(self.since), label_short(self.until)))
        return "→".join(years) + (f"、{self.mark}" if self.mark else "")


def a_year(difference: Decimal, span: int, *values: Decimal) -> Decimal:
    """The step a year, rounded to two decimals more than its figures: as its readers see it."""
    with localcontext(prec=PRECISION):
        step = Decimal(1).scaleb(-max(map(places_of, values)) - 2)
        return (difference / span).quantize(step, ROUND_HALF_UP)


def best_step(facts: IndicatorFacts, own: Sequence[Figure]) -> Step | None:
    """The best step so far; of equal ones the newest. A measured 現状値 is where the first begins."""
    if facts.is_period_total:
        steps = [
            Step(each.value, each.fiscal_year, each.fiscal_year, each.mark)
            for each in own
            if each.fiscal_year >= facts.period_start
        ]
    else:
        steps = [_step(*pair) for pair in pairwise(_points(facts, own))]
    choose = max if facts.sense == judging_facts.UP else min
    return choose(reversed(steps), key=lambda step: step.value, default=None)


def _points(facts: IndicatorFacts, own: Sequence[Figure]) -> list[Figure]:
    start = baseline_for_rate(facts, own[-1].fiscal_year)
    points = {each.fiscal_year: each for each in own}
    if start is not None and start.fiscal_year not in points:
        measured_at = start.fiscal_year
        points[measured_at] = Figure(measured_at, judging_facts.REPORTED, start.value)
    return [points[each] for each in sorted(points)]


def _step(first: Figure, last: Figure) -> Step:
    span = last.fiscal_year - first.fiscal_year
    value = a_year(last.value - first.value, span, last.value, first.value)
    return Step(value, first.fiscal_year, last.fiscal_year, last.mark or first.mark)


def needs(facts: IndicatorFacts, needed: Decimal) -> str:
    """``1年に2業務の増が必要です。``, of a sum over the period the amount of a year."""
    if facts.is_period_total:
        if facts.sense == judging_facts.DOWN:
            return f"1年に{amount(facts, needed)}までに収める必要があります。"
        return f"1年に{amount(facts, needed)}が必要です。"
    turn = "増" if needed > 0 else "減"
    return f"1年に{amount(facts, abs(needed))}の{turn}が必要です。"


def did(facts: IndicatorFacts, best: Step, *, enough: bool) -> str:
    """``これまで最も増えたのは1年に6業務（R6→R7）で、足ります。``"""
    if facts.is_period_total:
        most = "多い" if facts.sense == judging_facts.UP else "少ない"
        did = f"これまで最も{most}年は{amount(facts, best.value)}（{best.when}）"
    elif best.value == 0 or (best.value > 0) != (facts.sense == judging_facts.UP):
        return "これまでに目標へ近づいた年がありません。"
    else:
        turn = "増えた" if best.value > 0 else "減った"
        step = amount(facts, abs(best.value))
        did = f"これまで最も{turn}のは1年に{step}（{best.when}）"
    return f"{did}で、{'足ります' if enough else '足りません'}。"
