"""Scales from 0 in round steps, and figures short enough for a narrow column."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import NamedTuple

from sakado_dx.numbers import format_number

INTERVALS = 5
ROUND_STEPS = (1, 2, 5, 10)
POWERS = ((12, "兆"), (8, "億"), (4, "万"))
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
