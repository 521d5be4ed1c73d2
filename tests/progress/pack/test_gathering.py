"""What papers are made of is read once, in as many statements for one measure as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures.models import Direction, Indicator
from progress.models import ProgressReport
from progress.pack.gathering import gather
from tests.progress.conftest import make_indicator, make_measure
from tests.progress.pack.papers import order_of, plan_meeting

pytestmark = pytest.mark.one_database


def gathered(world, meeting):
    with CaptureQueriesContext(connection) as statements:
        found = gather(order_of(world, meeting), timezone.now(), timezone.localdate())
    return found, len(statements)


def test_papers_take_the_same_statements_for_ten_measures_as_for_two(world):
    world.bring_to("confirmed")
    meeting = plan_meeting(world)
    found, few = gathered(world, meeting)
    assert (len(found.measures), len(found.items)) == (2, 2)
    for number in range(3, 11):
        lead = [world.divisions["lead"]]
        measure = make_measure(world.plan, Direction.objects.get(), f"I-1-{number}", number, lead)
        make_indicator(world.plan, measure.code, measure)
        report = ProgressReport.objects.create(year=world.year, measure=measure)
        told = {"state": "confirmed", "version": 3, "submitted_at": timezone.now()}
        ProgressReport.objects.filter(pk=report.pk).update(**told, **world.complete)
        meeting.agenda.create(report=report, order=number)
    found, many = gathered(world, meeting)
    assert (len(found.measures), len(found.items)) == (10, 10)
    assert many == few


def test_agenda_stands_in_its_order_with_todays_causes(world):
    world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("遅れ"))
    found, _ = gathered(world, plan_meeting(world))
    assert [(each.label, each.title, each.handling) for each in found.items] == [
        ("案件1", "I-1-1 施策I-1-1", "審議"), ("案件2", "次期計画の策定について", "審議"),
    ]  # fmt: skip
    assert found.items[0].causes[0] == "進捗は「遅れ」です。"
    assert found.verdict == (
        "順調・完了は0〜1件です（集計した1件、確認前の1件）。今回の審議事項は2件です。"
    )


def test_year_has_what_a_council_must_see_in_the_place_of_an_agenda(world):
    world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("遅れ"))
    found, _ = gathered(world, None)
    assert [each.title for each in found.items] == ["I-1-1 施策I-1-1"]
    assert found.paper is None


@pytest.mark.parametrize("kind", ["number", "milestone"])
def test_each_picture_that_a_page_shows_is_among_the_pictures(world, kind):
    world.bring_to("confirmed")
    Indicator.objects.update(kind=kind)
    found, _ = gathered(world, None)
    pages = [each for page in found.measures for each in page.indicators if each.chart]
    shown = {each.chart["narrow_url"] for each in pages}
    assert len(shown) == 1  # two measures share it
    assert {found.chart["wide_url"], *shown} == set(found.pictures)
