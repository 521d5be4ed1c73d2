"""Policy × year: how much of each policy was on course, year by year."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import Measure
from progress.editions import verbs as editions
from progress.models import ProgressReport, ReviewYear
from progress.reading.before import years_before
from progress.reading.dashboard import dashboard_of
from progress.reading.heat_map import heat_map
from progress.reading.years import read_year
from progress.year import verbs as year_verbs
from tests.progress.editions.test_verbs import close


def heat_of(year, **more):
    year = ReviewYear.objects.select_related("plan").get(pk=year.pk)
    board = dashboard_of(read_year(year, **more).rows)
    return heat_map(year.fiscal_year, board, years_before(year, **more))


def numbers(heat):
    return [
        [(cell.label, cell.good, cell.judged, cell.percent, cell.level) for cell in line.cells]
        for line in heat.lines
    ]


def open_next(world) -> ReviewYear:
    return year_verbs.open_year(
        world.plan,
        fiscal_year=2024,
        by=world.people["secretariat"],
        report_due=date(2099, 5, 29),
    )


@pytest.fixture
def next_year(world):
    """R5 is closed with one report on course and one never begun; R6 stands open."""
    world.bring_to("evaluated")
    close(world)
    return open_next(world)


def test_year_without_confirmed_reports_has_no_share(world):
    world.bring_to("submitted")
    heat = heat_of(world.year)
    assert numbers(heat) == [[("R5", 0, 0, None, 0)]]
    assert heat.finding == "進捗を判断した施策は、まだありません。"


def test_switch_for_reports_before_confirmation_counts_them(world):
    world.bring_to("submitted")
    assert numbers(heat_of(world.year, pending=True)) == [[("R5", 1, 1, 100, 4)]]


def test_measure_that_is_out_of_the_count_is_in_no_share(world):
    world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("休止"))
    assert numbers(heat_of(world.year)) == [[("R5", 0, 0, None, 0)]]


def test_earlier_years_stand_beside_this_one(world, next_year):
    assert numbers(heat_of(next_year)) == [[("R5", 1, 1, 100, 4), ("R6", 0, 0, None, 0)]]
    assert heat_of(next_year).finding == "順調・完了の割合は、R5に100%です。"


def test_open_year_before_counts_live(world):
    world.bring_to("confirmed")
    later = open_next(world)
    assert numbers(heat_of(later)) == [[("R5", 1, 1, 100, 4), ("R6", 0, 0, None, 0)]]


def test_closed_year_keeps_its_share_whatever_becomes_of_the_plan(world, next_year):
    elsewhere = world.plan.policies.create(number=9, name="新しい方針")
    Measure.objects.update(direction=elsewhere.directions.create(number=1, name="新しい方向性"))
    assert numbers(heat_of(world.year)) == [[("R5", 1, 1, 100, 4)]]


def test_heat_map_of_a_closed_year_never_counts_an_open_one(world):
    """R5 stays open while R6 is closed: what R5 comes to later is no part of R6 as it was."""
    later = open_next(world)
    left = dict.fromkeys(later.reports.values_list("pk", flat=True), "災害対応")
    editions.close_year(later, by=world.people["secretariat"], reasons=left)
    before = numbers(heat_of(later))
    assert before == [[("R6", 0, 0, None, 0)]]
    world.bring_to("confirmed")
    assert numbers(heat_of(later)) == before


def test_dashboard_writes_the_share_in_words(client, world, next_year):
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:dashboard", args=[next_year.pk])).content.decode()
    assert "<strong>100%</strong>" in page and "（1／1件）" in page and "判断した施策なし" in page
