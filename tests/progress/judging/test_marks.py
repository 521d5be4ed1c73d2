"""Whose mark counts: every cell of state × who has said something."""

import pytest

from progress.judging.marks import mark_of
from progress.models import ProgressReport

OWN, DECIDED = ("計画より進んでいる", "拡充"), ("順調", "継続")
BEFORE = [state.value for state in ProgressReport.State if state != "evaluated"]


@pytest.mark.parametrize("state", BEFORE)
@pytest.mark.parametrize("decided", [None, DECIDED])
def test_until_it_is_evaluated_the_divisions_own_mark_counts(state, decided):
    assert mark_of(state, OWN, decided) == (*OWN, "division")


def test_from_the_evaluation_on_the_decisions_mark_and_outlook_count():
    assert mark_of("evaluated", OWN, DECIDED) == (*DECIDED, "meeting")


def test_evaluated_without_a_decision_is_a_year_before_the_portal():
    assert mark_of("evaluated", OWN, None) == (*OWN, "division")


def test_what_a_decision_leaves_blank_stays_the_divisions():
    assert mark_of("evaluated", OWN, ("順調", None)) == ("順調", "拡充", "meeting")


def test_there_is_no_other_evaluated_state():
    assert ProgressReport.State.EVALUATED == "evaluated"
