"""Every changed row leaves one record, whichever way it is changed."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from glossary.models import Term, TermAlias
from progress.demo.loading import load_demo
from progress.models import ReviewYear
from sakado_dx.organization.models import Division, PasswordLink, User
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers import making as triggers
from sakado_dx.records.triggers.pieces import PREFIX
from sakado_dx.records.triggers.tables import NOT_RECORDED, recorded_models
from tests.progress.plans import lift_guards
from tests.records.reading import row, run_sql

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the statement of PostgreSQL"
)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the statement of SQLite")
DIVISIONS = "organization_division"


def counts(operation: str) -> Counter:
    records = AuditRecord.objects.filter(operation=operation)
    return Counter(records.values_list("table_name", flat=True))


def test_a_new_row_stands_in_the_record_as_it_was_written(written):
    division = Division.objects.create(name='窓口「課」"1"\n', order=7, kind="division")
    (record,) = written.records()
    assert (record.table_name, record.row_key) == (DIVISIONS, str(division.pk))
    assert record.before == ""
    assert row(record.after) == {
        "id": division.pk, "key": '窓口「課」"1"\n', "name": '窓口「課」"1"\n', "reading": "", "kind": "division",
        "parent_id": None, "order": 7, "first_day": None, "last_day": None, "telephone": "",
        "email": "", "is_secretariat": division.is_secretariat,
    }  # fmt: skip
    assert abs((timezone.now() - record.at).total_seconds()) < 60


def test_a_figure_keeps_its_places(world, written):
    (target,) = world.indicator.targets.all()
    target.value = Decimal("12345678901.25")
    target.save()
    (record,) = written.records("measures_indicatortarget")
    assert row(record.before)["value"] == Decimal("10")
    assert row(record.after)["value"] == Decimal("12345678901.25")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: Division.objects.bulk_create([Division(name="甲"), Division(name="乙")]),
         ["insert", "insert"]),
        (lambda: Division.objects.update(order=5), ["update"]),
        (lambda: Division.objects.all().delete(), ["delete"]),
        (lambda: Division.objects.update(order=1), []),
        (lambda: run_sql("UPDATE organization_division SET name = 'x' || name"), ["update"]),
        (lambda: run_sql("DELETE FROM organization_division"), ["delete"]),
    ],
    ids=["bulk_create", "update()", "delete()", "no change", "SQL update", "SQL delete"],
)  # fmt: skip
def test_each_changed_row_leaves_one_record(db, change, expected):
    Division.objects.create(name="課", order=1)
    AuditRecord.objects.all().delete()
    change()
    assert [each.operation for each in AuditRecord.objects.all()] == expected


@on_sqlite
def test_an_upsert_is_refused(world):
    (target,) = world.indicator.targets.all()
    with pytest.raises(IntegrityError, match="UNIQUE"):
        type(target).objects.bulk_create(
            [target], update_conflicts=True, unique_fields=["id"], update_fields=["source"]
        )


@on_postgresql
def test_truncate_leaves_a_record_of_each_row(written):
    link = {"user": User.objects.get(), "issued_at": "2024-04-01T00:00Z"}
    for code in ("code-1", "code-2"):
        PasswordLink.objects.create(
            code_hash=code, expires_at=datetime(2024, 4, 2, tzinfo=UTC), **link
        )
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    run_sql("TRUNCATE organization_passwordlink")
    records = written.records()[2:]
    assert [each.operation for each in records] == ["truncate", "truncate"]
    assert "code-1" not in "".join(each.before for each in records)
    assert row(records[0].before)["user_id"] == User.objects.get().pk


def test_what_goes_with_a_row_leaves_its_own_record(plan, written):
    term = Term.objects.create(plan=plan, term="情報", explanation="")
    TermAlias.objects.create(term=term, alias="IT")
    term.delete()
    assert [(each.table_name, each.operation) for each in written.records()][2:] == [
        ("glossary_termalias", "delete"),
        ("glossary_term", "delete"),
    ]


def test_a_tie_between_two_rows_is_recorded(written):
    old, new = (Division.objects.create(name=name) for name in ("旧", "新"))
    old.successors.add(new)
    old.successors.clear()
    records = written.records("organization_division_successors")
    assert [each.operation for each in records] == ["insert", "delete"]
    assert row(records[0].after)["to_division_id"] == new.pk


def test_no_record_holds_a_password_a_code_or_a_login(actor, written):
    actor.set_password("shikina-no-yoru-9")
    actor.save()
    User.objects.update(last_login=timezone.now())
    now = timezone.now()
    PasswordLink.objects.create(
        user=actor, code_hash="geheim", issued_at=now, expires_at=now + PasswordLink.lifetime()
    )
    PasswordLink.objects.update(code_hash="geheim-2")
    (password, link) = written.records()
    assert row(password.after)["password"] == "変更あり"
    assert "password" not in row(password.before)
    assert "last_login" not in row(password.after)
    texts = "".join(each.before + each.after for each in AuditRecord.objects.all())
    assert actor.password not in texts
    assert "geheim" not in texts
    assert row(link.after)["user_id"] == actor.pk


def test_who_said_nothing_is_called_direct_sql(written):
    Division.objects.create(name="課")
    assert written.lines() == [("insert", "直接SQL", "sql")]


def test_every_row_of_every_recorded_table_leaves_its_records(sakado_plan):
    """The plan and two years fill the tables; then SQL moves and deletes whatever stands."""
    load_demo()
    assert ReviewYear.objects.exists()
    rows = Counter({model._meta.db_table: model.objects.count() for model in recorded_models()})
    assert counts("insert") == +rows
    AuditRecord.objects.all().delete()
    lift_guards("progress_planedition")
    for table in rows:
        if connection.vendor == "sqlite":  # which refuses what comes now
            run_sql(f"DROP TRIGGER {PREFIX}displacing_update_{table}")
        run_sql(f"UPDATE {table} SET id = -id")
    assert counts("update") == +rows
    for table in rows:
        run_sql(f"DELETE FROM {table}")
    assert counts("delete") == +rows


def test_what_is_not_recorded_has_its_reason():
    from django.apps import apps

    ours = {"organization", "measures", "glossary", "systems_inventory", "progress"}
    recorded = set(recorded_models())
    silent = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if model not in recorded
    }
    assert silent == {
        "records.auditrecord", "records.auditcontext", "records.outgoingmail",
        "records.mailcause", "sessions.session",
        "axes.accessattempt", "axes.accesslog", "axes.accessfailurelog", "axes.accessattemptexpiration",
        "admin.logentry", "contenttypes.contenttype", "auth.permission", "auth.group",
        "auth.group_permissions", "organization.unsentinput", "jobs.job",
        "search.searchtext",
    }  # fmt: skip
    assert not ours & set(NOT_RECORDED)
    assert all(NOT_RECORDED.values())


def test_all_triggers_stand_after_the_migrations(db, capsys):
    call_command("check_triggers")
    assert "すべて揃っています" in capsys.readouterr().out


def name_of_a_trigger() -> str:
    return PREFIX + (
        "audit_row" if connection.vendor == "postgresql" else "audit_update_glossary_term"
    )


def drop_one() -> None:
    on_table = " ON glossary_term" if connection.vendor == "postgresql" else ""
    run_sql(f"DROP TRIGGER {name_of_a_trigger()}{on_table}")


def test_a_dropped_trigger_is_found_and_made_again(db):
    drop_one()
    with pytest.raises(CommandError, match="glossary_term.*がありません"):
        call_command("check_triggers")
    triggers.make_all(connection)
    assert triggers.faults(connection) == []


def weaken() -> None:
    """What somebody might do who does not want to be recorded."""
    if connection.vendor == "postgresql":
        run_sql("ALTER TABLE glossary_term DISABLE TRIGGER ALL")
    else:
        drop_one()
        run_sql(
            f"CREATE TRIGGER {name_of_a_trigger()} AFTER UPDATE ON glossary_term WHEN 0"
            " BEGIN SELECT 1; END"
        )


def test_a_weakened_trigger_is_found_and_mended(db):
    weaken()
    with pytest.raises(CommandError, match="glossary_term.*内容が違うか"):
        call_command("check_triggers")
    triggers.make_all(connection)
    if connection.vendor == "postgresql":  # the database's own
        run_sql("ALTER TABLE glossary_term ENABLE TRIGGER ALL")
    assert triggers.faults(connection) == []


@on_postgresql
def test_a_weakened_function_is_found_and_mended(db):
    run_sql(
        "CREATE OR REPLACE FUNCTION sakado_dx_audit_row() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$"
    )
    with pytest.raises(CommandError, match="関数 sakado_dx_audit_row の内容が違うか"):
        call_command("check_triggers")
    triggers.make_all(connection)
    assert triggers.faults(connection) == []
    Division.objects.create(name="課")
    assert AuditRecord.objects.exists()


def test_a_trigger_that_no_program_knows_is_found_and_dropped(db):
    if connection.vendor == "postgresql":
        run_sql(
            "CREATE TRIGGER sakado_dx_old AFTER INSERT ON glossary_term FOR EACH ROW"
            " EXECUTE FUNCTION sakado_dx_audit_row('id', '{}', '{}')"
        )
    else:
        run_sql("CREATE TRIGGER sakado_dx_old AFTER INSERT ON glossary_term BEGIN SELECT 1; END")
    with pytest.raises(CommandError, match="いまのプログラムのものではありません"):
        call_command("check_triggers")
    triggers.make_all(connection)
    assert triggers.faults(connection) == []


def foreign(name: str) -> None:
    """A trigger by any name, of which the program knows nothing."""
    if connection.vendor == "postgresql":
        run_sql(
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$"
        )
        run_sql(
            f"CREATE TRIGGER {name} BEFORE INSERT ON records_auditrecord FOR EACH ROW"
            " EXECUTE FUNCTION quiet()"
        )
    else:
        run_sql(
            f"CREATE TRIGGER {name} BEFORE INSERT ON records_auditrecord"
            " BEGIN SELECT RAISE(IGNORE); END"
        )


def test_a_foreign_trigger_is_found_by_whatever_name(db):
    foreign("kinou_no_koto")
    with pytest.raises(CommandError, match="kinou_no_koto は、ポータルのものではありません"):
        call_command("check_triggers")


@on_sqlite
def test_a_temporary_trigger_of_the_connection_is_found(db):
    run_sql(
        "CREATE TEMP TRIGGER hidden BEFORE INSERT ON main.glossary_term"
        " BEGIN SELECT RAISE(IGNORE); END"
    )
    assert "一時トリガー hidden" in " ".join(triggers.faults(connection))
    run_sql("DROP TRIGGER hidden")


def test_a_table_that_was_taken_away_is_found(db):
    run_sql("ALTER TABLE glossary_termalias RENAME TO elsewhere")
    run_sql("CREATE VIEW glossary_termalias AS SELECT * FROM elsewhere")
    assert "表 glossary_termalias がありません。" in triggers.faults(connection)


@on_postgresql
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("CREATE RULE quiet AS ON DELETE TO glossary_term DO INSTEAD NOTHING", "ルール quiet"),
        ("ALTER TABLE glossary_term ENABLE ROW LEVEL SECURITY", "行の制限"),
        ("ALTER TABLE glossary_term DISABLE TRIGGER ALL", "参照を確かめるトリガー"),
        ("SET LOCAL session_replication_role = replica", "session_replication_role"),
        ("ALTER FUNCTION sakado_dx_audit_row() SECURITY INVOKER", "関数 sakado_dx_audit_row"),
        ("ALTER FUNCTION sakado_dx_audit_row() SET search_path TO public", "関数 sakado_dx_audit"),
        ("ALTER TABLE glossary_term ENABLE ALWAYS TRIGGER sakado_dx_audit_row", "止められて"),
    ],
)
def test_what_switches_triggers_off_is_found(db, statement, fault):
    run_sql(statement)
    assert fault in " ".join(triggers.faults(connection))
