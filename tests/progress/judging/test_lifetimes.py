"""Years in which a measure has nothing to report: before it began, after its end, before the portal."""

from dataclasses import replace
from datetime import date

from progress.charts.context import chart_context
from progress.charts.indicator import indicator_chart
from progress.judging.judgement import judge
from progress.judging.lifetimes import Lifetime
from tests.progress.indicators import R5, R6, R7, R8, R9, figures, milestone, number

BEGAN_AND_ENDED = Lifetime(date(2024, 10, 1), date(2026, 9, 30))
BEGAN_IN_R7 = Lifetime(date(2025, 4, 1))
FROM_R6 = Lifetime(portal_from=R6)


def test_years_outside_a_measures_life_say_so_with_its_day():
    assert [BEGAN_AND_ENDED.told(year) for year in (R5, R6, R7, R8, R9)] == [
        "開始前（令和6年10月1日から）", "", "", "", "終了（令和8年9月30日まで）",
    ]  # fmt: skip
    assert [FROM_R6.told(year) for year in (R5, R6)] == ["ポータル導入前", ""]
    assert Lifetime(date(2025, 4, 1), portal_from=R7).told(R5) == "開始前（令和7年4月1日から）"
    assert Lifetime().told(R5) == ""


def test_year_before_a_measure_began_is_not_unreported():
    facts = replace(number((R5, 10)), lifetime=BEGAN_IN_R7)
    told = [judge(facts, figures(R7=12), year) for year in (R5, R6, R7, R8)]
    assert [each.label for each in told] == ["開始前", "開始前", "達成", "未報告"]
    assert [each.met for each in told] == [None, None, True, None]
    assert told[0].finding == "R5年度は、開始前（令和7年4月1日から）です。"


def test_figure_of_a_year_before_the_portal_counts_where_somebody_has_entered_it():
    facts = replace(number((R5, 10)), lifetime=FROM_R6)
    assert judge(facts, {}, R5).label == "ポータル導入前"
    assert judge(facts, figures(R5=12), R5).label == "達成"


def test_milestone_of_an_ended_measure_is_not_missed_afterwards():
    facts = replace(milestone(R8), lifetime=Lifetime(None, date(2026, 3, 31)))
    assert [judge(facts, {}, year).label for year in (R7, R8)] == ["期限前", "終了"]


def test_sum_over_the_period_does_not_miss_the_years_before_the_measure():
    facts = number((R9, 100), measured_as="period_total", first_fiscal_year=R5, last_fiscal_year=R9)
    told = [judge(each, figures(R7=60, R8=20, R9=10), R9) for each in (
        facts, replace(facts, lifetime=BEGAN_IN_R7),
    )]  # fmt: skip
    assert [each.label for each in told] == ["未確定（2年分未報告）", "未達成"]


def test_chart_and_its_table_name_the_years_outside():
    facts = replace(number((R5, 10)), lifetime=replace(FROM_R6, first_day=date(2025, 4, 1)))
    chart = indicator_chart(facts, figures(R7=12), range(R5, R9), until=R7)
    assert chart.words == ("開始前", "開始前", "", "")
    assert indicator_chart(replace(facts, lifetime=FROM_R6), {}, [R5, R6]).words == (
        "導入前",
        "未報告",
    )
    table = chart_context(facts, figures(R7=12), range(R5, R9), 1, 1, until=R7)["rows"]
    assert [(row[2], row[-1]) for row in table][:3] == [
        ("開始前", "開始前"),
        ("開始前", "開始前"),
        ("12", "達成"),
    ]
