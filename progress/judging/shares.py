"""How many measures of a year are on course, out of how many: the one home of a year in progress.

A year is in progress (途中) while it is open and a report of it is still to be confirmed. Then it
has no rate: what is still open may turn out either way, so it is told as a range of measures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from measures.words import counts_in_denominator, is_on_course
from sakado_dx.numbers import percent

# Beside the meanings of progress: a report that does not count yet, and one that never did.
WAITING = "waiting"
MISSING = "missing"
# How a measure stands in what is published without its progress.
WITHHELD = "withheld"


def standing_of(meaning: str | None, *, counts: bool, is_open: bool) -> str:
    """What a report adds to its year: the meaning of its progress, else WAITING where the year
    is open and MISSING where it was closed."""
    if counts:
        return meaning or ""
    return WAITING if is_open else MISSING


def is_left_out(standing: str) -> bool:
    """Whether a report is in no share for good: out of the denominator, or never confirmed."""
    return standing == MISSING or (standing != WAITING and not counts_in_denominator(standing))


@dataclass(frozen=True)
class Share:
    """Measures (件) of a year or of a policy in it: `good` are on course out of `judged`;
    `left_out` leave the denominator (休止 and the like), `waiting` are still to be confirmed,
    `missing` were not confirmed when the year was closed."""

    good: int = 0
    judged: int = 0
    left_out: int = 0
    waiting: int = 0
    missing: int = 0

    @property
    def is_in_progress(self) -> bool:
        return self.waiting > 0

    @property
    def total(self) -> int:
        return self.confirmed + self.waiting + self.missing

    @property
    def confirmed(self) -> int:
        return self.judged + self.left_out

    @property
    def unshared(self) -> int:
        """What the share leaves out for good."""
        return self.left_out + self.missing

    @property
    def most(self) -> int:
        """As many as can be on course, were all that is still open."""
        return self.good + self.waiting

    @property
    def has_rate(self) -> bool:
        """A year in progress has none, and where none is judged there is none."""
        return self.judged > 0 and not self.is_in_progress

    @property
    def percent(self) -> int | None:
        """The share in whole %, for cards: 100 only where it is all, 0 only where it is none."""
        return int(percent(self.good, self.judged, places=0)) if self.has_rate else None

    @property
    def rate_words(self) -> str:
        """The same to one decimal, for tables and sentences: ``79.5%``; blank where there is
        none."""
        return f"{percent(self.good, self.judged):.1f}%" if self.has_rate else ""

    @property
    def level(self) -> int:
        """How dark the cell is, 0 to 4: one step a quarter, 4 for all."""
        return self.good * 4 // self.judged if self.has_rate else 0

    @property
    def range_words(self) -> str:
        """``22〜42件``: the fewest and the most that can be on course."""
        return range_words(self.good, self.most)

    def __add__(self, other: Self) -> "Share":
        return Share(
            self.good + other.good,
            self.judged + other.judged,
            self.left_out + other.left_out,
            self.waiting + other.waiting,
            self.missing + other.missing,
        )


def range_words(least: int, most: int) -> str:
    """``22〜42件``, or ``22件`` where nothing is open."""
    return f"{least:,}件" if least == most else f"{least:,}〜{most:,}件"


def share_of(standings: Mapping[str, int]) -> Share:
    """The share from the number of reports by `standing_of`."""
    share = {"good": 0, "judged": 0, "left_out": 0, WAITING: 0, MISSING: 0}
    for standing, number in standings.items():
        if standing in (WAITING, MISSING):
            share[standing] += number
        elif not counts_in_denominator(standing):
            share["left_out"] += number
        else:
            share["judged"] += number
            share["good"] += number * is_on_course(standing)
    return Share(**share)


@dataclass(frozen=True)
class Compared:
    """Like with like: the measures that are judged in both of two years, and how many of them
    were and are on course."""

    measures: int
    good_before: int
    good: int


def compared(pairs: Iterable[tuple[str, str]]) -> Compared:
    """From the meanings of progress of the same measures, (the year before, this year); blank
    where a year has none. A measure counts that is in the denominator of both."""
    both = [
        (before, now)
        for before, now in pairs
        if before and now and counts_in_denominator(before) and counts_in_denominator(now)
    ]
    return Compared(
        len(both),
        sum(is_on_course(before) for before, _ in both),
        sum(is_on_course(now) for _, now in both),
    )
