"""Records of what stands but is not as its newest record says: what a migration changed, and what
outlives the disposal of its records."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import astuple

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.acting import Words
from sakado_dx.records.comparing import NOT_THERE, Kind, differences, newest_of, row_in_sql
from sakado_dx.records.triggers.audit_sqlite import BLANK, COLUMNS, NOW
from sakado_dx.records.triggers.pieces import literal, quoted
from sakado_dx.records.triggers.stored import read_columns
from sakado_dx.records.triggers.tables import RecordedTable, recorded_tables

BATCH = 500


def take_stock(
    connection: BaseDatabaseWrapper,
    words: Words,
    *,
    only: Collection[str] | None = None,
    kinds: Collection[Kind] = tuple(Kind),
) -> int:
    """Write a record of each row that differs, with these words; how many. Of the tables and
    kinds of difference named alone, if any are."""
    wanted: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for each in differences(connection, only):
        if each.kind in kinds:
            wanted[each.table][each.kind == Kind.GONE].append(each.key)
    columns = read_columns(connection) if wanted else {}
    with transaction.atomic(using=connection.alias):
        for table in recorded_tables():
            for is_gone, keys in enumerate(wanted.get(table.name, ())):
                for start in range(0, len(keys), BATCH):
                    some = keys[start : start + BATCH]
                    _write(connection, table, columns[table.name], some, words, bool(is_gone))
    return sum(len(keys) for each in wanted.values() for keys in each)


def _write(
    connection: BaseDatabaseWrapper,
    table: RecordedTable,
    columns: list[str],
    keys: list[str],
    words: Words,
    is_gone: bool,
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            unseen = [*table.ignored, *table.hidden]
            cursor.execute(
                "SELECT sakado_dx_audit_stock(%s, %s, %s::text[], %s::text[], %s, %s, %s, %s, %s)",
                [table.name, table.key, unseen, keys, *astuple(words)],
            )
            return
        sql = _gone(table, len(keys)) if is_gone else _standing(connection, table, columns, keys)
        cursor.execute(sql, [*astuple(words), *keys])


def _standing(
    connection: BaseDatabaseWrapper, table: RecordedTable, columns: list[str], keys: list[str]
) -> str:
    """A new row, or one that is told of as changed."""
    is_new = f"r.id IS NULL OR r.operation IN {NOT_THERE}"
    key = f"CAST(t.{quoted(table.key)} AS text)"
    return (
        f"INSERT INTO records_auditrecord ({COLUMNS}) SELECT {literal(table.name)}, {key},"
        f" CASE WHEN {is_new} THEN 'insert' ELSE 'update' END,"
        f" CASE WHEN {is_new} THEN '' ELSE r.after END, {row_in_sql(connection, table, columns)},"
        f" {NOW}, %s, %s, %s, %s, %s, {BLANK}"
        f" FROM {quoted(table.name)} AS t LEFT JOIN records_auditrecord AS r"
        f" ON r.id = {newest_of(table, 't')} WHERE {key} IN ({_marks(len(keys))})"
    ).replace("%Y-%m-%d %H:%M:%f", "%%Y-%%m-%%d %%H:%%M:%%f")


def _gone(table: RecordedTable, count: int) -> str:
    name = literal(table.name)
    return (
        f"INSERT INTO records_auditrecord ({COLUMNS}) SELECT {name}, r.row_key, 'delete', r.after,"
        f" '', {NOW}, %s, %s, %s, %s, %s, {BLANK} FROM records_auditrecord AS r WHERE r.id IN"
        f" (SELECT max(id) FROM records_auditrecord WHERE table_name = {name}"
        f" AND row_key IN ({_marks(count)}) GROUP BY row_key)"
    ).replace("%Y-%m-%d %H:%M:%f", "%%Y-%%m-%%d %%H:%%M:%%f")


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
