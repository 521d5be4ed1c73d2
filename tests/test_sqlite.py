"""What the portal asks of SQLite, as a connection of its own has it."""

import sqlite3
from ast import literal_eval
from contextlib import closing

from tests.test_settings import setting

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
