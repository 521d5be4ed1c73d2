"""Copying a database: pg_dump, or SQLite's own backup.

What is asked while the copy is made (`frozen`) is answered as of the copy, whatever others store
meanwhile. Passwords go to the programs of PostgreSQL by their environment, never by their command.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sakado_dx.backup.refusals import BackupRefused

FILES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
LAST_WORDS = 300  # letters of what a program says when it fails


def applied_migrations() -> tuple[str, ...]:
    """Of the database as it stands."""
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def known_migrations() -> tuple[str, ...]:
    """Of this program."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return tuple(sorted(f"{app}.{name}" for app, name in loader.disk_migrations))


@contextmanager
def frozen() -> Iterator[str]:
    """A block that sees the database as it stands at its beginning; nobody waits for it. Gives the
    name under which `copy` sees the same."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]
        return
    with connection.cursor() as cursor:
        # Not `atomic`, which on SQLite keeps all others from writing.
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            yield ""
        finally:
            cursor.execute("ROLLBACK")


def copy(folder: Path, snapshot: str) -> None:
    """Write the database, as a frozen block sees it, into a folder. Raises BackupRefused, OSError."""
    target = folder / FILES[connection.vendor]
    if connection.vendor == "postgresql":
        options = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
        # What a restore that was killed has left beside (putting_back.py).
        options.append("--exclude-schema=before_restore_*")
        _run("pg_dump", options)
        return
    try:
        with closing(sqlite3.connect(target)) as made:
            connection.connection.backup(made)
            # One file by itself, which can be read where nothing may be written.
            made.execute("PRAGMA journal_mode=DELETE")
            faults = made.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise refused_by_sqlite(error, folder) from None
    if faults != "ok":
        raise BackupRefused(
            "データベースのファイルが壊れています。前のバックアップを残してください。"
        )


def refused_by_sqlite(error: sqlite3.Error, folder: Path) -> BackupRefused:
    """Why a copy cannot be written into a folder."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return BackupRefused(f"{folder} のディスクの空きが足りないか、書き込めません（{code}）。")
    return BackupRefused(f"データベースを複写できません（{code or type(error).__name__}）。")


def is_empty() -> bool:
    """Whether nothing was ever made in this database."""
    return not connection.introspection.table_names()


def _run(program: str, options: list[str]) -> None:
    """Run a program of PostgreSQL on this database. Raises BackupRefused."""
    command, env = ready(program, options)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"{program} が止まりました：{done.stderr.strip()[-LAST_WORDS:]}")


def ready(
    program: str, options: list[str], *names: Path, reaches: bool = True
) -> tuple[list[str], dict[str, str]]:
    """The command of a program of PostgreSQL, which reaches this database or only reads a file, and
    its environment. Raises BackupRefused where there is no such program."""
    if not shutil.which(program):
        raise BackupRefused(
            f"{program} がありません。Debian のパッケージ postgresql-client を入れてください。"
        )
    [_, *place], env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *place, name = place
    where = [*place, f"--dbname={name}"] if reaches else []
    return [program, *options, *where, *map(str, names)], os.environ | (env or {})
