"""Measures that end, merge or are split, and their places in other plans, on pages and in lists."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import Measure, MeasureIndicator, MeasureTag
from progress.reading.codec import EDITIONS
from progress.reading.lineage import EndedIndicator, Lineage, Tag
from progress.reading.live_plan import measure_part
from progress.reading.years import edition_of, read_year
from tests.progress.conftest import make_measure

pytestmark = pytest.mark.one_database
LAST = date(2024, 9, 30)
FRONT = Tag("国の重点取組", "フロントヤード改革", "第4.0版")


@pytest.fixture
def merged(world):
    """The world's first measure merged into its second in the middle of R6, with tags."""
    Measure.objects.filter(pk=world.measure.pk).update(last_day=LAST, ending="merged")
    world.other = Measure.objects.get(code="I-1-2")
    world.measure.successors.add(world.other)
    told = {"kind": FRONT.kind, "name": FRONT.name, "edition": FRONT.edition}
    MeasureTag.objects.create(measure=world.measure, **told)
    MeasureTag.objects.create(
        measure=world.measure, kind="市長公約", name="旧公約", last_day=date(2020, 3, 31)
    )
    return world


def read(measure, day):
    rows = Measure.objects.with_levels().with_divisions().select_related("plan")
    return measure_part(rows.get(pk=measure.pk), day).lineage


def test_both_pages_lead_to_each_other(merged, client):
    client.force_login(merged.people["other"])
    page = client.get(merged.measure.get_absolute_url()).content.decode()
    assert "統合（令和6年9月30日まで）" in page
    assert f'<a href="{merged.other.get_absolute_url()}">I-1-2 施策I-1-2</a>' in page
    assert "国の重点取組：フロントヤード改革（第4.0版）" in page and "旧公約" not in page
    page = client.get(merged.other.get_absolute_url()).content.decode()
    assert "引き継いだ施策" in page
    assert f'<a href="{merged.measure.get_absolute_url()}">I-1-1 施策I-1-1</a>' in page


def test_a_split_measure_leads_to_all_that_go_on_with_it(merged):
    third = make_measure(merged.plan, merged.measure.direction, "I-1-3", 2, ())
    Measure.objects.filter(pk=merged.measure.pk).update(ending="split")
    merged.measure.successors.add(third)
    found = read(merged.measure, LAST)
    assert found == Lineage(
        ending="分割",
        successors=((merged.other.pk, "I-1-2 施策I-1-2"), (third.pk, "I-1-3 施策I-1-3")),
        tags=(FRONT,),
    )


def test_an_end_is_no_news_in_the_years_before(merged):
    before = date(2024, 3, 31)
    assert read(merged.measure, before) == Lineage(tags=(FRONT,))
    assert read(merged.other, before) == Lineage()
    assert read(merged.other, date(2024, 4, 1)).predecessors == (
        (merged.measure.pk, "I-1-1 施策I-1-1"),
    )


def test_an_indicator_that_ended_is_named_from_the_next_year_on(world):
    MeasureIndicator.objects.filter(measure=world.measure).update(last_fiscal_year=2023)
    assert read(world.measure, date(2024, 3, 31)).ended == ()
    (ended,) = read(world.measure, date(2024, 4, 1)).ended
    assert ended == EndedIndicator("成果目標", "処理件数", 2023)
    assert str(ended) == "成果目標：処理件数（令和5年度まで）"


def test_what_is_kept_of_a_year_holds_its_tags(merged):
    edition = edition_of(merged.fresh())
    assert EDITIONS.decode(EDITIONS.encode(edition)).plan == edition.plan
    assert edition.plan.lineage == Lineage(tags=(FRONT,))


def test_a_measure_is_read_in_one_query_whatever_goes_on_in_what(merged, django_assert_num_queries):
    measure = Measure.objects.with_levels().with_divisions().select_related("plan")
    measure = measure.get(pk=merged.measure.pk)
    with django_assert_num_queries(1):
        measure_part(measure, LAST)


def test_the_list_is_narrowed_to_a_tag(merged, client):
    client.force_login(merged.people["secretariat"])
    address = f"{reverse('progress:measure_list')}?year={merged.year.pk}"
    whole = client.get(address).content.decode()
    assert "ほかの計画での位置付け" in whole and "旧公約" not in whole
    page = client.get(f"{address}&tag={FRONT}").content.decode()
    assert "施策I-1-1" in page and "施策I-1-2" not in page


def test_a_plan_without_tags_has_no_such_filter(world, client):
    client.force_login(world.people["secretariat"])
    address = f"{reverse('progress:measure_list')}?year={world.year.pk}"
    assert "ほかの計画での位置付け" not in client.get(address).content.decode()
    assert all(row.tags == () for row in read_year(world.year).rows)
