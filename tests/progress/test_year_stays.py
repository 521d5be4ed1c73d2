"""The year one works in stays: menu, title and every link of a page keep the page's year."""

import re
from html import unescape
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from progress.models import (
    Approval,
    Contribution,
    Correction,
    EvidenceFile,
    FollowUp,
    Meeting,
    ProgressReport,
    Publication,
    ReviewYear,
)
from progress.year import verbs as year_verbs
from tests.access_table import LOOKS
from tests.city import addresses, furnish, names_in_addresses

LINK = re.compile(r'<a [^>]*?href="([^"#]+)[^"]*"')
SWITCH = re.compile(r'<nav class="year-nav".*?</nav>', re.S)
HEADING = re.compile(r"<h1>(.*?)</h1>", re.S)
# Where an address names an object by `pk`: what it is, and where that says its year.
OBJECTS = {
    "reports": (ProgressReport, "year_id"),
    "meetings": (Meeting, "year_id"),
    "corrections": (Correction, "report__year_id"),
    "follow-ups": (FollowUp, "decision__report__year_id"),
    "approvals": (Approval, "year_id"),
    "publications": (Publication, "report__year_id"),
    "contributions": (Contribution, "report__year_id"),
    "evidence": (EvidenceFile, "report__year_id"),
}
# They show the newest year where none is asked for: a link from a page of a year asks.
ASKED_FOR = {"policies", "measures"}
NONE_ASKED = 0


def year_of(address: str) -> int | None:
    """The year that an address leads to; None where it is of no year."""
    parts = urlsplit(unescape(address))
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    head = parts.path.split("/")[1]
    if "year_id" in match.kwargs:
        return match.kwargs["year_id"]
    if head in OBJECTS and "pk" in match.kwargs:
        model, column = OBJECTS[head]
        return model.objects.values_list(column, flat=True).filter(pk=match.kwargs["pk"]).first()
    if asked := parse_qs(parts.query).get("year"):
        return int(asked[0])
    return NONE_ASKED if head in ASKED_FOR and not match.url_name.startswith("note") else None


@pytest.fixture
def city(world):
    """Two years stand open: the newer one has begun too, and nothing of it is written."""
    furnish(world)
    year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due="2099-05-31"
    )
    return world


def pages(city, client, role: str):
    """A role's pages of the older year: address and text, in every state of a report."""
    client.force_login(city.people[role])
    rows = [row for row in LOOKS if row.answers[role] == "200" and not row.models]
    for state, lines in groupby(rows, key=lambda row: row.state):
        with transaction.atomic():
            city.bring_to(state)
            names = names_in_addresses(city)
            for address in (each for row in lines for each in addresses(row, names)):
                if year_of(address) != city.year.pk:
                    continue
                response = client.get(address)
                if response.headers["Content-Type"].startswith("text/html"):
                    yield address, response.content.decode()
            transaction.set_rollback(True)


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "number"), [("secretariat", 40), ("head", 10), ("council", 7)])
def test_every_link_of_a_page_keeps_the_year_of_the_page_and_its_heading_names_it(
    city, client, role, number
):
    wrong, unnamed, seen = set(), set(), set()
    for address, text in pages(city, client, role):
        seen.add(resolve(address.partition("?")[0]).url_name)
        for link in LINK.findall(SWITCH.sub("", text)):
            if year_of(link) not in (None, city.year.pk):
                wrong.add(f"{address}: {unescape(link)}")
        heading = HEADING.search(text)
        if heading and not {"R5", "令和5年度"} & set(re.findall("R5|令和5年度", heading[1])):
            unnamed.add(f"{address}: {heading[1]}")
    assert sorted(wrong) == []
    assert sorted(unnamed) == []
    assert len(seen) > number


def test_address_of_a_year_is_read_as_a_link_leads(city):
    older, newer = city.year.pk, ReviewYear.objects.newest().pk
    assert year_of(f"/years/{newer}/queue/") == newer
    assert year_of(f"/reports/{city.report.pk}/review/") == older
    assert year_of(f"/policies/?year={older}&amp;pending=1") == older
    assert year_of(f"/measures/{city.measure.pk}/") == NONE_ASKED
    assert year_of("/library/") is None


@pytest.mark.parametrize("name", ["queue", "publish_bulk", "year_amounts", "errata_list"])
def test_switch_of_years_leads_to_the_same_page_of_the_other_year(city, client, name):
    client.force_login(city.people["secretariat"])
    older, newer = city.year.pk, ReviewYear.objects.newest().pk
    page = client.get(reverse(f"progress:{name}", args=[older]))
    urls = [each["url"] for each in page.context["year_links"]]
    assert urls == [reverse(f"progress:{name}", args=[pk]) for pk in (newer, older)]


def test_switch_on_the_page_of_a_report_leads_to_the_list_it_came_from(city, client):
    newer = ReviewYear.objects.newest().pk
    city.bring_to("submitted")
    for role, address in (
        ("secretariat", f"/years/{newer}/queue/"),
        ("council", f"/years/{newer}/"),
    ):
        client.force_login(city.people[role])
        name = "report_review" if role == "secretariat" else "report_paper"
        page = client.get(reverse(f"progress:{name}", args=[city.report.pk]))
        links = page.context["year_links"]
        assert (links[0]["url"], [each["current"] for each in links]) == (address, [False, True])


def test_page_of_a_measure_stays_in_the_year_that_is_judged(city, client):
    """The next year is open and blank: it is shown where it is asked for."""
    client.force_login(city.people["secretariat"])
    newer = ReviewYear.objects.newest()
    city.bring_to("submitted")
    url = reverse("progress:measure_detail", args=[city.measure.pk])

    def shown(address: str) -> str:
        return client.get(address, follow=True).context["report"].year.short_label

    assert shown(url) == "R5"
    assert shown(f"{url}?year={newer.pk}") == "R6"
    assert shown(reverse("progress:measure_year", args=[newer.pk, city.measure.pk])) == "R6"
    page = client.get(url).content.decode()
    next_one = ProgressReport.objects.get(year=newer, measure=city.measure)
    assert "令和6年度（R6）の報告を入力する" in page
    assert reverse("progress:report_edit", args=[next_one.pk]) in page
    assert next_one.get_absolute_url() in page


def test_without_anything_written_the_page_of_a_measure_is_of_the_newest_year_that_has_begun(
    city, client
):
    client.force_login(city.people["secretariat"])
    url = reverse("progress:measure_detail", args=[city.measure.pk])
    ReviewYear.objects.filter(fiscal_year=2024).update(opened_on="2099-01-01")
    assert client.get(url).context["report"].year.short_label == "R5"
