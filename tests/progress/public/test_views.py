"""The public pages: what they say, to whom, and for how long."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import ProgrammingError
from django.template.loader import render_to_string
from django.utils import timezone

from progress.models import ProgressReport, ReviewYear
from progress.public import middleware
from progress.public.addresses import PUBLIC
from progress.publication import verbs as publication
from sakado_dx import errors

YEAR = "/public/years/2023/"
MEASURE = f"{YEAR}measures/I-1-1/"
PAGES = (
    "/public/", YEAR, f"{YEAR}policies/1/", f"{YEAR}opinions/", f"{YEAR}errata/", MEASURE,
    "/public/glossary/", "/public/about/", "/public/accessibility/", "/public/years/",
)  # fmt: skip
PICTURES = (
    f"{YEAR}policies-wide.svg",
    f"{MEASURE}chart-1-wide.svg",
    f"{MEASURE}chart-1-narrow.svg",
)


@pytest.fixture
def published(world):
    """The world's first report, evaluated and published since yesterday."""
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=timezone.localdate() - timedelta(days=1))
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    return world


def publish_again(world) -> None:
    report = world.fresh()
    publication.publish(report, by=world.people["secretariat"], version=report.version)
    caches["public"].clear()


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_pages_come_without_a_cookie_and_may_be_kept_for_a_minute(published, client):
    for address in (*PAGES, *PICTURES):
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies and "Vary" not in response
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["X-Frame-Options"] == "DENY"
        assert "default-src" in response["Content-Security-Policy"]
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        if address.endswith("/"):
            page = response.content.decode()
            assert "<script" not in page and "<form" not in page


def test_each_address_is_among_those_that_are_tried():
    # The chart of a year, that of an indicator; and what test_revisions tries.
    assert len(PUBLIC) == len(PAGES) + 2 + 2


def test_a_page_that_is_kept_asks_the_database_nothing(
    published, client, django_assert_num_queries
):
    with django_assert_num_queries(3):  # the years, this one, and the measure's own
        first = client.get(MEASURE)
    with django_assert_num_queries(0):
        assert client.get(MEASURE).content == first.content


def test_a_page_asks_little_however_much_is_published(
    published, client, django_assert_max_num_queries
):
    most = {"/public/glossary/": 5, MEASURE: 3}
    for address in PAGES:
        with django_assert_max_num_queries(most.get(address, 2)):
            client.get(address)


def test_nothing_shows_before_the_day(published, client):
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    assert "公表されている実績は、まだありません" in text_of(client, "/public/")
    found = {address: client.get(address).status_code for address in (YEAR, MEASURE, *PICTURES)}
    assert set(found.values()) == {404}


def test_what_was_taken_back_is_gone_within_a_minute(published, client):
    report = published.fresh()
    assert "窓口の様式" in text_of(client, MEASURE)
    by = published.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")
    caches["public"].clear()  # what a minute does
    for address in (MEASURE, *PICTURES):
        response = client.get(address)
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"
        assert "ページが見つかりません" in response.content.decode()
        assert not response.cookies


def test_what_is_withheld_says_so_without_its_reason(published, client):
    reasons = {"progress": "係争中", "results": "精査中", "outlook": "調整中"}
    ProgressReport.objects.filter(pk=published.report.pk).update(withheld=reasons)
    publish_again(published)
    page = text_of(client, MEASURE)
    assert page.count("公表していません") >= 4
    assert not any(reason in page for reason in reasons.values())
    assert client.get(f"{MEASURE}chart-1-wide.svg").status_code == 404
    assert "1施策は、進捗を公表していません" in text_of(client, "/public/")


@pytest.mark.parametrize(("withheld", "told"), [((), "―"), (("進捗",), "公表していません")])
def test_a_year_without_a_mark_says_why(withheld, told):
    content = {"withheld": withheld, "progress": None, "public_text": ""}
    later = [{"label": "令和6年度", "url": "/public/", "content": content}]
    context = {"said": [{"later": later}], "shown": {"short_label": "R5", "fiscal_year": 2023}}
    page = render_to_string("progress/public/opinions.html", context)
    assert f"進捗：{told}" in page


def test_the_overview_counts_what_is_published_out_of_all(published, client):
    page = text_of(client, "/public/")
    assert "2施策のうち<strong>1施策</strong>" in page
    assert "（順調・完了など）は<strong>1施策</strong>" in page
    assert "1施策は、まだ公表していないか、公表の対象ではありません" in page
    assert f'href="{MEASURE}"' in page and "I-1-2" not in page


def test_a_measure_shows_what_was_done_and_its_figures(published, client):
    page = text_of(client, MEASURE)
    assert "窓口の様式を見直した。" in page and "情報課" in page
    assert "目標10件に対し実績12件" in page
    assert "<td>12</td>" in page


def test_nothing_can_be_sent(published, client):
    for method in (client.post, client.put, client.delete, client.options):
        assert method("/public/").status_code == 405


def test_an_address_without_its_slash_leads_on(published, client):
    response = client.get(YEAR[:-1])
    assert (response.status_code, response["Location"]) == (301, YEAR)


def test_who_is_signed_in_reads_the_same(published, client):
    shown = client.get(MEASURE).content
    caches["public"].clear()
    client.force_login(published.people["secretariat"])
    assert client.get(MEASURE).content == shown


def test_a_name_that_is_not_this_portals_is_refused(published, client):
    assert client.get("/public/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(("only", "status"), [(True, 503), (False, 500)])
def test_views_that_may_not_be_read_yet_put_the_site_at_rest(
    client, settings, monkeypatch, only, status
):
    """After a migration the role of a site for citizens may not read the views made anew."""

    def refused(request):
        raise ProgrammingError("permission denied for view public_years")

    settings.PUBLIC_ONLY = only
    monkeypatch.setattr(middleware, "_made", refused)
    client.raise_request_exception = False
    response = client.get("/public/")
    assert response.status_code == status
    page = response.content.decode()
    assert ("ただいま休止しています" in page) is only
    assert "しばらくしてから" in page and "事務局" not in page and "保存" not in page


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_what_goes_wrong_is_told_in_the_words_of_the_public_pages(settings, rf, name):
    for only, address, is_public in (
        (True, "/", True), (False, "/public/", True), (False, "/help/", False),
    ):  # fmt: skip
        settings.PUBLIC_ONLY = only
        page = errors._bare(rf.get(address), f"{name}.html", int(name)).content.decode()
        assert (settings.PUBLIC_NAME in page, settings.SERVICE_NAME in page) == (
            is_public, not is_public,
        )  # fmt: skip


def test_a_head_is_answered_without_a_body_and_with_its_length(published, client):
    page, head = client.get(MEASURE), client.head(MEASURE)
    assert head.content == b"" and head["ETag"] == page["ETag"]
    assert head["Content-Length"] == page["Content-Length"] == str(len(page.content))


def test_a_number_written_otherwise_is_no_second_address_of_a_page(published, client):
    assert client.get("/public/years/2023/").status_code == 200
    assert client.get("/public/years/02023/").status_code == 404
    assert client.get("/public/years/2023/policies/01/").status_code == 404


def test_a_large_file_is_kept_packed_and_one_too_large_for_that_not_at_all(
    published, client, monkeypatch, django_assert_num_queries
):
    address = "/public/data/dictionary/"
    page = client.get(address)
    size = len(page.content)
    caches["public"].clear()
    monkeypatch.setattr(middleware, "LARGEST", size - 1)
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address)
    assert first.content == again.content == page.content
    assert again["Content-Length"] == str(size)
    caches["public"].clear()
    monkeypatch.setattr(middleware, "LARGEST", 10)
    assert client.get(address).content == client.get(address).content == page.content
