"""A file of many rows is looked at and taken in by a process that tells how far it is."""

import os
import random
import re
import time
from dataclasses import dataclass

import pytest
from django.test import Client

from glossary.models import Term
from measures.models import Plan
from progress.imports import working
from sakado_dx.imports.models import Import
from sakado_dx.jobs import running
from sakado_dx.jobs.models import Job
from tests.databases import for_children
from tests.progress.conftest import make_world
from tests.progress.imports.conftest import Wizard, text_of

LARGE = working.MANY + 1
FEW = 100  # rows: above them a file is a job's here, which takes less time
ROWS = FEW + 1
KILLS = 100 if os.environ.get("TEST_LONG") else 5
LONGEST = 120  # seconds, on a machine that does other things too


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch):
    monkeypatch.setattr(working, "MANY", FEW)


def csv_of(rows: int = ROWS, last: str = "") -> bytes:
    lines = [f"用語{number},ようご,説明の文{number}です。" for number in range(rows - bool(last))]
    return "\n".join(["用語,よみ,説明", *lines, *([last] if last else [])]).encode()


def looked(wizard: Wizard, into: dict, content: bytes):
    """The page of what a job has found out."""
    answer = wizard.upload(into["terms"], content, "一覧.csv")
    assert answer.status_code == 302, text_of(answer)
    return wizard.client.get(answer.url)


def test_large_file_is_looked_at_and_taken_in_by_jobs(wizard, into, world):
    page = looked(wizard, into, csv_of())
    assert f"追加：{ROWS}件" in text_of(page) and not Term.objects.exists()
    answers = [wizard.confirm(page) for _ in range(2)]
    made = Import.objects.get()
    assert {each.url for each in answers} == {made.get_absolute_url()}
    assert (made.added, made.reason, Term.objects.count()) == (ROWS, "年度の見直し", ROWS)
    jobs = Job.objects.order_by("pk")
    assert [(each.kind, each.state) for each in jobs] == [
        ("import_look", "done"), ("import_write", "done"),
    ]  # fmt: skip
    assert wizard.client.get(jobs[0].result).url == made.get_absolute_url()


def test_small_file_is_answered_at_once(wizard, into):
    assert wizard.upload(into["terms"], csv_of(3), "一覧.csv").status_code == 200
    assert not Job.objects.exists()


def test_reason_is_asked_for_beside_what_was_found(wizard, into):
    page = looked(wizard, into, csv_of())
    again = wizard.confirm(page, reason="")
    assert again.status_code == 200 and f"追加：{ROWS}件" in text_of(again)
    assert not Import.objects.exists() and Job.objects.count() == 1
    assert wizard.confirm(again).status_code == 302 and Import.objects.exists()


def test_faults_of_a_large_file_are_all_told_and_may_be_left_out(wizard, into):
    page = looked(wizard, into, csv_of(ROWS + 1, last=",よみ,"))
    assert "誤りが1件あるため、取り込めません。" in text_of(page)
    answer = wizard.again(page, leave_out=[str(ROWS + 2)])
    page = wizard.client.get(answer.url)
    assert f"次の行は、選んだとおり、取り込みません：{ROWS + 2}行目" in text_of(page)
    assert wizard.confirm(page).status_code == 302
    assert Import.objects.get().added == ROWS


def test_what_changed_since_is_said_and_refused(wizard, into, world):
    page = looked(wizard, into, csv_of())
    Term.objects.create(plan=world.plan, term="用語7", reading="別", order=0)
    job = Job.objects.get()
    shown = text_of(wizard.client.get(job.result))
    assert "この内容を調べた後に、登録内容が変わりました。" in shown and "もう一度確かめる" in shown
    answer = wizard.confirm(page)
    failed = Job.objects.get(kind="import_write")
    assert (answer.url, failed.state) == (failed.get_absolute_url(), "failed")
    assert "まだ何も取り込んでいません。" in failed.refusal and not Import.objects.exists()
    assert job.result in wizard.client.get(answer.url).content.decode()
    again = wizard.client.get(wizard.again(page).url)
    assert "変更：1件" in text_of(again)
    assert wizard.confirm(again).status_code == 302 and Import.objects.get().changed == 1


def test_what_was_found_is_for_who_asked(wizard, wizard_of, into):
    looked(wizard, into, csv_of())
    address = Job.objects.get().result
    for name in ("second_secretariat", "reporter"):
        assert wizard_of(name).client.get(address).status_code == 404


@dataclass
class Finished:
    """A job that ended: the per cents that were seen on the way, and how long it took."""

    job: Job
    seen: list[int]
    seconds: float


def finished(answer) -> Finished:
    began, seen = time.monotonic(), []
    while (job := job_of(answer)).state in Job.GOING:
        seen.append(job.per_cent)
        assert time.monotonic() < began + LONGEST, job.words
        time.sleep(0.05)
    return Finished(job, seen, time.monotonic() - began)


def job_of(answer) -> Job:
    return Job.objects.get(pk=re.fullmatch(r"/jobs/(\d+)/", answer.url)[1])


@pytest.fixture
def apart(own_database, settings, monkeypatch) -> Wizard:
    """The wizard in a file, where processes of their own find the city by their environment."""
    settings.JOBS_IN_CHILD = True
    for name, value in for_children(settings).items():
        monkeypatch.setenv(name, value)
    client = Client()
    client.force_login(make_world().people["secretariat"])
    return Wizard(client)


def upload(wizard: Wizard):
    return wizard.upload(f"glossary.term:{Plan.objects.get().pk}", csv_of(LARGE), "一覧.csv")


def kill() -> None:
    """The job's process, without a word; after it was not heard of for long, others may ask."""
    running._children[-1].kill()
    running._children[-1].wait()
    Job.objects.update(heartbeat="2020-01-01T00:00:00Z")


@pytest.mark.one_database
def test_look_that_is_killed_is_freed_and_asked_again(apart):
    numbers = []
    for phase in (working.READING, "行を確かめています"):
        job = job_of(upload(apart))
        began = time.monotonic()
        while not (now := Job.objects.get(pk=job.pk)).phase.startswith(phase):
            assert now.state in Job.GOING and time.monotonic() < began + LONGEST, now.words
            time.sleep(0.005)
        kill()
        assert "やり直してください" in text_of(apart.client.get(job.get_absolute_url()))
        numbers.append(job.pk)
    look = finished(upload(apart))
    assert look.job.is_done and look.job.pk not in numbers
    assert [each.state for each in Job.objects.filter(pk__in=numbers)] == ["failed"] * 2
    assert f"追加：{LARGE}件" in text_of(apart.client.get(look.job.result))
    assert not Term.objects.exists()


@pytest.mark.one_database
def test_killed_at_any_moment_the_job_leaves_all_or_nothing(apart):
    chance, found = random.Random(3), set()
    look = finished(upload(apart))
    assert look.job.is_done and look.seen == sorted(look.seen)
    page = apart.client.get(look.job.result)
    for _ in range(KILLS):
        answer = apart.confirm(page)
        time.sleep(chance.uniform(0, look.seconds))
        kill()
        state = Term.objects.count(), Import.objects.count()
        assert state in {(0, 0), (LARGE, 1)}
        found.add(state)
        if state != (0, 0):
            assert job_of(answer).is_done
            break
        assert "やり直してください" in text_of(apart.client.get(answer.url))
    else:
        assert finished(apart.confirm(page)).job.is_done
    assert (0, 0) in found
    assert (Term.objects.count(), Import.objects.count()) == (LARGE, 1)
