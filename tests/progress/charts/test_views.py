"""The addresses of pictures: who gets which figures, and what browsers may keep."""

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from html import unescape
from urllib.parse import unquote

import pytest
from django.urls import reverse
from matplotlib.figure import Figure

from measures.models import Indicator, IndicatorTarget, Plan
from progress.models import IndicatorResult
from progress.year.verbs import open_year
from tests.progress.closing import close_year
from tests.progress.corrections.test_verbs import close, confirm, propose, result

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def council(world, client):
    client.force_login(world.people["council"])
    return client


def picture_of(world, shape="wide"):
    return reverse("progress:indicator_chart", args=[world.indicator.pk, world.year.pk, shape])


def policies_of(world, shape="wide"):
    return reverse("progress:policy_chart", args=[world.year.pk, shape])


def shows(response, text):
    """Whether a picture holds a label: matplotlib names each beside its paths."""
    return f"<!-- {text} -->" in response.content.decode()


@pytest.mark.parametrize("shape", ["wide", "narrow", "small"])
def test_an_indicators_picture_is_an_svg(world, council, shape):
    response = council.get(picture_of(world, shape))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<?xml")


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_progress_by_policy_is_an_svg(world, council, shape):
    response = council.get(policies_of(world, shape))
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert shows(response, "確認前 2")


def test_a_picture_has_a_security_policy_of_its_own(world, council):
    for address in (picture_of(world), policies_of(world)):
        policy = council.get(address)["Content-Security-Policy"]
        assert sorted(policy.split("; ")) == sorted(POLICY.split("; "))


def test_a_browser_asks_each_time_and_gets_the_picture_only_when_it_changed(world, council):
    first = council.get(picture_of(world))
    assert first["Cache-Control"] == "private, no-cache"
    again = council.get(picture_of(world), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "private, no-cache")
    world.bring_to("confirmed")
    changed = council.get(picture_of(world), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def pictures_on(page: str) -> set[str]:
    """The addresses of the pictures that a page shows."""
    found = re.findall(r'(?:src|srcset)="(/(?!static)[^"]+\.svg[^"]*)"', page)
    return {unescape(address) for address in found}


@pytest.mark.parametrize("state", ["draft", "submitted", "confirmed", "closed"])
def test_a_page_seen_again_asks_for_no_picture(world, council, state):
    """Each picture of a page is the one that its address is stamped with, and is kept."""
    world.bring_to("evaluated" if state == "closed" else state)
    if state == "closed":
        others = world.year.reports.exclude(pk=world.report.pk).values_list("pk", flat=True)
        reasons = dict.fromkeys(others, "災害対応のため")
        close_year(world.year, by=world.people["secretariat"], reasons=reasons)
    year, pictures = world.year.pk, set()
    for page in (
        reverse("progress:dashboard", args=[year]),
        f"{reverse('progress:dashboard', args=[year])}?pending=1",
        reverse("progress:measure_detail", args=[world.measure.pk]),
        reverse("progress:measure_year", args=[year, world.measure.pk]),
        reverse("progress:policy_detail", args=[world.measure.direction.policy_id]),
    ):
        pictures |= pictures_on(council.get(page, follow=True).content.decode())
    kept = {address: council.get(address)["Cache-Control"] for address in pictures}
    assert len(kept) > 3
    assert set(kept.values()) == {"private, max-age=31536000, immutable"}


def test_an_address_of_figures_that_no_longer_stand_shows_todays_and_is_asked_again(world, council):
    before = f"{picture_of(world).removesuffix('.svg')}/0123456789abcdef.svg"
    world.bring_to("confirmed")
    response = council.get(before)
    assert response["Cache-Control"] == "private, no-cache"
    assert shows(response, "12")


@pytest.mark.parametrize("state", ["draft", "returned", "submitted"])
def test_figures_of_reports_that_are_not_confirmed_are_not_shown(world, council, state):
    world.bring_to(state)
    response = council.get(picture_of(world))
    assert shows(response, "未報告") and not shows(response, "12")
    assert shows(council.get(policies_of(world)), "確認前 2")


def test_confirmed_figures_are_shown(world, council):
    world.bring_to("confirmed")
    response = council.get(picture_of(world))
    assert shows(response, "12") and not shows(response, "未報告")
    assert shows(council.get(policies_of(world)), "順調 1")


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [("council", True), ("secretariat", True), ("head", False), ("executive", True)],
)
def test_the_switch_adds_what_is_submitted_for_whoever_reads_it(world, client, role, is_shown):
    world.bring_to("submitted")
    client.force_login(world.people[role])
    assert shows(client.get(f"{picture_of(world)}?pending=1"), "12") is is_shown
    assert shows(client.get(f"{policies_of(world)}?pending=1"), "順調 1") is is_shown


def test_the_switch_never_adds_a_draft(world, council):
    world.bring_to("draft")
    assert not shows(council.get(f"{picture_of(world)}?pending=1"), "12")


def test_the_picture_of_a_year_leaves_later_years_out(world, council):
    report = world.bring_to("confirmed")
    secretary = world.people["secretariat"]
    open_year(world.plan, by=secretary, fiscal_year=2024, report_due=world.year.report_due)
    before = council.get(picture_of(world)).content
    IndicatorResult.objects.create(
        indicator=world.indicator,
        fiscal_year=2024,
        report=report,
        status="reported",
        value=Decimal(77),
    )
    assert council.get(picture_of(world)).content == before


def test_an_indicators_picture_is_downloaded_for_word_as_png(world, council):
    world.bring_to("confirmed")
    page = council.get(reverse("progress:measure_detail", args=[world.measure.pk]))
    address = reverse("progress:indicator_chart_png", args=[world.indicator.pk, world.year.pk])
    assert f'<a href="{address}" download>' in page.content.decode()
    response = council.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")
    assert unquote(response["Content-Disposition"]).endswith("R5 処理件数.png")


def test_progress_by_policy_is_downloaded_too(world, council):
    response = council.get(reverse("progress:policy_chart_png", args=[world.year.pk]))
    assert response.content.startswith(b"\x89PNG")
    assert unquote(response["Content-Disposition"]).endswith("R5 基本方針別の進捗.png")


@pytest.fixture
def broken_program(monkeypatch):
    """matplotlib as it behaves where its font or its memory is gone."""

    def refuse(*arguments, **options):
        raise MemoryError

    monkeypatch.setattr(Figure, "savefig", refuse)


def test_where_a_drawing_fails_a_picture_says_so_and_the_page_keeps_its_table(
    world, council, broken_program
):
    world.bring_to("confirmed")
    page = council.get(reverse("progress:measure_detail", args=[world.measure.pk])).content.decode()
    assert '<th scope="row">R5</th><td class="num">10</td><td class="num">12</td>' in page
    assert "処理件数：目標10件に対し実績12件（120.0%）。目標を達成しています。" in page
    for address in pictures_on(page):
        response = council.get(address)
        told = response.content.decode()
        assert "図を描けませんでした。" in told and "数値は表をご覧ください。" in told
        assert ElementTree.fromstring(told).tag.endswith("svg")
        kept = (response["Content-Type"], response["Cache-Control"], response.get("ETag"))
        assert kept == ("image/svg+xml", "no-store", None)


def test_where_a_drawing_fails_the_download_says_so(world, council, broken_program):
    response = council.get(reverse("progress:policy_chart_png", args=[world.year.pk]))
    assert response.status_code == 500
    assert response.content.decode() == "図を描けませんでした。数値は表をご覧ください。"


def test_an_earlier_editions_page_shows_the_pictures_of_its_own_figures(world, council):
    world.bring_to("evaluated")
    close(world)
    place = f"result-{world.indicator.pk}"
    confirm(world, propose(world, place, result("17")))
    page = reverse("progress:measure_year", args=[world.year.pk, world.measure.pk])
    told = {}
    for query in ("", "?edition=1", "?edition=2"):
        shown = council.get(page + query).content.decode()
        address = next(each for each in sorted(pictures_on(shown)) if "/wide/" in each)
        response = council.get(address)
        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        told[query] = shows(response, "12"), shows(response, "17")
    assert told == {"": (False, True), "?edition=1": (True, False), "?edition=2": (False, True)}
    asked = f"?edition=9&measure={world.measure.pk}"
    assert council.get(picture_of(world) + asked).status_code == 404


def test_who_holds_no_place_today_gets_no_picture(world, client):
    client.force_login(world.people["nobody"])
    assert client.get(picture_of(world)).status_code == 404
    assert client.get(policies_of(world)).status_code == 404


def test_without_a_login_there_is_no_picture(world, client):
    assert client.get(picture_of(world)).status_code == 302


def test_pictures_are_only_looked_at(world, council):
    assert council.post(picture_of(world)).status_code == 405
    assert council.head(picture_of(world)).status_code == 200


@pytest.mark.parametrize("shape", ["huge", "WIDE", "..", "wide.svg"])
def test_there_are_no_other_shapes(world, council, shape):
    assert council.get(f"/indicators/1/chart/{world.year.pk}/{shape}.svg").status_code == 404
    assert council.get(f"/years/{world.year.pk}/policies-{shape}.svg").status_code == 404


@pytest.mark.parametrize(("kind", "label"), [("milestone", "期限"), ("qualitative", "未報告")])
def test_an_indicator_without_numbers_has_a_picture_too(world, council, kind, label):
    Indicator.objects.update(kind=kind, unit="", measured_as="")
    IndicatorTarget.objects.update(value=None)
    for shape in ("wide", "narrow", "small", "screen"):
        assert shows(council.get(picture_of(world, shape)), label)


def test_an_indicator_without_targets_shows_its_actuals_alone(world, council):
    world.bring_to("confirmed")
    world.indicator.targets.all().delete()
    response = council.get(picture_of(world))
    assert shows(response, "12") and not shows(response, "目標 10")


def test_a_year_of_another_plan_has_no_picture_of_this_indicator(world, council):
    other = Plan.objects.create(
        title="別の計画", city="試験市", first_fiscal_year=2023, last_fiscal_year=2025
    )
    world.year.plan = other
    world.year.save()
    assert council.get(picture_of(world)).status_code == 404


def test_a_kept_picture_costs_five_queries(world, client, django_assert_num_queries):
    """Session, user with standing, targets with their indicator, results, cache."""
    client.force_login(world.people["head"])
    client.get(picture_of(world))
    with django_assert_num_queries(5):
        client.get(picture_of(world))


def test_what_the_browser_has_is_not_even_read_from_the_cache(
    world, client, django_assert_num_queries
):
    client.force_login(world.people["head"])
    etag = client.get(picture_of(world))["ETag"]
    with django_assert_num_queries(4):
        client.get(picture_of(world), headers={"if-none-match": etag})


def test_progress_by_policy_costs_five_queries(world, client, django_assert_num_queries):
    """Session, user with standing, year, reports, cache."""
    client.force_login(world.people["head"])
    client.get(policies_of(world))
    with django_assert_num_queries(5):
        client.get(policies_of(world))
