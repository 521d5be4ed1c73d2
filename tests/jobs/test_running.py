"""Long work is made once, never goes back, and leaves nothing half where it dies."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from sakado_dx.jobs import running
from sakado_dx.jobs.models import STALE, Job
from sakado_dx.records.acting import acting
from tests.conftest import person
from tests.jobs import trial

KINDS = ("make", "refuse", "breaks", "killed", "given_up")


@pytest.fixture
def by(db, settings):
    settings.JOB_KINDS = {name: f"tests.jobs.trial.{name}" for name in KINDS}
    trial.kept.clear()
    return person("asker")


def ask(by, kind="make", data="1", **arguments) -> Job:
    return running.ask(
        kind, title="試しの資料", arguments=arguments, data=data, by=by, back="/library/"
    )


def ask_killed(by) -> Job:
    with pytest.raises(SystemExit):
        ask(by, "killed")
    return Job.objects.get()


def let_go_stale() -> None:
    Job.objects.update(heartbeat=timezone.now() - STALE - timedelta(seconds=1))


def test_per_cent_rises_and_never_falls(by):
    job = ask(by)
    job.refresh_from_db()
    assert trial.seen == [0, 40, 40, 80]
    assert (job.state, job.per_cent, job.result, job.words) == (
        "done", 100, "/library/", "できました。",
    )  # fmt: skip
    assert default_storage.open(trial.kept[0]).read() == b"whole"


def test_what_is_asked_for_twice_of_the_same_data_is_made_once(by):
    first = ask(by, year=2025)
    assert ask(by, year=2025) == first
    assert ask(by, year=2025, data="2") != first
    assert ask(by, year=2024) != first
    assert len(trial.kept) == 3


def test_who_asks_while_it_is_being_made_gets_the_same(by, settings):
    settings.JOB_KINDS = {"make": "tests.jobs.trial.killed"}
    with pytest.raises(SystemExit):
        ask(by, year=2025)
    assert ask(by, year=2025, data="2") == Job.objects.get()


def test_database_holds_one_that_runs_of_the_same_arguments(by):
    job = ask_killed(by)
    with pytest.raises(IntegrityError), acting("試験", "command"):
        Job.objects.create(arguments_hash=job.arguments_hash, kind="make", by=by)
    with pytest.raises(IntegrityError), acting("試験", "command"):
        Job.objects.update(per_cent=101)


def test_killed_job_is_freed_and_leaves_nothing_half(by):
    job = ask_killed(by)
    assert (job.state, default_storage.exists(trial.kept[0]), job.has_died) == (
        "running", True, False,
    )  # fmt: skip
    assert running.free_stale() == 0
    let_go_stale()
    assert Job.objects.get().has_died
    assert running.free_stale() == 1
    job.refresh_from_db()
    assert (job.state, job.leaves, job.words) == ("failed", "", running.DIED)
    assert not default_storage.exists(trial.kept[0])


def test_after_a_kill_the_next_who_asks_gets_a_new_one(by, settings):
    job = ask_killed(by)
    let_go_stale()
    settings.JOB_KINDS = {"killed": "tests.jobs.trial.make"}
    again = ask(by, "killed")
    assert again != job
    assert Job.objects.get(pk=again.pk).state == "done"


def test_process_that_was_given_up_leaves_no_file(by):
    ask(by, "given_up")
    assert trial.kept == ["woke up"]
    assert Job.objects.get().state == "failed"


def test_what_cannot_be_made_says_why(by):
    ask(by, "refuse")
    assert Job.objects.get().words == "Pango がありません。"


def test_what_breaks_ends_without_its_file_and_quotes_nothing(by):
    ask(by, "breaks")
    job = Job.objects.get()
    assert (job.state, job.words, job.leaves) == ("failed", running.BROKEN, "")
    assert not default_storage.exists("private/trial/half")


def test_command_does_what_waits_and_nothing_else_behind_the_pages(by, monkeypatch):
    steps = []  # never the process of the tests itself: all that follow would wait for others
    monkeypatch.setattr("os.nice", steps.append)
    job = ask(by)
    with pytest.raises(CommandError, match="開始を待っていません"):
        call_command("run_job", str(job.pk))
    Job.objects.update(state="waiting", ended_at=None, per_cent=0)
    call_command("run_job", str(job.pk))
    assert Job.objects.get().state == "done"
    assert min(steps) > 0


def test_heartbeat_is_told_while_one_step_takes_long(by, monkeypatch, transactional_db):
    job = ask_killed(by)
    monkeypatch.setattr(running, "BEAT", 0.01)
    let_go_stale()
    before = Job.objects.get().heartbeat
    with running.beating(job.pk):
        for _ in range(500):
            if Job.objects.get().heartbeat > before:
                break
            running.Event().wait(0.01)
    assert Job.objects.get().heartbeat > before
