"""What every address of the read API keeps to, shown on one of them."""

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client
from model_bakery import baker

from measures import api as plan_api
from sakado_dx.organization import middleware
from sakado_dx.organization.backends import network_of

pytestmark = pytest.mark.one_database

ADDRESS = "/api/v1/measures/"
READ = "/api/v1/"


@pytest.fixture
def measures(plan):
    policy = baker.make("measures.Policy", plan=plan, number=1, name="方針")
    direction = baker.make("measures.Direction", policy=policy, number=1, name="方向性")
    for order in range(3):
        baker.make(
            "measures.Measure", plan=plan, direction=direction, key=f"k{order}", code=f"c{order}",
            name=f"施策{order}", order=order, summary="",
        )  # fmt: skip


def faults(response) -> dict[str, str]:
    assert response.status_code == 400
    body = response.json()
    assert body["code"] == "invalid_parameter"
    return {each["name"]: each["message"] for each in body["parameters"]}


def test_a_page_says_how_many_there_are_and_where_the_next_one_is(client, measures):
    page = client.get(f"{ADDRESS}?page_size=2&fields=key").json()
    assert page == {
        "count": 3,
        "page": 1,
        "page_size": 2,
        "pages": 2,
        "next": f"http://testserver{ADDRESS}?fields=key&page=2&page_size=2",
        "previous": None,
        "results": [{"key": "k0", "code": "c0"}, {"key": "k1", "code": "c1"}],
    }
    last = client.get(page["next"]).json()
    assert (last["next"], [each["key"] for each in last["results"]]) == (None, ["k2"])
    assert client.get(last["previous"]).json() == page


def test_some_items_alone_may_be_asked_for(client, measures):
    assert client.get(f"{ADDRESS}k0/?fields=name,first_day").json() == {
        "key": "k0", "code": "c0", "name": "施策0", "first_day": None,
    }  # fmt: skip
    assert "使える項目は key" in faults(client.get(f"{ADDRESS}?fields=name,secret"))["fields"]


@pytest.mark.parametrize(
    ("asked", "name", "said"),
    [
        ("?colour=red", "colour", "このパラメーターはありません。"),
        ("?page=1&page=2", "page", "同じパラメーターは一つだけにしてください。"),
        ("?page=0", "page", "この値は1以上にしてください。"),
        ("?page=", "page", "有効な整数を入力してください。"),
        ("?page=１", "page", "有効な整数を入力してください。"),
        ("?page=1_0", "page", "有効な整数を入力してください。"),
        ("?page_size=201", "page_size", "この値は200以下にしてください。"),
        ("?policy=99999999999999999999", "policy", "この値は32767以下にしてください。"),
        ("?policy=-1", "policy", "この値は1以上にしてください。"),
        ("?ordering=secret", "ordering", "使える値は order、-order です。"),
        ("?division=%01", "division", "使えない文字が含まれています。"),
        ("?division=", "division", "この項目は空にできません。"),
        (
            "?division=" + "あ" * 101,
            "division",
            "この項目が100文字より長くならないようにしてください。",
        ),
        ("?" + "9" * 3000 + "=1", "9" * 3000, "このパラメーターはありません。"),
    ],
)
def test_what_may_not_be_asked_is_refused_by_name(client, db, asked, name, said):
    assert faults(client.get(ADDRESS + asked)) == {name: said}


def test_more_than_anybody_asks_for_is_refused_with_its_bound(client):
    answer = client.get(f"{ADDRESS}?division={'x' * 4000}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "（4,009文字。4,000文字まで）" in answer.json()["message"]


@pytest.mark.parametrize("key", ["%00", "a%0Ab", "%FF%FE", "k" * 3000, "9" * 400, "%F0%9F%98%80"])
def test_odd_addresses_are_not_found(client, measures, key):
    response = client.get(f"{ADDRESS}{key}/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("address", ["nowhere/", "measures", "measures/k0", "a/b/c.json", "%00"])
def test_what_is_no_address_of_the_api_is_answered_as_one(client, db, address):
    response = client.get(READ + address)
    assert response["Content-Type"] == "application/json"
    assert response.json()["code"] == "not_found"
    assert response.json()["request_id"] == response["X-Request-ID"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_but_reading_is_taken(measures, method):
    client = Client(enforce_csrf_checks=False)
    response = getattr(client, method)(ADDRESS)
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"
    assert client.head(ADDRESS).status_code == 200


def test_what_is_known_already_is_not_sent_again(client, measures):
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache" and "Cookie" in first["Vary"]
    assert client.get(ADDRESS, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_is_read_with_a_login_is_kept_by_nobody(reader, measures):
    assert reader.get(ADDRESS)["Cache-Control"] == "private, no-store"


def test_other_sites_read_only_where_they_are_named(client, measures, settings):
    theirs = {"Origin": "https://www.example.jp"}
    assert "Access-Control-Allow-Origin" not in client.get(ADDRESS, headers=theirs)
    settings.API_ORIGINS = ["https://www.example.jp"]
    answer = client.get(ADDRESS, headers=theirs)
    assert answer["Access-Control-Allow-Origin"] == "https://www.example.jp"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Origin" in answer["Vary"]
    other = client.get(ADDRESS, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other


def test_an_address_asks_so_often_and_no_more(measures, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    settings.TLS_PROXY = True
    caches["throttle"].clear()
    here, there = ({"X-Forwarded-For": f"1.2.3.4, {each}"} for each in ("10.0.0.1", "10.0.0.2"))
    client = Client()
    assert [client.get(ADDRESS, headers=here).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(ADDRESS, headers=here)
    assert refused.json()["code"] == "too_many_requests"
    assert 0 < int(refused["Retry-After"]) <= 61
    assert client.get(ADDRESS, headers=there).status_code == 200
    caches["throttle"].clear()


def test_who_has_a_login_is_not_counted(reader, measures, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    assert [reader.get(ADDRESS).status_code for _ in range(3)] == [200] * 3


def test_an_unreachable_database_is_told_as_such(client, measures, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(plan_api.MeasureList, "rows", fail)
    response = client.get(ADDRESS)
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert response["Retry-After"] == "30"
    assert "ETag" not in response


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [(RuntimeError, 500, "server_error"), (OperationalError, 503, "unavailable")],
)
def test_what_breaks_outside_of_a_view_is_told_as_json_too(db, monkeypatch, raised, status, code):
    def fail(*args):
        raise raised

    monkeypatch.setattr(middleware, "keep_alive_or_end", fail)
    response = Client(raise_request_exception=False).get(ADDRESS)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["request_id"] == response["X-Request-ID"]


def test_too_many_parameters_are_refused(client, db):
    response = client.get(ADDRESS + "?" + "&".join(f"p{n}=1" for n in range(1200)))
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
    ],
)
def test_addresses_of_one_network_are_counted_together(address, counted_as):
    assert network_of(address) == counted_as
