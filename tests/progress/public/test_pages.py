"""What the strip says of an indicator, and what pictures say where nothing is published."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.public.charts import PublicSeries
from progress.public.frame import Today
from progress.public.opinion_pages import opinions_of
from progress.public.pages import (
    MOST_LINES,
    chart_by_policy,
    chart_finding,
    in_a_line,
    whole_strip_of,
)
from progress.publication.content import PublicLevel
from progress.publication.indicators import PublicIndicator, PublicJudgement
from progress.publication.published import PublishedYear
from progress.reading.words import Word

TARGETS = (Target(2023, Decimal(10)), Target(2025, Decimal(30)))
COLUMNS = fields(PublicJudgement)
FACTS = IndicatorFacts("処理件数", "件", "number", targets=TARGETS)


def indicator(figures: dict[int, Figure], year: int, facts=FACTS) -> PublicIndicator:
    own = figures.get(year)
    judged = judge(facts, figures, year)
    judgement = PublicJudgement(**{each.name: getattr(judged, each.name) for each in COLUMNS})
    return PublicIndicator(1, "k", "", "", "", facts, own, judgement)


def reported(year: int, value: int) -> Figure:
    return Figure(year, "reported", value=Decimal(value))


@pytest.fixture
def series() -> PublicSeries:
    """Three years, of which the middle one is not published."""
    figures = {2023: reported(2023, 12), 2025: reported(2025, 31)}
    told = {2023: indicator(figures, 2023), 2025: indicator(figures, 2025)}
    return PublicSeries(told[2025], 2025, (2023, 2024, 2025), told)


def test_a_year_that_is_not_published_is_not_called_unreported(series):
    assert series.gaps == {2024}
    assert series.chart.words == ("", "非公表", "")
    assert series.chart.met == (True, None, True)
    headers, rows = series.table
    at = headers.index("実績（件）")
    assert [row[at] for row in rows] == ["12", "公表していません", "31"]


def test_a_reported_absence_keeps_its_word(series):
    figures = series.figures | {2024: Figure(2024, "being_compiled")}
    told = dict(series.told) | {2024: indicator(figures, 2024)}
    whole = replace(series, told=told)
    assert whole.gaps == set()
    assert whole.chart.words == ("", "集計中", "")


def test_withheld_results_have_no_picture_and_no_figure(series):
    own = series.indicator.without_result()
    hidden = replace(series, indicator=own, told=dict(series.told) | {2025: own})
    assert hidden.chart is None
    assert hidden.finding == "実績は公表していません。"
    headers, rows = hidden.table
    assert rows[-1][headers.index("実績（件）")] == "公表していません"
    assert in_a_line(own) == "処理件数　公表していません"


def test_a_sum_that_lacks_a_published_year_has_no_picture(series):
    facts = replace(FACTS, measured_as="period_total", first_fiscal_year=2023)
    figures = {year: reported(year, 10) for year in (2023, 2024, 2025)}
    told = {year: indicator(figures, year, facts) for year in (2023, 2025)}
    assert PublicSeries(told[2025], 2025, (2023, 2024, 2025), told).chart is None


def test_the_strip_says_what_was_reached_and_what_is_not_due():
    assert in_a_line(indicator({2023: reported(2023, 12)}, 2023)) == "処理件数　12件（達成）"
    milestone = IndicatorFacts("導入", "", "milestone", targets=(Target(2025, None),))
    assert in_a_line(indicator({}, 2023, milestone)) == "導入　期限前"


def report_of(number: int, progress: Word | None, withheld: tuple[str, ...] = ()):
    level = PublicLevel(number, "方針")
    content = SimpleNamespace(
        measure=SimpleNamespace(policy=level),
        progress=progress,
        shows=lambda field: field not in withheld,
    )
    return SimpleNamespace(content=content)


def test_a_withheld_progress_stands_in_the_picture_as_what_it_is():
    good = Word("順調", "on_track", 1)
    reports = [
        report_of(1, good),
        report_of(1, None, ("progress",)),
        report_of(2, None, ("progress",)),
    ]
    frame = SimpleNamespace(policy_label="基本方針")
    year = SimpleNamespace(fiscal_year=2025, reports=tuple(reports), frame=frame)
    chart = chart_by_policy(year)
    assert [(bar.parts, bar.total) for bar in chart.bars] == [
        ((("on_track", "順調", 1), ("withheld", "非公表", 1)), 2),
        ((("withheld", "非公表", 1),), 1),
    ]
    assert chart_finding(chart) == (
        "3件のうち、順調・完了は1件、遅れのあるものは0件、進捗を公表していないものは2件です。"
    )
    year.reports = tuple(reports[1:])
    assert chart_finding(chart_by_policy(year)) == "2件すべての進捗を公表していません。"


def test_a_year_of_more_measures_than_a_page_holds_leads_to_its_policies():
    frame = SimpleNamespace(title="計画", fiscal_years=(2025,), policy_label="基本方針")
    year = SimpleNamespace(fiscal_year=2025, frame=frame, reports=(None,) * (MOST_LINES + 1))
    assert whole_strip_of(year, Today((), ())) is None
    year.reports = ()
    assert whole_strip_of(year, Today((), ())).lines == []


def published_year(fiscal_year: int, plan_id: int) -> PublishedYear:
    """A year whose one measure has the same key in each plan, and one opinion."""
    frame = SimpleNamespace(fiscal_years=range(2023, 2028))
    measure = SimpleNamespace(key="I-1-1", code="I-1-1", name=f"計画{plan_id}の施策")
    content = SimpleNamespace(plan=frame, measure=measure, opinions=("意見",))
    report = SimpleNamespace(content=content, slug="I-1-1")
    return PublishedYear(fiscal_year, plan_id, date(2024, 8, 1), 1, (report,))


def test_what_came_of_an_opinion_is_told_of_its_own_plan():
    """The next plan has a measure of the same key, which is another."""
    year, own, other = published_year(2026, 1), published_year(2027, 1), published_year(2028, 2)
    [said] = opinions_of(year, [other, own, year])
    assert [each.label for each in said.later] == ["令和9年度"]
