"""The inventory in the read API: for staff alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from model_bakery import baker

from systems_inventory.models import InformationSystem

pytestmark = pytest.mark.one_database

ADDRESS = "/api/v1/systems/"


@pytest.fixture
def systems(plan):
    for order, (name, category) in enumerate(
        [("住民記録", "基幹系"), ("地図", "GIS"), ("図書館", "")]
    ):
        row = InformationSystem.objects.create(plan=plan, name=name, category=category, order=order)
        division = baker.make("organization.Division", name=f"{name}課", reading="")
        row.system_divisions.create(division=division)


def test_strangers_are_asked_to_log_in(client, systems):
    response = client.get(ADDRESS)
    assert (response.status_code, response.json()["code"]) == (401, "login_needed")


def test_who_holds_no_place_any_more_finds_nothing(client, systems, stranger):
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["住民記録", "地図", "図書館"]),
        ("?category=GIS", ["地図"]),
        ("?category=none", ["図書館"]),
        ("?division=地図課", ["地図"]),
        ("?q=図", ["地図", "図書館"]),
    ],
)
def test_staff_read_the_inventory(reader, systems, asked, names):
    assert [each["name"] for each in reader.get(ADDRESS + asked).json()["results"]] == names


def test_a_system_says_what_is_registered_and_leaves_the_rest_blank(reader, systems):
    row = InformationSystem.objects.get(name="地図")
    row.vendor, row.cloud_state, row.renewal_year = "地図社", "移行済み", 2027
    row.save()
    row.amounts.create(fiscal_year=2025, budget=0)
    [found] = reader.get(f"{ADDRESS}?cloud_state=移行済み&renewal_year=2027").json()["results"]
    assert found == {
        "name": "地図",
        "category": "GIS",
        "divisions": ["地図課"],
        "vendor": "地図社",
        "contract_from": None,
        "contract_to": None,
        "renewal_year": 2027,
        "network_zone": "",
        "hosting": "",
        "standard_works": [],
        "standard_state": "",
        "standard_on": None,
        "cloud_state": "移行済み",
        "cloud_on": None,
        "amounts": [
            {"fiscal_year": 2025, "fiscal_year_name": "令和7年度", "budget": 0, "spent": None}
        ],
        "measures": [],
    }


def test_a_page_of_systems_asks_as_much_however_many(reader, plan, systems):
    with CaptureQueriesContext(connection) as few:
        reader.get(ADDRESS)
    for number in range(20):
        row = InformationSystem.objects.create(plan=plan, name=f"システム{number}")
        row.system_divisions.create(division=baker.make("organization.Division", reading=""))
    with CaptureQueriesContext(connection) as many:
        rows = reader.get(ADDRESS).json()["results"]
    assert (len(rows), len(few)) == (23, len(many))
    assert len(many) <= 9
