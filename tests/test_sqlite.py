"""What the portal asks of SQLite, as a connection of its own has it."""

import os
import sqlite3
from ast import literal_eval
from contextlib import closing

import pytest
from django.apps import apps

from tests.test_settings import manage, setting

FULL = 2
NAMES = ("journal_mode", "synchronous", "recursive_triggers")


def test_what_is_told_as_saved_outlives_a_power_cut(tmp_path):
    url = f"sqlite:///{tmp_path}/portal.sqlite3"
    options = literal_eval(setting("DATABASES['default']['OPTIONS']", DATABASE_URL=url))
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as connection:
        connection.executescript(options["init_command"])
        asked = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in NAMES]
    assert dict(zip(NAMES, asked, strict=True)) == {
        "journal_mode": "wal",
        "synchronous": FULL,
        "recursive_triggers": 1,
    }


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="takes every migration: TEST_LONG=1")
def test_an_empty_database_takes_every_migration_and_has_every_column(tmp_path):
    """The other tests of SQLite make their tables at once."""
    done = manage("migrate", "--verbosity=0", DATABASE_URL=f"sqlite:///{tmp_path}/portal.sqlite3")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as connection:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed:
                continue
            rows = connection.execute(f"PRAGMA table_info({model._meta.db_table})").fetchall()
            columns = {field.column for field in model._meta.local_concrete_fields}
            assert {name for _, name, *_ in rows} == columns, model._meta.label
