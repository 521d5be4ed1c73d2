"""The state of the record: another one after whatever changes a recorded table, in any order."""

import os
from contextlib import closing, contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_bakery import baker

from sakado_dx.organization.models import Division, UnsentInput, User
from sakado_dx.records.state import recorded_state

SQL = "UPDATE organization_division SET name = name || '*' WHERE id = %s"
NAMES = "SELECT name FROM organization_division ORDER BY id"
WRITERS = 3 if connection.vendor == "postgresql" else 1  # SQLite has one at a time
EXAMPLES = 500 if os.environ.get("TEST_LONG") else 40
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write after the other"
)

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="on a server another test's transaction is another state"
)


@pytest.fixture
def divisions(own_database) -> list[int]:
    return [
        baker.make(Division, name=f"窓口{number}課", reading="").pk for number in range(WRITERS)
    ]


@contextmanager
def writer():
    """A connection of another process: it writes until it commits, or takes back."""
    other = connection.copy()
    with closing(other):
        other.set_autocommit(False)
        yield other


def write(other, pk: int) -> None:
    with other.cursor() as cursor:
        cursor.execute(SQL, [pk])


def names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return [name for (name,) in cursor.fetchall()]


def test_each_change_by_bare_sql_is_another_state_and_reading_is_none(divisions):
    first = recorded_state()
    assert first is not None
    # On PostgreSQL a transaction of another test may end in between.
    assert any(recorded_state() == recorded_state() for _ in range(100))
    with writer() as other:
        write(other, divisions[0])
        names()
        if connection.vendor == "sqlite":
            assert recorded_state() == first  # nothing of it can be seen yet
        other.commit()
    assert recorded_state() != first
    second = recorded_state()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM organization_division")
    assert recorded_state() not in (first, second)


def test_it_is_told_in_one_statement(divisions, django_assert_num_queries):
    with django_assert_num_queries(1):
        recorded_state()


@on_sqlite
def test_what_is_not_recorded_is_no_other_state(divisions):
    user = baker.make(User, reading="")
    first = recorded_state()
    baker.make(UnsentInput, user=user)
    assert recorded_state() == first


def test_within_a_transaction_there_is_none_since_it_may_be_taken_back(divisions):
    with transaction.atomic():
        assert recorded_state() is None
    connection.set_autocommit(False)
    try:
        assert recorded_state() is None
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_a_database_without_a_record_has_none(own_database):
    assert recorded_state() is None


def the_lower_commits_later(lower, higher, divisions) -> None:
    """Of two records the higher one is seen first; with the lower one the state is another."""
    write(lower, divisions[1])
    write(higher, divisions[2])
    higher.commit()
    before, seen = recorded_state(), names()
    lower.commit()
    assert names() != seen
    assert recorded_state() != before


@on_postgresql
def test_a_lower_record_that_is_committed_later_is_another_state(divisions):
    """The oldest running transaction is the same before and after, and so is the newest record."""
    with writer() as oldest, writer() as lower, writer() as higher:
        write(oldest, divisions[0])
        the_lower_commits_later(lower, higher, divisions)
        oldest.rollback()


@on_postgresql
def test_a_lower_record_of_a_transaction_that_began_later_is_another_state(divisions):
    """Where it is not among those that a snapshot names as running: its number is beyond them."""
    with writer() as higher, writer() as oldest, writer() as lower:
        with higher.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        with oldest.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        the_lower_commits_later(lower, higher, divisions)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "commit", "take back", "read", "read"]),
        st.integers(0, WRITERS - 1),
    ),
    min_size=5,
    max_size=25,
)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_readers_beside_writers_never_meet_what_is_no_longer_so(divisions, steps):
    """Whatever is written, committed and taken back in which order: what was read under a state
    is what is read whenever that state is met again."""
    kept: dict = {}
    writers = [connection.copy() for _ in range(WRITERS)]
    try:
        for other in writers:
            other.set_autocommit(False)
        for step, number in [*steps, ("commit", 0), ("read", 0)]:
            if step == "write":
                write(writers[number], divisions[number])
            elif step == "commit":
                writers[number].commit()
            elif step == "take back":
                writers[number].rollback()
            else:
                assert kept.setdefault(recorded_state(), names()) == names()
    finally:
        for other in writers:
            other.close()
