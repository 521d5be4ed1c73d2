"""Better or worse than the year before."""

import pytest

from measures.words import MEANINGS, counts_in_denominator
from progress.judging.council import BY_MARK
from progress.judging.turns import BACK, BETTER, LEFT, ORDER, SAME, WORSE, turn_of


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        ("late", "slightly_late", BETTER), ("slightly_late", "on_track", BETTER),
        ("on_track", "done", BETTER), ("done", "late", WORSE), ("ahead", "on_track", WORSE),
        ("on_track", "not_started", WORSE), ("late", "late", SAME),
        ("on_track", "suspended", LEFT), ("merged", "late", BACK),
        ("suspended", "cancelled", ""), ("", "late", ""), ("late", "", ""),
    ],
)  # fmt: skip
def test_measure_turned_better_or_worse_by_the_meaning_of_its_progress(before, now, turn):
    assert turn_of(before, now) == turn


def test_every_meaning_in_the_denominator_has_its_place():
    assert set(ORDER) == {each for each in MEANINGS if counts_in_denominator(each)}


def test_order_is_that_of_the_agenda_where_a_measure_is_off_course():
    off = [each for each in BY_MARK if each in ORDER]
    assert off == list(ORDER[: len(off)])
