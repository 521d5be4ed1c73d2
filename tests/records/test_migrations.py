"""A migration that rebuilds a table takes its triggers away: they are there again after it."""

import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import systems_inventory.migrations
from sakado_dx.records import triggers
from sakado_dx.records.models import AuditRecord
from systems_inventory.models import InventoryNote
from tests.records.reading import run_sql

REBUILDING = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("systems_inventory", "{newest}")]
    operations = [
        migrations.AlterField("inventorynote", "as_of", models.CharField(max_length=77)),
        migrations.RunSQL(
            "UPDATE systems_inventory_inventorynote SET as_of = 'moved'", migrations.RunSQL.noop
        ),
    ]
"""


@pytest.fixture
def newest() -> str:
    ((_, name),) = MigrationLoader(None).graph.leaf_nodes("systems_inventory")
    return name


@pytest.fixture
def rebuilding(newest, tmp_path, settings, monkeypatch, transactional_db):
    """One migration more than the app has, which rebuilds a table on SQLite."""
    folder = tmp_path / "more_migrations"
    folder.mkdir()
    original = [*systems_inventory.migrations.__path__]
    (folder / "__init__.py").write_text(f"__path__ += {original!r}\n")
    (folder / "0099_rebuild.py").write_text(REBUILDING.format(newest=newest))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"systems_inventory": "more_migrations"}
    yield
    call_command("migrate", "systems_inventory", newest, verbosity=0)
    for name in [each for each in sys.modules if each.startswith("more_migrations")]:
        del sys.modules[name]


def test_the_triggers_stand_after_a_table_was_rebuilt(rebuilding, plan):
    note = InventoryNote.objects.create(plan=plan, as_of="令和5年4月")
    started_from = AuditRecord.objects.count()
    call_command("migrate", "systems_inventory", "0099", verbosity=0)
    assert triggers.faults(connection) == []
    # What the migration itself changes is the program's work, and stands in its text.
    assert AuditRecord.objects.count() == started_from
    run_sql("UPDATE systems_inventory_inventorynote SET as_of = '令和6年4月'")
    assert AuditRecord.objects.count() == started_from + 1
    note.refresh_from_db()
    assert note.as_of == "令和6年4月"


def test_a_start_with_nothing_to_migrate_leaves_the_triggers_alone(transactional_db, monkeypatch):
    dropped = []
    monkeypatch.setattr(triggers, "drop_all", dropped.append)
    call_command("migrate", verbosity=0)
    assert dropped == []
    assert triggers.faults(connection) == []
