"""Keep a database of today's layout: `python -m tests.layouts.keep 1` writes layout-1.*

The closed year of a small city (tests/layouts/city.py) as SQL of an SQLite file, beside its CSV
and JSON. Every later program reads it (tests/records/test_kept_layouts.py): it is written once,
when a layout is fixed, and never again.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]


def main(layout: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{file}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "sakado_dx.settings"
        subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "-v", "0"], check=True)
        import_module("django").setup()
        files = import_module("tests.layouts.city").files_of_closed_year()
        for kind, content in files.items():
            (FOLDER / f"layout-{layout}.{kind}").write_bytes(content)
        with closing(sqlite3.connect(file)) as database:
            sql = "\n".join(database.iterdump())
    packed = gzip.compress(sql.encode(), mtime=0)
    (FOLDER / f"layout-{layout}.sql.gz").write_bytes(packed)


if __name__ == "__main__":
    main(int(sys.argv[1]))
