"""SQLite: no row displaces another, and no key changes.

A plain client has `recursive_triggers` off, so REPLACE swallows a row without a delete trigger:
neither record nor guard would see it go. A row that would displace another by any unique key
is refused, in the words in which SQLite itself refuses it. PostgreSQL has no REPLACE.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers.pieces import PREFIX, SqliteTrigger, literal, quoted
from sakado_dx.records.triggers.tables import RecordedTable, recorded_tables

KEYS = (
    "SELECT m.name, l.name, i.name, x.sql FROM sqlite_master AS m"
    ' JOIN pragma_index_list(m.name) AS l ON l."unique" JOIN pragma_index_info(l.name) AS i'
    " JOIN sqlite_master AS x ON x.type = 'index' AND x.name = l.name"
    " WHERE m.type = 'table' ORDER BY m.name, l.name, i.seqno"
)
KEY_CHANGED = "行の番号は変えられません。"


@dataclass(frozen=True)
class Key:
    """A unique key as its index says: columns, and which rows it is about (empty: all)."""

    columns: tuple[str, ...]
    condition: str = ""


def displacing_pieces(
    connection: BaseDatabaseWrapper, columns: dict[str, list[str]]
) -> list[SqliteTrigger]:
    """Two triggers for each recorded table that stands; 1 query."""
    keys = _unique_keys(connection)
    return [
        piece
        for table in recorded_tables()
        if table.name in columns
        for piece in _of_table(table, columns[table.name], keys[table.name])
    ]


def _unique_keys(connection: BaseDatabaseWrapper) -> dict[str, list[Key]]:
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        rows = cursor.fetchall()
    indexes: dict[tuple[str, str], list[str]] = defaultdict(list)
    conditions: dict[tuple[str, str], str] = {}
    for table, index, column, sql in rows:
        indexes[table, index].append(column)
        conditions[table, index] = (sql or "").partition(" WHERE ")[2]
    keys: dict[str, list[Key]] = defaultdict(list)
    for (table, index), columns in indexes.items():
        keys[table].append(Key(tuple(columns), conditions[table, index]))
    return keys


def _of_table(table: RecordedTable, columns: list[str], keys: list[Key]) -> Iterator[SqliteTrigger]:
    own = Key((table.key,))
    others = [key for key in keys if key != own]
    inserting = [_refusal(table, key, columns, "") for key in (own, *others)]
    yield _trigger(table, "insert", inserting)
    pk = quoted(table.key)
    changed = f"SELECT RAISE(ABORT, {literal(KEY_CHANGED)}) WHERE OLD.{pk} IS NOT NEW.{pk}"
    another = f" AND o.{pk} IS NOT OLD.{pk}"
    yield _trigger(
        table, "update", [changed, *(_refusal(table, key, columns, another) for key in others)]
    )


def _trigger(table: RecordedTable, operation: str, refusals: list[str]) -> SqliteTrigger:
    body = (
        f"BEFORE {operation.upper()} ON {quoted(table.name)} FOR EACH ROW BEGIN"
        f" {'; '.join(refusals)}; END"
    )
    return SqliteTrigger(f"{PREFIX}displacing_{operation}_{table.name}", table.name, body)


def _refusal(table: RecordedTable, key: Key, columns: list[str], another: str) -> str:
    """As SQLite refuses it; where a column is NULL nothing is displaced, as the index says."""
    names = ", ".join(f"{table.name}.{name}" for name in key.columns)
    same = " AND ".join(f"o.{quoted(name)} = NEW.{quoted(name)}" for name in key.columns)
    of_both = ""
    if key.condition:
        new = ", ".join(f"NEW.{quoted(name)} AS {quoted(name)}" for name in columns)
        of_both = f" AND ({key.condition}) AND EXISTS (SELECT 1 FROM (SELECT {new}) WHERE {key.condition})"
    return (
        f"SELECT RAISE(ABORT, {literal(f'UNIQUE constraint failed: {names}')}) WHERE EXISTS"
        f" (SELECT 1 FROM {quoted(table.name)} AS o WHERE {same}{another}{of_both})"
    )
