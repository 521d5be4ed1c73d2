"""Putting a database back from a copy, and taking that back where it was not what was copied.

What was there is neither changed nor dropped until somebody says `forget`: on PostgreSQL it is a
schema of another name, on SQLite a file beside. Killed at any moment, either all of the old
stands or all of the new, with the old beside it.
"""

import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from sakado_dx.backup.databases import FILES, LAST_WORDS, ready, refused_by_sqlite
from sakado_dx.backup.refusals import BackupRefused

ASIDE = "before_restore_"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
PARTING = 5  # s
# The schema of a copy is always this one; pg_dump says nothing of it that a new database has.
MAKE_ROOM = """ALTER SCHEMA public RENAME TO {aside};
CREATE SCHEMA public;
COMMENT ON SCHEMA public IS 'standard public schema';
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


def put_back(folder: Path, *, over: bool) -> str:
    """Fill the database with a copy, all or nothing; `over`: in the place of what is there. Gives the
    name under which that is kept, blank where there is none. Raises BackupRefused."""
    source = folder / FILES[connection.vendor]
    if connection.vendor == "sqlite":
        return _put_back_file(source, over=over)
    aside = f"{ASIDE}{timezone.now():%Y%m%d_%H%M%S}" if over else ""
    if over:
        _refuse_others()
    connection.close()
    _run_restore(source, MAKE_ROOM.format(aside=aside) if over else "")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return aside


def forget(aside: str) -> None:
    """What was there before is not wanted any more."""
    if not aside:
        return
    if connection.vendor == "sqlite":
        Path(aside).unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET client_min_messages = warning")
        cursor.execute(f"DROP SCHEMA {aside} CASCADE")


def take_back(aside: str) -> None:
    """What was there before is there again. Raises BackupRefused."""
    if not aside:
        return
    if connection.vendor == "sqlite":
        _fill_from(Path(aside))
        Path(aside).unlink()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {aside} RENAME TO public")


def _refuse_others() -> None:
    """Raises BackupRefused: who still works would go on in what is set aside. The server needs a
    moment to take leave of a program that has just ended."""
    patience = time.monotonic() + PARTING
    while (others := _others()) and time.monotonic() < patience:
        time.sleep(0.1)
    if others:
        raise BackupRefused(
            f"このデータベースには、ほかの接続が {others} 件あります。何も戻していません。"
            "ポータルと cron（タイマー）を止めてから、もう一度実行してください。"
        )


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return cursor.fetchone()[0]


def _run_restore(source: Path, first: str) -> None:
    """In one transaction of psql: without its last line, however this ends, nothing has happened.
    Raises BackupRefused."""
    read, env = ready("pg_restore", ["--no-owner", "--no-acl", "--file=-"], source, reaches=False)
    write, _ = ready("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--file=-"])
    told = {"stderr": subprocess.PIPE, "env": env}
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    with (
        subprocess.Popen(write, stdin=pipe, stdout=nothing, **told) as psql,
        subprocess.Popen(read, stdin=nothing, stdout=pipe, **told) as pg_restore,
    ):
        try:
            psql.stdin.write(f"BEGIN;\n{first}".encode())
            shutil.copyfileobj(pg_restore.stdout, psql.stdin)
            if pg_restore.wait() == 0:
                psql.stdin.write(b"COMMIT;\n")
            psql.stdin.close()
        except BrokenPipeError:  # psql has stopped, and says why
            pg_restore.kill()
        # Both say little: a pipe that nobody reads meanwhile does not fill.
        said = {"psql": psql.stderr.read(), "pg_restore": pg_restore.stderr.read()}
    for each in (psql, pg_restore):
        if each.returncode:
            name = "psql" if each is psql else "pg_restore"
            words = said[name].decode(errors="replace").strip()[-LAST_WORDS:]
            raise BackupRefused(f"{name} が止まりました。何も戻していません：{words}")


def _put_back_file(source: Path, *, over: bool) -> str:
    aside = ""
    if over:
        connection.ensure_connection()
        aside = f"{connection.settings_dict['NAME']}.{ASIDE}{timezone.now():%Y%m%d_%H%M%S}"
        try:
            with closing(sqlite3.connect(aside)) as kept:
                connection.connection.backup(kept)
        except sqlite3.Error as error:
            Path(aside).unlink(missing_ok=True)
            raise refused_by_sqlite(error, Path(aside).parent) from None
    try:
        _fill_from(source)
    except BackupRefused:
        forget(aside)
        raise
    return aside


def _fill_from(source: Path) -> None:
    """All or nothing: SQLite writes it in one transaction. Raises BackupRefused."""
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
