"""Copies of the test's database that threads write to as the portal's workers do.

The tests' SQLite lives in memory, where a writer fails in place of waiting; a copy of it in a
file, opened with the settings' own options, behaves as in production. On PostgreSQL the copy
is a database made from the other one as its template.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.db import connection

_numbers = count(1)


@contextmanager
def own_copy(folder: Path) -> Iterator[None]:
    """Work, in every thread, on a copy of the database as it stands now; gone afterwards.

    Outside a transaction. Threads close the connections that they open.
    """
    if connection.vendor == "sqlite":
        file = folder / f"copy-{next(_numbers)}.sqlite3"
        _copy_to_file(file)
        with _pointing_at(str(file)):
            yield
        return
    name = _make_from_template()
    try:
        with _pointing_at(name):
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """The same in a database in which nothing was ever made."""
    number = next(_numbers)
    if connection.vendor == "sqlite":
        with _pointing_at(str(folder / f"empty-{number}.sqlite3")):
            yield
        return
    name = f"{connection.settings_dict['NAME'].partition('_copy_')[0]}_empty_{number}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with _pointing_at(name):
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# What each migration makes anew, and every database holds.
ALWAYS_FILLED = {"auth_permission", "django_content_type"}


def holds_rows() -> bool:
    """Whether any table of the portal has a row; in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_any_row())
        return bool(cursor.fetchall())


@cache
def _any_row() -> str:
    tables = {each._meta.db_table for each in apps.get_models(include_auto_created=True)}
    return " UNION ALL ".join(
        f'SELECT 1 WHERE EXISTS (SELECT 1 FROM "{each}")' for each in sorted(tables - ALWAYS_FILLED)
    )


def for_children(settings) -> dict[str, str]:
    """By which environment a process of its own finds the test's own copy, and its files."""
    found = connection.settings_dict
    url = f"sqlite:///{found['NAME']}"
    if connection.vendor == "postgresql":
        person = f"{quote(found['USER'])}:{quote(found['PASSWORD'])}"
        url = f"postgres://{person}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    return {
        "DATABASE_URL": url,
        "FILES_DIR": str(settings.MEDIA_ROOT),
        "AUDIT_HEADS_FILE": str(settings.AUDIT_HEADS_FILE),
        "AUDIT_KEY": settings.AUDIT_KEY,
        "SECRET_KEY": settings.SECRET_KEY,
    }


def _copy_to_file(file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)


def _make_from_template() -> str:
    template = connection.settings_dict["NAME"]
    name = f"{template.partition('_copy_')[0]}_copy_{next(_numbers)}"
    connection.close()  # a template is one that nobody is connected to
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


@contextmanager
def _pointing_at(name: str) -> Iterator[None]:
    """The settings, which all threads share, name another database."""
    before, in_memory = connection.settings_dict["NAME"], None
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        # Closed, a database in memory would be gone.
        in_memory, connection.connection = connection.connection, None
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        connection.connection = in_memory
