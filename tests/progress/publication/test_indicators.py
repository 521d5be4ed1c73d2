"""An indicator as citizens see it."""

from datetime import date

import pytest

from progress.judging.facts import IndicatorFacts
from progress.judging.judgement import judge
from progress.publication.indicators import public_indicator
from progress.reading.edition import IndicatorPart, KeptFigure
from tests.progress.indicators import CLOUD, R6, R7, R8, done, milestone, reported


def part(year: int, facts: IndicatorFacts | None = None, **entries) -> IndicatorPart:
    facts = facts or milestone(R7)
    figures = {each.fiscal_year: each for each in entries.values()}
    kept = {key: KeptFigure(each, counts=True) for key, each in figures.items()}
    own = {key: each for key, each in figures.items() if key <= year}
    return IndicatorPart(1, "K", "成果目標", "", "", None, facts, kept, judge(facts, own, year))


@pytest.mark.parametrize(("year", "label"), [(R6, "期限内達成"), (R8, "期限内達成（R6）")])
def test_milestone_reached_is_told_with_its_day_in_every_later_year(year, label):
    shown = public_indicator(part(year, entry=done(R6, on=date(2025, 3, 1))), year)
    assert shown.judgement.label == label
    assert "令和7年3月1日" in shown.actual and "未報告" not in shown.actual


def test_milestone_without_a_day_is_told_by_its_year():
    assert public_indicator(part(R8, entry=done(R6)), R8).actual == "達成（令和6年度）"


def test_withheld_result_tells_nothing():
    shown = public_indicator(part(R8, entry=done(R6)), R8).without_result()
    assert shown.actual == "公表していません"


@pytest.mark.parametrize(
    ("last", "finding"),
    [
        (6, "実績5件。R5年度の3件を上回っていますが、前年度を下回りました。"),
        (5, "実績5件。R5年度の3件を上回り、前年度を下回っていません。"),
    ],
)
def test_finding_of_an_expansion_does_not_tell_the_figure_of_the_year_before(last, finding):
    entries = {"before": reported(R6, last), "own": reported(R7, 5)}
    shown = public_indicator(part(R7, CLOUD, **entries), R7)
    assert shown.judgement.finding == finding
