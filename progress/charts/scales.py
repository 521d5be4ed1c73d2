"""Scales from 0 in round steps, and figures short enough for a narrow column."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import NamedTuple

from sakado_dx.numbers import format_number

INTERVALS = 5
ROUND_STEPS = (1, 2, 5, 10)
POWERS = ((12, "兆"), (8, "億"), (4, "万"))
HUNDRED = Decimal(100)
# A bound of 100 % has no distance of its own.
DISTANCE_OF_ALL = Decimal(1)
CUT_TIMES = (5, 10, 20, 50, 100, 200, 500)
THREE_DIGITS = Context(prec=3)


class Scale(NamedTuple):
    """From `low` to `high` by `step`, all multiples of it; 0 is always on it."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


def steady_scale(
    anchors: Iterable[Decimal],
    values: Iterable[Decimal],
    *,
    headroom: Decimal,
    most: Decimal | None = None,
) -> Scale:
    """A scale that stays the same from year to year: made of what the plan prints (`anchors`) with
    some room above, and grown by halves and doubles only where a figure is beyond it.

    `most` is what a figure cannot be more than (100 %): the room ends there. Without anything
    printed, and below 0, the figures alone make the scale.
    """
    anchors, values = list(anchors), list(values)
    everything = [*anchors, *values]
    highest = max(anchors, default=Decimal(0))
    if highest <= 0 or min(everything) < 0:
        return scale_of(everything)
    wanted = highest * headroom
    if most is not None and highest <= most:
        wanted = min(wanted, most)
    is_whole = all(each == each.to_integral_value() for each in everything)
    for growth in _growths():
        own = (wanted * growth).to_integral_value(ROUND_CEILING) if is_whole else wanted * growth
        scale = scale_of([own])
        if scale.high >= max(everything):
            return scale


def _growths() -> Iterator[Decimal]:
    """1, 1.5, 2, 3, 4, 6, 8 and so on."""
    power = Decimal(1)
    while True:
        yield power
        yield power * 3 / 2
        power *= 2


def cut_scale(bound: Decimal, values: Iterable[Decimal]) -> Scale | None:
    """The part of an axis in % from below to 100 that shows a bound near 100 and these values:
    as many times the distance of the bound as are needed. None where that reaches 0, or where a
    value is above 100."""
    values = list(values)
    lowest, distance = min([bound, *values]), HUNDRED - bound or DISTANCE_OF_ALL
    for times in CUT_TIMES:
        low = HUNDRED - distance * times
        if low <= 0 or max(values, default=bound) > HUNDRED:
            return None
        if low < lowest:
            return Scale(low, HUNDRED, distance * times / INTERVALS)
    return None


def scale_of(values: Iterable[Decimal]) -> Scale:
    """The scale that shows these values; whole numbers are never cut into parts."""
    values = [Decimal(0), *values]
    low, high = min(values), max(values)
    if low == high:
        return Scale(Decimal(0), Decimal(1), Decimal(1))
    step = _round_step((high - low) / INTERVALS)
    if all(value == value.to_integral_value() for value in values):
        step = max(step, Decimal(1))
    low = (low / step).to_integral_value(ROUND_FLOOR) * step
    high = (high / step).to_integral_value(ROUND_CEILING) * step
    return Scale(low, high, step)


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    unit = Decimal(1).scaleb(least.adjusted())
    return next(unit * times for times in ROUND_STEPS if unit * times >= least)


def compact(value: Decimal) -> str:
    """``9.08万``, ``約1.23億``: three digits with 万, 億 or 兆, and 約 where they are not all."""
    rounded = THREE_DIGITS.plus(value)
    about = "" if rounded == value else "約"
    for power, name in POWERS:
        if abs(rounded) >= Decimal(10) ** power:
            return f"{about}{format_number(rounded.scaleb(-power))}{name}"
    return f"{about}{format_number(rounded)}"
