"""Data that many tests start from: made once in a run, and copied for each test that wants it.

On PostgreSQL the data lies in a database of its own, made by the first worker that needs it; a
test works on a copy, which PostgreSQL makes in a tenth of a second, and the workers' own
databases stay empty. On another database each test makes its data anew.
"""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.db import connection

_numbers = count(1)
MARK = "_kept_"


@dataclass
class Kept:
    """The kept data by name; `folder` is the same for all workers of a run."""

    folder: Path
    is_database_empty: bool = False  # after a test that worked on a copy

    @contextmanager
    def copy_of(self, name: str, make: Callable[[], object]) -> Iterator[None]:
        """Work, in every thread, on a copy of what `make` makes in an empty database."""
        if connection.vendor != "postgresql":
            make()
            yield
            return
        kept = self._kept(name, make)
        self.is_database_empty = True
        copy = f"{connection.settings_dict['NAME']}_copy_{next(_numbers)}"
        _create(copy, template=kept)
        try:
            with _pointing_at(copy):
                yield
        finally:
            _drop(copy)

    def found(self, name: str, find: Callable[[], list]) -> list:
        """What `find` finds in a copy, the same in each: looked for by the first worker that asks."""
        if connection.vendor != "postgresql":
            return find()
        file = self.folder / f"{name}.json"
        with self._one_worker(name):
            if not file.exists():
                file.write_text(json.dumps(find()))
        return json.loads(file.read_text())

    @contextmanager
    def _one_worker(self, name: str) -> Iterator[None]:
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _kept(self, name: str, make: Callable[[], object]) -> str:
        """The database that holds the data, made now where no worker has made it yet."""
        own = connection.settings_dict["NAME"]
        kept = f"{own.partition('_gw')[0]}{MARK}{name}"
        made = self.folder / f"{kept}.made"
        with self._one_worker(kept):
            if not made.exists():
                _drop(kept)  # of a run that was killed
                _create(kept, template=own)
                with _pointing_at(kept):
                    make()
                made.touch()
        return kept


def drop_kept() -> None:
    """Drop the kept data of a run, when all its workers have ended."""
    start = f"test_{connection.settings_dict['NAME']}{MARK}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start])
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        _drop(name)


def _create(name: str, *, template: str) -> None:
    connection.close()  # a template is one that nobody is connected to
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _pointing_at(name: str) -> Iterator[None]:
    """The settings, which all threads share, name another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
