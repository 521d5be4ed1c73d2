"""Which target holds in a year, and the straight line (目安) between two points of the plan.

A target is *printed* for a year. A start and an end are two points: between them, be the start a
measured 現状値 or an earlier target, a number has no target in force but a pace; after the last
printed year the last target stays in force (「R6年度の目標を継続」). A target may have versions:
a year is judged by the newest that applies from it or from an earlier one.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import wraps

from progress.judging import facts as judging_facts
from progress.judging.facts import IndicatorFacts, Target, TargetInForce

RATED_KINDS = frozenset({judging_facts.NUMBER, judging_facts.ANNUAL_MINIMUM})
# Sums of 15-digit figures, and their quotients, stay exact enough to be compared.
PRECISION = 60


def reaches(value: Decimal, goal: Decimal, sense: str) -> bool:
    """Whether a figure is as good as the goal or better, in the indicator's sense."""
    return value >= goal if sense == judging_facts.UP else value <= goal


def surpasses(value: Decimal, goal: Decimal, sense: str) -> bool:
    """Whether a figure is better than the goal, in the indicator's sense."""
    return reaches(value, goal, sense) and value != goal


def in_version(targets: Iterable[Target], fiscal_year: int) -> list[Target]:
    """The targets as a year is judged by them, in the order of their years: of each printed year
    and role the newest version that applies by then, and none that is withdrawn by then."""
    targets = tuple(targets)
    if len(targets) < 2:  # most indicators have one, and a year's pages ask thousands of times
        return [each for each in targets if _holds(each, fiscal_year)]
    newest: dict[tuple[int, str], Target] = {}
    for each in sorted(targets, key=lambda target: target.applies_from):
        if each.applies_from <= fiscal_year:
            newest[each.fiscal_year, each.role] = each
    return [newest[key] for key in sorted(newest) if not newest[key].withdrawn]


def _holds(target: Target, fiscal_year: int) -> bool:
    return target.applies_from <= fiscal_year and not target.withdrawn


def known_in(facts: IndicatorFacts, fiscal_year: int) -> IndicatorFacts:
    """The indicator as a year knows it: without the versions of targets that only later years are
    judged by."""
    known = tuple(each for each in facts.targets if each.applies_from <= fiscal_year)
    return facts if len(known) == len(facts.targets) else replace(facts, targets=known)


def revisions(facts: IndicatorFacts, fiscal_year: int) -> list[tuple[Target, Target]]:
    """(before, after) of each target that a revision changed by then, in the order of their years."""
    versions: dict[int, list[Target]] = {}
    for each in sorted(facts.targets, key=lambda target: target.applies_from):
        if each.role == judging_facts.TARGET and each.applies_from <= fiscal_year:
            versions.setdefault(each.fiscal_year, []).append(each)
    return [
        pair
        for _, own in sorted(versions.items())
        for pair in zip(own, own[1:], strict=False)
        if (pair[0].value, pair[0].withdrawn) != (pair[1].value, pair[1].withdrawn)
    ]


def kept_with_the_facts(rule: Callable) -> Callable:
    """A rule of (facts, fiscal year), answered once for the same facts: of a dashboard with
    thousands of indicators a dozen places ask the same."""
    name = f"_{rule.__name__}"

    @wraps(rule)
    def ask(facts: IndicatorFacts, fiscal_year: int):
        # Beside its fields, which are frozen, and of no account when facts are compared.
        kept = facts.__dict__.setdefault(name, {})
        if fiscal_year not in kept:
            kept[fiscal_year] = rule(facts, fiscal_year)
        return kept[fiscal_year]

    return ask


@kept_with_the_facts
def printed_targets(facts: IndicatorFacts, fiscal_year: int) -> tuple[Target, ...]:
    """The figures by which a year is judged, in the order of their years.

    Of a milestone the last printed year alone: a later one replaces an earlier one. Of an
    expansion its starting figure too, although that is no target by its role.
    """
    if facts.kind == judging_facts.QUALITATIVE:
        return ()
    ordered = in_version(facts.targets, fiscal_year)
    if facts.kind == judging_facts.MILESTONE:
        return tuple(target for target in ordered if target.role == judging_facts.TARGET)[-1:]
    valued = (target for target in ordered if target.value is not None)
    if facts.is_expansion:
        return tuple(valued)
    return tuple(target for target in valued if target.role == judging_facts.TARGET)


@kept_with_the_facts
def target_in_force(facts: IndicatorFacts, fiscal_year: int) -> TargetInForce | None:
    """The target that this year's figure has to reach, or None.

    - number: the year's own, or after the last printed year the last one, marked by
      ``carried_from``; none between two printed years (there the pace holds);
    - annual minimum: the latest printed up to the year, and not marked, since 毎年 says so;
    - expansion: the starting figure, marked from the second year on;
    - milestone: from its due year on, not marked, since a missed date is not continued;
    - none before the first printed year, for words, and outside the indicator's years.
    """
    targets = printed_targets(facts, fiscal_year)
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
    targets = printed_targets(facts, fiscal_year)
    later = (target for target in targets if target.fiscal_year > fiscal_year)
    return next(later, None) if facts.covers(fiscal_year) else None


def final_target(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The last target that the plan prints for a number."""
    targets = printed_targets(facts, fiscal_year)
    return targets[-1] if targets and facts.kind == judging_facts.NUMBER else None


def baseline_for_rate(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The measured 現状値 that a rate counts from: the latest one up to the year.

    Only a number and an annual minimum have one; the starting figure of an expansion has
    the same role and is none, and a sum over the period begins at 0.
    """
    if facts.kind not in RATED_KINDS or facts.is_period_total:
        return None
    measured = [
        target
        for target in in_version(facts.targets, fiscal_year)
        if target.role == judging_facts.BASELINE
        and target.value is not None
        and target.fiscal_year <= fiscal_year
    ]
    return max(measured, key=lambda target: target.fiscal_year, default=None)


def start_of_pace(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The point before the year from which its line begins: the latest of earlier targets and
    of the measured 現状値; of a sum over the period 0 in the year before its first."""
    if facts.is_period_total:
        points = [Target(facts.period_start - 1, Decimal(0), judging_facts.BASELINE)]
    else:
        baseline = baseline_for_rate(facts, fiscal_year)
        points = [baseline] if baseline else []
    points += printed_targets(facts, fiscal_year)
    earlier = (each for each in points if each.fiscal_year < fiscal_year)
    return max(earlier, key=lambda point: point.fiscal_year, default=None)


def pace(facts: IndicatorFacts, fiscal_year: int) -> Decimal | None:
    """The 目安 of a year strictly between two points of a number, else None.

    On the straight line between the two, rounded half up to two decimals more than theirs, so
    that a year is judged by the figure that its readers see.
    """
    if facts.kind != judging_facts.NUMBER or target_in_force(facts, fiscal_year):
        return None
    start, later = start_of_pace(facts, fiscal_year), next_target(facts, fiscal_year)
    if start is None or later is None:
        return None
    return _on_the_line(start, later, fiscal_year)


def _on_the_line(start: Target, end: Target, fiscal_year: int) -> Decimal:
    passed, span = fiscal_year - start.fiscal_year, end.fiscal_year - start.fiscal_year
    with localcontext(prec=PRECISION):
        places = max(places_of(start.value), places_of(end.value)) + 2
        exact = start.value + (end.value - start.value) * passed / span
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places_of(value: Decimal) -> int:
    """How many decimals a figure has."""
    # Without the idle zeros that a column of the database adds: 19.0000 has none.
    return max(0, -value.normalize().as_tuple().exponent)
