"""Drafts: who reads them, how they are taken back, and how a meeting's result is settled."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from progress.decisions import evaluating, settling_pages
from progress.decisions import settling_verbs as settling
from progress.decisions import verbs as decisions
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.meetings import topic_verbs as topics
from progress.meetings import verbs as meetings
from progress.models import (
    AgendaItem,
    Decision,
    FollowUp,
    FollowUpEntry,
    Meeting,
    StatusChange,
)
from progress.reading.years import edition_of
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import settle

HELD_ON = date(2024, 7, 10)
CHAIR = {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": HELD_ON}
OPINION = "手順を早めること。"


@pytest.fixture
def meeting(world) -> Meeting:
    return plan(world)


def plan(world, **more) -> Meeting:
    given = {"kind": "推進会議", "held_on": HELD_ON} | more
    return meetings.plan_meeting(world.year, by=world.people["secretariat"], **given)


def decide(world, meeting, word: str = "遅れ", **more) -> Decision:
    report = world.fresh()
    given = {"judgement": world.word(word), "outlook": world.word("継続", "outlook")}
    return decisions.decide(
        meeting, report, by=world.people["secretariat"], version=report.version,
        opinion=OPINION, **given | more,
    )  # fmt: skip


def drop(world, decision, **more):
    report = world.fresh()
    given = {"by": world.people["secretariat"], "version": report.version}
    return settling.drop_decision(report, decision=decision, **given | more)


def request_to(world) -> Request:
    return Request(world.divisions["lead"], "手順を示すこと。", date(2024, 10, 1))


def test_draft_evaluates_nothing_and_stands_in_no_edition(world, meeting):
    report = world.bring_to("confirmed")
    decide(world, meeting)
    with pytest.raises(NotAllowed, match="結果の確定した会議"):
        evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    assert edition_of(report).decisions == ()
    settle(meeting)
    evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    assert [each.opinion for each in edition_of(world.fresh()).decisions] == [OPINION]


def test_draft_and_what_it_asks_are_read_by_the_secretariat_alone(world, meeting, client):
    world.bring_to("confirmed")
    decision = decide(world, meeting, requests=[request_to(world)])
    asked = FollowUp.objects.get()
    item = AgendaItem.objects.get()
    pages = {
        "council": [
            reverse("progress:meeting_detail", args=[meeting.pk]),
            reverse("progress:meeting_project", args=[meeting.pk, item.pk]),
            world.measure.get_absolute_url(),
        ],
        "executive": [reverse("progress:report_review", args=[world.report.pk])],
        "head": [world.measure.get_absolute_url(), reverse("progress:my_measures"), "/follow-ups/"],
    }
    words = (OPINION, asked.what)

    def told(role: str) -> list[bool]:
        client.force_login(world.people[role])
        texts = [client.get(url).content.decode() for url in pages[role]]
        return [any(word in text for text in texts) for word in words]

    assert {role: told(role) for role in pages} == dict.fromkeys(pages, [False, False])
    client.force_login(world.people["head"])
    assert client.get(asked.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        follow_ups.answer(asked, by=world.people["head"], version=0, text="示した。")
    client.force_login(world.people["secretariat"])
    page = client.get(pages["council"][1]).content.decode()
    assert OPINION in page and "（案）" in page
    settle(decision.meeting)
    assert told("council") == [True, True]
    assert told("head") == [True, True]


def test_draft_is_dropped_with_what_it_asks_and_its_record(world, meeting):
    world.bring_to("confirmed")
    decision = decide(world, meeting, requests=[request_to(world)])
    drop(world, decision, reason="記録の誤り")
    assert (Decision.objects.count(), FollowUp.objects.count()) == (0, 0)
    change = StatusChange.objects.order_by("version").last()
    assert (change.verb, change.from_state, change.to_state, change.reason) == (
        "drop_decision", "confirmed", "confirmed", "記録の誤り",
    )  # fmt: skip
    record = AuditRecord.objects.get(
        table_name=Decision._meta.db_table, operation=AuditRecord.Operation.DELETE
    )
    assert (record.actor_name, record.reason) == ("secretariat", "記録の誤り")
    assert decide(world, meeting, "順調").judgement.word == "順調"


def test_draft_is_dropped_though_what_it_asks_was_changed(world, meeting):
    world.bring_to("confirmed")
    decision = decide(world, meeting, requests=[request_to(world)])
    follow_ups.change(
        FollowUp.objects.get(), by=world.people["secretariat"], version=0,
        what="手順と日程を示すこと。", due=date(2024, 10, 1), reason="会議の発言のとおり",
    )  # fmt: skip
    drop(world, decision)
    left = (Decision.objects.count(), FollowUp.objects.count(), FollowUpEntry.objects.count())
    assert left == (0, 0, 0)


def test_another_secretary_drops_what_his_colleague_recorded(world, meeting):
    world.bring_to("confirmed")
    drop(world, decide(world, meeting), by=world.people["second_secretariat"])
    assert not Decision.objects.exists()


def test_settled_decision_is_dropped_by_nobody(world, meeting):
    world.bring_to("confirmed")
    decision = decide(world, meeting)
    settle(meeting)
    with pytest.raises(NotAllowed, match="確定されているため"):
        drop(world, decision)
    assert Decision.objects.count() == 1


def test_dropping_asks_for_the_version_that_was_read(world, meeting):
    world.bring_to("confirmed")
    decision = decide(world, meeting)
    with pytest.raises(Conflict):
        drop(world, decision, version=2)
    assert Decision.objects.count() == 1


def test_dropping_on_an_address_of_another_report_drops_nothing(world, meeting):
    world.bring_to("confirmed")
    decision = decide(world, meeting)
    other = world.year.reports.exclude(pk=world.report.pk).get()
    with pytest.raises(NotAllowed, match="取り下げられています"):
        settling.drop_decision(
            world.fresh(other), by=world.people["secretariat"], version=0, decision=decision
        )
    assert Decision.objects.count() == 1


def test_meeting_is_settled_with_its_chair_and_takes_nothing_more(world, meeting):
    report = world.bring_to("confirmed")
    decide(world, meeting)
    settled = settle(meeting)
    assert {name: getattr(settled, name) for name in CHAIR} == CHAIR
    assert (settled.settled_by, settled.is_settled) == (world.people["secretariat"], True)
    other = world.year.reports.exclude(pk=report.pk).get()
    for verb in (
        lambda: settle(meeting),
        lambda: decisions.decide_rest(
            meeting, by=world.people["secretariat"], versions={other.pk: 0}
        ),
        lambda: decide(world, meeting),
    ):
        with pytest.raises(NotAllowed, match="確定されて"):
            verb()


@pytest.mark.parametrize("name", sorted(CHAIR))
def test_settling_needs_the_whole_confirmation_of_the_chair(world, meeting, name):
    world.bring_to("confirmed")
    decision = decide(world, meeting)
    told = CHAIR | {name: None if name == "chair_on" else " "}
    with pytest.raises(Incomplete) as refusal:
        settling.settle(meeting, by=world.people["secretariat"], decision_ids=[decision.pk], **told)
    assert [each.field for each in refusal.value.missing] == [name]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (HELD_ON - timedelta(days=1), "開催日（令和6年7月10日）以後"),
        (timezone.localdate() + timedelta(days=2), "今日まで"),
    ],
)
def test_chair_agrees_after_the_meeting_and_not_in_days_to_come(world, meeting, day, sentence):
    world.bring_to("confirmed")
    decision = decide(world, meeting)
    with pytest.raises(NotAllowed, match=sentence):
        settling.settle(
            meeting, by=world.people["secretariat"], decision_ids=[decision.pk],
            **CHAIR | {"chair_on": day},
        )  # fmt: skip


def test_nothing_is_settled_that_the_page_did_not_show(world, meeting):
    world.bring_to("confirmed")
    for shown in ([], [0]):
        with pytest.raises(NotAllowed):
            settling.settle(meeting, by=world.people["secretariat"], decision_ids=shown, **CHAIR)
    decide(world, meeting)
    with pytest.raises(NotAllowed, match="一覧を開いた後に"):
        settling.settle(meeting, by=world.people["secretariat"], decision_ids=[], **CHAIR)
    assert not Meeting.objects.settled().exists()


def test_meeting_on_other_matters_alone_is_settled(world, meeting, client):
    by = world.people["secretariat"]
    client.force_login(by)
    url = reverse("progress:meeting_settle", args=[meeting.pk])
    data = {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": "R6.7.10"}
    assert url not in client.get(meeting.get_absolute_url()).content.decode()
    assert (client.post(url, data).status_code, Meeting.objects.settled().exists()) == (409, False)
    topics.add_matter(meeting, by=by, title="次期計画")
    assert url in client.get(meeting.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "会議結果を確定する</button>" in page and "所管課が読めるようになります" not in page
    assert client.post(url, data).status_code == 302
    assert Meeting.objects.settled().get().chair_name == "坂戸 花子"


def test_agenda_with_a_report_to_debate_offers_no_end_before_it_is_decided(world, meeting, client):
    report = world.bring_to("confirmed")
    meetings.add_to_agenda(meeting, by=world.people["secretariat"], reports=[report])
    client.force_login(world.people["secretariat"])
    url = reverse("progress:meeting_settle", args=[meeting.pk])
    assert url not in client.get(meeting.get_absolute_url()).content.decode()
    decide(world, meeting)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert url in page and "画面に反映した決定のほかは、事務局だけが読めます" in page


def test_result_of_a_weightier_body_is_taken_over_as_it_is_settled(world):
    world.bring_to("evaluated")
    above = plan(world, kind="政策会議", held_on=date(2024, 8, 1))
    decide(world, above)
    assert world.fresh().taken_decision.judgement.word == "順調"
    settle(above)
    assert world.fresh().taken_decision.judgement.word == "遅れ"


@pytest.mark.parametrize(("manner", "taken"), [("each", "順調"), ("amended", "遅れ")])
def test_weightier_body_that_saw_an_earlier_text_is_not_taken_over(world, manner, taken):
    report = world.bring_to("evaluated")
    above = plan(world, kind="政策会議", held_on=date(2024, 8, 1))
    decision = decide(world, above, manner=manner)
    Decision.objects.filter(pk=decision.pk).update(version=report.submitted_version - 1)
    assert settling_pages.result_of(above).rows[0].is_outdated == (manner == "each")
    settle(above)
    assert world.fresh().taken_decision.judgement.word == taken


def test_meeting_is_dropped_with_its_agenda_until_it_has_decided(world, meeting):
    by, report = world.people["secretariat"], world.bring_to("confirmed")
    meetings.add_to_agenda(meeting, by=by, reports=[report])
    with pytest.raises(Incomplete):
        meetings.drop_meeting(meeting, by=by, reason=" ")
    decision = decide(world, meeting)
    with pytest.raises(NotAllowed, match="決定を記録した会議"):
        meetings.drop_meeting(meeting, by=by, reason="日程の変更")
    drop(world, decision)
    meetings.drop_meeting(meeting, by=by, reason="日程の変更")
    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (0, 0)
    record = AuditRecord.objects.get(
        table_name=Meeting._meta.db_table, operation=AuditRecord.Operation.DELETE
    )
    assert (record.actor_name, record.reason) == ("secretariat", "日程の変更")
    with pytest.raises(NotAllowed, match="取り消されました"):
        decide(world, meeting)


@pytest.mark.parametrize("role", ["head", "council", "executive", "administrator"])
def test_ends_of_drafts_are_the_secretariats(world, meeting, role):
    world.bring_to("confirmed")
    decision, by = decide(world, meeting), world.people[role]
    for verb in (
        lambda: drop(world, decision, by=by),
        lambda: meetings.drop_meeting(meeting, by=by, reason="日程の変更"),
        lambda: settling.settle(meeting, by=by, decision_ids=[decision.pk], **CHAIR),
    ):
        with pytest.raises(NotAllowed, match="事務局"):
            verb()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"settled_at": timezone.now()},
        {"chair_title": "副市長"},
        {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": HELD_ON},
    ],
)
def test_database_holds_who_settled_and_who_led(world, meeting, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**fields)


def test_page_shows_all_decisions_and_items_without_one_before_it_settles(world, meeting, client):
    world.bring_to("confirmed")
    meetings.add_to_agenda(
        meeting, by=world.people["secretariat"], reports=world.year.reports.select_related("year")
    )
    decision = decide(world, meeting, requests=[request_to(world)])
    client.force_login(world.people["secretariat"])
    url = reverse("progress:meeting_settle", args=[meeting.pk])
    page = client.get(url).content.decode()
    for text in ("確定する決定（1件）", OPINION, "手順を示すこと。", "決定のない議題（1件）"):
        assert text in page
    data = {"decision": [decision.pk], "chair_title": "副市長", "chair_name": "", "chair_on": ""}
    assert "議長の氏名を入力してください。" in client.post(url, data).content.decode()
    data |= {"chair_name": "坂戸 花子", "chair_on": "R6.7.10"}
    stale = client.post(url, data | {"decision": []})
    assert (stale.status_code, "坂戸 花子" in stale.content.decode()) == (409, True)
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert Meeting.objects.settled().count() == 1
