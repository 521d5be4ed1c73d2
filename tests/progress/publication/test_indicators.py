"""An indicator as citizens see it."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from progress.api import inside, published
from progress.judging.facts import IndicatorFacts
from progress.judging.judgement import judge
from progress.open_data.result_rows import ResultRow
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


def test_programs_and_files_are_told_of_a_milestone_as_it_was_reached():
    figure = done(R6, on=date(2025, 3, 1))
    shown = public_indicator(part(R8, entry=figure), R8)
    told = shown.figure_in(R8)
    assert (told.status, told.fiscal_year, told.done_on) == ("reported", R6, date(2025, 3, 1))
    assert told.certainty == "settled"
    early = replace(figure, certainty="estimate")
    assert public_indicator(part(R8, entry=early), R8).figure_in(R8).certainty == "estimate"
    assert shown.without_result().figure_in(R8) is None
    assert public_indicator(part(R7), R7).figure_in(R7).status == "not_reported"


def test_api_and_open_data_say_the_same_of_a_milestone_that_an_earlier_year_reached():
    one = part(R8, entry=done(R6, on=date(2025, 3, 1)))
    shown = public_indicator(one, R8)
    row = ResultRow(None, SimpleNamespace(fiscal_year=R8), None, shown)
    for told in (
        published._figure(shown, R8),
        inside._figure(one, one.judged(pending=False).figure, R8),
    ):
        assert (told["status"], told["figure_year"], told["certainty"], told["done_on"]) == (
            row.status, row.figure.fiscal_year, row.figure.certainty, row.figure.done_on,
        )  # fmt: skip
    assert row.status_word == "実績あり"
