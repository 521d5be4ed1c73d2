"""Every address of the portal has an expected answer for every role (tests/access_table.py).

An address without a line fails, and so does one that answers otherwise than its line says. A
look (GET) writes nothing; each action (POST) is tried on rows that are put back afterwards.

The secretariat asks for every line. Of the other roles each asks, in `make test`, for the lines that
answer it otherwise than the role beside it and for every fourth of the rest, with TEST_LONG=1 for
all.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve

from progress.models import ProgressReport
from tests.access_table import ACTIONS, LOOKS, ROLES, Row
from tests.ceilings import MOST_STATEMENTS, UNBOUNDED
from tests.city import FIELDS, addresses, furnish, names_in_addresses
from tests.exports import exports, gives_sheets
from tests.progress.conftest import World, world

__all__ = ["world"]

pytestmark = pytest.mark.usefixtures("charts_drawn_once")

# Who may do what is decided in Python: all roles walk on SQLite and in `make test-long`, and on
# PostgreSQL the one whose pages ask the most of it.
WALKING = (
    ROLES if connection.vendor == "sqlite" or os.environ.get("TEST_LONG") else ("secretariat",)
)
# A session is touched once a minute, a chart is kept when it is first drawn.
OF_SESSION = re.compile(r'SAVEPOINT|RELEASE|UPDATE "django_session"')
WRITING = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|portal_cache)', re.I)


@pytest.fixture
def city(world: World) -> World:
    return furnish(world)


def client_of(role: str, city: World) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(city.people[role])
    return client


def answer(response) -> str:
    """How the table writes an answer: its status, or `login` for the way there."""
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def ceiling_of(route: str) -> int:
    """How many statements a page may take, whoever asks and in whatever state its report is."""
    return UNBOUNDED if route.startswith("admin/") else MOST_STATEMENTS


def _number_of(queries) -> int:
    """The statements but for those that write a session which is a minute old."""
    return sum(not OF_SESSION.match(each["sql"]) for each in queries)


def version_of(city: World) -> int:
    """The report's version as it is stored."""
    return ProgressReport.objects.values_list("version", flat=True).get(pk=city.report.pk)


def all_routes(resolver=None, before: str = "") -> Iterator[str]:
    """The full route of every address of the resolver, as a match names it."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from all_routes(each, route)
        else:
            yield route.replace("^", "")


def visits(rows: list[Row], city: World) -> Iterator[tuple[Row, str]]:
    """Each line's addresses, with the report brought to its state; all is put back."""
    by_state = sorted(rows, key=lambda row: row.state)
    for state, lines in groupby(by_state, key=lambda row: row.state):
        with transaction.atomic():
            city.bring_to(state)
            names = names_in_addresses(city)
            for row in lines:
                yield from ((row, address) for address in addresses(row, names))
            transaction.set_rollback(True)


def asked_by(role: str, rows: list[Row]) -> list[Row]:
    """The lines that a role asks for: all, or its share of them."""
    if os.environ.get("TEST_LONG") or role == "secretariat":
        return rows
    place = ROLES.index(role)
    beside = ROLES[place - 1]
    return [
        row
        for number, row in enumerate(rows)
        if row.answers[role] != row.answers[beside] or number % 4 == place % 4
    ]


def test_every_line_is_asked_for_by_at_least_two_roles():
    for rows in (LOOKS, ACTIONS):
        asked = Counter(id(row) for role in ROLES for row in asked_by(role, rows))
        assert min(asked[id(row)] for row in rows) >= 2


def test_every_address_has_a_line(city):
    paths = [address.partition("?")[0] for _, address in visits(LOOKS, city)]
    reached = {resolve(path).route.replace("^", "") for path in paths}
    assert sorted(set(all_routes()) - reached) == []


@pytest.mark.parametrize("role", WALKING)
def test_every_look_is_answered_as_the_table_says_and_writes_nothing(city, role):
    client, wrong, written, giving = client_of(role, city), [], [], set()
    asked: Counter[str] = Counter()
    for row, address in visits(asked_by(role, LOOKS), city):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        got = answer(response)
        if gives_sheets(response):
            giving.add(resolve(address.partition("?")[0]).route)
        if got != row.answers[role]:
            wrong.append(f"{address} ({row.state}): {got}, not {row.answers[role]}")
        written += [each["sql"] for each in queries if WRITING.match(each["sql"])]
        if response.status_code == 200 and "html" in response["Content-Type"]:
            route = resolve(address.partition("?")[0]).route
            asked[route] = max(asked[route], _number_of(queries))
    assert wrong == []
    assert {route: most for route, most in asked.items() if most > ceiling_of(route)} == {}
    assert written == []
    names = names_in_addresses(city)
    named = {resolve(each.format(**names).partition("?")[0]).route for each in exports()}
    assert giving - named == set()


@pytest.mark.parametrize("role", WALKING)
def test_every_action_is_answered_as_the_table_says(city, role):
    client, wrong = client_of(role, city), []
    signed_in = client.cookies.output(header="")
    for row, address in visits(asked_by(role, ACTIONS), city):
        client.cookies.load(signed_in)
        with transaction.atomic():
            version = version_of(city)
            fields = FIELDS | {"version": version}
            got = answer(client.post(address, fields))
            got = "done" if version_of(city) != version else got
            transaction.set_rollback(True)
        if got != row.answers[role]:
            wrong.append(f"{address} ({row.state}): {got}, not {row.answers[role]}")
    assert wrong == []
