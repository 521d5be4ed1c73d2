"""Whatever the address of a list asks for, the list answers and says what it could not use; a HEAD
of any page is the GET without its body."""

import os
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest

from sakado_dx.lists import FILE, SORT
from sakado_dx.organization.limits import LONGEST_QUERY
from tests.access_table import LOOKS
from tests.city import names_in_addresses
from tests.exports import exports
from tests.progress.conftest import World, world
from tests.test_access_table import city, client_of, visits

__all__ = ["city", "world"]

pytestmark = pytest.mark.one_database

IN_FULL = bool(os.environ.get("TEST_LONG"))
ODD = ("x" * 200, str(2**63), "-1", "2026-13-45", "①", "\ud83d\ude00", "9" * 50, ["1", "x", "2"])
OF_NO_FORM = (SORT, "year", "pending", "since", "edition", "stand_ins")


def odd_queries(fields: list[str]):
    """Queries that give each field an odd value; in the long run each of them."""
    for first in range(len(ODD) if IN_FULL else 2):
        values = islice(cycle(ODD), first * 3, None)
        query = urlencode(dict(zip(fields, values, strict=False)), doseq=True, errors="replace")
        assert len(query) < LONGEST_QUERY
        yield query


def test_every_list_says_what_it_could_not_use(city: World):
    client, names, wrong = client_of("secretariat", city), names_in_addresses(city), []
    asked = 0
    for address in exports("list"):
        address = address.format(**names)
        fields = [each for each in client.get(address).context["form"].fields if each != FILE]
        for query in odd_queries([*fields, *OF_NO_FORM]):
            response = client.get(f"{address}?{query}")
            asked += 1
            if response.status_code == 404:  # a year that there is not
                continue
            if response.status_code != 200:
                wrong.append((address, query, response.status_code))
                continue
            refused = [field.name for field in response.context["form"] if field.errors]
            told = response.content.decode().count("errorlist")
            shown = response.context["list"]
            if len(refused) > told and not shown.is_empty:  # an empty list has no filters
                wrong.append((address, query, refused))
    assert wrong == []
    assert asked > 40


def test_every_address_refuses_what_no_page_could_mean(city: World):
    client, answers = client_of("secretariat", city), {}
    for _, address in visits(LOOKS[:: 1 if IN_FULL else 9], city):
        joined = f"{address}{'&' if '?' in address else '?'}"
        odd = [] if "/api/" in address else ["page=-1", "page=%00", "x=%00"]
        for query in [*odd, "x=" + "y" * LONGEST_QUERY]:
            answers[joined + query] = client.get(joined + query).status_code
    assert {each: code for each, code in answers.items() if code != 400} == {}
    assert len(answers) > 100


def test_head_is_what_get_answers_without_its_body(city: World):
    client, wrong, asked = client_of("secretariat", city), [], 0
    for _, address in visits(LOOKS[:: 1 if IN_FULL else 9], city):
        whole, head = client.get(address), client.head(address)
        asked += 1
        if _told(head) != _told(whole) or b"".join(head) or "Content-Length" not in head.headers:
            wrong.append((address, _told(head), _told(whole)))
    assert wrong == []
    assert asked > 30


def _told(response) -> tuple[int, dict[str, str]]:
    """Status and headers, but for those of each answer alone (a page says a message once)."""
    own = ("X-Request-ID", "Expires", "Content-Length")
    told = {name: value for name, value in response.headers.items() if name not in own}
    return response.status_code, told
