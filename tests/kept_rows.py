"""Rows that many tests start from, made once for all tests in a row that start from them.

They stand in a transaction of their own, and each test works on them within a savepoint. Before the
first test that starts from anything else, or that commits, the transaction is rolled back. A fixture
whose name begins with `kept_` makes them (tests/conftest.py), and another one hands out a copy.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from itertools import groupby

import pytest
from django.db import transaction

COMMITTING = {"transactional_db", "live_server"}
LONGEST = "kept_played_years"  # ten seconds


class Kept:
    """What stands now, by the name of its fixture."""

    def __init__(self):
        self._open, self._name, self._made = ExitStack(), "", None

    def make(self, name: str, make: Callable[[], object]) -> None:
        """Make it where no earlier test has."""
        if self._name != name:
            self.undo()
            self._open.enter_context(_rolled_back())
            self._made, self._name = make(), name

    def copy(self):
        """The objects as they were made, for one test to change."""
        return deepcopy(self._made)

    def undo(self) -> None:
        """Leave the database as empty as it was."""
        self._made, self._name = None, ""
        self._open.close()


KEPT = Kept()


@contextmanager
def _rolled_back() -> Iterator[None]:
    kept = transaction.atomic()
    kept._from_testcase = True  # as Django marks those around its own tests
    with kept:
        yield
        transaction.set_rollback(True)


def prepare(items: list[pytest.Item]) -> None:
    """Let a test ask first for what it starts from, and put those of one start side by side: within
    their module, and of what takes long to make before all modules.

    Modules stay as they stand: pytest-django puts tests that commit behind all others.
    """
    for item in items:
        if name := start_of(item):
            item.fixturenames.remove(name)
            item.fixturenames.insert(0, name)
    modules = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    items[:] = [each for tests in modules for each in sorted(tests, key=start_of, reverse=True)]
    items.sort(key=lambda item: start_of(item) != LONGEST)


def start_of(item: pytest.Item) -> str:
    """The fixture of the rows that the test starts from; "" where it starts from nothing, from two
    kinds, or commits."""
    names = [name for name in item.fixturenames if name.startswith("kept_")]
    marker = item.get_closest_marker("django_db")
    commits = COMMITTING & set(item.fixturenames) or marker and marker.kwargs
    return names[0] if len(names) == 1 and not commits else ""
