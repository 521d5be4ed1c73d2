"""The admin of reports, results, years and indicators."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from progress.models import IndicatorResult, StatusChange
from tests.conftest import sign_in
from tests.filled_forms import fields_of

READ_ONLY = ["progressreport", "indicatorresult", "statuschange"]


@pytest.fixture
def sign(world):
    """A client of one of the world's people."""

    def as_person(name: str) -> Client:
        client = Client()
        sign_in(client, world.people[name])
        return client

    return as_person


def test_administrator_without_another_role_sees_no_results(world, sign):
    world.bring_to("confirmed")
    client = sign("administrator")
    for url in ("/admin/progress/indicatorresult/", "/admin/progress/progressreport/"):
        assert client.get(url).status_code == 403
    page = client.get("/imports/new/").content.decode()
    assert "progress.indicatorresult" not in page and "measures.measure:" in page


def test_lists_lead_to_the_wizard_for_who_may_take_them_in(world, sign):
    link = "/imports/new/?list=progress.indicatorresult"
    address = "/admin/progress/indicatorresult/"
    assert link in sign("secretariat").get(address).content.decode()


@pytest.mark.parametrize("model", READ_ONLY)
def test_reports_results_and_records_are_only_shown(world, sign, model):
    world.bring_to("confirmed")
    client = sign("secretariat")
    pk = {
        "progressreport": world.report.pk,
        "indicatorresult": IndicatorResult.objects.get().pk,
        "statuschange": StatusChange.objects.first().pk,
    }[model]
    base = f"/admin/progress/{model}"
    assert client.get(f"{base}/").status_code == 200
    page = client.get(f"{base}/{pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(f"{base}/{pk}/change/", {"state": "draft"}).status_code == 403
    assert client.get(f"{base}/add/").status_code == 403
    assert client.post(f"{base}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_measures_are_deleted_by_nobody(world, sign):
    for name in ("secretariat", "administrator"):
        url = f"/admin/measures/measure/{world.measure.pk}/delete/"
        assert sign(name).post(url, {"post": "yes"}).status_code == 403


def test_page_of_an_indicator_shows_its_chart_and_its_targets(world, sign):
    world.bring_to("confirmed")
    page = sign("secretariat").get(f"/admin/measures/indicator/{world.indicator.pk}/change/")
    html = page.content.decode()
    assert "/wide/" in html
    assert 'value="令和5年度"' in html


@pytest.mark.parametrize(
    "path",
    ["measures/measure", "measures/indicator", "progress/progressreport", "progress/indicatorresult",
     "progress/statuschange", "glossary/term", "systems_inventory/informationsystem"],
)  # fmt: skip
def test_lists_ask_as_often_for_one_row_as_for_many(
    world, sign, path, django_assert_max_num_queries, sakado_rows
):
    client = sign("secretariat")
    with django_assert_max_num_queries(16):
        assert client.get(f"/admin/{path}/").status_code == 200


@pytest.fixture
def sakado_rows(world):
    """Twelve measures with indicators and confirmed reports, terms and systems."""
    from model_bakery import baker

    from progress.models import ProgressReport
    from tests.progress.conftest import make_indicator, make_measure

    direction = world.measure.direction
    for number in range(3, 13):
        code = f"I-1-{number}"
        measure = make_measure(world.plan, direction, code, number, [world.divisions["lead"]])
        indicator = make_indicator(world.plan, code, measure)
        report = ProgressReport.objects.create(year=world.year, measure=measure)
        IndicatorResult.objects.create(
            indicator=indicator, report=report, fiscal_year=2023, status="reported", value=1
        )
        StatusChange.objects.create(
            report=report, verb="save", from_state="not_started", to_state="draft", version=1,
            by=world.people["reporter"], at="2024-05-01T00:00:00+09:00",
        )  # fmt: skip
        term = baker.make("glossary.Term", plan=world.plan, term=code)
        system = baker.make("systems_inventory.InformationSystem", plan=world.plan, name=term.term)
        baker.make(
            "systems_inventory.SystemDivision", system=system, division=world.divisions["lead"]
        )


@pytest.mark.parametrize("path", [f"progress/{model}" for model in READ_ONLY] + [
    "measures/measure", "measures/indicator", "measures/policy", "measures/direction",
    "measures/effectkind", "measures/planword", "glossary/term",
    "systems_inventory/informationsystem", "progress/reviewyear",
])  # fmt: skip
def test_every_heading_and_label_is_japanese(world, sign, path, sakado_rows):
    client = sign("secretariat")
    html = client.get(f"/admin/{path}/").content.decode()
    rows = re.findall(rf'href="(/admin/{path}/\d+/change/)', html)
    page = html + (client.get(rows[0]).content.decode() if rows else "")
    words = re.findall(
        r"<(?:label|th|legend|h2|h3|summary|dt)[^>]*>(.*?)</(?:label|th|legend|h2|h3|summary|dt)>",
        page,
        re.S,
    )
    texts = {re.sub(r"<[^>]+>|\s+", " ", word).strip(" :") for word in words}
    english = {text for text in texts if re.search(r"[A-Za-z]{4,}", text)}
    assert english == set()


def test_revised_target_is_added_beside_the_old_one(preparing, sign):
    world = preparing
    client = sign("secretariat")
    url = reverse("admin:measures_indicator_change", args=[world.indicator.pk])
    page = fields_of(client.get(url).content.decode())
    new = {
        "targets-TOTAL_FORMS": "2", "targets-1-indicator": str(world.indicator.pk),
        "targets-1-fiscal_year": "令和7年度", "targets-1-role": "target", "targets-1-value": "15",
        "targets-1-applies_from": "R6", "targets-1-decided_on": "令和6年3月1日",
        "targets-1-reason": "見直し", "change_reason": "計画の見直し",
    }  # fmt: skip
    answer = client.post(url, page | new)
    assert answer.status_code == 302
    rows = world.indicator.targets.order_by("applies_from").values_list("value", "applies_from")
    assert [(int(value), since) for value, since in rows] == [(10, 0), (15, 2024)]
    assert "令和6年度" in client.get(url).content.decode()
