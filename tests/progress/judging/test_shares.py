"""The share of measures on course, and when a year is one in progress."""

import pytest

from progress.judging.facts import IndicatorFacts
from progress.judging.judgement import judge, may_be_met
from progress.judging.shares import (
    MISSING,
    WAITING,
    Compared,
    Share,
    compared,
    is_left_out,
    share_of,
    standing_of,
)
from tests.progress.indicators import R5, R6, R8, milestone, number

# 47 measures, 27 confirmed, 22 of these on course.
IN_PROGRESS = {"on_track": 20, "done": 2, "late": 4, "suspended": 1, WAITING: 20}


def test_year_in_progress_has_a_range_and_no_rate():
    share = share_of(IN_PROGRESS)
    assert share == Share(good=22, judged=26, left_out=1, waiting=20)
    assert (share.is_in_progress, share.confirmed, share.total) == (True, 27, 47)
    assert (share.percent, share.rate_words, share.level, share.range_words) == (
        None, "", 0, "22〜42件",
    )  # fmt: skip


def test_rate_appears_once_all_are_confirmed_or_the_year_is_closed():
    whole = share_of({"on_track": 38, "late": 8, "suspended": 1})
    assert (whole.is_in_progress, whole.percent, whole.range_words) == (False, 83, "38件")
    closed = share_of({**IN_PROGRESS, WAITING: 0, MISSING: 20})
    assert (closed.is_in_progress, closed.percent, closed.unshared) == (False, 85, 21)


@pytest.mark.parametrize(
    ("good", "judged", "in_tables", "on_cards"),
    [
        (35, 44, "79.5%", 80), (59, 70, "84.3%", 84), (1, 8, "12.5%", 13), (0, 5, "0.0%", 0),
        (5, 5, "100.0%", 100), (9999, 10000, "99.9%", 99), (1, 9999, "0.1%", 1), (0, 0, "", None),
    ],
)  # fmt: skip
def test_rate_has_a_decimal_in_tables_and_none_on_cards(good, judged, in_tables, on_cards):
    share = Share(good=good, judged=judged)
    assert (share.rate_words, share.percent) == (in_tables, on_cards)


@pytest.mark.parametrize(
    ("good", "step"), [(0, 0), (24, 0), (25, 1), (49, 1), (50, 2), (75, 3), (99, 3), (100, 4)]
)
def test_cell_is_a_step_darker_each_quarter(good, step):
    assert Share(good=good, judged=100).level == step


def test_report_that_does_not_count_waits_while_its_year_is_open():
    assert standing_of("late", counts=True, is_open=True) == "late"
    assert standing_of("late", counts=False, is_open=True) == WAITING
    assert standing_of("", counts=False, is_open=False) == MISSING
    assert standing_of(None, counts=True, is_open=False) == ""


@pytest.mark.parametrize(
    ("standing", "expected"),
    [("late", False), ("", False), (WAITING, False), (MISSING, True), ("merged", True)],
)
def test_what_a_rate_leaves_out_for_good(standing, expected):
    assert is_left_out(standing) is expected


def test_shares_of_policies_add_up():
    one, other = share_of({"done": 1, WAITING: 1}), share_of({"late": 2, MISSING: 1, "merged": 1})
    assert one + other == Share(good=1, judged=3, left_out=1, waiting=1, missing=1)


def test_years_are_compared_over_the_measures_that_are_judged_in_both():
    pairs = [
        ("on_track", "late"), ("late", "done"), ("on_track", "on_track"),
        ("", "on_track"), ("on_track", ""), ("suspended", "late"), ("late", "merged"),
    ]  # fmt: skip
    assert compared(pairs) == Compared(measures=3, good_before=2, good=2)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (number((R5, 10), (R8, 20)), [True, False, True]),
        (milestone(R8), [True, True, True]),
        (IndicatorFacts("満足", "", "qualitative"), [False, False, False]),
        (number((R5, 10), last_fiscal_year=R6), [True, True, False]),
    ],
)
def test_what_is_still_to_be_confirmed_may_meet_a_target_in_force_or_a_milestone(facts, expected):
    assert [may_be_met(facts, judge(facts, {}, year)) for year in (R5, R6, R8)] == expected
