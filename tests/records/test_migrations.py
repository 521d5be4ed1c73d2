"""A migration that rebuilds a table takes its triggers away: they are there again after it."""

import sys
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sakado_dx.organization.models import Division
from sakado_dx.records import migrating
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers import making as triggers
from tests.records.reading import row, run_sql

pytestmark = pytest.mark.usefixtures("migrated")

REBUILDING = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("{app}", "{newest}")]
    operations = [
        migrations.AlterField("{model}", "{field}", models.CharField(max_length=77)),
        migrations.RunSQL(
            "UPDATE organization_division SET name = 'moved'", migrations.RunSQL.noop
        ),
    ]
"""

ADDING = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("{app}", "{newest}")]
    operations = [migrations.AddField("{model}", "added", models.IntegerField(default=3))]
"""


def with_triggers_off(statement: str) -> None:
    triggers.drop_all(connection)
    run_sql(statement)
    triggers.make_all(connection)


@pytest.fixture
def rebuild(tmp_path, settings, monkeypatch, transactional_db):
    """A function that migrates an app once more, which rebuilds a table on SQLite."""
    undo = []

    def make(app: str, model: str, field: str, text: str = REBUILDING) -> None:
        ((_, newest),) = MigrationLoader(None).graph.leaf_nodes(app)
        folder = tmp_path / "more_migrations"
        folder.mkdir()
        original = [*import_module(apps.get_app_config(app).name + ".migrations").__path__]
        (folder / "__init__.py").write_text(f"__path__ += {original!r}\n")
        (folder / "0099_rebuild.py").write_text(
            text.format(app=app, newest=newest, model=model, field=field)
        )
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {app: "more_migrations"}
        undo.append((app, newest))
        call_command("migrate", app, "0099", verbosity=0)

    yield make
    for name in undo:
        call_command("migrate", *name, verbosity=0)
    for name in [each for each in sys.modules if each.startswith("more_migrations")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("organization", "division", "telephone"),
        # Triggers of other tables read it, to know whether a year is closed.
        ("progress", "reviewyear", "notice"),
        ("progress", "progressreport", "funding"),
        ("records", "auditcontext", "door"),
        ("records", "auditrecord", "row_key"),
    ],
)
def test_the_triggers_stand_after_a_table_was_rebuilt(rebuild, app, model, field):
    Division.objects.create(name="課")
    started_from = AuditRecord.objects.count()
    rebuild(app, model, field)
    assert triggers.faults(connection) == []
    # What the migration itself changes is recorded with its name.
    (record,) = AuditRecord.objects.all()[started_from:]
    assert (record.door, record.actor_name) == ("migrate", "manage.py migrate")
    assert (record.operation, record.reason) == ("update", f"{app}.0099_rebuild")
    assert (row(record.before)["name"], row(record.after)["name"]) == ("課", "moved")
    run_sql("UPDATE organization_division SET name = '別の課'")
    assert AuditRecord.objects.count() == started_from + 2
    call_command("verify_audit")
    assert Division.objects.get().name == "別の課"


def test_a_migration_that_adds_a_column_leaves_the_record_content(rebuild):
    """No row differs by a column that its record does not know."""
    Division.objects.create(name="moved")
    started_from = AuditRecord.objects.count()
    rebuild("organization", "division", "telephone", ADDING)
    assert AuditRecord.objects.count() == started_from
    call_command("verify_audit")
    run_sql("UPDATE organization_division SET added = 5")
    assert AuditRecord.objects.count() == started_from + 1
    with_triggers_off("UPDATE organization_division SET added = 6")
    with pytest.raises(CommandError, match="違うデータが 1件"):
        call_command("verify_audit")
    run_sql("UPDATE organization_division SET added = 5")


def test_no_migration_begins_where_the_data_differ(rebuild):
    Division.objects.create(name="課")
    with_triggers_off("UPDATE organization_division SET name = '別'")
    with pytest.raises(CommandError, match="(?s)移行を始めません.*最後の記録と違います"):
        rebuild("organization", "division", "telephone")
    assert triggers.faults(connection) == []
    assert Division.objects.get().name == "別"
    call_command("record_differences", "--reason", "試験")


def test_the_first_migration_of_an_older_database_takes_stock(rebuild, monkeypatch):
    """What a program before left unrecorded is recorded, and nothing is refused."""
    Division.objects.create(name="moved")
    with_triggers_off("UPDATE organization_division SET reading = 'かな'")
    monkeypatch.setattr(migrating, "refuse_differences", lambda connection: None)
    rebuild("organization", "division", "telephone")
    record = AuditRecord.objects.newest_first().first()
    assert (record.door, row(record.after)["reading"]) == ("migrate", "かな")
    call_command("verify_audit")


def test_a_start_with_nothing_to_migrate_leaves_the_triggers_alone(transactional_db, monkeypatch):
    dropped = []
    monkeypatch.setattr(triggers, "drop_all", dropped.append)
    call_command("migrate", verbosity=0)
    assert dropped == []
    assert triggers.faults(connection) == []
