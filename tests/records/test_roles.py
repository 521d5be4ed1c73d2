"""The portal's role of PostgreSQL works, and reaches neither the triggers nor the record."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sakado_dx.organization.models import Division
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.chain import first_fault, seal_unsealed
from sakado_dx.records.comparing import differences
from sakado_dx.records.disposing import dispose_contents
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers import making as triggers
from tests.progress.closing import close_year
from tests.records.reading import run_sql

ROLE = "portal_of_the_test"
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite knows no roles"
)


@contextmanager
def as_portal():
    run_sql(f"SET ROLE {ROLE}")
    yield
    run_sql("RESET ROLE")


@pytest.fixture
def role(db):
    call_command("database_roles", "--portal", ROLE, "--run")


INTO_RECORD = (
    "INSERT INTO records_auditrecord (table_name, row_key, operation, before, after, at, actor_id,"
    " actor_name, door, reason, import_key, previous, seal, salt, digest, disposal)"
    " VALUES ('x', '1', 'insert', '', '{}', now(), '', 'x', 'page', '', '', '', '', '', '', '')"
)
REFUSED = (
    "CREATE TRIGGER quiet BEFORE INSERT ON glossary_term FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "DROP TRIGGER sakado_dx_audit_row ON glossary_term",
    "ALTER TABLE glossary_term DISABLE TRIGGER ALL",
    "ALTER TABLE glossary_term DISABLE TRIGGER USER",
    "ALTER TABLE glossary_term ADD COLUMN extra text",
    "ALTER TABLE glossary_term ALTER COLUMN term TYPE text USING 'x'",
    "ALTER TABLE glossary_term RENAME TO elsewhere",
    "ALTER TABLE glossary_term ENABLE ROW LEVEL SECURITY",
    "DROP TABLE glossary_termalias CASCADE",
    "CREATE RULE quiet AS ON DELETE TO glossary_term DO INSTEAD NOTHING",
    "CREATE TABLE own (id int)",
    "CREATE FUNCTION quiet() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION sakado_dx_audit_row() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NULL; END $$",
    "ALTER FUNCTION sakado_dx_audit_row() SECURITY INVOKER",
    "TRUNCATE glossary_term CASCADE",
    "TRUNCATE records_auditrecord",
    INTO_RECORD,
    "UPDATE records_auditrecord SET after = ''",
    "DELETE FROM records_auditrecord",
    "SELECT setval('records_auditrecord_id_seq', 9999)",
    "DELETE FROM django_migrations",
    "SET session_replication_role = replica",
    "CREATE TEMP TABLE own (id int); CREATE TRIGGER t AFTER INSERT ON own FOR EACH ROW"
    " EXECUTE FUNCTION sakado_dx_audit_row('id', '{}', '{}')",
)


@on_postgresql
def test_the_portal_may_neither_change_tables_nor_write_the_record(role):
    allowed = []
    for statement in REFUSED:
        with as_portal():
            try:
                with transaction.atomic():
                    run_sql(statement)
                    allowed.append(statement)
            except DatabaseError:
                pass
    assert allowed == []
    assert triggers.faults(connection) == []


@on_postgresql
def test_the_portal_works_as_that_role(world, role):
    with as_portal():
        world.bring_to("evaluated")
        reasons = dict.fromkeys(world.year.reports.values_list("pk", flat=True), "試験のため")
        close_year(world.year, by=world.people["secretariat"], reasons=reasons)
        head = seal_unsealed()
        assert first_fault([head]) == ""
        assert list(differences(connection)) == []
        with acting(world.people["secretariat"], Door.PAGE, "保存期間の満了"):
            gone = AuditRecord.objects.filter(table_name="organization_division")
            assert dispose_contents(gone, "坂総廃第12号") > 0
        Division.objects.update(telephone="049-000-0000")
        assert list(differences(connection)) == []
        assert first_fault([head]) == ""


@on_postgresql
def test_the_owner_is_no_role_for_the_portal(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
    with pytest.raises(CommandError, match="表の持ち主"):
        call_command("database_roles", "--portal", owner)


@on_postgresql
def test_the_command_prints_what_it_would_run(db, capsys):
    call_command("database_roles")
    assert 'CREATE ROLE "dx_portal" LOGIN' in capsys.readouterr().out


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL knows roles")
def test_sqlite_knows_no_roles(db):
    with pytest.raises(CommandError, match="PostgreSQL のデータベースだけ"):
        call_command("database_roles")


@on_postgresql
def test_the_portal_may_read_all_that_a_backup_copies(role):
    """pg_dump reads each table and where each sequence stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind IN ('r', 'S', 'v')"
            " AND NOT (CASE relkind WHEN 'S' THEN has_sequence_privilege(%s, oid, 'SELECT')"
            " ELSE has_table_privilege(%s, oid, 'SELECT') END) ORDER BY 1",
            [ROLE, ROLE],
        )
        assert cursor.fetchall() == []
