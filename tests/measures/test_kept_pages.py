"""A page of the API's list of measures is kept until something is recorded."""

from itertools import count

import pytest

from measures.models import Measure
from sakado_dx.resources import kept

pytestmark = pytest.mark.one_database  # what a state is on both is tests/records/test_state.py

URL = "/api/v1/measures/"


@pytest.fixture
def states(monkeypatch):
    """The state of the record as this test says: `states[0] = …` is a change."""
    states = ["first"]
    monkeypatch.setattr(kept, "recorded_state", lambda: (id(states), states[0]))
    return states


def names(client, **query) -> list[str]:
    return [each["name"] for each in client.get(URL, query).json()["results"]]


def test_page_is_read_anew_after_a_change_alone(states, reader, plan, django_assert_num_queries):
    _, client = (None, reader)
    before = names(client)
    Measure.objects.update(name="改めた名前")
    assert names(client) == before
    states[0] = "second"
    assert set(names(client)) == {"改めた名前"}
