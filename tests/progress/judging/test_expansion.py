"""The judgement of an expansion."""

import pytest

from progress.judging.facts import Figure
from progress.judging.judgement import judge
from tests.progress.indicators import (
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    baseline,
    figures,
    judged,
    number,
    reported,
)


@pytest.mark.parametrize(
    ("values", "fiscal_year", "met", "finding"),
    [
        ({"R5": 3}, R5, True, "実績3件。R5年度の計画値3件に達しています。"),
        ({"R5": 2}, R5, False, "実績2件。R5年度の計画値3件に達していません。"),
        (
            {"R5": 3, "R6": 4},
            R6,
            True,
            "実績4件。R5年度の3件を上回り、前年度の3件を下回っていません。",
        ),
        ({"R5": 3, "R6": 3}, R6, False, "実績3件。R5年度の3件を上回っていません。"),
        (
            {"R6": 4, "R7": 4},
            R7,
            True,
            "実績4件。R5年度の3件を上回り、前年度の4件を下回っていません。",
        ),
        (
            {"R6": 6, "R7": 5},
            R7,
            False,
            "実績5件。R5年度の3件を上回っていますが、前年度の6件を下回りました。",
        ),
        (
            {"R5": 3, "R7": 5},
            R7,
            True,
            "実績5件。R5年度の3件を上回っています。前年度（R6年度）は未報告のため、比べていません。",
        ),
    ],
)
def test_expansion_rises_above_its_start_and_does_not_fall(values, fiscal_year, met, finding):
    judgement = judge(CLOUD, figures(**values), fiscal_year)

    assert (judgement.met, judgement.finding) == (met, finding)
    assert (judgement.rate, judgement.over_target) == (None, False)


def test_expansion_names_why_last_year_has_no_figure():
    last_year = {R6: Figure(R6, "being_compiled"), R7: reported(R7, 5)}

    assert judge(CLOUD, last_year, R7).finding.endswith(
        "前年度（R6年度）は集計中のため、比べていません。"
    )


def test_expansion_downwards_uses_the_opposite_words():
    facts = number(baseline(R5, 10), kind="expansion", sense="down")

    assert judge(facts, figures(R5=10, R6=8), R6).finding == (
        "実績8件。R5年度の10件を下回り、前年度の10件を上回っていません。"
    )
    assert judge(facts, figures(R6=8, R7=9), R7).finding == (
        "実績9件。R5年度の10件を下回っていますが、前年度の8件を上回りました。"
    )


def test_expansion_before_its_starting_year_is_not_judged():
    assert judged(CLOUD, R4, 3).code == "before"


def test_later_figure_of_an_expansion_starts_it_anew():
    facts = number(baseline(R5, 3), (R7, 8), kind="expansion")

    assert judge(facts, figures(R6=7, R7=8), R7).met is True
    assert judge(facts, figures(R7=8, R8=8), R8).met is False
