"""A year or a measure is taken back while somebody saves: one of the two comes first.

20 rounds in `make test`, 1,000 with TEST_LONG=1. Who loses is told in words and has his text.
"""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from progress.models import ProgressReport, ReviewYear, StatusChange
from progress.year import back_verbs as back
from progress.year import verbs as years
from tests.progress.conftest import World, make_world
from tests.racing import Browser, Racers, rounds

ROUNDS = rounds(1000, 20)
WHY = {"reason": "対象の誤り"}
TEXT = "間に合わせた文"


@pytest.fixture
def world(own_database) -> World:
    world = make_world()
    world.leave_parts_open()
    return world


def saving(world: World, browser: Browser, report: ProgressReport):
    address = reverse("progress:report_edit", args=[report.pk])
    return partial(browser.post, address, {"version": 0, "done": TEXT})


def assert_one_came_first(world: World, pk: int, taken_back, saved) -> None:
    """By the answers and by the rows: either the text stands and the report, or neither."""
    is_saved = ProgressReport.objects.filter(pk=pk, done=TEXT, state="draft").exists()
    assert ProgressReport.objects.filter(pk=pk).exists() is is_saved
    assert StatusChange.objects.filter(report=pk).count() == is_saved
    if is_saved:
        assert (saved.status_code, taken_back.status_code) == (302, 409)
    else:
        assert (saved.status_code in (404, 409), taken_back.status_code) == (True, 302)
        assert saved.status_code == 404 or TEXT in saved.content.decode()


def test_of_saving_and_taking_a_measure_out_one_happens(world):
    secretary, reporter = (Browser(world.people[who]) for who in ("secretariat", "reporter"))
    url = reverse("progress:measure_take_out", args=[world.year.pk, world.measure.pk])
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            report = ProgressReport.objects.get(measure=world.measure)
            take_out = partial(secretary.post, url, WHY | {"version": 0})
            answers = racers.run([take_out, saving(world, reporter, report)])
            assert_one_came_first(world, report.pk, *answers)
            begin_anew(world)


def begin_anew(world: World) -> None:
    """The measure with a report that is 未入力."""
    by = world.people["secretariat"]
    left = ProgressReport.objects.with_measure().filter(measure=world.measure).first()
    if left is not None:
        StatusChange.objects.filter(report=left).delete()
        left.results.all().delete()
        ProgressReport.objects.filter(pk=left.pk).update(state="not_started", version=0, done="")
        back.take_out_measure(world.fresh(left), by=by, version=0, **WHY)
    back.add_measure(world.year, world.measure, by=by, **WHY)


def test_of_saving_and_taking_the_opening_back_one_happens(world):
    secretary, reporter = (Browser(world.people[who]) for who in ("secretariat", "reporter"))
    by, year = world.people["secretariat"], world.year
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            report = year.reports.get(measure=world.measure)
            url = reverse("progress:year_undo_open", args=[year.pk])
            undo = partial(secretary.post, url, WHY)
            answers = racers.run([undo, saving(world, reporter, report)])
            assert_one_came_first(world, report.pk, *answers)
            if ReviewYear.objects.exists():
                StatusChange.objects.all().delete()
                ProgressReport.objects.update(state="not_started", version=0, done="")
                back.undo_open(year, by=by, **WHY)
            due = date(2099, 5, 31)
            year = years.open_year(world.plan, by=by, fiscal_year=2023, report_due=due)
