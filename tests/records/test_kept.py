"""What is made of recorded tables is kept under their state, and no longer than it can be asked for."""

import pytest

from sakado_dx.records import kept
from sakado_dx.records.kept import KeptWhile
from sakado_dx.records.state import State

pytestmark = pytest.mark.one_database  # what a state is on both: test_state.py


class Shelf:
    """What is kept, at a state that the test says: `made` tells what was made, in order."""

    def __init__(self, **limits):
        self.state, self.made, self.kept = State("", 1, "", ""), [], KeptWhile(**limits)

    def ask(self, told: str) -> str:
        return self.kept.of(told, lambda: self.made.append(told) or told)


@pytest.fixture
def shelf_of(monkeypatch):
    def shelf(**limits) -> Shelf:
        own = Shelf(**limits)
        monkeypatch.setattr(kept, "recorded_state", lambda: own.state)
        return own

    return shelf


def test_what_was_made_under_an_earlier_record_is_let_go(shelf_of):
    shelf = shelf_of(most=4)
    assert [shelf.ask("a"), shelf.ask("b"), shelf.ask("a")] == ["a", "b", "a"]
    shelf.state = shelf.state._replace(newest=2)
    shelf.ask("a")
    assert shelf.made == ["a", "b", "a"]
    assert len(shelf.kept._kept) == 1


def test_it_stays_while_a_transaction_comes_and_goes(shelf_of):
    shelf, quiet = shelf_of(most=4), State("", 1, "", "")
    shelf.ask("a")
    shelf.state = quiet._replace(running="7:8:")
    shelf.ask("a")
    shelf.state = quiet
    shelf.ask("a")
    assert shelf.made == ["a", "a"]


def test_of_many_the_last_ones_asked_for_stay(shelf_of):
    shelf = shelf_of(most=2)
    for told in ("a", "b", "a", "c", "a", "b"):
        shelf.ask(told)
    assert shelf.made == ["a", "b", "c", "b"]


def test_what_is_large_leaves_less_room_and_too_much_is_not_kept(shelf_of):
    shelf = shelf_of(most=4, room=5, size=len)
    for told in ("abc", "de", "abc", "f", "de", "too much", "f", "too much"):
        shelf.ask(told)
    assert shelf.made == ["abc", "de", "f", "de", "too much", "too much"]


def test_within_a_transaction_nothing_is_kept(shelf_of):
    shelf = shelf_of(most=4)
    shelf.state = None
    shelf.ask("a")
    shelf.ask("a")
    assert shelf.made == ["a", "a"]
