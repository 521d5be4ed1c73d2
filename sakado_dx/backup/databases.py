"""Copying a database and putting it back: pg_dump and pg_restore, or SQLite's own backup.

What is asked while the copy is made (`frozen`) is answered as of the copy, whatever others store
meanwhile. Passwords go to the programs of PostgreSQL by their environment, never by their command.
"""

import os
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
        _run("pg_dump", options)
        return
    try:
        with closing(sqlite3.connect(target)) as made:
            connection.connection.backup(made)
            # One file by itself, which can be read where nothing may be written.
            made.execute("PRAGMA journal_mode=DELETE")
            faults = made.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise _refused_by_sqlite(error, folder) from None
    if faults != "ok":
        raise BackupRefused(
            "データベースのファイルが壊れています。前のバックアップを残してください。"
        )


def _refused_by_sqlite(error: sqlite3.Error, folder: Path) -> BackupRefused:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return BackupRefused(f"{folder} のディスクの空きが足りないか、書き込めません（{code}）。")
    return BackupRefused(f"データベースを複写できません（{code or type(error).__name__}）。")


def is_empty() -> bool:
    """Whether nothing was ever made in this database."""
    return not connection.introspection.table_names()


def put_back(folder: Path, *, over: bool) -> None:
    """Fill the database with a copy; `over`: in the place of what is there. Raises BackupRefused.

    All or nothing, but for what was there: on PostgreSQL that is taken away first.
    """
    source = folder / FILES[connection.vendor]
    if connection.vendor == "postgresql":
        if over:
            _drop_everything()
        options = ["--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"]
        connection.close()
        _run("pg_restore", options, source)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?immutable=1", uri=True)) as kept:
            kept.backup(connection.connection)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "") or type(error).__name__
        raise BackupRefused(
            f"データベースに戻せません（{code}）。ポータルと cron を止め、空きを確かめてください。"
        ) from None
    connection.close()


def _drop_everything() -> None:
    """All tables, views and functions of the schema, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A key's sequence goes with its table; what an extension brought stays.
        cursor.execute(
            "SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW'"
            " ELSE 'TABLE' END, oid::regclass) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')"
            " UNION ALL SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure)"
            " FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS"
            " (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def _run(program: str, options: list[str], *names: Path) -> None:
    """Run a program of PostgreSQL on this database. Raises BackupRefused."""
    [_, *place], env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *place, name = place
    command = [program, *options, *place, f"--dbname={name}", *map(str, names)]
    try:
        done = subprocess.run(
            command, env=os.environ | (env or {}), capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupRefused(
            f"{program} がありません。Debian のパッケージ postgresql-client を入れてください。"
        ) from None
    if done.returncode:
        raise BackupRefused(f"{program} が止まりました：{done.stderr.strip()[-LAST_WORDS:]}")
