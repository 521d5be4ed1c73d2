"""The plan in the read API: public, of the plan in force, page by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import ChronologyEvent, Indicator, Measure, MeasureTag, Plan
from tests.progress.conftest import World, make_indicator, make_world

pytestmark = pytest.mark.one_database

API = "/api/v1"
# (address, most statements), whatever the plan's size.
LISTS = {
    "plan/": 5,
    "policies/": 4,
    "directions/": 4,
    "measures/": 11,
    "yearly-directions/": 4,
    "indicators/": 6,
    "chronology/": 3,
}


@pytest.fixture
def world(db) -> World:
    return make_world()


def read(client, address: str) -> dict:
    response = client.get(f"{API}/{address}")
    assert response.status_code == 200, response.content.decode()
    return response.json()


def keys(client, address: str) -> list[str]:
    return [each["key"] for each in read(client, address)["results"]]


def test_the_tree_goes_from_the_plan_down_to_its_measures(client, world):
    tree = read(client, "plan/")
    assert (tree["title"], tree["period"]) == ("試験市DX計画", "令和5年度〜令和7年度")
    assert tree["policies"] == [
        {
            "number": 1,
            "label": "I",
            "name": "窓口の改善",
            "aim": "",
            "directions": [
                {
                    "number": 1,
                    "name": "書かない窓口",
                    "measures": [
                        {"key": "I-1-1", "code": "I-1-1", "name": "施策I-1-1"},
                        {"key": "I-1-2", "code": "I-1-2", "name": "施策I-1-2"},
                    ],
                }
            ],
        }
    ]


def test_without_a_plan_there_is_no_tree_and_lists_are_empty(client, db):
    assert client.get(f"{API}/plan/").json()["code"] == "not_found"
    assert read(client, "measures/")["results"] == []


def test_a_measure_says_all_that_the_plan_says_of_it(client, world):
    assert read(client, "measures/I-1-1/") == {
        "key": "I-1-1",
        "code": "I-1-1",
        "name": "施策I-1-1",
        "group": "",
        "summary": "",
        "policy": {"number": 1, "label": "I", "name": "窓口の改善"},
        "direction": {"number": 1, "name": "書かない窓口"},
        "divisions": ["情報課", "市民課", "各課"],
        "effects": [],
        "years": [
            {
                "fiscal_year": 2023,
                "fiscal_year_name": "令和5年度",
                "printed": "導入・運用",
                "planned": "導入・運用",
            }
        ],
        "indicators": ["I-1-1"],
        "related": [],
        "first_day": None,
        "last_day": None,
        "ending": "",
        "successors": [],
        "predecessors": [],
        "tags": None,
    }


def test_a_measure_says_what_goes_on_with_it_and_staff_are_told_its_tags(client, world):
    ended, after = Measure.objects.order_by("order")
    ended.successors.set([after])
    days = {"first_day": None, "last_day": None}
    tag = {"kind": "総合計画", "name": "柱", "edition": "第4次"}
    MeasureTag.objects.create(measure=ended, **tag)
    told = {each["key"]: each for each in read(client, "measures/")["results"]}
    assert (told["I-1-1"]["successors"], told["I-1-1"]["predecessors"]) == (["I-1-2"], [])
    assert (told["I-1-2"]["successors"], told["I-1-2"]["predecessors"]) == ([], ["I-1-1"])
    assert told["I-1-1"]["tags"] is None
    client.force_login(world.people["reporter"])
    assert read(client, "measures/I-1-1/")["tags"] == [tag | days]
    assert read(client, "measures/I-1-2/")["tags"] == []


def test_an_indicator_has_its_targets_as_texts_that_lose_nothing(client, world):
    found = read(client, "indicators/I-1-1/")
    assert (found["kind"], found["unit"], found["measured_as"]) == ("number", "件", "stock")
    assert [each["code"] for each in found["measures"]] == ["I-1-1", "I-1-2"]
    assert found["targets"] == [
        {
            "fiscal_year": 2023,
            "fiscal_year_name": "令和5年度",
            "role": "target",
            "value": "10",
            "year_assumed": False,
            "applies_from": 0,
            "withdrawn": False,
            "reason": "",
            "source": "",
        }
    ]
    assert found["predecessor"] is None
    assert found["measures"][0]["last_fiscal_year"] is None


def test_an_indicator_by_a_changed_definition_names_the_one_before_and_its_years(client, world):
    new = make_indicator(world.plan, "I-1-1-2", world.measure)
    new.measure_indicators.update(first_fiscal_year=2024)
    new.predecessor = world.indicator
    new.save()
    world.indicator.measure_indicators.update(last_fiscal_year=2023)
    found = read(client, "indicators/I-1-1-2/")
    assert (found["predecessor"], found["measures"][0]["first_fiscal_year"]) == ("I-1-1", 2024)
    assert read(client, "indicators/I-1-1/")["measures"][0]["last_fiscal_year"] == 2023


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["I-1-1", "I-1-2"]),
        ("?ordering=-order", ["I-1-2", "I-1-1"]),
        ("?division=道路課", ["I-1-2"]),
        ("?division=どの課でもない", []),
        ("?policy=1&direction=1", ["I-1-1", "I-1-2"]),
        ("?policy=2", []),
        ("?active_in=2024", ["I-1-1"]),
        ("?page_size=1&page=2", ["I-1-2"]),
        ("?page=9", []),
    ],
)
def test_measures_are_chosen_by_what_is_asked(client, world, asked, found):
    Measure.objects.filter(key="I-1-2").update(last_day="2024-03-31")
    assert keys(client, f"measures/{asked}") == found


def test_directions_indicators_and_events_are_chosen_by_what_is_asked(client, world):
    ChronologyEvent.objects.create(plan=world.plan, year=2019, month=5, event="ＡＩの導入")
    ChronologyEvent.objects.create(plan=world.plan, year=2020, month=1, event="規程の改正")
    events = read(client, "chronology/?ordering=-when")["results"]
    assert [each["when"] for each in events] == ["令和2年1月", "令和元年5月"]
    assert read(client, "chronology/?q=ai")["count"] == 1
    assert read(client, "chronology/?year=2020")["count"] == 1
    assert keys(client, "indicators/?measure=I-1-2") == ["I-1-1"]
    assert keys(client, "indicators/?kind=milestone") == []
    years = read(client, "yearly-directions/?measure=I-1-2&fiscal_year=2023")["results"]
    assert [each["measure"]["key"] for each in years] == ["I-1-2"]
    assert read(client, "directions/?policy=1")["results"][0]["measures"] == 2
    assert read(client, "policies/")["results"][0]["measures"] == 2


def test_of_another_plan_nothing_is_read(client, world):
    old = Plan.objects.create(
        title="前の計画", city="試験市", first_fiscal_year=2000, last_fiscal_year=2001
    )
    Indicator.objects.create(plan=old, key="old", name="前", kind="qualitative")
    assert keys(client, "indicators/") == ["I-1-1"]
    assert client.get(f"{API}/indicators/old/").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_much_of_ten_times_the_plan(client, world, address):
    ChronologyEvent.objects.create(plan=world.plan, year=2019, month=4, event="出来事")
    asked = [statements(client, address)]
    first = Measure.objects.first()
    for number in range(20):
        more = Measure.objects.create(
            plan=world.plan, direction=first.direction, key=f"k{number}", code=f"c{number}",
            name="施策", order=number + 2,
        )  # fmt: skip
        more.measure_divisions.create(division=world.divisions["lead"])
        more.yearly_directions.create(fiscal_year=2023)
        more.related.set([first])
        indicator = Indicator.objects.create(
            plan=world.plan, key=f"k{number}", name="指標", kind="qualitative"
        )
        indicator.targets.create(fiscal_year=2023)
        more.measure_indicators.create(indicator=indicator)
        ChronologyEvent.objects.create(plan=world.plan, year=2019, month=5, event=f"出来事{number}")
    asked.append(statements(client, address))
    assert asked[0] == asked[1] <= LISTS[address]


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


def test_staff_read_how_an_indicator_is_defined_and_nobody_else(client, world):
    Indicator.objects.update(definition="月ごとの件数の合計")
    assert read(client, "indicators/I-1-1/")["definition"] is None
    client.force_login(world.people["other"])
    assert read(client, "indicators/I-1-1/")["definition"] == "月ごとの件数の合計"
    assert read(client, "indicators/")["results"][0]["definition"] == "月ごとの件数の合計"


def test_words_of_the_plan_are_read_with_what_they_mean(client, world):
    Plan.objects.update(missing_words={"being_compiled": "調査中"})
    client.force_login(world.people["other"])
    told = read(client, "words/")["results"]
    assert [
        (each["vocabulary"], each["word"], each["meaning"], each["order"]) for each in told
    ] == [
        ("progress", "順調", "on_track", 0),
        ("progress", "遅れ", "late", 1),
        ("progress", "休止", "suspended", 2),
        ("outlook", "継続", "continue", 0),
        ("outlook", "見直し", "review", 1),
        ("missing", "未報告", "not_reported", 0),
        ("missing", "対象外", "not_applicable", 1),
        ("missing", "測定前", "not_yet_measured", 2),
        ("missing", "調査中", "being_compiled", 3),
    ]
    late = told[1]
    assert (late["needs_reason"], late["counts"], late["told"]) == (True, True, "遅れています。")
    assert told[3]["counts"] is None
    only = read(client, "words/?vocabulary=outlook")
    assert [each["word"] for each in only["results"]] == ["継続", "見直し"]
