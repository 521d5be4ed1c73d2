"""A page of the API's list of measures is kept until something is recorded."""

import pytest

from measures.models import Measure
from sakado_dx.records import kept
from sakado_dx.records.state import State
from tests.conftest import sign_in
from tests.progress.conftest import make_world

pytestmark = pytest.mark.one_database  # what a state is on both: tests/records/test_state.py


@pytest.fixture
def states(monkeypatch):
    """The state of the record as the test says."""
    states = ["first"]
    monkeypatch.setattr(kept, "recorded_state", lambda: State("", id(states), states[0], ""))
    return states


def rows(client, query: str = "") -> list[dict]:
    return client.get(f"/api/v1/measures/{query}").json()["results"]


def test_page_is_read_anew_after_a_change(db, client, states):
    make_world()
    before = rows(client)
    Measure.objects.update(name="改めた名前")
    assert rows(client) == before
    assert rows(client, "?page_size=1")[0]["name"] == "改めた名前"  # another page
    states[0] = "second"
    assert {each["name"] for each in rows(client)} == {"改めた名前"}


def test_page_of_staff_is_none_of_others(db, client, states):
    world = make_world()
    world.measure.tags.create(kind="新しい計画", name="IV-1")
    without = rows(client)
    sign_in(client, world.people["reporter"])
    assert without[0]["tags"] is None and rows(client)[0]["tags"]
