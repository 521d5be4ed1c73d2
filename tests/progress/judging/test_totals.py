"""計画期間の累計で判定: yearly amounts are entered, their sum is judged."""

from dataclasses import replace
from decimal import Decimal

import pytest

from progress.judging.facts import Figure, Rate
from progress.judging.judgement import judge
from progress.judging.totals import amount_label, sum_line
from tests.progress.indicators import R4, R5, R6, R7, R8, R9, number, reported

ALL = {"measured_as": "period_total", "first_fiscal_year": R5, "last_fiscal_year": R9}


def of(*amounts, first=R5):
    return {first + place: reported(first + place, each) for place, each in enumerate(amounts)}


def test_target_of_the_last_year_is_judged_by_the_sum():
    """福知山市 第6次行政改革: 4,533 of 3,297 is 137.5 %; 1,092 in the last year alone says nothing."""
    facts = number((R9, 3297), unit="百万円", **ALL)
    found = judge(facts, of(800, 850, 891, 900, 1092), R9)
    assert (found.code, found.met, found.total, found.rate) == (
        "met", True, Decimal(4533), Rate(Decimal("137.5")),
    )  # fmt: skip
    assert found.finding == (
        "目標3,297百万円に対しR9年度までの累計4,533百万円（R9年度中1,092百万円）（137.5%）。"
        "目標を達成しています。"
    )


@pytest.mark.parametrize(
    ("amounts", "target", "share", "met"),
    [
        ((5000, 4923, 5000, 5000, 4749), 45298, "54.5", False),
        ((7, 6, 7, 7, 4), 15, "206.7", True),
    ],
)
def test_other_sums_of_the_same_plan(amounts, target, share, met):
    found = judge(number((R9, target), **ALL), of(*amounts), R9)
    assert (found.rate.value, found.met) == (Decimal(share), met)


def test_pace_runs_from_0_in_the_year_before_the_first():
    found = judge(number((R9, 50), **ALL), of(9, 12), R6)
    assert (found.pace, found.code, found.total) == (Decimal("20.00"), "above_pace", 21)
    assert judge(number((R9, 50), **ALL), of(9), R5).code == "below_pace"


def test_sum_may_begin_with_a_year_of_its_own():
    facts = number((R9, 50), **ALL, period_from=R7)
    assert judge(facts, of(9, 9, 10, 10), R8).total == 20


def test_missing_year_makes_the_sum_at_least():
    facts, amounts = number((R9, 50), **ALL), of(20, 20, 20, 5, 5)
    del amounts[R6]
    found = judge(facts, amounts, R9)
    assert (found.code, found.met, found.total) == ("met", True, 50)
    amounts[R7] = Figure(R7, "being_compiled")
    found = judge(facts, amounts, R9)
    assert (found.code, found.label, found.met) == (
        "undetermined", "未確定（2年分未報告）", None,
    )  # fmt: skip
    amounts |= {R6: Figure(R6, "not_applicable"), R7: reported(R7, 0)}
    assert judge(facts, amounts, R9).code == "not_met"


def test_sum_that_shall_stay_small_is_judged_in_the_last_year_alone():
    """多摩市: 起債額（4年間で）140億円以下."""
    facts = number((R8, 140), sense="down", **ALL)
    amounts = of(30, 30, 30, 40)
    assert judge(facts, amounts, R7).code == "before"
    found = judge(facts, amounts, R8)
    assert (found.code, found.total) == ("met", 130)
    del amounts[R6]
    assert judge(facts, amounts, R8).code == "undetermined"
    assert judge(facts, amounts | {R7: reported(R7, 99)}, R8).code == "not_met"


def test_entry_of_a_sum_says_what_it_is_and_what_the_sum_is():
    facts, amounts = number((R9, 50), **ALL), of(9, 12)
    assert amount_label(facts, R7) == "令和7年度中の件数（累計ではありません）"
    assert amount_label(replace(facts, unit="件/年"), R7) == amount_label(facts, R7)
    money = amount_label(replace(facts, unit="百万円"), R7)
    assert money == "令和7年度中の量（百万円、累計ではありません）"
    assert sum_line(facts, {}, R5) == ""
    assert sum_line(facts, amounts, R6) == "R5年度まで9件、R6年度まで21件"
    assert sum_line(facts, amounts, R7) == "R6年度まで21件"
    assert sum_line(facts, amounts, R8) == "R7年度まで21件以上"
    assert sum_line(number((R9, 50)), amounts, R6) == ""


def test_year_without_its_own_amount_keeps_its_word():
    assert judge(number((R9, 50), **ALL), of(60), R6).code == "not_reported"
    assert judge(number((R9, 50), **ALL), of(1, first=R4), R4).code == "not_applicable"
