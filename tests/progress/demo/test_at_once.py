"""Two samples that are made at once: one is made, and the other says why it is not."""

import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError

from progress.management.commands import load_demo
from progress.management.commands.demo_years import Command

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def locked(command) -> None:
    """As SQLite tells of another writer after its time of waiting."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    raise OperationalError("database is locked") from cause


def made_meanwhile(command) -> None:
    """As PostgreSQL tells of rows that another one has just committed."""
    raise IntegrityError("duplicate key")


@pytest.mark.parametrize("meeting_another", [locked, made_meanwhile])
def test_the_second_says_that_it_has_made_nothing(monkeypatch, meeting_another):
    monkeypatch.setattr(Command, "make", meeting_another)
    stands = iter([False, True])  # before, and after the other one
    monkeypatch.setattr(load_demo, "is_loaded", lambda: next(stands))
    with pytest.raises(CommandError, match="この実行では何も作っていません"):
        call_command("demo_years")


def test_a_fault_of_its_own_is_not_blamed_on_another(monkeypatch):
    def broken(command) -> None:
        raise IntegrityError("x")

    monkeypatch.setattr(Command, "make", broken)
    with pytest.raises(IntegrityError):
        call_command("demo_years")
