"""National holidays of Japan (国民の祝日に関する法律, in force as since 2020) by calendar year.

The days of the equinoxes are those that the National Astronomical Observatory names. They are
law only when the Official Gazette prints them, on 1 February of the year before (暦要項): later
ones are marked as reckoned, by the table of the observatory and from its end on by formula.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

MONDAY, SUNDAY = 0, 6
A_DAY = timedelta(days=1)
# Article 2: (month, day, name), and those on a Monday: (month, which one, name).
FIXED = (
    (1, 1, "元日"), (2, 11, "建国記念の日"), (2, 23, "天皇誕生日"), (4, 29, "昭和の日"),
    (5, 3, "憲法記念日"), (5, 4, "みどりの日"), (5, 5, "こどもの日"), (8, 11, "山の日"),
    (11, 3, "文化の日"), (11, 23, "勤労感謝の日"),
)  # fmt: skip
ON_MONDAYS = ((1, 2, "成人の日"), (7, 3, "海の日"), (9, 3, "敬老の日"), (10, 2, "スポーツの日"))
# Moved for one year by the act on the Olympic and Paralympic Games of Tokyo.
MOVED = {
    2020: {"海の日": (7, 23), "スポーツの日": (7, 24), "山の日": (8, 10)},
    2021: {"海の日": (7, 22), "スポーツの日": (7, 23), "山の日": (8, 8)},
}
SPRING, AUTUMN = "春分の日", "秋分の日"
# Days of March and of September, by year.
EQUINOXES = {
    2020: (20, 22), 2021: (20, 23), 2022: (21, 23), 2023: (21, 23), 2024: (20, 22),
    2025: (20, 23), 2026: (20, 23), 2027: (21, 23), 2028: (20, 22), 2029: (20, 23),
    2030: (20, 23),
}  # fmt: skip
LAST_IN_GAZETTE = 2027
SUBSTITUTE, BETWEEN = "振替休日", "国民の休日"


@dataclass(frozen=True)
class Holiday:
    """A holiday; `is_reckoned` where the Gazette has not named the equinox that makes it."""

    day: date
    name: str
    is_reckoned: bool = False


@cache
def holidays_of(year: int) -> dict[date, Holiday]:
    """The holidays of a calendar year by their day, 振替休日 and 国民の休日 included."""
    named = {each.day: each for each in _named(year)}
    made = [*_substitutes(named), *_between(named)]
    found = named | {each.day: each for each in reversed(made)}
    return dict(sorted(found.items()))


def holiday_on(day: date) -> Holiday | None:
    return holidays_of(day.year).get(day)


def _named(year: int) -> Iterator[Holiday]:
    """Article 2."""
    moved = MOVED.get(year, {})
    mondays = ((month, _monday(year, month, which), name) for month, which, name in ON_MONDAYS)
    for month, day, name in (*FIXED, *mondays):
        yield Holiday(date(year, *moved.get(name, (month, day))), name)
    for month, day, name in zip((3, 9), _equinoxes(year), (SPRING, AUTUMN), strict=True):
        yield Holiday(date(year, month, day), name, is_reckoned=year > LAST_IN_GAZETTE)


def _monday(year: int, month: int, which: int) -> int:
    first = date(year, month, 1)
    return 1 + (MONDAY - first.weekday()) % 7 + 7 * (which - 1)


def _equinoxes(year: int) -> tuple[int, int]:
    """By the table, and else by the formula that holds from 1980 to 2099."""
    if year in EQUINOXES:
        return EQUINOXES[year]
    passed = year - 1980
    spring, autumn = (at + 0.242194 * passed - passed // 4 for at in (20.8431, 23.2488))
    return int(spring), int(autumn)


def _substitutes(named: dict[date, Holiday]) -> Iterator[Holiday]:
    """Article 3, 2: of a holiday on a Sunday, the next day that is none."""
    for each in named.values():
        if each.day.weekday() == SUNDAY:
            day = each.day
            while day in named:
                day += A_DAY
            yield Holiday(day, SUBSTITUTE, each.is_reckoned)


def _between(named: dict[date, Holiday]) -> Iterator[Holiday]:
    """Article 3, 3: a day between two holidays."""
    for each in named.values():
        day, after = each.day + A_DAY, named.get(each.day + 2 * A_DAY)
        if after and day not in named and day.weekday() != SUNDAY:
            yield Holiday(day, BETWEEN, each.is_reckoned or after.is_reckoned)
