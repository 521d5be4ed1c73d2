"""An indicator stands under a measure from year to year: outside of them nothing asks for it."""

import json
from datetime import date
from decimal import Decimal

import pytest

from measures.models import MeasureIndicator
from progress.charts.cache import stamp
from progress.charts.kinds import chart_of
from progress.charts.sources import chart_of_indicator, charts_of_indicators
from progress.editions.export_json import report_json
from progress.editions.history_pages import form_rows
from progress.entry.sheet import ResultResource
from progress.judging.homes import links_in, years_of
from progress.models import ProgressReport
from progress.publication.indicators import public_indicator
from progress.reading.codec import EDITIONS
from progress.reading.indicators import asked_of, parts_of
from progress.reading.inputs import inputs_of, read_together
from progress.reading.years import edition_of, edition_of_read, read_year
from progress.year import verbs as year_verbs
from tests.progress.conftest import make_indicator

pytestmark = pytest.mark.one_database


@pytest.fixture
def changed(world):
    """The world with R6 open too, from which on the first measure is measured by a new definition;
    the second keeps the old one."""
    own = MeasureIndicator.objects.filter(measure=world.measure, indicator=world.indicator)
    own.update(last_fiscal_year=2023)
    world.new = make_indicator(world.plan, "I-1-1-2", world.measure, value="30")
    world.new.predecessor = world.indicator
    world.new.save()
    world.new.measure_indicators.update(first_fiscal_year=2024)
    world.next = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due=date(2099, 6, 1)
    )
    return world


def report_of(year, measure):
    return ProgressReport.objects.with_measure().get(year=year, measure=measure)


def test_a_report_is_asked_for_what_stands_in_its_year(changed):
    old, new = (report_of(each, changed.measure) for each in (changed.year, changed.next))
    assert [each.key for each in asked_of(old)] == ["I-1-1"]
    assert [each.key for each in asked_of(new)] == ["I-1-1-2"]
    assert [each.indicator_id for each in inputs_of(new).due(2024)] == [changed.new.pk]


def test_many_reports_are_asked_for_the_same(changed):
    reports = list(ProgressReport.objects.for_year(changed.next).with_measure().in_plan_order())
    read_together(changed.next, reports)
    asked = [[each.key for each in inputs_of(report).entered] for report in reports]
    assert asked == [["I-1-1-2"], ["I-1-1"]]


def test_a_shared_indicator_is_entered_where_it_still_stands(changed):
    rows = {each.code: each for each in read_year(changed.next).rows}
    (kept,) = rows["I-1-2"].indicators
    assert kept.is_entered_here
    assert [each.facts.name for each in rows["I-1-1"].indicators] == ["処理件数"]
    (shown,) = parts_of(rows_measure(changed, "I-1-2"), changed.next)
    assert shown.entered_under is None
    before = {each.code: each for each in read_year(changed.year).rows}
    assert not before["I-1-2"].indicators[0].is_entered_here


def rows_measure(world, code):
    return world.plan.measures.select_related("plan").get(code=code)


def test_sheets_of_a_year_hold_what_stands_in_it(changed):
    told = {
        year.fiscal_year: [(row.report.measure.code, row.indicator.key) for row in rows]
        for year in (changed.year, changed.next)
        for rows in [ResultResource(year).stored_rows()]
    }
    assert told == {
        2023: [("I-1-1", "I-1-1")],
        2024: [("I-1-1", "I-1-1-2"), ("I-1-2", "I-1-1")],
    }
    _, lines = form_rows(changed.plan, [2023, 2024])
    assert [[cell for cell in line if cell.startswith("I-1")] for line in lines] == [
        ["I-1-1", "I-1-1"],
        ["I-1-2"],
        ["I-1-1", "I-1-1-2"],
        ["I-1-2", "I-1-1"],
    ]


def test_the_facts_of_a_new_definition_begin_with_its_first_year(changed):
    (part,) = parts_of(changed.measure, changed.next)
    assert part.facts.first_fiscal_year == 2024
    assert part.judgement.target is not None and part.judgement.target.value == 30
    chart = chart_of_indicator(changed.new.pk, changed.next.pk, ["confirmed"])
    assert (chart.years, chart.words[0]) == ((2023, 2024, 2025), "開始前")


def test_a_new_definition_shows_the_one_before_and_its_reference_values_in_every_picture(changed):
    changed.bring_to("evaluated")
    told = {"fiscal_year": 2023, "value": Decimal("28"), "reason": "電子申請を含めた。"}
    changed.new.reference_values.create(**told)
    (part,) = parts_of(changed.measure, changed.next)
    chart = chart_of_indicator(changed.new.pk, changed.next.pk, ["confirmed"])
    assert (chart.break_at, chart.before[0], chart.references[0]) == (2024, 12, 28)
    again = {each.name: each for each in charts_of_indicators(changed.next, ["confirmed"])}
    assert again[chart.name].break_at == 2024
    years = changed.plan.fiscal_years
    shown = chart_of(part.facts, part.counted(), years, until=2024)
    assert stamp(shown) == stamp(chart)
    rows = {each.code: each for each in read_year(changed.next).rows}
    assert rows["I-1-1"].indicators[0].facts.past == part.facts.past
    # Of the old definition's own year the picture stays as it was.
    assert chart_of_indicator(changed.indicator.pk, changed.year.pk, ["confirmed"]).break_at is None


def test_what_is_kept_of_a_year_holds_its_past_and_its_publication_the_name_alone(changed):
    changed.bring_to("evaluated")
    report = report_of(changed.next, changed.measure)
    edition = edition_of(report)
    (part,) = EDITIONS.decode(EDITIONS.encode(edition)).indicators
    assert part == edition.indicators[0] and part.facts.past.figures
    past = public_indicator(part, 2024).facts.past
    assert (past.name, past.figures, past.references) == ("処理件数", (), ())
    assert "past" not in json.dumps(report_json(edition), ensure_ascii=False)


def test_what_a_page_has_read_whole_says_the_same_as_what_is_read_for_it(changed):
    changed.bring_to("evaluated")
    report = report_of(changed.next, changed.measure)
    whole = ProgressReport.objects.whole().get(pk=report.pk)
    part = ProgressReport.objects.with_measure().get(pk=report.pk)
    expected = edition_of(report)
    assert edition_of_read(whole) == edition_of_read(part) == expected


def test_an_end_to_come_is_no_news_in_the_years_before():
    plan = (2023, 2027)
    assert years_of((None, 2025), plan, 2025) == (2023, 2027)
    assert years_of((None, 2025), plan, 2026) == (2023, 2025)
    assert years_of((2025, None), plan, 2025) == (2025, 2027)


def test_an_end_changes_no_judgement_of_the_years_before(world):
    before = parts_of(world.measure, world.year)
    MeasureIndicator.objects.filter(indicator=world.indicator).update(last_fiscal_year=2023)
    assert parts_of(world.measure, world.year) == before


def test_what_ended_in_an_earlier_year_is_asked_for_nowhere(world):
    MeasureIndicator.objects.filter(indicator=world.indicator).update(last_fiscal_year=2022)
    assert list(links_in(world.year)) == []
    assert asked_of(world.report) == ()
