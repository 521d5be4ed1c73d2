"""How far a year's figure is, in %: of the target in force, or of the next one.

Only numbers and annual minimums have a rate. Above 100 % it is shown as it is.
"""

from decimal import Decimal, localcontext

from progress.judging import facts as judging_facts
from progress.judging.facts import IndicatorFacts, Rate
from progress.judging.targets import (
    PRECISION,
    RATED_KINDS,
    baseline_for_rate,
    final_target,
    next_target,
    reaches,
    start_of_pace,
    target_in_force,
)
from sakado_dx.numbers import percent

NEAR_ALL = Decimal(90)  # a minimum of so many % says nothing as a quotient


def is_near_all(facts: IndicatorFacts, goal: Decimal | None) -> bool:
    """Whether a bound in % is so near 100 that its shortfall is told instead of a rate:
    99.8 of 99.9 is no 99.9 %."""
    is_share = facts.unit in ("%", "％") and facts.sense == judging_facts.UP
    return facts.kind == judging_facts.ANNUAL_MINIMUM and is_share and (goal or 0) >= NEAR_ALL


def goal_of_rate(facts: IndicatorFacts, fiscal_year: int) -> tuple[Decimal | None, int | None]:
    """The figure that a rate is counted towards, and its year where that is still to come."""
    if facts.kind not in RATED_KINDS:
        return None, None
    target = target_in_force(facts, fiscal_year)
    if target:
        return target.value, None
    has_start = baseline_for_rate(facts, fiscal_year) or start_of_pace(facts, fiscal_year)
    coming = next_target(facts, fiscal_year)
    if not (has_start and coming and facts.kind == judging_facts.NUMBER):
        return None, None
    return coming.value, coming.fiscal_year


def rate(facts: IndicatorFacts, value: Decimal | None, fiscal_year: int) -> Rate | None:
    """The achievement rate in %, to one decimal, or None where there is none.

    None for other kinds than number and annual minimum, without a value, where there is neither
    a start nor a target in force, for a target that the baseline equals or is beyond already,
    for a minimum near 100 %, and without a baseline for a target of 0 or below and, where less
    is better, for an actual of 0 or below (a quotient would say nothing there). With a baseline:
    (actual − baseline) ÷ (target − baseline), negative below the baseline.
    """
    goal, towards_year = goal_of_rate(facts, fiscal_year)
    if goal is None or value is None or is_near_all(facts, goal):
        return None
    baseline = baseline_for_rate(facts, fiscal_year)
    if baseline is None:
        parts = _parts_from_zero(value, goal, facts.sense)
    else:
        parts = _parts_from_baseline(value, goal, baseline.value, facts.sense)
    return Rate(percent(*parts), towards_year) if parts else None


def final_rate(facts: IndicatorFacts, value: Decimal | None, fiscal_year: int) -> Rate | None:
    """最終目標に対して: the actual out of the last target, where there is nothing else to say;
    told, and counted nowhere."""
    final = final_target(facts, fiscal_year)
    if final is None or value is None or goal_of_rate(facts, fiscal_year)[0] is not None:
        return None
    parts = _parts_from_zero(value, final.value, facts.sense)
    return Rate(percent(*parts), final.fiscal_year) if parts else None


def _parts_from_zero(value: Decimal, goal: Decimal, sense: str) -> tuple[Decimal, Decimal] | None:
    if goal <= 0:
        return None
    if sense == judging_facts.UP:
        return value, goal
    return (goal, value) if value > 0 else None


def _parts_from_baseline(
    value: Decimal, goal: Decimal, baseline: Decimal, sense: str
) -> tuple[Decimal, Decimal] | None:
    if reaches(baseline, goal, sense):
        return None
    with localcontext(prec=PRECISION):
        return value - baseline, goal - baseline
