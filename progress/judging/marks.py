"""Whose mark counts (README: だれの判断が立つか): the one reader of the marks on a report.

Until 評価済み the division's own counts, from then on the decision's that the evaluation took
over. The secretariat's 事務局案 never counts by itself: a meeting takes it over, or does not.
"""

from typing import NamedTuple, TypeVar

from measures.naming import DIVISION, MEETING

EVALUATED = "evaluated"
W = TypeVar("W")


class Marks(NamedTuple):
    """A progress word and an outlook word of the plan, and whose they are."""

    progress: object
    outlook: object
    whose: str


def mark_of(state: str, own: tuple[W, W], decided: tuple[W, W] | None) -> Marks:
    """What counts of a report in `state`, from the division's (progress, outlook) and from those
    of the decision that its evaluation took over; blank words of the decision leave the
    division's. A year before the portal has no decision: what its sheet says counts.
    """
    if state != EVALUATED or decided is None:
        return Marks(*own, DIVISION)
    (progress, outlook), (marked, planned) = own, decided
    return Marks(marked or progress, planned or outlook, MEETING)
