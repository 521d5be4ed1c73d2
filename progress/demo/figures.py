"""Invented results that fit the progress of their measure, by the kind of the indicator."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from progress.demo.texts import marked, words_of_result
from progress.judging import facts
from progress.judging.completeness import ResultEntry
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.fractions import FRACTION, takes_fraction
from progress.judging.judgement import is_result_due
from progress.judging.targets import next_target, pace, target_in_force

HUNDRED = Decimal(100)
OF = Decimal(2000)  # people that an invented share is of
# Actual as a share of the goal, and how it is rounded to the goal's decimals.
SHARES = {
    "ahead": (Decimal("1.16"), ROUND_CEILING),
    "on_track": (Decimal("1.02"), ROUND_HALF_UP),
    "done": (Decimal(1), ROUND_HALF_UP),
    "slightly_late": (Decimal("0.94"), ROUND_FLOOR),
    "late": (Decimal("0.71"), ROUND_FLOOR),
    "not_started": (Decimal(0), ROUND_FLOOR),
}
# Of a goal just below 100 %, as a share of what is missing to 100.
GAPS = {"ahead": "0", "on_track": "0.5", "done": "1", "slightly_late": "2", "late": "4"}
STEPS = {"ahead": 2, "on_track": 1, "done": 1, "slightly_late": 0, "late": -1}
NOT_MEASURED = {
    "suspended": facts.NOT_APPLICABLE,
    "cancelled": facts.NOT_APPLICABLE,
    "merged": facts.NOT_APPLICABLE,
    "not_evaluated": facts.NOT_YET_MEASURED,
}


def invented_entry(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    fiscal_year: int,
    meaning: str,
    place: int,
) -> ResultEntry | None:
    """The result of one indicator in a year, or None where the year needs none.

    `figures` are those of earlier years; `place` tells measures apart, for variety.
    """
    if not is_result_due(indicator, figures, fiscal_year):
        return None
    if meaning in NOT_MEASURED:
        return ResultEntry(status=NOT_MEASURED[meaning], note=marked("取組を行わないため"))
    if indicator.kind == facts.MILESTONE:
        return _milestone(fiscal_year, meaning, place)
    if indicator.kind == facts.QUALITATIVE:
        return ResultEntry(facts.REPORTED, words=words_of_result(place))
    if status := _not_yet_known(indicator, fiscal_year, place):
        return ResultEntry(status=status)
    value = _value(indicator, figures, fiscal_year, meaning)
    return ResultEntry(facts.REPORTED, value=value, **_fraction(indicator, value))


def _fraction(indicator: IndicatorFacts, value: Decimal) -> dict[str, Decimal]:
    """分子 and 分母 of a share; of a 稼働率 the value alone."""
    if indicator.kind != facts.NUMBER or not takes_fraction(indicator):
        return {}
    return dict(zip(FRACTION, (value * OF / HUNDRED, OF), strict=True))


def kept_up(entry: ResultEntry, figures: Mapping[int, Figure], fiscal_year: int) -> ResultEntry:
    """The entry of a 累計, which does not fall below the year before."""
    before = figures[fiscal_year - 1].value if fiscal_year - 1 in figures else None
    if entry.value is None or before is None or before <= entry.value:
        return entry
    return replace(entry, value=before)


def _not_yet_known(indicator: IndicatorFacts, fiscal_year: int, place: int) -> str:
    """集計中 or 測定前 for a few; empty for most."""
    if place % 5 == 4 and target_in_force(indicator, fiscal_year) is None:
        return facts.NOT_YET_MEASURED
    return facts.BEING_COMPILED if place % 11 == 9 else ""


def _milestone(fiscal_year: int, meaning: str, place: int) -> ResultEntry:
    if meaning in ("slightly_late", "late", "not_started"):
        return ResultEntry(facts.REPORTED, done=False)
    day = date(fiscal_year, 10, 1) if place % 2 else date(fiscal_year + 1, 3, 1)
    return ResultEntry(facts.REPORTED, done=True, done_on=day)


def _value(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int, meaning: str
) -> Decimal:
    goal = _goal(indicator, fiscal_year)
    if indicator.kind == facts.EXPANSION:
        value = goal + STEPS.get(meaning, 0) * _direction(indicator)
    elif indicator.unit == "%" and 90 < goal < HUNDRED and meaning in GAPS:
        value = HUNDRED - (HUNDRED - goal) * Decimal(GAPS[meaning])
    else:
        value = _share_of(goal, indicator, meaning)
    if indicator.unit == "%":
        value = min(value, HUNDRED)
    return max(value, Decimal(0))


def _direction(indicator: IndicatorFacts) -> int:
    return 1 if indicator.sense == facts.UP else -1


def _share_of(goal: Decimal, indicator: IndicatorFacts, meaning: str) -> Decimal:
    share, rounding = SHARES[meaning]
    if indicator.sense == facts.DOWN:
        share = 2 - share
        rounding = {ROUND_CEILING: ROUND_FLOOR, ROUND_FLOOR: ROUND_CEILING}.get(rounding, rounding)
    return (goal * share).quantize(_unit_of(goal), rounding)


def _unit_of(goal: Decimal) -> Decimal:
    """1 for whole figures, 0.1 for those with a decimal, as the plan prints them."""
    return Decimal(1).scaleb(min(0, goal.normalize().as_tuple().exponent))


def _goal(indicator: IndicatorFacts, fiscal_year: int) -> Decimal:
    """What the year's figure is invented around: target, 目安, or a part of the first target."""
    target = target_in_force(indicator, fiscal_year)
    if target is not None and target.value is not None:
        years = fiscal_year - target.fiscal_year if indicator.kind == facts.EXPANSION else 0
        return target.value + years * _direction(indicator)
    guide = pace(indicator, fiscal_year)
    if guide is not None:
        coming = next_target(indicator, fiscal_year)
        return guide.quantize(_unit_of(coming.value), ROUND_CEILING)
    return _on_the_way(indicator, fiscal_year)


def _on_the_way(indicator: IndicatorFacts, fiscal_year: int) -> Decimal:
    """A part of the first target, by the years that are gone of those until then."""
    coming = next_target(indicator, fiscal_year)
    if coming is None or coming.value is None:
        return Decimal(0)
    first = indicator.first_fiscal_year or fiscal_year
    share = Decimal(fiscal_year - first + 1) / Decimal(coming.fiscal_year - first + 1)
    return (coming.value * share).quantize(_unit_of(coming.value), ROUND_FLOOR)
