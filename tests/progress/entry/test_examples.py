"""他課の記載例: reports of others that all staff may read, the likest first, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.entry import examples_pages
from progress.models import ProgressReport
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import make_measure

pytestmark = pytest.mark.one_database  # what pages say is decided in Python


def other_report(world, **values) -> ProgressReport:
    """The other measure's report, as somebody has confirmed it."""
    fields = world.complete | {"state": "confirmed", "version": 3} | values
    ProgressReport.objects.exclude(pk=world.report.pk).update(**fields)
    return ProgressReport.objects.exclude(pk=world.report.pk).get()


def examples(world, role: str = "reporter") -> list[str]:
    standing = standing_of(world.people[role])
    return [
        each.said.texts["done"] for each in examples_pages.examples_for(standing, world.fresh())
    ]


def test_confirmed_report_of_another_measure_is_an_example(world):
    other_report(world, done="道路台帳を電子化した。")
    assert examples(world) == ["道路台帳を電子化した。"]


def test_report_that_is_not_confirmed_is_none(world):
    for state in ("draft", "returned", "submitted"):
        other_report(world, state=state)
        assert examples(world) == [], state


def test_own_report_is_none(world):
    world.bring_to("confirmed")
    assert examples(world) == []


def test_page_shows_them_to_who_may_write_the_report(client, world):
    other_report(world, done="道路台帳を電子化した。")
    url = reverse("progress:report_examples", args=[world.report.pk])
    client.force_login(world.people["reporter"])
    assert "道路台帳を電子化した。" in client.get(url).content.decode()
    client.force_login(world.people["council"])
    assert client.get(url).status_code == 403


def statements(world) -> int:
    report, standing = world.fresh(), standing_of(world.people["reporter"])
    with CaptureQueriesContext(connection) as queries:
        examples_pages.examples_for(standing, report)
    return len(queries)


def test_many_reports_are_cut_to_eight_and_ask_as_much_as_one(world):
    other_report(world)
    of_one = statements(world)
    direction, owners = world.measure.direction, [world.divisions["other"]]
    for place in range(9):
        measure = make_measure(world.plan, direction, f"I-1-{place + 10}", place + 10, owners)
        fields = world.complete | {"state": "confirmed", "version": 3}
        ProgressReport.objects.create(year=world.year, measure=measure, **fields)
    assert (len(examples(world)), statements(world)) == (examples_pages.MOST, of_one)


def test_report_with_the_same_word_comes_first(world):
    other_report(world, progress=world.word("遅れ"), progress_reason="契約", done="遅れた取組。")
    measure = make_measure(
        world.plan, world.measure.direction, "I-1-9", 9, [world.divisions["other"]]
    )
    fields = world.complete | {"state": "confirmed", "version": 3, "done": "順調な取組。"}
    ProgressReport.objects.create(year=world.year, measure=measure, **fields)
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("遅れ"))
    assert examples(world) == ["遅れた取組。", "順調な取組。"]
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("順調"))
    assert examples(world) == ["順調な取組。", "遅れた取組。"]
