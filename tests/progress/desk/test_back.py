"""Taking a 事務局確認 back: by the same office, on record, until something is built on it."""

from datetime import date

import pytest
from django.urls import reverse

from progress.desk import back_verbs as back
from progress.desk import verbs as desk
from progress.meetings import verbs as meetings
from progress.models import Meeting
from progress.workflow.refusals import NotAllowed
from sakado_dx.records.models import AuditRecord


@pytest.fixture
def meeting(world) -> Meeting:
    by = world.people["secretariat"]
    return meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))


def test_confirmation_is_taken_back_by_another_of_the_office_and_the_record_names_both(world):
    report = world.bring_to("confirmed")
    back.unconfirm(report, by=world.people["secretariat"], version=3)
    fresh, change = world.fresh(), report.changes.last()
    assert (fresh.state, fresh.version, fresh.confirmed_at) == ("submitted", 4, None)
    assert (change.verb, change.by.name) == ("unconfirm", "secretariat")
    assert change.reason.startswith("second_secretariatの事務局確認（")
    record = AuditRecord.objects.filter(table_name="progress_progressreport").latest("pk")
    assert (record.actor_name, record.reason) == ("secretariat", change.reason)


def test_confirmation_that_was_taken_back_is_given_again_by_anybody_who_may(world):
    report = world.bring_to("confirmed")
    back.unconfirm(report, by=world.people["second_secretariat"], version=3)
    desk.confirm(report, by=world.people["secretariat"], version=4)
    assert world.fresh().state == "confirmed"


def test_confirmation_stands_while_the_report_is_on_an_agenda(world, meeting):
    report, by = world.bring_to("confirmed"), world.people["secretariat"]
    meetings.add_to_agenda(meeting, by=by, reports=[report])
    with pytest.raises(NotAllowed, match="議題にあるため（推進会議（R5実績））"):
        back.unconfirm(report, by=by, version=3)
    assert (world.fresh().state, world.fresh().version) == ("confirmed", 3)
    meetings.remove_from_agenda(meeting.agenda.get(), by=by)
    back.unconfirm(world.fresh(), by=by, version=3)
    assert world.fresh().state == "submitted"


def test_confirmation_stands_once_the_report_is_evaluated(world):
    report = world.bring_to("evaluated")
    with pytest.raises(NotAllowed, match="「評価済み」の報告に「事務局確認の取消し」はできません"):
        back.unconfirm(report, by=world.people["secretariat"], version=4)


def test_page_offers_the_way_back_until_it_ends_and_says_why(world, meeting, client):
    report, by = world.bring_to("confirmed"), world.people["secretariat"]
    client.force_login(by)
    page, act = (
        reverse(f"progress:report_{name}", args=[report.pk]) for name in ("review", "unconfirm")
    )
    button = "事務局確認を取り消す</button>"
    assert button in client.get(page).content.decode()
    meetings.add_to_agenda(meeting, by=by, reports=[report])
    text = client.get(page).content.decode()
    assert button not in text and "議題にあるため（推進会議（R5実績））" in text
    answer = client.post(act, {"version": 3}, follow=True)
    assert "先に議題から外してください。" in answer.content.decode()
    meetings.remove_from_agenda(meeting.agenda.get(), by=by)
    answer = client.post(act, {"version": 3}, follow=True)
    assert "の事務局確認を取り消しました。" in answer.content.decode()
    assert world.fresh().state == "submitted"
