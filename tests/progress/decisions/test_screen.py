"""The projector: what 画面に反映 puts on it, and what the room reads from then on."""

from datetime import date

import pytest
from django.urls import reverse

from progress.decisions import screen_verbs as screen
from progress.decisions import settling_verbs as settling
from progress.decisions import verbs as decisions
from progress.follow_ups.requests import Request
from progress.meetings import topic_verbs as topics
from progress.meetings import verbs as meetings
from progress.models import Meeting
from progress.workflow.refusals import NotAllowed
from tests.progress.conftest import settle

OPINION = "手順を早めること。"


@pytest.fixture
def meeting(world) -> Meeting:
    by, report = world.people["secretariat"], world.bring_to("confirmed")
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    meetings.add_to_agenda(meeting, by=by, reports=[report])
    return meeting


def decide(world, meeting) -> None:
    report = world.fresh()
    decisions.decide(
        meeting, report, by=world.people["secretariat"], version=report.version, opinion=OPINION,
        judgement=world.word("遅れ"), outlook=world.word("見直し", "outlook"),
    )  # fmt: skip


def text_of(client, name: str, *args) -> str:
    answer = client.get(reverse(f"progress:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_screen_begins_with_the_meeting_and_follows_what_is_put_on_it(world, meeting, client):
    client.force_login(world.people["council"])
    assert "これから始めます" in text_of(client, "meeting_screen", meeting.pk)
    item = meeting.agenda.get()
    screen.show_on_screen(item, by=world.people["secretariat"])
    page = text_of(client, "meeting_screen", meeting.pk)
    picture = f"/chart/{world.year.pk}/screen/"
    for text in ("I-1-1", "審議のポイント", "自己評価", "R5", picture, "課題"):
        assert text in page, text
    version = client.get(reverse("progress:screen_version", args=[meeting.pk])).json()
    assert version == {"version": 1}
    assert "<nav" not in page and "site-header" not in page


def test_room_reads_a_draft_only_after_it_was_put_on_the_screen(world, meeting, client):
    item = meeting.agenda.get()
    by = world.people["secretariat"]
    screen.show_on_screen(item, by=by)
    decide(world, meeting)
    item.refresh_from_db()
    client.force_login(by)
    assert "（案）" not in text_of(client, "meeting_screen", meeting.pk)
    client.force_login(world.people["council"])
    assert OPINION not in text_of(client, "meeting_project", meeting.pk, item.pk)
    screen.show_on_screen(item, by=by)
    assert "（案）" in text_of(client, "meeting_screen", meeting.pk)
    assert OPINION in text_of(client, "meeting_project", meeting.pk, item.pk)
    client.force_login(world.people["head"])
    assert OPINION not in client.get(world.measure.get_absolute_url()).content.decode()


def test_room_reads_no_request_of_a_draft_on_the_screen_and_counts_none(world, meeting, client):
    by, report = world.people["secretariat"], world.fresh()
    asked = "予約の枠を増やすこと。"
    decisions.decide(
        meeting, report, by=by, version=report.version, opinion=OPINION,
        judgement=world.word("遅れ"), outlook=world.word("見直し", "outlook"),
        requests=[Request(world.divisions["lead"], asked, date(2024, 10, 1))],
    )  # fmt: skip
    item = meeting.agenda.get()
    screen.show_on_screen(item, by=by)
    told = {}
    for role in ("council", "executive", "secretariat"):
        client.force_login(world.people[role])
        page = text_of(client, "meeting_project", meeting.pk, item.pk)
        listed = text_of(client, "meeting_list", world.year.pk)
        told[role] = (OPINION in page, asked in page, '"num">1件</td>' in listed.split("決定")[-1])
    assert told == {
        "council": (True, False, False), "executive": (True, False, False),
        "secretariat": (True, True, False),
    }  # fmt: skip
    settle(meeting)
    client.force_login(world.people["council"])
    assert asked in text_of(client, "meeting_project", meeting.pk, item.pk)
    assert [(each.items, each.decided) for each in Meeting.objects.with_counts()] == [(1, 1)]


def test_screen_comes_anew_when_a_draft_or_an_item_is_gone_or_the_result_is_settled(
    world, meeting, client
):
    by = world.people["secretariat"]
    client.force_login(world.people["council"])

    def version() -> int:
        return client.get(reverse("progress:screen_version", args=[meeting.pk])).json()["version"]

    screen.show_on_screen(meeting.agenda.get(), by=by)
    decide(world, meeting)
    report = world.fresh()
    settling.drop_decision(report, by=by, version=report.version, decision=report.decisions.get())
    assert version() == 2
    meetings.remove_from_agenda(meeting.agenda.get(), by=by)
    assert version() == 3
    decide(world, meeting)
    settle(meeting)
    assert version() == 4


def test_matter_without_a_report_stands_on_the_screen(world, meeting, client):
    by = world.people["secretariat"]
    matter = topics.add_matter(meeting, by=by, title="次期計画")
    topics.change_item(matter, by=by, handling="debate", title="次期計画", point="期間を何年に。")
    screen.show_on_screen(matter, by=by)
    client.force_login(world.people["executive"])
    page = text_of(client, "meeting_screen", meeting.pk)
    assert "次期計画" in page and "期間を何年に。" in page


@pytest.mark.parametrize("role", ["head", "council", "executive"])
def test_screen_is_led_by_the_secretariat(world, meeting, role):
    with pytest.raises(NotAllowed):
        screen.show_on_screen(meeting.agenda.get(), by=world.people[role])
    assert Meeting.objects.get().screen_version == 0


def test_item_that_is_taken_off_the_agenda_leaves_the_screen(world, meeting, client):
    by, item = world.people["secretariat"], meeting.agenda.get()
    screen.show_on_screen(item, by=by)
    meetings.remove_from_agenda(item, by=by)
    client.force_login(world.people["council"])
    assert "これから始めます" in text_of(client, "meeting_screen", meeting.pk)
