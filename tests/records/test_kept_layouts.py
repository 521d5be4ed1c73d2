"""A database that an earlier program kept is read by this one: its closed year says what it said."""

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.layouts.keep import FOLDER, ROOT

READ = """
import sys, django
django.setup()
from progress.editions.exporting import year_file
from progress.models import ReviewYear
sys.stdout.buffer.write(year_file(ReviewYear.objects.get(closed_at__isnull=False), sys.argv[1])[1])
"""


@pytest.fixture(params=sorted(FOLDER.glob("*.sql.gz")), ids=lambda path: path.name.split(".")[0])
def kept(request, tmp_path) -> tuple[Path, dict[str, str]]:
    """(the layout's files without their endings, the surroundings of its database, migrated)."""
    file = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(gzip.decompress(request.param.read_bytes()).decode())
    own = {"DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "sakado_dx.settings"}
    surroundings = os.environ | own | {"PYTHONPATH": str(ROOT)}
    migrate = [sys.executable, ROOT / "manage.py", "migrate", "-v", "0"]
    subprocess.run(migrate, env=surroundings, check=True, cwd=tmp_path)
    return request.param.with_suffix("").with_suffix(""), surroundings


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the kept databases are SQLite's")
def test_closed_year_of_a_kept_layout_is_exported_to_the_same_bytes(kept, tmp_path):
    name, surroundings = kept
    for kind in ("csv", "json"):
        read = subprocess.run(
            [sys.executable, "-c", READ, kind],
            env=surroundings,
            check=True,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
        )
        assert read.stdout == name.with_suffix(f".{kind}").read_bytes()
