"""The job in a process of its own: killed in the middle it leaves nothing, and the next one is whole."""

import os
import signal
import time

import pytest
from django.core.files.storage import default_storage

from progress.models import Pack
from progress.pack import printing
from progress.pack.verbs import order_pack
from sakado_dx.jobs import running
from sakado_dx.jobs.models import Job
from tests.databases import for_children
from tests.progress.conftest import make_world
from tests.progress.pack.papers import order_of, plan_meeting

pytestmark = [
    pytest.mark.skipif(bool(printing.why_not()), reason=printing.why_not()),
    pytest.mark.one_database,
]
LONGEST = 90  # seconds, on a machine that does other things too


@pytest.fixture
def city(own_database, settings, monkeypatch):
    """A city in a file of its own, where a child finds it by its environment."""
    settings.JOBS_IN_CHILD = True
    for name, value in for_children(settings).items():
        monkeypatch.setenv(name, value)
    world = make_world()
    world.bring_to("confirmed")
    return world


def wait(job: Job, until) -> list[int]:
    """The per cents that were seen before it came so far."""
    seen, end = [], time.monotonic() + LONGEST
    while time.monotonic() < end:
        job.refresh_from_db()
        seen.append(job.per_cent)
        if until(job):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"{job.state} {job.per_cent} {job.phase}")


def files() -> list[str]:
    folder = "private/packs"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_killed_in_the_middle_it_leaves_nothing_and_the_next_one_is_whole(city):
    by, order = city.people["secretariat"], order_of(city, plan_meeting(city))
    job = order_pack(order, by=by)
    assert order_pack(order, by=by) == job
    wait(job, lambda job: job.per_cent >= 8)
    os.kill(running._children[-1].pid, signal.SIGKILL)
    running._children[-1].wait()
    assert (Pack.objects.count(), files()) == (0, [])
    Job.objects.update(heartbeat="2020-01-01T00:00:00Z")
    again = order_pack(order, by=by)
    job.refresh_from_db()
    assert (job.state, again != job) == ("failed", True)
    seen = wait(again, lambda job: job.is_done or job.has_died)
    assert again.state == "done", again.refusal
    assert seen == sorted(seen)
    assert [pack.stored_as.split("/")[-1] for pack in Pack.objects.all()] == files()
