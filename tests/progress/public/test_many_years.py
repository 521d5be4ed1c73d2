"""Pages of a plan with twenty published years: those around, and the way to all others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from progress.models import Publication, ReviewYear
from progress.publication.content import PUBLICATIONS, content_of
from tests.progress.open_data.published import publish

FIRST, NEWEST = 2004, 2023


@pytest.fixture
def many_years(world):
    """The world's year, and what it publishes in each of the nineteen years before it."""
    publish(world)
    row, report = Publication.objects.get(), world.fresh()
    content = content_of(row)
    plan = replace(content.plan, first_fiscal_year=FIRST)
    for fiscal_year in range(NEWEST, FIRST - 1, -1):
        if fiscal_year != NEWEST:
            report.year = ReviewYear.objects.create(
                plan=world.plan, fiscal_year=fiscal_year, report_due=timezone.localdate(),
                publish_on=timezone.localdate() - timedelta(days=1),
            )  # fmt: skip
            report.pk = report.taken_decision = None
            report.save(force_insert=True)
        row.pk, row.report, row.edition = None, report, 2
        row.content = PUBLICATIONS.encode(replace(content, plan=plan, year=fiscal_year))
        row.save(force_insert=True)
    caches["public"].clear()
    return world


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def years_in(columns) -> list[str]:
    return [each.label for each in columns]


def test_strip_shows_the_years_around_and_leads_to_all(many_years, client):
    home = client.get("/public/")
    strip = home.context["strip"]
    assert years_in(strip.columns)[:5] == ["R1", "R2", "R3", "R4", "R5"]
    assert (strip.earlier, strip.later) == (2019, None)
    text = home.content.decode()
    assert "令和元年度（R1）より前の年度は、それぞれの年度のページで示します。" in text
    assert '<a href="/public/years/">すべての年度</a>' in text
    old = client.get("/public/years/2012/").context["strip"]
    assert years_in(old.columns) == [
        "H20", "H21", "H22", "H23", "H24", "H25", "H26", "H27", "H28",
    ]  # fmt: skip
    assert (old.earlier, old.later) == (2008, 2016)
    assert [len(line.cells) for line in old.lines] == [9]
    assert [cell.word for line in old.lines for cell in line.cells] == ["順調"] * 9


def test_menu_holds_the_newest_years_and_the_pages_own(many_years, client):
    newest = ["R5", "R4", "R3", "R2", "R1"]
    for address, own in (("/public/about/", []), ("/public/years/2012/", ["H24"])):
        page = client.get(address)
        assert [short for short, *_ in page.context["menu_years"]] == newest + own
        assert page.context["has_more_years"]
    whole = text_of(client, "/public/years/")
    for fiscal_year in range(FIRST, NEWEST + 1):
        assert f'<a href="/public/years/{fiscal_year}/">' in whole


def test_page_of_a_measure_leads_on_to_its_further_years(many_years, client):
    def others(fiscal_year: int):
        caches["public"].clear()
        return client.get(f"/public/years/{fiscal_year}/measures/I-1-1/").context["others"]

    newest = others(NEWEST)
    assert [each.label for each in newest.shown] == [
        "令和4年度", "令和3年度", "令和2年度", "令和元年度",
    ]  # fmt: skip
    assert (newest.earlier.url, newest.later) == ("/public/years/2019/measures/I-1-1/", None)
    middle = others(2012)
    assert (len(middle.shown), middle.earlier.label, middle.later.label) == (
        8, "平成20年度", "平成28年度",
    )  # fmt: skip
    text = text_of(client, f"/public/years/{NEWEST}/measures/I-1-1/")
    assert 'これより前の年度は、<a href="/public/years/2019/measures/I-1-1/">' in text
    seen, fiscal_year = {NEWEST}, NEWEST  # all are reached, one page leading on to the next
    while fiscal_year:
        found = others(fiscal_year)
        seen |= {int(each.url.split("/")[3]) for each in found.shown}
        fiscal_year = found.earlier and int(found.earlier.url.split("/")[3])
    assert seen == {*range(FIRST, NEWEST + 1)}


def test_what_a_page_reads_does_not_grow_with_the_years(
    many_years, client, django_assert_num_queries
):
    for address, number in (
        ("/public/", 2),
        ("/public/years/2012/", 2),
        ("/public/years/2012/opinions/", 2),
        ("/public/years/", 2),
        ("/public/years/2012/measures/I-1-1/", 3),
    ):
        with django_assert_num_queries(number):
            client.get(address)
    sizes = {}
    for place in (FIRST, 0):
        ReviewYear.objects.exclude(fiscal_year__gte=place or 2019).update(publish_on=None)
        caches["public"].clear()
        sizes[place] = len(client.get("/public/").content)
    assert sizes[FIRST] < 1.1 * sizes[0]


def test_copy_of_the_pages_holds_every_year(many_years, tmp_path):
    call_command("export_site", str(tmp_path / "site"))
    for fiscal_year in range(FIRST, NEWEST + 1):
        for place in ("", "measures/I-1-1/"):
            assert (tmp_path / "site" / "years" / str(fiscal_year) / place / "index.html").exists()
    assert (tmp_path / "site" / "years" / "index.html").exists()
