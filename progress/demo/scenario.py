"""How far each report of the demonstration is, and how its measure goes.

Nothing is drawn by lot: the same plan gives the same years on every machine. Each measure has a
story of its years, so that one follows from the other. Measures whose targets are all still to
come when the plan begins ("early") and those that run take stories of their own, so that 未着手
falls on what has time to begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from measures.models import PlanWord
from progress.models import ProgressReport

State = ProgressReport.State
C, S, D, R, N = State.CONFIRMED, State.SUBMITTED, State.DRAFT, State.RETURNED, State.NOT_STARTED
STATES = (C, C, S, C, C, C, D, C, S, C, R, N)
# Whoever signs in to the smaller division finds one report of each sort.
STATES_OF_SMALL_DIVISION = (N, R, D, S, C)


class Part(NamedTuple):
    """A year of a measure's story: the meaning of its mark, and how its figures go, which may be
    another matter: 順調 with a missed target is the commonest case in life."""

    mark: str
    figures: str = ""

    @property
    def mood(self) -> str:
        return self.figures or self.mark


ON, AHEAD, SLIGHTLY, LATE, DONE, NOT_YET = (
    Part(meaning)
    for meaning in ("on_track", "ahead", "slightly_late", "late", "done", "not_started")
)
MISSED = Part("on_track", "slightly_late")
LATE_BUT_MET = Part("late", "on_track")
# A measure's years, the last one going on; measures take the stories in turn.
RUNNING = (
    (MISSED, ON, ON),
    (ON, AHEAD, MISSED, ON),
    (MISSED, MISSED, ON),
    (SLIGHTLY, ON, ON, SLIGHTLY),
    (AHEAD, MISSED, ON, ON),
    (ON, SLIGHTLY, LATE, SLIGHTLY),
    (LATE, LATE, SLIGHTLY, ON),
    (ON, ON, MISSED, ON),
    (MISSED, MISSED, MISSED, ON),
    (MISSED, ON, ON, AHEAD),
    (MISSED, LATE_BUT_MET, ON),
)
EARLY = (
    (ON,), (NOT_YET, ON), (NOT_YET, NOT_YET, SLIGHTLY, ON), (ON, SLIGHTLY, SLIGHTLY, ON), (ON, AHEAD, ON),
)  # fmt: skip
# Once each, by place among the running and among the early measures. What was stopped stays
# stopped; the one that rested is taken up again, which the council of that year decides on.
RARE_RUNNING = {
    7: (ON, Part("suspended"), ON),
    14: (ON, Part("merged")),
    16: (ON, DONE),
    23: (SLIGHTLY, Part("cancelled")),
}
RARE_EARLY = {3: (ON, Part("not_evaluated"), ON)}

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
    """Counts the measures of a year as they come, each sort by itself; `number` is the year's
    place in the plan, from 0."""

    number: int
    is_finished: bool

    def __post_init__(self) -> None:
        self._running, self._early = count(), count()
        self._all, self._small = count(), count()

    def state(self, is_small_division: bool) -> State:
        """How far the report is; in a finished year all are confirmed."""
        if self.is_finished:
            return C
        if is_small_division:
            return STATES_OF_SMALL_DIVISION[next(self._small) % len(STATES_OF_SMALL_DIVISION)]
        return STATES[next(self._all) % len(STATES)]

    def part(self, is_early: bool) -> Part:
        """The measure's year in its story; `is_early` must say the same in every year."""
        places: Iterator[int] = self._early if is_early else self._running
        usual, rare = (EARLY, RARE_EARLY) if is_early else (RUNNING, RARE_RUNNING)
        place = next(places)
        story = rare.get(place) or usual[place % len(usual)]
        return story[min(self.number, len(story) - 1)]


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
