"""How far each report of the demonstration is, and how its measure goes.

Nothing is drawn by lot: the same plan gives the same year on every machine. Measures whose
targets are all still to come ("early") and those that run go through lists of their own, so
that 未着手 falls on what has time to begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from measures.models import PlanWord
from progress.models import ProgressReport

State = ProgressReport.State
C, S, D, R, N = State.CONFIRMED, State.SUBMITTED, State.DRAFT, State.RETURNED, State.NOT_STARTED
STATES = (C, C, S, C, C, C, D, C, S, C, R, N)
# Whoever signs in to the smaller division finds one report of each sort.
STATES_OF_SMALL_DIVISION = (N, R, D, S, C)

RUNNING = (
    "on_track", "on_track", "ahead", "on_track", "slightly_late", "on_track", "on_track",
    "on_track", "late", "on_track", "ahead",
)  # fmt: skip
EARLY = ("on_track", "not_started", "on_track", "slightly_late", "ahead")
# Once each in the second year, by place among the running and among the early measures.
RARE_RUNNING = {7: "suspended", 14: "merged", 25: "cancelled"}
RARE_EARLY = {9: "not_evaluated"}

# What stands in for a word that the plan does not have.
INSTEAD = {
    "ahead": "on_track",
    "slightly_late": "late",
    "late": "slightly_late",
    "suspended": "not_evaluated",
    "merged": "cancelled",
}
OUTLOOKS = {
    "not_started": "continue", "ahead": "expand", "on_track": "continue",
    "slightly_late": "continue", "late": "review", "done": "finish", "suspended": "suspend",
    "cancelled": "abolish", "merged": "merge", "not_evaluated": "shrink",
}  # fmt: skip


@dataclass
class Places:
    """Counts the measures of a year as they come, each sort by itself."""

    is_first_year: bool
    is_finished: bool | None = None

    def __post_init__(self) -> None:
        self._running, self._early = count(), count()
        self._all, self._small = count(), count()

    def state(self, is_small_division: bool) -> State:
        """How far the report is; in a finished year, or else the first, all are confirmed."""
        if self.is_first_year if self.is_finished is None else self.is_finished:
            return C
        if is_small_division:
            return STATES_OF_SMALL_DIVISION[next(self._small) % len(STATES_OF_SMALL_DIVISION)]
        return STATES[next(self._all) % len(STATES)]

    def meaning(self, is_early: bool) -> str:
        """The meaning of the measure's progress."""
        places: Iterator[int] = self._early if is_early else self._running
        usual, rare = (EARLY, RARE_EARLY) if is_early else (RUNNING, RARE_RUNNING)
        place = next(places)
        if not self.is_first_year and place in rare:
            return rare[place]
        # A year later each takes its neighbour's part: no measure goes the same way for ever.
        return usual[(place - (0 if self.is_first_year else 1)) % len(usual)]


class Words:
    """The plan's own words for progress and outlook, by their meaning."""

    def __init__(self, words: list[PlanWord]):
        self._words: dict[tuple[str, str], PlanWord] = {}
        for word in words:
            self._words.setdefault((word.vocabulary, word.meaning), word)

    def progress(self, meaning: str) -> PlanWord:
        """The word, or the nearest that the plan has. KeyError where it has none at all."""
        return self._nearest("progress", meaning, INSTEAD.get(meaning, ""), "on_track")

    def outlook(self, meaning: str) -> PlanWord:
        """The outlook that follows from a progress of this meaning."""
        return self._nearest("outlook", OUTLOOKS[meaning], "continue")

    def _nearest(self, vocabulary: str, *meanings: str) -> PlanWord:
        for meaning in meanings:
            if (vocabulary, meaning) in self._words:
                return self._words[vocabulary, meaning]
        return next(word for (of, _), word in self._words.items() if of == vocabulary)

    @property
    def are_enough(self) -> bool:
        """Whether a report could be submitted with them."""
        return {vocabulary for vocabulary, _ in self._words} == {"progress", "outlook"}
