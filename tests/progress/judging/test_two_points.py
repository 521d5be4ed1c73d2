"""A start and an end are two points: 現状値 and 最終目標値 have a pace and a rate in every year."""

from decimal import Decimal

from progress.judging.facts import Rate
from progress.judging.findings import goal_words
from progress.judging.judgement import judge
from tests.progress.indicators import (
    CLOUD,
    R5,
    R6,
    R7,
    baseline,
    figures,
    judged,
    number,
)


def test_greenhouse_gas_that_falls_to_its_last_year():
    """千早赤阪村 地球温暖化対策実行計画: 347.10 in R1 to 256.85 in R12, R3 328.34."""
    facts = number(baseline(2019, "347.10"), (2030, "256.85"), sense="down", unit="t-CO₂")
    found = judged(facts, 2021, "328.34")
    assert (found.code, found.rate) == ("above_pace", Rate(Decimal("20.8"), 2030))
    assert found.pace.quantize(Decimal("0.01")) == Decimal("330.69")
    assert found.finding == (
        "実績328.34t-CO₂。R3年度の目安330.6909t-CO₂に到達しています。"
        "R12年度の目標256.85t-CO₂に対しては20.8%です。"
    )


def test_early_arrival_is_told():
    """鹿島市 総合戦略: 24.1 ha of 24, years before the only target."""
    found = judged(number((R7, 24), unit="ha"), R5, "24.1")
    assert (found.code, found.met) == ("before", None)
    assert found.finding == "実績24.1ha。R7年度の目標24haに、既に到達しています。"
    again = judged(number(baseline(R5, 10), (R7, 24), unit="ha"), R6, "24.1")
    assert again.finding.endswith("R7年度の目標24haに、既に到達しています。")
    assert again.over_target


def test_target_of_0_has_a_rate_from_a_baseline_and_none_without():
    with_start = judged(number(baseline(R5, 100), (R7, 0), sense="down"), R7, 10)
    assert with_start.rate == Rate(Decimal("90.0"))
    assert judged(number((R7, 0), sense="down"), R7, 10).rate is None


def test_expansion_states_its_rule_and_calls_no_starting_figure_a_target():
    told = figures(R5=4, R6=6, R7=7)
    first, later = judge(CLOUD, told, R5), judge(CLOUD, told, R7)
    assert goal_words(CLOUD, first) == "R5年度の計画値3件に達すること"
    assert goal_words(CLOUD, later, told[R6]) == (
        "R5年度の計画値3件を上回ること、前年度の6件を下回らないこと"
    )
    assert "目標" not in first.finding + later.finding
