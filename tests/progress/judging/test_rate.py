"""The achievement rate and its baseline."""

from decimal import Decimal

import pytest

from progress.judging.facts import Figure, IndicatorFacts, Rate
from progress.judging.judgement import judge
from progress.judging.rates import final_rate, rate
from progress.judging.targets import baseline_for_rate
from tests.progress.indicators import (
    AI,
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    RPA,
    UPTIME,
    baseline,
    done,
    judged,
    milestone,
    number,
    reported,
)


def rate_of(facts, figure, fiscal_year):
    return rate(
        facts, figure and judge(facts, {fiscal_year: figure}, fiscal_year).figure.value, fiscal_year
    )


@pytest.mark.parametrize(
    ("facts", "fiscal_year", "actual", "expected"),
    [
        (AI, R6, 84000, Rate(Decimal("84.0"))),
        (AI, R6, 0, Rate(Decimal("0.0"))),
        (AI, R7, 120000, Rate(Decimal("120.0"))),
        (AI, R6, -10, Rate(Decimal("-0.1"))),
        (AI, R6, -500, Rate(Decimal("-0.5"))),
        (RPA, R7, 24, Rate(Decimal("80.0"), towards_year=R9)),
        (RPA, R5, 38, Rate(Decimal("200.0"))),
        (number(baseline(R4, 5), (R6, 0), sense="down"), R6, 3, Rate(Decimal("40.0"))),
        (number(baseline(R4, 10), (R7, 20)), R6, 15, Rate(Decimal("50.0"), R7)),
        (number((R6, 10), sense="down"), R6, 20, Rate(Decimal("50.0"))),
        (number((R6, 10), sense="down"), R6, 5, Rate(Decimal("200.0"))),
        (number(baseline(R4, 10), (R6, 30)), R6, 20, Rate(Decimal("50.0"))),
        (number(baseline(R4, 10), (R6, 30)), R6, 5, Rate(Decimal("-25.0"))),
        (number(baseline(R4, 10), (R6, 30)), R6, 40, Rate(Decimal("150.0"))),
        (number(baseline(R4, 40), (R6, 10), sense="down"), R6, 25, Rate(Decimal("50.0"))),
        (number(baseline(R4, 40), (R6, 10), sense="down"), R6, 0, Rate(Decimal("133.3"))),
        (number(baseline(R4, 0), (R6, 8)), R6, 2, Rate(Decimal("25.0"))),
        (number(baseline(R4, 9), (R5, 19), (R9, 29)), R7, 19, Rate(Decimal("50.0"), R9)),
    ],
)
def test_rate_counts_towards_the_target_in_the_indicators_sense(
    facts, fiscal_year, actual, expected
):
    assert rate_of(facts, reported(fiscal_year, actual), fiscal_year) == expected


@pytest.mark.parametrize(
    ("facts", "fiscal_year", "actual"),
    [
        (AI, R5, 50000),
        (number((R6, 0)), R6, 5),
        (number((R6, 0), sense="down"), R6, 5),
        (UPTIME, R6, "99.95"),
        (number((R6, 10), sense="down"), R6, 0),
        (number((R6, 10), sense="down"), R6, -1),
        (number((R6, -10)), R6, -5),
        (number(baseline(R4, 10), (R6, 10)), R6, 12),
        (number(baseline(R4, 12), (R6, 10)), R6, 11),
        (CLOUD, R5, 3),
        (number(), R6, 3),
    ],
)
def test_there_is_no_rate_where_it_would_say_nothing(facts, fiscal_year, actual):
    assert rate_of(facts, reported(fiscal_year, actual), fiscal_year) is None


@pytest.mark.parametrize(
    "figure",
    [
        None,
        Figure(R6, "not_reported"),
        Figure(R6, "not_applicable"),
        Figure(R6, "not_yet_measured"),
        Figure(R6, "being_compiled", value=Decimal(5)),
        Figure(R6, "reported"),
    ],
)
def test_there_is_no_rate_without_a_reported_value(figure):
    assert rate_of(AI, figure, R6) is None


def test_milestones_and_words_have_no_rate():
    words = IndicatorFacts("待ち時間の削減", "", "qualitative")

    assert rate_of(milestone(R6), done(R6), R6) is None
    assert rate_of(words, Figure(R6, "reported", words="短くなった"), R6) is None


def test_missed_target_is_never_rounded_up_to_100():
    facts = number((R6, 100000))

    assert rate_of(facts, reported(R6, 99999), R6).text == "99.9%"
    assert judged(facts, R6, 99999).met is False
    assert rate_of(facts, reported(R6, 100000), R6).text == "100.0%"


def test_rate_is_0_only_where_there_is_none():
    assert [rate_of(AI, reported(R6, value), R6).text for value in (-10, 0, 10)] == [
        "-0.1%",
        "0.0%",
        "0.1%",
    ]


def test_before_the_only_target_the_share_of_it_is_told_and_counted_nowhere():
    """成田市 第4次男女共同参画計画: 審議会の女性委員 27.1 %, of 40 % in R7."""
    facts = number((R7, 40), unit="%")
    found = judged(facts, R5, "27.1")
    assert (found.code, found.rate, found.final_rate) == ("before", None, Rate(Decimal("67.8"), R7))
    assert (
        found.finding == "実績27.1%。R7年度の目標40%までは判定しません。最終目標に対して67.8%です。"
    )
    assert final_rate(number((R5, 19), (R9, 30)), Decimal(20), R7) is None


def test_rate_counts_from_the_latest_baseline_up_to_the_year():
    facts = number(baseline(R4, 10), baseline(R7, 20), (R6, 30))

    assert baseline_for_rate(facts, R6) == baseline(R4, 10)
    assert baseline_for_rate(facts, R8) == baseline(R7, 20)
    assert baseline_for_rate(CLOUD, R6) is None
