"""The old definition of an indicator beside the new one, of what both years publish."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from progress.judging.facts import Figure, Past, Reference
from progress.models import Publication
from progress.public.charts import series_of
from progress.publication.content import PUBLICATIONS, content_of
from progress.publication.indicators import public_indicator
from progress.publication.published import PublishedYear, published_years
from progress.reading.years import edition_of
from tests.progress.open_data.published import publish

pytestmark = pytest.mark.one_database


def both_years(world) -> tuple[PublishedYear, PublishedYear]:
    """A year, and the one before, in which the measure was judged by another indicator."""
    publish(world)
    publication = Publication.objects.get()
    content = content_of(publication)
    (new,) = content.indicators
    past = Past("旧の指標", "件", (Figure(2022, "reported", Decimal(99)),))
    facts = replace(new.facts, first_fiscal_year=2023, past=replace(past, figures=()))
    changed = replace(content, indicators=(replace(new, facts=facts),))
    publication.pk, publication.edition = None, 2
    publication.content = PUBLICATIONS.encode(changed)
    publication.save(force_insert=True)
    (year,) = published_years(timezone.localdate())
    old = replace(
        new,
        key="old",
        facts=replace(new.facts, name="旧の指標"),
        figure=Figure(2022, "reported", Decimal(7)),
    )
    (report,) = year.reports
    before = replace(report, content=replace(content, year=2022, indicators=(old,)))
    return year, replace(year, fiscal_year=2022, reports=(before,))


def shown(*years: PublishedYear):
    """The indicator of the first of these years, with what all of them publish of the measure."""
    [series] = series_of(years[0], {each.fiscal_year: each.reports[0].content for each in years})
    return series


def test_what_earlier_years_publish_of_the_old_definition_stands_beside_the_new(world):
    year, before = both_years(world)
    series = shown(year, before)
    assert [each.value for each in series.indicator.facts.past.figures] == [7]
    assert "指標の定義が変わりました（変更前は「旧の指標」）" in series.note
    assert "灰色は変更前の定義による実績" in series.note
    assert series.chart is not None and list(series.figures) == [2023]


def test_what_the_earlier_year_withholds_does_not(world):
    year, before = both_years(world)
    (report,) = before.reports
    (old,) = report.content.indicators
    content = replace(report.content, indicators=(old.without_result(),))
    before = replace(before, reports=(replace(report, content=content),))
    series = shown(year, before)
    assert series.indicator.facts.past.figures == () and "灰色" not in series.note
    assert "変更前は「旧の指標」" in series.note


def test_a_publication_names_the_old_definition_and_holds_no_figure_of_it(world):
    world.bring_to("evaluated")
    (part, *_) = edition_of(world.fresh()).indicators
    figures = (Figure(2022, "reported", Decimal(99)),)
    past = Past("旧の指標", "件", figures, (Reference(2022, Decimal(98), "数え直し"),))
    told = public_indicator(replace(part, facts=replace(part.facts, past=past)), 2023)
    assert told.facts.past == Past("旧の指標", "件")


def test_the_page_says_it(world):
    both_years(world)
    page = Client().get("/public/years/2023/measures/I-1-1/").content.decode()
    assert "変更前は「旧の指標」" in page
