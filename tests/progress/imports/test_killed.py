"""An import that is killed at any moment has taken in all rows with their record, or none."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as portal

from glossary.models import Term
from sakado_dx.imports.models import Import
from tests.databases import for_children
from tests.progress.conftest import make_world

pytestmark = pytest.mark.one_database  # a file, which a child finds by its name
ROWS = 400
KILLS = 60 if os.environ.get("TEST_LONG") else 3


@pytest.fixture
def order(own_database, settings, tmp_path) -> tuple[list[str], dict[str, str]]:
    """The command that takes some hundred terms in, and what it needs around it."""
    by = make_world().people["secretariat"]
    file = tmp_path / "terms.csv"
    rows = [f"用語{number},ようご,説明の文{number}です。" for number in range(ROWS)]
    file.write_text("\n".join(["用語,よみ,説明", *rows]), "utf-8")
    command = [sys.executable, str(Path(portal.BASE_DIR) / "manage.py"), "import_sheet", str(file)]
    command += ["--list", "用語", "--by", by.username, "--reason", "辞書の一括登録"]
    return command, os.environ | for_children(settings)


def start(order) -> subprocess.Popen:
    command, env = order
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=env, start_new_session=True, **quiet)


def test_killed_at_any_moment_it_is_all_or_nothing(order):
    began = time.monotonic()
    whole = start(order)
    assert whole.wait() == 0, whole.stderr.read().decode()
    took = time.monotonic() - began
    assert (Term.objects.count(), Import.objects.count()) == (ROWS, 1)
    found, chance = set(), random.Random(7)
    for _ in range(KILLS):
        Term.objects.all().delete()
        Import.objects.all().delete()
        child = start(order)
        # Most of the time goes by before the first row is written.
        time.sleep(took * chance.uniform(0.3, 1.0))
        child.kill()
        child.wait()
        state = Term.objects.count(), Import.objects.count()
        assert state in {(0, 0), (ROWS, 1)}
        found.add(state)
    assert (0, 0) in found
    again = start(order)
    assert again.wait() == 0, again.stderr.read().decode()
    assert (Term.objects.count(), Import.objects.count()) == (ROWS, 1)
