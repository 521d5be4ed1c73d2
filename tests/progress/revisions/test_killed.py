"""A revision that is killed as it takes effect has done all of it, or nothing; then it is caught up."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings as portal

from measures.models import Measure
from progress.models import Letter, PlanChange, PlanEdition, ProgressReport, YearChange
from progress.revisions.effect_verbs import apply_due
from tests.databases import for_children
from tests.progress.conftest import make_world
from tests.progress.revisions.drafts import (
    DAY,
    decided,
    key_of_direction,
    key_of_division,
    new_measure,
    renamed,
)

KILLS = 100 if os.environ.get("TEST_LONG") else 5
NUMBERS = (Measure, ProgressReport, PlanEdition, Letter, YearChange)


class Applier:
    """The process, and a revision for each of its runs."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process, self.number = process, count(1)
        self.world = make_world()

    def decide(self) -> None:
        """The next revision: a name, and a measure that begins within the open year."""
        number = next(self.number)
        was = Measure.objects.get(key="I-1-1").name
        direction = key_of_direction(self.world.plan)
        lead = key_of_division(self.world.plan, "情報課")
        lines = [
            renamed("I-1-1", was, f"{number}つ目の名称"),
            *new_measure(f"N-{number}", direction, [lead]),
        ]
        day = DAY + timedelta(days=number)
        by = self.world.people["secretariat"]
        decided(self.world.plan, by, *lines, effective_on=day, title=f"第{number}次改定")

    def run(self, moment: int) -> list:
        """Whether it was killed, and of one that was not how many statements it took."""
        self.process.stdin.write(f"{moment}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    @staticmethod
    def stands() -> tuple:
        """How many rows stand, the name, and how many lines have taken effect."""
        applied = PlanChange.objects.filter(state="applied").count()
        name = Measure.objects.get(key="I-1-1").name
        return *(each.objects.count() for each in NUMBERS), name, applied


@pytest.fixture
def applier(own_database, settings):
    command = [sys.executable, "-m", "tests.progress.revisions.effect_stages"]
    env = os.environ | for_children(settings)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=portal.BASE_DIR, env=env, **pipes) as process:
        yield Applier(process)
        process.stdin.close()


def test_killed_at_any_moment_it_is_all_or_nothing_and_is_caught_up(applier):
    applier.decide()
    was_killed, statements = applier.run(0)
    assert not was_killed and statements > 50  # the long run tries each of them
    outcomes = set()
    for number in range(KILLS):
        applier.decide()
        before = applier.stands()
        moment = max(round(statements * (number + 1) / KILLS), 1)
        was_killed, _ = applier.run(moment)
        after, begun = applier.stands(), before != applier.stands()
        assert was_killed or begun
        assert len(apply_due().editions) == (not begun)
        whole = applier.stands()
        assert whole == (after if begun else whole) and whole[:5] == tuple(
            was + more for was, more in zip(before, (1, 1, 1, 1, 1), strict=False)
        )
        assert whole[-1] == before[-1] + 4
        outcomes.add(begun)
    assert False in outcomes
