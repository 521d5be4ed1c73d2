"""A fault of the database is named by its own name, and never quotes a row."""

import json
import logging
import sqlite3
import sys

import psycopg2
import pytest
from django.db import InternalError, OperationalError, ProgrammingError

from sakado_dx.database_faults import Fault, fault_in
from sakado_dx.event_log import JsonLines


def wrapped(outer: type[Exception], inner: Exception, **facts) -> Exception:
    for name, value in facts.items():
        setattr(inner, name, value)
    try:
        raise outer("本文の秘密") from inner
    except outer as error:
        return error


def of_sqlite(name: str) -> Exception:
    inner = sqlite3.OperationalError("本文の秘密")
    return wrapped(OperationalError, inner, sqlite_errorname=name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_READONLY_DBMOVED", "read_only"),
        ("SQLITE_FULL", "full"),
        ("SQLITE_BUSY_SNAPSHOT", "locked"),
        ("SQLITE_CANTOPEN", "unreachable"),
        ("SQLITE_IOERR_WRITE", "unreachable"),
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_ERROR", "unreachable"),  # a table that is not there yet
    ],
)
def test_sqlite_names_what_is_wrong(name, kind):
    assert fault_in(of_sqlite(name)) == Fault(kind, name)


def of_postgresql(code: str, outer: type[Exception] = OperationalError) -> Exception:
    kind = type("OfDriver", (psycopg2.DatabaseError,), {"pgcode": code})
    return wrapped(outer, kind("本文の秘密"))


@pytest.mark.parametrize(
    ("code", "outer", "kind"),
    [
        ("25006", InternalError, "read_only"),
        ("53100", OperationalError, "full"),
        ("55P03", OperationalError, "locked"),
        ("40P01", OperationalError, "locked"),
        ("57P01", OperationalError, "unreachable"),
        ("53300", OperationalError, "unreachable"),
        ("57014", OperationalError, "stopped"),
        ("XX001", InternalError, "damaged"),
    ],
)
def test_postgresql_names_what_is_wrong(code, outer, kind):
    assert fault_in(of_postgresql(code, outer)) == Fault(kind, code)


def test_connection_that_is_refused_has_no_name_of_its_own():
    error = wrapped(OperationalError, psycopg2.OperationalError("connection refused"))
    assert fault_in(error) == Fault("unreachable")


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("x"),
        of_postgresql("42601", ProgrammingError),
        of_postgresql("42P01", ProgrammingError),
    ],
)
def test_other_faults_are_none_of_the_database(error):
    assert fault_in(error) is None


def test_log_names_the_fault_without_a_text():
    try:
        raise of_sqlite("SQLITE_FULL")
    except OperationalError:
        made = logging.getLogger("django.request").makeRecord(
            "django.request", logging.ERROR, "file.py", 1, "%s: %s", ("a", "b"), sys.exc_info()
        )
    text = JsonLines().format(made)
    line = json.loads(text)
    assert (line["database"], line["database_code"]) == ("full", "SQLITE_FULL")
    assert "本文の秘密" not in text
