"""The glossary in the read API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.glossary.test_views import make_term

pytestmark = pytest.mark.one_database

ADDRESS = "/api/v1/terms/"


def found(client, asked: str = "") -> list[str]:
    return [each["term"] for each in client.get(ADDRESS + asked).json()["results"]]


def test_terms_stand_in_the_order_of_the_kana_and_are_found_by_any_spelling(client, plan):
    make_term(plan, "ポータルサイト", "ぽーたるさいと", ("portal site",))
    make_term(plan, "AI", "えーあい", ("人工知能", "Artificial Intelligence"), explanation="技術。")
    make_term(plan, "アウトソーシング", "あうとそーしんぐ")
    assert found(client) == ["アウトソーシング", "ポータルサイト", "AI"]
    assert found(client, "?q=人工知能") == ["AI"]
    assert client.get(ADDRESS + "?q=AI").json()["results"] == [
        {
            "term": "AI",
            "reading": "えーあい",
            "explanation": "技術。",
            "aliases": ["人工知能", "Artificial Intelligence"],
        }
    ]


def test_a_page_of_terms_takes_three_statements_however_many(client, plan):
    make_term(plan, "用語0", aliases=("別0",))
    with CaptureQueriesContext(connection) as few:
        found(client)
    for number in range(1, 12):
        make_term(plan, f"用語{number}", aliases=("別",))
    with CaptureQueriesContext(connection) as many:
        found(client)
    assert len(few) == len(many) == 3
