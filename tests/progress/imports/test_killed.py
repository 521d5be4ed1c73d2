"""An import that is killed at any moment has taken in all rows with their record, or none."""

import json
import os
import subprocess
import sys
from itertools import count

import pytest
from django.conf import settings as portal

from glossary.models import Term
from sakado_dx.imports.models import Import
from sakado_dx.records.models import AuditRecord
from tests.databases import for_children
from tests.progress.conftest import make_world
from tests.progress.imports.stages import PREVIEW, READING, WRITE

ROWS = 60
KILLS = 100 if os.environ.get("TEST_LONG") else 5
NOTHING, ALL = (0, 0, 0), (ROWS, 1, ROWS + 1)


class Taker:
    """The process that takes the file in, each time under a key of its own."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process, self.keys = process, count(1)

    def run(self, stage: str, moment: str) -> tuple[list, tuple[int, int, int]]:
        """Whether it was killed (and what the stage took), and what then stands: terms, imports,
        records."""
        Import.objects.all().delete()
        Term.objects.all().delete()
        key = f"killed-{next(self.keys)}"
        self.process.stdin.write(f"{stage} {moment} {key}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        records = AuditRecord.objects.of_import(key).count()
        return answer, (Term.objects.count(), Import.objects.count(), records)


@pytest.fixture
def taker(own_database, settings, tmp_path):
    by = make_world().people["secretariat"]
    file = tmp_path / "terms.csv"
    rows = [f"用語{number},ようご,説明の文{number}です。" for number in range(ROWS)]
    file.write_text("\n".join(["用語,よみ,説明", *rows]), "utf-8")
    command = [sys.executable, "-m", "tests.progress.imports.stages", str(file), by.username]
    env = os.environ | for_children(settings)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=portal.BASE_DIR, env=env, **pipes) as process:
        yield Taker(process)
        process.stdin.close()


def moments(seconds: float, statements: int) -> list[str]:
    """So many, spread over the whole stage: in turn by the clock and right after a statement,
    with the last one before the commit among them."""
    parts = [(number + 1) / KILLS for number in range(KILLS)]
    return [
        f"{max(seconds * part, 0.001):.4f}s"
        if number % 2 == 0 or not statements
        else str(max(round(statements * part), 1))
        for number, part in enumerate(parts)
    ]


@pytest.mark.parametrize(
    "stage", [pytest.param(READING, marks=pytest.mark.one_database), PREVIEW, WRITE]
)
def test_killed_at_any_moment_it_is_all_or_nothing(taker, stage):
    whole = ALL if stage == WRITE else NOTHING
    (was_killed, *took), state = taker.run(stage, "never")
    assert (was_killed, state) == (False, whole)
    runs = [taker.run(stage, moment) for moment in moments(*took)]
    killed = [state for (was_killed, *_), state in runs if was_killed]
    assert len(killed) >= KILLS // 2 and NOTHING in killed and set(killed) <= {NOTHING, whole}
    assert all(state == whole for (was_killed, *_), state in runs if not was_killed)
    (was_killed, *_), state = taker.run(WRITE, "never")
    assert (was_killed, state) == (False, ALL)
