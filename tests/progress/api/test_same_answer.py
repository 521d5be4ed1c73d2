"""Each object answers each role alike, whichever door it is asked at: API, page, file, admin.

A word is put into each part of a report; who finds it on the measure's page must find it in the
API, and nobody else. Files give all staff what counts, and so does the API.
"""

import json
from itertools import product

import pytest
from django.test import Client

from progress.models import IndicatorResult, ProgressReport
from tests.access_table import ROLES
from tests.progress.api.test_views import API, REPORT, YEAR
from tests.progress.conftest import World

pytestmark = pytest.mark.one_database

PEOPLE = (*ROLES, "co_owner", "department")
STATES = ("draft", "submitted", "confirmed", "evaluated")
# A word in each part of the report.
PARTS = {
    "言葉甲を行った。": "done",
    "言葉乙が残る。": "issues",
    "言葉丙のため。": "progress_reason",
    "言葉丁を確かめた。": "secretariat_note",
}
COUNTED = "言葉戊を公表する。"
SAID = "言葉己と述べた。"


@pytest.fixture(params=STATES)
def city(request, world: World) -> World:
    report = world.bring_to(request.param)
    if request.param in ("confirmed", "evaluated"):
        world.decide(report, opinion=SAID)
    ProgressReport.objects.filter(pk=report.pk).update(
        public_text=COUNTED, **{name: word for word, name in PARTS.items()}
    )
    IndicatorResult.objects.update(value=4321)
    return world


def text_of(client: Client, address: str) -> str:
    """What an address says; nothing for who may not have it."""
    response = client.get(address)
    if response.status_code != 200:
        return ""
    is_json = response["Content-Type"].startswith("application/json")
    return str(json.loads(response.content)) if is_json else response.content.decode()


def client_of(city: World, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(city.people[role])
    return client


def test_each_role_finds_in_the_api_what_its_pages_show(city):
    by_api, by_page = {}, {}
    for role in PEOPLE:
        client = client_of(city, role)
        report = text_of(client, API + REPORT)
        decisions = text_of(client, f"{API}{YEAR}decisions/")
        page = text_of(client, city.measure.get_absolute_url())
        by_api |= {(role, word): word in report for word in PARTS}
        by_api[role, SAID] = SAID in decisions
        by_page |= {(role, word): word in page for word in (*PARTS, SAID)}
    assert {each: by_api[each] for each in by_api if by_api[each] != by_page[each]} == {}
    assert any(by_api.values()) and not all(by_api.values())


def test_what_counts_is_read_as_in_files(city):
    counts = city.fresh().counts
    for role in ("anonymous", "other", "council", "secretariat"):
        client = client_of(city, role)
        file = text_of(client, f"/years/{city.year.pk}/reports.json")
        shown = client.get(API + REPORT).json().get("public_text", "")
        results = text_of(client, f"{API}{YEAR}results/")
        found = [COUNTED in file, COUNTED in shown, "4321" in file, "4321" in results]
        assert found == [counts and role != "anonymous"] * 4, role


def test_the_admin_shows_nothing_that_the_api_does_not(city):
    address = f"/admin/progress/progressreport/{city.report.pk}/change/"
    for role in ("secretariat", "administrator"):
        client = client_of(city, role)
        report, admin = text_of(client, API + REPORT), text_of(client, address)
        assert {word for word in PARTS if word in admin} <= {
            word for word in PARTS if word in report
        }


def test_systems_and_the_plan_are_read_as_on_pages(world):
    pairs = {"systems/": "/systems/", "terms/": "/glossary/", "chronology/": "/chronology/"}
    for role, (address, page) in product(ROLES, pairs.items()):
        client = client_of(world, role)
        on_page, by_api = (client.get(each).status_code == 200 for each in (page, API + address))
        # What is the plan's is public: only by program, and on the public pages.
        assert by_api == (on_page or address != "systems/"), (role, address)
