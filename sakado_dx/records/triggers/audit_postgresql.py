"""The triggers that write the audit record on PostgreSQL: two a table, one function each."""

from collections.abc import Collection

from sakado_dx.records.acting import PREFIX as SETTING
from sakado_dx.records.acting import SETTINGS, Door
from sakado_dx.records.triggers.audit_sqlite import BLANK, COLUMNS
from sakado_dx.records.triggers.pieces import PREFIX, PgFunction, PgTrigger, Piece, literal
from sakado_dx.records.triggers.tables import CHANGED, RecordedTable, recorded_tables

ROW, TRUNCATE = f"{PREFIX}audit_row", f"{PREFIX}audit_truncate"


def _setting(name: str, otherwise: str = "") -> str:
    """A setting of the transaction: NULL before its first use in a connection, empty after."""
    value = f"current_setting('{SETTING}.{name}', true)"
    return f"coalesce(nullif({value}, ''), {literal(otherwise)})"


WORDS = ", ".join(
    _setting(name, {"actor_name": Door.SQL.label, "door": Door.SQL.value}.get(name, ""))
    for name in SETTINGS
)
ROW_BODY = f"""
DECLARE
  key_column text := TG_ARGV[0];
  ignored text[] := TG_ARGV[1];
  hidden text[] := TG_ARGV[2];
  old_row jsonb;
  new_row jsonb;
  marks jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD) - ignored; END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW) - ignored; END IF;
  IF old_row = new_row THEN RETURN NULL; END IF;
  SELECT jsonb_object_agg(name, {literal(CHANGED)}) INTO marks FROM unnest(hidden) AS name
    WHERE old_row -> name IS DISTINCT FROM new_row -> name;
  old_row := old_row - hidden;
  new_row := (new_row - hidden) || coalesce(marks, '{{}}');
  INSERT INTO records_auditrecord ({COLUMNS}) VALUES (
    TG_TABLE_NAME, coalesce(old_row, new_row) ->> key_column, lower(TG_OP),
    coalesce(old_row::text, ''), coalesce(new_row::text, ''), clock_timestamp(), {WORDS}, {BLANK});
  RETURN NULL;
END
"""
# Before the rows are gone: TRUNCATE itself shows none of them.
TRUNCATE_BODY = f"""
BEGIN
  EXECUTE format(
    'INSERT INTO records_auditrecord ({COLUMNS})'
    ' SELECT $1, t.data ->> $2, ''truncate'', (t.data - $3)::text, '''', clock_timestamp(),'
    ' $4, $5, $6, $7, $8, {BLANK.replace("'", "''")}'
    ' FROM (SELECT to_jsonb(each) AS data FROM %I AS each) AS t', TG_TABLE_NAME)
  USING TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]::text[] || TG_ARGV[2]::text[], {WORDS};
  RETURN NULL;
END
"""

SEAL_BODY = """
BEGIN
  UPDATE records_auditrecord SET sequence = place, previous = before_it, seal = own,
    salt = own_salt, digest = own_digest WHERE id = record AND sequence IS NULL;
END
"""
SEAL = PgFunction(
    f"{PREFIX}audit_seal",
    SEAL_BODY,
    "place bigint, before_it text, own text, own_salt text, own_digest text, record bigint",
    "void",
    as_owner=True,
)
DISPOSE_BODY = f"""
BEGIN
  UPDATE records_auditrecord SET before = '', after = '', actor_id = '', actor_name = '',
    reason = '', salt = '', disposal = number
    WHERE id = ANY(records) AND sequence IS NOT NULL AND disposal = '' AND operation <> 'dispose';
  INSERT INTO records_auditrecord ({COLUMNS}) VALUES (
    'records_auditrecord', number, 'dispose', '', said, clock_timestamp(), {WORDS}, {BLANK});
END
"""
DISPOSE = PgFunction(
    f"{PREFIX}audit_dispose",
    DISPOSE_BODY,
    "records bigint[], number text, said text",
    "void",
    as_owner=True,
)

# Of rows that stand and of rows that are gone, by their keys: what is, never what is said.
STOCK_BODY = f"""
BEGIN
  EXECUTE format($sql$
    INSERT INTO records_auditrecord ({COLUMNS})
    SELECT $1, t.%2$I::text,
      CASE WHEN r.id IS NULL OR r.operation IN ('delete', 'truncate') THEN 'insert'
        ELSE 'update' END,
      CASE WHEN r.id IS NULL OR r.operation IN ('delete', 'truncate') THEN '' ELSE r.after END,
      (to_jsonb(t) - $2)::text, clock_timestamp(), $4, $5, $6, $7, $8, {BLANK}
    FROM %1$I AS t LEFT JOIN records_auditrecord AS r ON r.id = (SELECT max(n.id)
      FROM records_auditrecord AS n WHERE n.table_name = $1 AND n.row_key = t.%2$I::text)
    WHERE t.%2$I::text = ANY($3)$sql$, name, key)
  USING name, unseen, keys, who, who_name, by_door, why, of_import;
  EXECUTE format($sql$
    INSERT INTO records_auditrecord ({COLUMNS})
    SELECT $1, r.row_key, 'delete', r.after, '', clock_timestamp(), $3, $4, $5, $6, $7, {BLANK}
    FROM records_auditrecord AS r WHERE r.id IN (SELECT max(n.id)
      FROM records_auditrecord AS n WHERE n.table_name = $1 AND n.row_key = ANY($2)
      GROUP BY n.row_key)
    AND r.operation NOT IN ('delete', 'truncate')
    AND NOT EXISTS (SELECT 1 FROM %1$I AS t WHERE t.%2$I::text = r.row_key)$sql$, name, key)
  USING name, keys, who, who_name, by_door, why, of_import;
END
"""
STOCK = PgFunction(
    f"{PREFIX}audit_stock",
    STOCK_BODY,
    "name text, key text, unseen text[], keys text[], who text, who_name text, by_door text,"
    " why text, of_import text",
    "void",
    as_owner=True,
)


def row_in_sql(table: RecordedTable) -> str:
    """The row `t` as a record would hold it, in SQL."""
    unseen = literal(_array((*table.ignored, *table.hidden)))
    return f"(to_jsonb(t) - {unseen}::text[])::text"


def postgresql_pieces(tables: Collection[str]) -> list[Piece]:
    """The functions, and two triggers for each recorded table that stands."""
    row = PgFunction(ROW, ROW_BODY, as_owner=True)
    truncate = PgFunction(TRUNCATE, TRUNCATE_BODY, as_owner=True)
    return [row, truncate, SEAL, DISPOSE, STOCK] + [
        piece for table in recorded_tables() if table.name in tables for piece in _of_table(table)
    ]


def _of_table(table: RecordedTable) -> tuple[PgTrigger, PgTrigger]:
    arguments = (table.key, _array(table.ignored), _array(table.hidden))
    rows = ("INSERT", "UPDATE", "DELETE")
    return (
        PgTrigger(ROW, table.name, "AFTER", rows, "ROW", ROW, arguments),
        PgTrigger(TRUNCATE, table.name, "BEFORE", ("TRUNCATE",), "STATEMENT", TRUNCATE, arguments),
    )


def _array(names: tuple[str, ...]) -> str:
    return "{" + ",".join(names) + "}"
