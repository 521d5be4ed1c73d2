"""The page of a job: how far it is, in words and for the script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sakado_dx.jobs.models import STALE, Job
from tests.conftest import person


@pytest.fixture
def job(db) -> Job:
    return Job.objects.create(
        kind="trial", title="資料", arguments_hash="a", data_hash="b", by=person("asker"),
        back="/library/", state="running", phase="図を描いています", per_cent=40,
    )  # fmt: skip


def state_of(client, job) -> dict:
    return client.get(f"/jobs/{job.pk}/state/").json()


def test_page_says_how_far_it_is_and_can_be_asked_again_without_a_script(secretary, job):
    page = secretary.get(f"/jobs/{job.pk}/").content.decode()
    assert "40％　図を描いています" in page
    assert f'href="/jobs/{job.pk}/">更新</a>' in page
    assert state_of(secretary, job) == {
        "perCent": 40, "words": "40％　図を描いています", "isOver": False,
    }  # fmt: skip


def test_page_of_what_is_done_leads_to_the_result(secretary, job):
    done = {"state": "done", "per_cent": 100, "ended_at": timezone.now()}
    Job.objects.update(result="/plan/", **done)
    page = secretary.get(f"/jobs/{job.pk}/").content.decode()
    assert '<a class="button" href="/plan/">' in page
    assert state_of(secretary, job)["isOver"]


def test_page_of_what_died_leads_back_and_changes_nothing(secretary, job):
    Job.objects.update(heartbeat=timezone.now() - STALE - timedelta(seconds=1))
    page = secretary.get(f"/jobs/{job.pk}/").content.decode()
    assert "もう一度、やり直してください" in page
    assert Job.objects.get().state == "running"


def test_who_did_not_ask_for_it_learns_nothing_of_it(reader, job):
    assert reader.get(f"/jobs/{job.pk}/").status_code == 404
    assert reader.get(f"/jobs/{job.pk}/state/").status_code == 404
