"""Twenty parallel copies (five on SQLite) of a meeting's POSTs do one thing once."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.meetings import verbs as meetings
from progress.models import (
    AgendaItem,
    Approval,
    ApprovedReport,
    ContentCheck,
    Decision,
    FollowUp,
    FollowUpEntry,
    Meeting,
    ProgressReport,
    StatusChange,
)
from progress.workflow.refusals import Conflict
from tests.progress.conftest import PAPER, World, make_world
from tests.racing import Browser, Racers, rounds

COPIES = rounds(20, 20)


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def post_at_once(user, address: str, data: dict) -> list[int]:
    """The answers to all copies of one POST by one person, and to a last one after them."""
    browser = Browser(user)
    send = partial(browser.post, address, data)
    with Racers(COPIES) as racers:
        answers = [each.status_code for each in racers.run([send] * COPIES)]
    assert set(answers) <= {200, 302, 409}
    return [*answers, send().status_code]


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


@pytest.fixture
def meeting(world) -> Meeting:
    by = world.people["secretariat"]
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    world.bring_to("confirmed")
    return meeting


def test_one_meeting_is_registered(world):
    data = {"kind": "推進会議", "held_on": "R6.7.10"}
    user = world.people["secretariat"]
    post_at_once(user, at("meeting_new", world.year.pk), data)
    assert Meeting.objects.count() == 1


def test_agenda_lists_a_report_once(world, meeting):
    ProgressReport.objects.update(second_judgement=world.word("遅れ"))
    user = world.people["secretariat"]
    post_at_once(user, at("agenda_fill", meeting.pk), {})
    added = {"reports": [each.pk for each in world.year.reports.all()]}
    post_at_once(user, at("agenda_add", meeting.pk), added)
    assert AgendaItem.objects.count() == 2


def test_one_decision_with_one_request_is_recorded(world, meeting):
    item = meeting.agenda.create(report=world.report, cause="late")
    data = {
        "version": 3,
        "manner": "each",
        "judgement": world.word("順調").pk,
        "outlook": world.word("継続", "outlook").pk,
        "request-TOTAL_FORMS": 1,
        "request-INITIAL_FORMS": 0,
        "request-0-division": world.divisions["lead"].pk,
        "request-0-what": "示すこと。",
        "request-0-due": "R6.10.1",
    }
    user = world.people["secretariat"]
    answers = post_at_once(user, at("decision_edit", meeting.pk, item.pk), data)
    assert 302 in answers
    assert (Decision.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_the_rest_is_decided_once(world, meeting):
    data = {f"version-{world.report.pk}": "3"}
    post_at_once(world.people["secretariat"], at("meeting_rest", meeting.pk), data)
    assert Decision.objects.count() == 1


def test_report_is_evaluated_and_approved_once(world):
    report = world.bring_to("confirmed")
    world.decide(report)
    user = world.people["secretariat"]
    url = at("evaluate_bulk", world.year.pk)
    data = {f"version-{report.pk}": "3", "report": [report.pk]}
    post_at_once(user, url, data)
    assert StatusChange.objects.filter(verb="evaluate").count() == 1
    data = {f"version-{report.pk}": "4", "report": [report.pk]} | PAPER
    post_at_once(user, at("approve_bulk", world.year.pk), data | {"manner": "own"})
    assert (Approval.objects.count(), ApprovedReport.objects.count()) == (1, 1)
    data = {f"version-{report.pk}": "5", "report": [report.pk]}
    post_at_once(world.people["executive"], at("content_check_bulk", world.year.pk), data)
    assert ContentCheck.objects.count() == 1


def test_each_step_of_a_follow_up_is_taken_once(world):
    decision = world.decide(world.bring_to("confirmed"))
    decision.meeting.agenda.create(report=world.report, cause="late")
    user = world.people["secretariat"]
    data = {"division": world.divisions["lead"].pk, "what": "示すこと。", "due": "R6.10.1"}
    post_at_once(user, at("follow_up_ask", decision.pk), data)
    asked = FollowUp.objects.get()
    answer = {"version": 0, "answer-text": "示した。"}
    post_at_once(world.people["head"], at("follow_up_answer", asked.pk), answer)
    post_at_once(user, at("follow_up_accept", asked.pk), {"version": 1})
    verbs = FollowUpEntry.objects.values_list("verb", flat=True)
    assert list(verbs) == ["answer", "accept"]


def test_of_two_people_who_answer_one_is_kept(world):
    decision = world.decide(world.bring_to("confirmed"))
    request = Request(world.divisions["lead"], "示すこと。", date(2024, 10, 1))
    asked = follow_ups.ask(decision, by=world.people["secretariat"], request=request)

    def write(name: str) -> str:
        follow_up = FollowUp.objects.get(pk=asked.pk)
        try:
            follow_ups.answer(follow_up, by=world.people[name], version=0, text=name)
        except Conflict:
            return "Conflict"
        return "kept"

    with Racers(2) as racers:
        outcomes = racers.run([partial(write, name) for name in ("head", "reporter")])
    assert sorted(outcomes) == ["Conflict", "kept"]
    assert FollowUpEntry.objects.count() == 1
