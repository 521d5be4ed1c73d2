"""Ways to tamper, through a bare client with its default settings: refused, or found afterwards.

What README names is what is not found: what no record may hold, and what is not sealed yet.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from glossary.models import Term, TermAlias
from sakado_dx.organization.models import Division
from sakado_dx.records.heads import seal_and_keep
from sakado_dx.records.models import AuditRecord
from tests.records.reading import run_sql

REFUSED, TRIGGERS, VERIFY, RECORDED = "refused", "check_triggers", "verify_audit", "a record"
is_postgresql = connection.vendor == "postgresql"
T, D, R = "glossary_term", "organization_division", "records_auditrecord"
COPY = (
    "INSERT {how} INTO glossary_termalias (id, alias, search_key, term_id) SELECT {id}, '{alias}', '{alias}', term_id"
    " FROM glossary_termalias WHERE id = 1"
)

# On both: plain SQL leaves its record, whoever writes.
PLAIN = [
    (f"UPDATE {T} SET explanation = 'x'", RECORDED),
    (f"UPDATE {D} SET name = 'x' WHERE id = 1", RECORDED),
    (f"UPDATE {D} SET kind = 'x', \"order\" = 99 WHERE id = 1", RECORDED),
    (f"UPDATE {D} SET first_day = NULL, telephone = '0' WHERE id = 1", RECORDED),
    ("DELETE FROM glossary_termalias", RECORDED),
    (f"DELETE FROM {D} WHERE id = 2", RECORDED),
    ("INSERT INTO glossary_termalias (id, alias, search_key, term_id) SELECT 77, 'new', 'new', term_id FROM"
     " glossary_termalias WHERE id = 1", RECORDED),
]  # fmt: skip
# On both: the record itself, sealed.
IN_RECORD = [
    *((f"UPDATE {R} SET {column} = 'x' WHERE sequence = 3", VERIFY) for column in (
        "table_name", "row_key", "operation", "before", "after", "actor_id", "actor_name", "door",
        "reason", "import_key", "previous", "seal", "salt", "digest",
    )),
    (f"UPDATE {R} SET at = '2020-01-01T00:00:00Z' WHERE sequence = 3", VERIFY),
    (f"UPDATE {R} SET id = 99999 WHERE sequence = 3", VERIFY),
    (f"UPDATE {R} SET sequence = 99999 WHERE sequence = 3", VERIFY),
    (f"UPDATE {R} SET sequence = NULL, previous = '', seal = '' WHERE sequence = 3", VERIFY),
    (f"UPDATE {R} SET sequence = NULL WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET sequence = 0 WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET sequence = -5 WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET sequence = 4 WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET seal = '', previous = '' WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET disposal = 'x' WHERE sequence = 3", REFUSED),
    (f"UPDATE {R} SET before = '', after = '', actor_id = '', actor_name = '', reason = '',"
     " salt = '', disposal = 'x' WHERE sequence = 3", VERIFY),
    (f"DELETE FROM {R} WHERE sequence = 1", VERIFY),
    (f"DELETE FROM {R} WHERE sequence = 3", VERIFY),
    (f"DELETE FROM {R} WHERE sequence > 5", VERIFY),
    (f"DELETE FROM {R}", VERIFY),
    (f"INSERT INTO {R} SELECT * FROM {R} WHERE sequence = 3", REFUSED),
]  # fmt: skip
DISPLACING = [  # SQLite
    (COPY.format(how="OR REPLACE", id=1, alias="x"), REFUSED),
    (COPY.format(how="OR REPLACE", id=88, alias="IT"), REFUSED),
    (COPY.format(how="OR IGNORE", id=1, alias="x"), REFUSED),
    (f"REPLACE INTO {D} SELECT * FROM {D} WHERE id = 1", REFUSED),
    (f"UPDATE OR REPLACE {D} SET id = 2 WHERE id = 1", REFUSED),
    (f"UPDATE OR REPLACE {D} SET \"key\" = (SELECT \"key\" FROM {D} WHERE id = 2) WHERE id = 1",
     REFUSED),
    (f"UPDATE OR REPLACE {D} SET name = (SELECT name FROM {D} WHERE id = 2) WHERE id = 1", REFUSED),
    (f"UPDATE {D} SET id = 99 WHERE id = 1", REFUSED),
    (f"UPDATE {D} SET id = -id", REFUSED),
    (f"UPDATE {D} SET rowid = 99 WHERE id = 1", REFUSED),
    ("UPDATE OR REPLACE glossary_termalias SET id = 2 WHERE id = 1", REFUSED),
    ("INSERT INTO glossary_termalias (id, alias, search_key, term_id) SELECT 1, 'x', 'x', term_id FROM"
     " glossary_termalias WHERE id = 1 ON CONFLICT (id) DO UPDATE SET alias = 'x'", REFUSED),
    ("INSERT INTO glossary_termalias (id, alias, search_key, term_id) SELECT 1, 'x', 'x', term_id FROM"
     " glossary_termalias WHERE id = 1 ON CONFLICT DO NOTHING", REFUSED),
]  # fmt: skip
QUIET = "BEGIN SELECT RAISE(IGNORE); END"
ON_SQLITE = [
    (f"CREATE TRIGGER a BEFORE INSERT ON {R} {QUIET}", TRIGGERS),
    (f"CREATE TRIGGER a BEFORE UPDATE ON {T} {QUIET}", TRIGGERS),
    (f"CREATE TRIGGER sakado_dx_own BEFORE UPDATE ON {T} {QUIET}", TRIGGERS),
    (f"CREATE TRIGGER a AFTER INSERT ON {R} BEGIN DELETE FROM {R} WHERE id = NEW.id; END",
     TRIGGERS),
    ("CREATE TRIGGER a BEFORE INSERT ON records_auditcontext BEGIN SELECT 1; END", TRIGGERS),
    (f"CREATE TEMP TRIGGER a BEFORE INSERT ON main.{R} {QUIET} ;; UPDATE {T} SET explanation = 'x'"
     " ;; DROP TRIGGER temp.a", VERIFY),
    *((f"DROP TRIGGER sakado_dx_{name}", TRIGGERS) for name in (
        f"audit_insert_{T}", f"audit_update_{T}", f"audit_delete_{T}", f"displacing_insert_{T}",
        f"displacing_update_{T}",
    )),
    (f"DROP TRIGGER sakado_dx_audit_update_{T} ;; CREATE TRIGGER sakado_dx_audit_update_{T} AFTER"
     f" UPDATE ON {T} WHEN 0 BEGIN SELECT 1; END", TRIGGERS),
    (f"DROP TRIGGER sakado_dx_audit_update_{T} ;; UPDATE {T} SET explanation = 'x'", VERIFY),
    ("DROP TRIGGER sakado_dx_audit_delete_glossary_termalias ;; DELETE FROM glossary_termalias",
     VERIFY),
    ("DROP TRIGGER sakado_dx_audit_insert_glossary_termalias ;; " + COPY.format(how="", id=9, alias="z"),
     VERIFY),
    ("ALTER TABLE glossary_termalias RENAME TO other", TRIGGERS),
    (f"PRAGMA ignore_check_constraints = on ;; UPDATE {R} SET sequence = 0 WHERE sequence = 3"
     " ;; PRAGMA ignore_check_constraints = off", VERIFY),
]  # fmt: skip
ON_POSTGRESQL = [
    ("TRUNCATE glossary_termalias", RECORDED),
    (f"TRUNCATE {R}", VERIFY),
    (f"UPDATE {D} SET id = 99 WHERE id = 2", VERIFY),
    ("INSERT INTO glossary_termalias (id, alias, search_key, term_id) SELECT 1, 'x', 'x', term_id FROM"
     " glossary_termalias WHERE id = 1 ON CONFLICT (id) DO UPDATE SET alias = 'x'", RECORDED),
    (f"CREATE RULE a AS ON DELETE TO {T} DO INSTEAD NOTHING", TRIGGERS),
    (f"CREATE RULE a AS ON INSERT TO {R} DO INSTEAD NOTHING", TRIGGERS),
    (f"CREATE TRIGGER a BEFORE UPDATE ON {T} FOR EACH ROW"
     " EXECUTE FUNCTION suppress_redundant_updates_trigger()", TRIGGERS),
    (f"CREATE TRIGGER a BEFORE UPDATE ON {R} FOR EACH ROW"
     " EXECUTE FUNCTION suppress_redundant_updates_trigger()", TRIGGERS),
    *((f"ALTER TABLE {T} {how}", TRIGGERS) for how in (
        "DISABLE TRIGGER ALL", "DISABLE TRIGGER USER", "DISABLE TRIGGER sakado_dx_audit_row",
        "ENABLE REPLICA TRIGGER sakado_dx_audit_row", "ENABLE ROW LEVEL SECURITY",
        "FORCE ROW LEVEL SECURITY",
    )),
    (f"DROP TRIGGER sakado_dx_audit_row ON {T}", TRIGGERS),
    (f"DROP TRIGGER sakado_dx_audit_truncate ON {T}", TRIGGERS),
    (f"ALTER TRIGGER sakado_dx_audit_row ON {T} RENAME TO own", TRIGGERS),
    ("DROP FUNCTION sakado_dx_audit_seal", TRIGGERS),
    ("CREATE OR REPLACE FUNCTION sakado_dx_audit_row() RETURNS trigger LANGUAGE plpgsql AS"
     " $$ BEGIN RETURN NULL; END $$", TRIGGERS),
    ("CREATE FUNCTION sakado_dx_audit_row(int) RETURNS int LANGUAGE sql AS 'SELECT 1'", TRIGGERS),
    ("ALTER FUNCTION sakado_dx_audit_row() SET search_path TO pg_temp, public", TRIGGERS),
    ("ALTER FUNCTION sakado_dx_audit_row() SECURITY INVOKER", TRIGGERS),
    ("SET LOCAL session_replication_role = replica", TRIGGERS),
    (f"SET LOCAL session_replication_role = replica ;; UPDATE {T} SET explanation = 'x'"
     " ;; SET LOCAL session_replication_role = origin", VERIFY),
    (f"ALTER TABLE {T} DISABLE TRIGGER USER ;; UPDATE {T} SET explanation = 'x'"
     f" ;; ALTER TABLE {T} ENABLE TRIGGER USER", VERIFY),
    (f"ALTER TABLE {T} ALTER COLUMN explanation TYPE text USING 'x'", VERIFY),
    ("ALTER TABLE glossary_termalias RENAME TO other", TRIGGERS),
    (f"CREATE TEMP TABLE {R} (LIKE {R}) ;; UPDATE {T} SET explanation = 'x' ;; DROP TABLE pg_temp.{R}",
     RECORDED),
]  # fmt: skip
WAYS = [*PLAIN, *IN_RECORD, *(ON_POSTGRESQL if is_postgresql else [*DISPLACING, *ON_SQLITE])]


@pytest.fixture
def kept(plan, actor):
    """A city with a few rows, all of them sealed, and the head kept outside."""
    Division.objects.bulk_create(Division(pk=pk, name=f"課{pk}") for pk in (1, 2))
    term = Term.objects.create(plan=plan, term="情報", explanation="元の説明")
    TermAlias.objects.bulk_create(
        TermAlias(pk=pk, term=term, alias=alias) for pk, alias in ((1, "IT"), (2, "ICT"))
    )
    run_sql("SET CONSTRAINTS ALL IMMEDIATE") if is_postgresql else None
    seal_and_keep()
    assert outcome("SELECT 1") == ""


def outcome(statements: str) -> str:
    """What becomes of it, all taken back at the end; empty where nothing shows."""
    newest = AuditRecord.objects.newest_first().values_list("pk", flat=True).first()
    with transaction.atomic():
        try:
            with transaction.atomic():
                for each in statements.split(" ;; "):
                    run_sql(each)
        except DatabaseError:
            found = REFUSED
        else:
            found = shown_since(newest)
        transaction.set_rollback(True)
    return found


def shown_since(newest: int) -> str:
    for command in (TRIGGERS, VERIFY):
        try:
            call_command(command, stdout=StringIO(), stderr=StringIO())
        except CommandError:
            return command
    later = AuditRecord.objects.filter(pk__gt=newest)
    return RECORDED if later.filter(actor_name="直接SQL", door="sql").exists() else ""


def test_every_way_to_tamper_is_refused_or_found(kept):
    shown = {statement: outcome(statement) for statement, _ in WAYS}
    assert [statement for statement, how in shown.items() if not how] == []
    exact = {statement: how for statement, how in WAYS if how in (REFUSED, RECORDED)}
    assert {statement: shown[statement] for statement in exact} == exact
    assert len(WAYS) >= 60


def test_what_readme_names_is_all_that_is_not_found(kept):
    """A password that an owner changes while the triggers are away: no record may hold it."""
    if is_postgresql:
        run_sql("ALTER TABLE organization_user DISABLE TRIGGER USER")
    else:
        run_sql("DROP TRIGGER sakado_dx_audit_update_organization_user")
    run_sql("UPDATE organization_user SET password = 'x'")
    call_command("verify_audit")
