"""A chronology as a drawing: a row a year, a column a month, a mark for each thing that happened."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """What happened in a month, by its number in the list; a `milestone` of the plan is a diamond."""

    month: int
    number: int
    is_milestone: bool


@dataclass(frozen=True)
class YearRow:
    """A calendar year with what happened in it, in the list's order; `short` where there is little
    room."""

    label: str
    short: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class TimelineChart:
    """The years from above, each once, those in which nothing happened among them."""

    name: str
    years: tuple[YearRow, ...]
