"""The judgement of a number, an annual minimum and words, and what is due."""

from decimal import Decimal

import pytest

from progress.judging.facts import LABELS, Figure, IndicatorFacts, Target, TargetInForce
from progress.judging.judgement import is_result_due, judge
from tests.progress.indicators import (
    AI,
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    RPA,
    UPTIME,
    judged,
    milestone,
    number,
    reported,
)


def test_finding_of_a_missed_target():
    judgement = judged(number((R6, 100000)), R6, 84000)

    assert judgement.finding == "目標100,000件に対し実績84,000件（84.0%）。目標に届いていません。"
    assert (judgement.code, judgement.label, judgement.met) == ("not_met", "未達成", False)
    assert judgement.target == TargetInForce(R6, Decimal(100000))
    assert judgement.over_target is False


def test_finding_of_a_target_reached_exactly():
    judgement = judged(number((R6, 8), unit="施設"), R6, 8)

    assert judgement.finding == "目標8施設に対し実績8施設（100.0%）。目標を達成しています。"
    assert (judgement.code, judgement.met, judgement.over_target) == ("met", True, False)


def test_target_that_is_surpassed_is_listed_for_review():
    judgement = judged(number((R6, 8), unit="施設"), R7, 9)

    assert judgement.finding == (
        "目標8施設（R6年度の目標を継続）に対し実績9施設（112.5%）。目標を達成しています。"
    )
    assert judgement.over_target is True


def test_target_surpassed_by_less_than_the_rate_shows_is_listed_too():
    judgement = judged(number((R6, 100000)), R6, 100001)

    assert (judgement.rate.text, judgement.over_target) == ("100.1%", True)


def test_missed_target_of_a_falling_number():
    judgement = judged(number((R6, 10), sense="down"), R6, 20)

    assert judgement.finding == "目標10件に対し実績20件（50.0%）。目標を超えています。"
    assert judgement.met is False


def test_target_of_zero_is_met_without_a_rate():
    judgement = judged(number((R6, 0), sense="down"), R6, 0)

    assert judgement.finding == "目標0件に対し実績0件。目標を達成しています。"
    assert (judgement.met, judgement.rate, judgement.over_target) == (True, None, False)


@pytest.mark.parametrize(
    ("actual", "code", "finding"),
    [
        (
            22,
            "above_pace",
            "実績22業務。R6年度の目安21.75業務に到達しています。R9年度の目標30業務に対しては73.3%です。",
        ),
        (
            21,
            "below_pace",
            "実績21業務。R6年度の目安21.75業務に未到達です（参考）。"
            "R9年度の目標30業務に対しては70.0%です。",
        ),
    ],
)
def test_between_two_targets_the_pace_decides_and_the_rate_says_its_year(actual, code, finding):
    judgement = judged(RPA, R6, actual)

    assert (judgement.code, judgement.finding) == (code, finding)
    assert judgement.label == LABELS[code]
    assert (judgement.met, judgement.target) == (None, None)
    assert judgement.next_target == Target(R9, Decimal(30))
    assert judgement.pace == Decimal("21.75")


def test_figure_equal_to_the_shown_pace_is_at_pace():
    assert judged(number((R5, 1), (R8, 2)), R6, "1.33").code == "above_pace"


@pytest.mark.parametrize(
    ("actual", "code", "words"),
    [
        (35, "above_pace", "目安35件に到達しています。"),
        (36, "below_pace", "目安35件に未到達です（参考）。"),
    ],
)
def test_pace_of_a_falling_number(actual, code, words):
    judgement = judged(number((R5, 40), (R9, 20), sense="down"), R6, actual)

    assert judgement.code == code
    assert words in judgement.finding


def test_coming_target_already_surpassed_is_listed_for_review():
    assert judged(RPA, R7, 31).over_target is True
    assert judged(RPA, R7, 30).over_target is False


def test_before_the_first_target_nothing_is_judged():
    judgement = judged(AI, R5, 84000)

    assert judgement.finding == (
        "実績84,000件/年。R6年度の目標100,000件/年までは判定しません。最終目標に対して84.0%です。"
    )
    assert (judgement.code, judgement.label) == ("before", "判定前")
    assert (judgement.met, judgement.rate, judgement.over_target) == (None, None, False)


def test_number_without_any_target_is_not_judged():
    assert judged(number(), R6, 3).finding == "実績3件。目標の値がないため、判定しません。"


@pytest.mark.parametrize(
    ("actual", "met", "finding"),
    [
        (
            "99.9",
            True,
            "目標99.9%以上に対し実績99.9%（100％まで0.1％、許容0.1％）。目標を達成しています。",
        ),
        (
            "99.89",
            False,
            "目標99.9%以上に対し実績99.89%（100％まで0.11％、許容0.1％）。目標に届いていません。",
        ),
    ],
)
def test_annual_minimum_is_judged_each_year(actual, met, finding):
    for fiscal_year in range(R5, R9 + 1):
        judgement = judged(UPTIME, fiscal_year, actual)
        assert (judgement.met, judgement.finding) == (met, finding)


def test_annual_maximum_is_met_at_or_below_it():
    facts = number((R5, 3), kind="annual_minimum", sense="down")

    assert judged(facts, R6, 3).met is True
    assert judged(facts, R6, 4).finding == "目標3件以下に対し実績4件（75.0%）。目標を超えています。"


def test_figure_that_is_not_settled_says_so():
    figure = reported(R6, 84000, certainty="estimate")

    assert "実績84,000件/年（見込）" in judge(AI, {R6: figure}, R6).finding


@pytest.mark.parametrize(
    ("status", "label", "finding"),
    [
        ("not_reported", "未報告", "R6年度の実績は、確認済みの報告にありません。"),
        ("not_applicable", "対象外", "R6年度の実績は対象外です。"),
        ("not_yet_measured", "測定前", "R6年度の実績は測定前です。"),
        ("being_compiled", "集計中", "R6年度の実績は集計中です。"),
    ],
)
def test_years_without_a_figure_keep_their_word(status, label, finding):
    for facts in (AI, UPTIME, CLOUD, IndicatorFacts("削減", "", "qualitative"), milestone(R6)):
        judgement = judge(facts, {R6: Figure(R6, status)}, R6)
        assert (judgement.code, judgement.label, judgement.finding) == (status, label, finding)
        assert (judgement.met, judgement.rate) == (None, None)


def test_missing_figure_and_an_empty_one_are_not_reported_and_zero_is_a_figure():
    assert judge(AI, {}, R6).code == "not_reported"
    assert judge(AI, {R6: Figure(R6, "reported")}, R6).code == "not_reported"
    assert judged(AI, R6, 0).finding == (
        "目標100,000件/年に対し実績0件/年（0.0%）。目標に届いていません。"
    )


def test_value_left_beside_another_status_is_not_shown():
    judgement = judge(AI, {R6: Figure(R6, "being_compiled", value=Decimal(5))}, R6)

    assert judgement.figure == Figure(R6, "being_compiled")


def test_words_are_judged_by_no_figure():
    facts = IndicatorFacts("待ち時間の削減", "", "qualitative")
    judgement = judge(facts, {R6: Figure(R6, "reported", words="短くなった")}, R6)

    assert (judgement.code, judgement.label) == ("words", "言葉で評価")
    assert (judgement.met, judgement.rate, judgement.target) == (None, None, None)
    assert judge(facts, {R6: Figure(R6, "reported", words=" ")}, R6).code == "not_reported"


def test_every_kind_but_a_milestone_is_due_each_year_of_the_indicator():
    for kind in ("number", "annual_minimum", "expansion", "qualitative"):
        facts = IndicatorFacts("指標", "件", kind, first_fiscal_year=R5, last_fiscal_year=R9)
        assert [is_result_due(facts, {}, year) for year in (R4, R5, R9, R10)] == [
            False,
            True,
            True,
            False,
        ]
