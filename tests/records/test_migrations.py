"""A migration that rebuilds a table takes its triggers away: they are there again after it."""

import sys
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers import making as triggers
from tests.records.reading import run_sql

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


@pytest.fixture
def rebuild(tmp_path, settings, monkeypatch, transactional_db):
    """A function that migrates an app once more, which rebuilds a table on SQLite."""
    undo = []

    def make(app: str, model: str, field: str) -> None:
        ((_, newest),) = MigrationLoader(None).graph.leaf_nodes(app)
        folder = tmp_path / "more_migrations"
        folder.mkdir()
        original = [*import_module(apps.get_app_config(app).name + ".migrations").__path__]
        (folder / "__init__.py").write_text(f"__path__ += {original!r}\n")
        (folder / "0099_rebuild.py").write_text(
            REBUILDING.format(app=app, newest=newest, model=model, field=field)
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
    # What the migration itself changes is the program's work, and stands in its text.
    assert AuditRecord.objects.count() == started_from
    run_sql("UPDATE organization_division SET name = '別の課'")
    assert AuditRecord.objects.count() == started_from + 1
    assert Division.objects.get().name == "別の課"


def test_a_start_with_nothing_to_migrate_leaves_the_triggers_alone(transactional_db, monkeypatch):
    dropped = []
    monkeypatch.setattr(triggers, "drop_all", dropped.append)
    call_command("migrate", verbosity=0)
    assert dropped == []
    assert triggers.faults(connection) == []
