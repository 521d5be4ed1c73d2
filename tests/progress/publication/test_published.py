"""What citizens may see on a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from progress.models import Publication, ReviewYear
from progress.publication import verbs as publication
from progress.publication.content import content_of
from progress.publication.published import published_year, published_years

DAY = date(2024, 9, 1)


@pytest.fixture
def published(world):
    """The world's first report, published for the day."""
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=DAY)
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    return world


def publish_again(world) -> None:
    world.fresh().results.update(value=15)
    report = world.fresh()
    publication.publish(report, by=world.people["secretariat"], version=report.version)


def test_a_year_shows_from_its_day_on(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert published_years(DAY - timedelta(days=1)) == ()
    with django_assert_num_queries(2):
        (year,) = published_years(DAY)
    row = Publication.objects.get()
    assert (year.fiscal_year, year.publish_on, year.measures) == (2023, DAY, 2)
    assert [(each.report_id, each.edition, each.at) for each in year.reports] == [
        (published.report.pk, 1, row.at)
    ]
    assert year.reports[0].content == content_of(row)
    assert year.report("I-1-1") == year.reports[0] and year.report("I-1-2") is None
    assert (year.label, year.short_label, year.frame.city) == ("令和5年度", "R5", "試験市")


def test_the_newest_edition_counts(published):
    publish_again(published)
    year = published_year(2023, DAY)
    assert [each.edition for each in year.reports] == [2]
    assert year.changed_at == Publication.objects.get(edition=2).at


def test_what_was_taken_back_is_gone_and_its_year_with_it(published):
    report = published.fresh()
    by = published.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")
    assert published_years(timezone.localdate()) == ()
    assert published_year(2023, timezone.localdate()) is None


def test_a_year_without_a_day_is_not_public(world):
    assert published_years(DAY) == ()
    assert published_year(2023, DAY) is None
