"""Rows are tried out where nobody waits for it: on copies of their tables that this connection alone
sees.

What comes of rows (whose judgement changes, who is left without a head) is read by the code that
reads it every day. So the rows are stored, but in temporary tables of the same names, which go
before the others in all statements; no lock is taken on a row, nor SQLite's one on the file.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

CREATE = re.compile(r"CREATE (TABLE|(?:UNIQUE )?INDEX) ")
# In a temporary table it would look for the other table among the temporary ones.
POINTS = re.compile(r' REFERENCES "\w+" \("\w+"\)(?: DEFERRABLE INITIALLY DEFERRED)?')


@contextmanager
def trial(models: Iterable[type[Model]]) -> Iterator[None]:
    """A transaction in which the tables of these models are copies, without triggers and foreign
    keys; all that is done in it is taken back at its end. A few statements a table.

    What is written to any other table holds locks until then, as ever.
    """
    with _reading(), transaction.atomic():
        for model in models:
            _copy(model)
        yield
        transaction.set_rollback(True)


@contextmanager
def _reading() -> Iterator[None]:
    """SQLite's transactions begin as readers do: the settings' own ask for the lock at once."""
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = None
    try:
        yield
    finally:
        connection.transaction_mode = mode


def _copy(model: type[Model]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {schema}.{table} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {schema}.{table}")
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
            cursor.execute(f"ANALYZE {table}")
            return
        schema = "SELECT sql FROM main.sqlite_master WHERE tbl_name = %s AND type = %s"
        for kind in ("table", "index"):
            cursor.execute(f"{schema} AND sql IS NOT NULL", [model._meta.db_table, kind])
            for (sql,) in cursor.fetchall():
                cursor.execute(CREATE.sub(_temporary, POINTS.sub("", sql), count=1))
            if kind == "table":
                cursor.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")


def _temporary(match: re.Match) -> str:
    """An index lies where it is said to; its table is then looked for there."""
    return "CREATE TEMP TABLE " if match[1] == "TABLE" else f"CREATE {match[1]} temp."
