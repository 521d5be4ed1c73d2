"""Evaluating on the pages: one report, and many after a list."""

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import Approval, ApprovedReport, ProgressReport, StatusChange
from tests.progress.conftest import PAPER


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_decided_report_is_evaluated_from_its_review_page(as_person, world):
    report = world.bring_to("confirmed")
    world.decide(report)
    client = as_person("secretariat")
    assert "会議の決定により評価済みにする" in text_of(client.get(at("report_review", report.pk)))
    for _ in range(2):
        answer = client.post(at("report_evaluate", report.pk), {"version": 3})
        assert answer.url == at("report_review", report.pk)
    assert world.fresh().state == "evaluated"
    assert report.changes.filter(verb="evaluate").count() == 1


def test_evaluation_from_an_agenda_leads_back_to_its_item(as_person, world):
    report = world.bring_to("confirmed")
    decision = world.decide(report)
    item = decision.meeting.agenda.create(report=report, cause="by_hand")
    data = {"version": 3, "item": item.pk}
    answer = as_person("secretariat").post(at("report_evaluate", report.pk), data)
    assert answer.url == at("meeting_project", decision.meeting_id, item.pk)


@pytest.mark.parametrize("version", ["3", "2", "x"])
def test_undecided_or_stale_report_is_not_evaluated(as_person, world, version):
    report = world.bring_to("confirmed")
    if version != "3":
        world.decide(report)
    client = as_person("secretariat")
    answer = client.post(at("report_evaluate", report.pk), {"version": version}, follow=True)
    assert "message--error" in answer.content.decode()
    assert world.fresh().state == "confirmed"


def test_bulk_evaluation_lists_what_will_happen_and_what_is_refused(as_person, world):
    report = world.bring_to("confirmed")
    client = as_person("secretariat")
    url = at("evaluate_bulk", world.year.pk)
    page = text_of(client.get(url))
    assert "施策I-1-1：会議の決定が記録されていません。" in page
    assert "施策I-1-2：報告が「未入力」です。" in page
    world.decide(report)
    page = text_of(client.get(url))
    assert "選んだ報告を評価済みにする" in page
    untold = text_of(client.post(url, {f"version-{report.pk}": "3"}, follow=True))
    assert "報告が選ばれていないため、何もしていません。" in untold
    data = {"report": [report.pk], f"version-{report.pk}": "2"}
    stale = text_of(client.post(url, data, follow=True))
    assert "「I-1-1 施策I-1-1」：他の人が先に更新しました。" in stale
    assert world.fresh().state == "confirmed"
    data[f"version-{report.pk}"] = "3"
    for _ in range(2):  # the second of two clicks hears what the first one did
        said = text_of(client.post(url, data, follow=True))
        assert "1件を評価済みにしました。" in said and "何もしていません" not in said
    assert world.fresh().state == "evaluated"
    change = StatusChange.objects.get(report=report, verb="evaluate")
    assert (change.door, change.by.username) == ("bulk", "secretariat")


def test_decision_older_than_the_submission_is_refused_in_bulk_too(as_person, world):
    report = world.bring_to("confirmed")
    world.decide(report)
    ProgressReport.objects.filter(pk=report.pk).update(submitted_version=99)
    page = text_of(as_person("secretariat").get(at("evaluate_bulk", world.year.pk)))
    assert "会議の決定が、最後の提出より前のものです。" in page


@pytest.mark.parametrize("role", ["reporter", "head", "council", "administrator", "nobody"])
def test_judging_pages_do_not_exist_for_others(as_person, world, role):
    report = world.bring_to("evaluated")
    client = as_person(role)
    assert client.get(at("evaluate_bulk", world.year.pk)).status_code == 404
    assert client.post(at("report_evaluate", report.pk), {"version": 4}).status_code == 404


def test_each_act_leads_to_the_next_report_that_waits_for_it(as_person, world):
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    world.decide(world.bring_to("confirmed"))
    writer = world.people["other"]
    entry.save(other, by=writer, version=0, fields=world.complete)
    entry.submit(other, by=writer, version=1)
    desk.confirm(other, by=world.people["second_secretariat"], version=2)
    world.decide(other)
    client = as_person("secretariat")
    answer = client.post(at("report_evaluate", world.report.pk), {"version": 3})
    assert answer.url == at("report_review", other.pk)
    client.post(at("report_evaluate", other.pk), {"version": 3})
    data = {f"version-{world.report.pk}": "4", "report": [world.report.pk], "manner": "own"}
    answer = client.post(at("report_approve", world.report.pk), data | PAPER)
    assert answer.url == at("report_approve", other.pk)
    data = {f"version-{other.pk}": "4", "report": [other.pk], "manner": "own"}
    answer = client.post(at("report_approve", other.pk), data | PAPER)
    assert answer.url == at("report_approve", other.pk)
    # Both under the one 起案 whose number was typed twice.
    assert (Approval.objects.count(), ApprovedReport.objects.count()) == (1, 2)
