"""Wherever the database fails while a report is saved, the answer never says what is not so."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from progress.models import ProgressReport
from tests.progress.conftest import World, make_world

pytestmark = pytest.mark.one_database

STORED, NOT_STORED = "保存されています", ("データは変わっていません", "保存されていません")


@pytest.fixture
def city(own_database) -> World:
    return make_world()


@pytest.fixture
def save(city):
    """Sends the report's form once more; whether it is stored, and what the answer says."""
    client = Client(raise_request_exception=False)
    client.force_login(city.people["reporter"])
    client.get("/help/")
    report = ProgressReport.objects.filter(pk=city.report.pk)
    turn = count()

    def save(within) -> tuple[bool, int, str]:
        version = report.values_list("version", flat=True)[0]
        sent = {"version": version, "done": f"窓口を改めた。{next(turn)}"}
        with within:
            response = client.post(f"/reports/{city.report.pk}/edit/", sent)
        stored = report.values_list("version", flat=True)[0] != version
        return stored, response.status_code, response.content.decode()

    return save


def told_truly(stored: bool, status: int, page: str) -> bool:
    if status == 302:
        return stored
    assert status == 503, status
    return not (STORED in page and not stored) and not (
        stored and any(each in page for each in NOT_STORED)
    )


def fault(name: str = "SQLITE_FULL") -> OperationalError:
    error, cause = OperationalError("x"), sqlite3.OperationalError("x")
    cause.sqlite_errorname = name
    error.__cause__ = cause
    return error


@contextmanager
def failing_at(number: int, reached: list[str]) -> Iterator[None]:
    """A database that fails at one of its statements, or from it on."""
    seen = count(1)

    def fail(execute, sql, params, many, context):
        if next(seen) == number:
            reached.append(sql)
            raise fault()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def test_whichever_statement_fails_the_answer_is_true(save):
    wrong, unsaid = [], 0
    for number in count(1):
        reached: list[str] = []
        stored, status, page = save(failing_at(number, reached))
        if not reached:
            break
        unsaid += not stored
        if not told_truly(stored, status, page):
            wrong.append((number, reached[0][:80], stored, status))
    assert wrong == []
    assert stored and unsaid > 8


@pytest.mark.parametrize("answered", [False, True])
def test_commit_that_fails_or_is_not_answered_is_told_as_in_doubt(save, monkeypatch, answered):
    commit = BaseDatabaseWrapper._commit
    writes = []

    def fail(self):
        if self.connection is not None and writes:
            writes.clear()
            if answered:
                commit(self)
            raise fault("SQLITE_IOERR_WRITE")
        return commit(self)

    @contextmanager
    def at_the_reports_commit():
        def look(execute, sql, params, many, context):
            if sql.startswith('UPDATE "progress_progressreport"'):
                writes.append(sql)
            return execute(sql, params, many, context)

        monkeypatch.setattr(BaseDatabaseWrapper, "_commit", fail)
        with connection.execute_wrapper(look):
            yield
        monkeypatch.setattr(BaseDatabaseWrapper, "_commit", commit)

    stored, status, page = save(at_the_reports_commit())
    assert (stored, status) == (answered, 503)
    assert "確かめられませんでした" in page
    assert told_truly(stored, status, page)


@contextmanager
def read_only() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")


@contextmanager
def full() -> Iterator[None]:
    """No file of this process grows by a byte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of this process alone")
@pytest.mark.parametrize("within", [read_only, full])
def test_a_disk_that_takes_nothing_is_told_and_the_next_save_passes(save, within, caplog):
    stored, status, page = save(within())
    assert (stored, status) == (False, 503)
    assert told_truly(stored, status, page)
    assert save(contextmanager(lambda: iter([None]))())[:2] == (True, 302)
