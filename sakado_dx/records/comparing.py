"""The data compared with the record: each recorded row as it stands, with the newest record of it.

What an owner of the tables can do unseen by the triggers (switch them off, change a column's type,
write with temporary triggers) shows here. A column that a record does not know is not compared,
nor what no record may hold (triggers/tables.py).
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers import audit_postgresql, audit_sqlite
from sakado_dx.records.triggers.pieces import literal, quoted
from sakado_dx.records.triggers.stored import read_columns
from sakado_dx.records.triggers.tables import RecordedTable, recorded_tables

AT_ONCE = 20  # tables a statement
FETCHED = 500
GONE = ("delete", "truncate")  # operations after which no row stands
NOT_THERE = f"({literal(GONE[0])}, {literal(GONE[1])})"


class Kind(StrEnum):
    """How a row and its record differ; the sentence goes on after the row's name."""

    UNRECORDED = "に、記録がありません。"
    DELETED = "があるのに、最後の記録は削除です。"
    DIFFERS = "が、最後の記録と違います"
    DISPOSED = "の最後の記録は廃棄済みで、比べられません。"
    GONE = "が、削除の記録がないのに、ありません。"


@dataclass(frozen=True)
class Difference:
    """A row that is not as its newest record says; `columns` of one that stands and differs."""

    table: str
    key: str
    kind: Kind
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        differing = f"（列 {'、'.join(self.columns)}）。" if self.kind == Kind.DIFFERS else ""
        return f"表 {self.table} の行 {self.key} {self.kind.value}{differing}"


def differences(
    connection: BaseDatabaseWrapper, only: Collection[str] | None = None
) -> Iterator[Difference]:
    """All rows of recorded tables that differ, of the tables named if any are; read piece by
    piece. 1 query, and 1 for each 20 tables."""
    columns = read_columns(connection)
    tables = [
        each
        for each in recorded_tables()
        if each.name in columns and (only is None or each.name in only)
    ]
    by_name = {each.name: each for each in tables}
    for start in range(0, len(tables), AT_ONCE):
        some = tables[start : start + AT_ONCE]
        parts = [
            part
            for table in some
            for part in (_standing(connection, table, columns[table.name]), _gone(table))
        ]
        for name, key, said, operation, after, disposal in _read(connection, parts):
            found = _difference(by_name[name], key, said, operation, after, disposal)
            if found is not None:
                yield found


def _read(connection: BaseDatabaseWrapper, parts: list[str]) -> Iterator[tuple]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def _difference(
    table: RecordedTable, key: str, said: str, operation: str, after: str, disposal: str
) -> Difference | None:
    if not said:
        return Difference(table.name, key, Kind.GONE)
    if not operation:
        return Difference(table.name, key, Kind.UNRECORDED)
    if operation in GONE:
        return Difference(table.name, key, Kind.DELETED)
    if disposal:
        return Difference(table.name, key, Kind.DISPOSED)
    try:
        row, record = (json.loads(each, parse_float=Decimal) for each in (said, after))
    except ValueError:
        return Difference(table.name, key, Kind.DIFFERS, ("?",))
    known = (row.keys() & record.keys()) - {*table.hidden}
    differing = sorted(name for name in known if row[name] != record[name])
    return Difference(table.name, key, Kind.DIFFERS, tuple(differing)) if differing else None


def newest_of(table: RecordedTable, row: str) -> str:
    """The newest record of a row that stands as `row`, in SQL."""
    return (
        "(SELECT max(n.id) FROM records_auditrecord AS n WHERE n.table_name ="
        f" {literal(table.name)} AND n.row_key = CAST({row}.{quoted(table.key)} AS text))"
    )


def row_in_sql(connection: BaseDatabaseWrapper, table: RecordedTable, columns: list[str]) -> str:
    """The row `t` as a record would hold it, in SQL."""
    if connection.vendor == "postgresql":
        return audit_postgresql.row_in_sql(table)
    return audit_sqlite.row_in_sql(table, columns)


def _standing(connection: BaseDatabaseWrapper, table: RecordedTable, columns: list[str]) -> str:
    said = row_in_sql(connection, table, columns)
    return (
        f"SELECT {literal(table.name)}, CAST(t.{quoted(table.key)} AS text), {said},"
        " coalesce(r.operation, ''), r.after, r.disposal"
        f" FROM {quoted(table.name)} AS t LEFT JOIN records_auditrecord AS r"
        f" ON r.id = {newest_of(table, 't')}"
        f" WHERE r.id IS NULL OR r.operation IN {NOT_THERE} OR r.disposal <> ''"
        f" OR r.after <> {said}"
    )


def _gone(table: RecordedTable) -> str:
    name = literal(table.name)
    return (
        f"SELECT {name}, gone.row_key, '', '', '', '' FROM (SELECT CAST(row_key AS text) AS row_key"
        " FROM records_auditrecord WHERE id IN (SELECT max(id) FROM records_auditrecord"
        f" WHERE table_name = {name} GROUP BY row_key) AND operation NOT IN {NOT_THERE}"
        f" EXCEPT SELECT CAST({quoted(table.key)} AS text) FROM {quoted(table.name)}) AS gone"
    )
