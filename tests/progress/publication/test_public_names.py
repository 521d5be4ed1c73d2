"""A report that is published before the revision's 公表日 tells the names that are public."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from measures.models import Measure
from progress.models import PlanEdition, ReviewYear
from progress.plan_editions.writing import write_edition
from progress.publication import pages
from progress.publication import verbs as publication
from progress.publication.content import content_of
from progress.workflow.refusals import NotAllowed
from tests.progress.conftest import World

pytestmark = pytest.mark.one_database


@pytest.fixture
def renamed(world: World) -> World:
    """The plan's first edition is public; a revision renamed a measure within the year."""
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=timezone.localdate())
    first = write_edition(world.plan, effective_on=date(2023, 4, 1), by="事務局")
    PlanEdition.objects.filter(pk=first.pk).update(published_on=date(2023, 4, 1))
    Measure.objects.filter(pk=world.measure.pk).update(name="カナリアの名")
    write_edition(world.plan, effective_on=date(2023, 10, 1), by="事務局")
    return world


def publish(world: World) -> str:
    report = world.fresh()
    publication.publish(report, by=world.people["secretariat"], version=report.version)
    newest = report.publications.order_by("-edition").first()
    return content_of(newest).measure.name


@pytest.mark.parametrize("days", [None, 1])
def test_the_new_name_is_not_published_before_its_day(renamed, days):
    day = days and timezone.localdate() + timedelta(days=days)
    PlanEdition.objects.filter(effective_on=date(2023, 10, 1)).update(published_on=day)
    assert publish(renamed) == "施策I-1-1"
    [row] = pages.to_publish(renamed.year, timezone.localdate()).done
    assert row.content.measure.name == "施策I-1-1"


def test_from_its_day_on_it_is(renamed):
    PlanEdition.objects.update(published_on=timezone.localdate())
    assert publish(renamed) == "カナリアの名"


def test_a_plan_of_which_no_edition_is_public_is_named_as_it_stands(renamed):
    PlanEdition.objects.update(published_on=None)
    assert publish(renamed) == "カナリアの名"


def refused(world: World) -> str:
    """Why the report cannot be published, as the page and the verb say it."""
    rows = pages.to_publish(world.year, timezone.localdate()).refused
    row = next(each for each in rows if each.row.pk == world.report.pk)
    with pytest.raises(NotAllowed) as refusal:
        publish(world)
    assert row.refusal == str(refusal.value)
    return row.refusal


def test_what_a_withheld_revision_begins_is_not_published_before_it(renamed):
    PlanEdition.objects.filter(effective_on=date(2023, 10, 1)).update(published_on=None)
    Measure.objects.filter(pk=renamed.measure.pk).update(key="N-1")
    assert refused(renamed).startswith("この施策は、公表日の来ていない")


def test_a_report_is_not_published_that_is_judged_by_a_withheld_target(renamed):
    PlanEdition.objects.filter(effective_on=date(2023, 10, 1)).update(published_on=None)
    renamed.indicator.targets.create(fiscal_year=2023, value=11, applies_from=2023)
    assert refused(renamed).startswith("成果指標「処理件数」の目標は、公表日の来ていない")
    PlanEdition.objects.update(published_on=timezone.localdate())
    assert publish(renamed) == "カナリアの名"
