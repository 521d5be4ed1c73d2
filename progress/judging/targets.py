"""Which target holds in a year, how far the year's figure is from it, and the 目安 between.

A target is *printed* for a year. Between two printed years a number has no target in force
but a pace; after the last one it stays in force (「R6年度の目標を継続」); before the first one
there is nothing to judge by.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts, Rate, Target, TargetInForce

RATED_KINDS = frozenset({judging_facts.NUMBER, judging_facts.ANNUAL_MINIMUM})
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
# Sums of 15-digit figures, and their quotients, stay exact enough to be compared.
PRECISION = 60


def reaches(value: Decimal, goal: Decimal, sense: str) -> bool:
    """Whether a figure is as good as the goal or better, in the indicator's sense."""
    return value >= goal if sense == judging_facts.UP else value <= goal


def surpasses(value: Decimal, goal: Decimal, sense: str) -> bool:
    """Whether a figure is better than the goal, in the indicator's sense."""
    return reaches(value, goal, sense) and value != goal


def printed_targets(facts: IndicatorFacts) -> tuple[Target, ...]:
    """The figures that years are judged by, in the order of their years.

    Of a milestone the last printed year alone: a later one replaces an earlier one. Of an
    expansion its starting figure too, although that is no target by its role.
    """
    if facts.kind == judging_facts.QUALITATIVE:
        return ()
    ordered = sorted(facts.targets, key=lambda target: (target.fiscal_year, target.role))
    if facts.kind == judging_facts.MILESTONE:
        return tuple(target for target in ordered if target.role == judging_facts.TARGET)[-1:]
    valued = (target for target in ordered if target.value is not None)
    if facts.kind == judging_facts.EXPANSION:
        return tuple(valued)
    return tuple(target for target in valued if target.role == judging_facts.TARGET)


def target_in_force(facts: IndicatorFacts, fiscal_year: int) -> TargetInForce | None:
    """The target that this year's figure has to reach, or None.

    - number: the year's own, or after the last printed year the last one, marked by
      ``carried_from``; none between two printed years (there the pace holds);
    - annual minimum: the latest printed up to the year, and not marked, since 毎年 says so;
    - expansion: the starting figure, marked from the second year on;
    - milestone: from its due year on, not marked, since a missed date is not continued;
    - none before the first printed year, for words, and outside the indicator's years.
    """
    targets = printed_targets(facts)
    reached = [target for target in targets if target.fiscal_year <= fiscal_year]
    if not reached or not facts.covers(fiscal_year):
        return None
    latest, is_last = reached[-1], len(reached) == len(targets)
    is_continued = latest.fiscal_year < fiscal_year
    if facts.kind == judging_facts.NUMBER and is_continued and not is_last:
        return None
    is_marked = is_continued and facts.kind in (judging_facts.NUMBER, judging_facts.EXPANSION)
    return TargetInForce(
        fiscal_year=latest.fiscal_year,
        value=latest.value,
        role=latest.role,
        year_assumed=latest.year_assumed,
        carried_from=latest.fiscal_year if is_marked else None,
    )


def next_target(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The first target printed for a later year."""
    later = (target for target in printed_targets(facts) if target.fiscal_year > fiscal_year)
    return next(later, None) if facts.covers(fiscal_year) else None


def pace(facts: IndicatorFacts, fiscal_year: int) -> Decimal | None:
    """The 目安 of a year strictly between two printed targets of a number, else None.

    On the straight line between the two, rounded half up to two decimals more than theirs, so
    that a year is judged by the figure that its readers see.
    """
    if facts.kind != judging_facts.NUMBER or target_in_force(facts, fiscal_year):
        return None
    earlier = [t for t in printed_targets(facts) if t.fiscal_year < fiscal_year]
    later = next_target(facts, fiscal_year)
    if not earlier or later is None:
        return None
    return _on_the_line(earlier[-1], later, fiscal_year)


def _on_the_line(start: Target, end: Target, fiscal_year: int) -> Decimal:
    passed, span = fiscal_year - start.fiscal_year, end.fiscal_year - start.fiscal_year
    with localcontext(prec=PRECISION):
        places = max(_places(start.value), _places(end.value)) + 2
        exact = start.value + (end.value - start.value) * passed / span
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    # Without the idle zeros that a column of the database adds: 19.0000 has none.
    return max(0, -value.normalize().as_tuple().exponent)


def baseline_for_rate(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The measured 現状値 that a rate counts from: the latest one up to the year.

    Only a number and an annual minimum have one; the starting figure of an expansion has
    the same role and is none.
    """
    if facts.kind not in RATED_KINDS:
        return None
    measured = [
        target
        for target in facts.targets
        if target.role == judging_facts.BASELINE
        and target.value is not None
        and target.fiscal_year <= fiscal_year
    ]
    return max(measured, key=lambda target: target.fiscal_year, default=None)


def goal_of_rate(facts: IndicatorFacts, fiscal_year: int) -> tuple[Decimal | None, int | None]:
    """The figure that a rate is counted towards, and its year where that is still to come."""
    if facts.kind not in RATED_KINDS:
        return None, None
    target = target_in_force(facts, fiscal_year)
    if target:
        return target.value, None
    if pace(facts, fiscal_year) is None:
        return None, None
    coming = next_target(facts, fiscal_year)
    return coming.value, coming.fiscal_year


def rate(facts: IndicatorFacts, figure: Figure | None, fiscal_year: int) -> Rate | None:
    """The achievement rate in %, to one decimal, or None where there is none.

    None for other kinds than number and annual minimum, without a reported value, before the
    first printed target, for a target of 0, for a target that the baseline equals or is
    beyond already, for a target below 0 and, where less is better, for an actual of 0 or below
    (a quotient would say nothing there). With a baseline: (actual − baseline) ÷ (target −
    baseline), negative below the baseline. It is never rounded up to 100.
    """
    goal, towards_year = goal_of_rate(facts, fiscal_year)
    if (
        not goal
        or figure is None
        or figure.status != judging_facts.REPORTED
        or figure.value is None
    ):
        return None
    baseline = baseline_for_rate(facts, fiscal_year)
    if baseline is None:
        parts = _parts_from_zero(figure.value, goal, facts.sense)
    else:
        parts = _parts_from_baseline(figure.value, goal, baseline.value, facts.sense)
    return Rate(_percent(*parts), towards_year) if parts else None


def _parts_from_zero(value: Decimal, goal: Decimal, sense: str) -> tuple[Decimal, Decimal] | None:
    if goal < 0:
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


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    with localcontext(prec=PRECISION):
        exact = part * HUNDRED / whole
        shown = exact.quantize(TENTH, ROUND_HALF_UP) + 0
        return shown - TENTH if exact < HUNDRED == shown else shown
