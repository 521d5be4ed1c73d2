"""The triggers that write the audit record on SQLite: three a table."""

from collections.abc import Iterable

from sakado_dx.records.acting import SETTINGS, Door
from sakado_dx.records.triggers.pieces import PREFIX, SqliteTrigger, literal, quoted
from sakado_dx.records.triggers.tables import CHANGED, RecordedTable, recorded_tables

COLUMNS = (
    "table_name, row_key, operation, before, after, at, actor_id, actor_name, door, reason,"
    " import_key, previous, seal, salt, digest, disposal"
)
BLANK = "'', '', '', '', ''"  # what sealing and disposal fill in
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def row_in_sql(table: RecordedTable, columns: list[str]) -> str:
    """The row `t` as a record would hold it, in SQL."""
    unseen = (*table.ignored, *table.hidden)
    return _json("t", [name for name in columns if name not in unseen])


def sqlite_pieces(columns: dict[str, list[str]]) -> list[SqliteTrigger]:
    """One trigger for each operation on each recorded table that stands."""
    return [
        piece
        for table in recorded_tables()
        if table.name in columns
        for piece in _of_table(table, columns[table.name])
    ]


def _of_table(table: RecordedTable, columns: list[str]) -> Iterable[SqliteTrigger]:
    counted = [name for name in columns if name not in table.ignored]
    shown = [name for name in counted if name not in table.hidden]
    hidden = [name for name in counted if name in table.hidden]
    before, after = _json("OLD", shown), _json("NEW", shown, hidden)
    changed = " OR ".join(f"OLD.{quoted(name)} IS NOT NEW.{quoted(name)}" for name in counted)
    yield _trigger(table, "insert", "NEW", "''", _json("NEW", shown, hidden, inserted=True))
    yield _trigger(table, "update", "OLD", before, after, when=f" WHEN {changed}")
    yield _trigger(table, "delete", "OLD", before, "''")


def _trigger(
    table: RecordedTable, operation: str, row: str, before: str, after: str, when: str = ""
) -> SqliteTrigger:
    actor_id, actor_name, door, reason, import_key = SETTINGS
    body = (
        f"AFTER {operation.upper()} ON {quoted(table.name)} FOR EACH ROW{when} BEGIN"
        f" INSERT INTO records_auditrecord ({COLUMNS})"
        f" SELECT {literal(table.name)}, CAST({row}.{quoted(table.key)} AS text),"
        f" {literal(operation)}, {before}, {after}, {NOW},"
        f" coalesce({actor_id}, ''), coalesce({actor_name}, {literal(Door.SQL.label)}),"
        f" coalesce({door}, {literal(Door.SQL.value)}), coalesce({reason}, ''),"
        f" coalesce({import_key}, ''), {BLANK}"
        " FROM (SELECT 1) LEFT JOIN records_auditcontext ON door <> ''; END"
    )
    return SqliteTrigger(f"{PREFIX}audit_{operation}_{table.name}", table.name, body)


def _json(row: str, names: list[str], hidden: Iterable[str] = (), inserted: bool = False) -> str:
    """The row as JSON, put together piece by piece: json_object takes 63 columns at most."""
    pairs = [f"{literal(_opening(name))} || json_quote({row}.{quoted(name)})" for name in names]
    text = " || ',' || ".join(pairs)
    for name in hidden:
        mark = literal("," + _opening(name) + f'"{CHANGED}"')
        differs = f"OLD.{quoted(name)} IS NOT NEW.{quoted(name)}"
        text += f" || {mark}" if inserted else f" || CASE WHEN {differs} THEN {mark} ELSE '' END"
    return f"'{{' || {text} || '}}'"


def _opening(name: str) -> str:
    return f'"{name}":'
