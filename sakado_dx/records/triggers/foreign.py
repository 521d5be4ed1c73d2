"""What on the recorded tables, or on the record itself, is not ours: each trigger, rule, row filter,
and what is switched off, by whatever name."""

from collections.abc import Collection, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers.pieces import PREFIX
from sakado_dx.records.triggers.stored import OF_THIS_SCHEMA
from sakado_dx.records.triggers.tables import recorded_tables

# Not recorded, and just as little anybody else's.
OWN_TABLES = ("records_auditrecord", "records_auditcontext")
ON_SQLITE = """
SELECT tbl_name, 'トリガー ' || name, name FROM sqlite_master WHERE type = 'trigger'
UNION ALL SELECT tbl_name, '一時トリガー ' || name, '' FROM sqlite_temp_master WHERE type = 'trigger'
"""
ON_POSTGRESQL = f"""
SELECT c.relname, 'トリガー ' || t.tgname, t.tgname
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = {OF_THIS_SCHEMA}
UNION ALL SELECT c.relname, '参照を確かめるトリガー ' || t.tgname, 'off'
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgisinternal AND t.tgenabled <> 'O' AND c.relnamespace = {OF_THIS_SCHEMA}
UNION ALL SELECT c.relname, 'ルール ' || r.rulename, ''
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = {OF_THIS_SCHEMA}
UNION ALL SELECT c.relname, '行の制限（ROW LEVEL SECURITY）', '' FROM pg_class c
WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND c.relnamespace = {OF_THIS_SCHEMA}
UNION ALL SELECT '', 'session_replication_role', ''
WHERE current_setting('session_replication_role') <> 'origin'
"""


def foreign_faults(connection: BaseDatabaseWrapper, standing: Collection[str]) -> Iterator[str]:
    """A sentence for each, and for each recorded table that is not there; 1 query."""
    tables = {*(each.name for each in recorded_tables()), *OWN_TABLES}
    for table in sorted(tables - {*standing}):
        yield f"表 {table} がありません。"
    with connection.cursor() as cursor:
        cursor.execute(ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE)
        for table, name, own_name in sorted(cursor.fetchall()):
            if not table:
                yield f"{name} のため、トリガーが止められています。"
            elif table in tables and own_name == "off":
                yield f"表 {table} の{name} が、止められています。"
            elif table in tables and not own_name.startswith(PREFIX):
                yield f"表 {table} の{name} は、ポータルのものではありません。外してください。"
