"""The verbs of meetings and decisions: who may, what they need, what they leave."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from progress import attachments
from progress.decisions import evaluating
from progress.decisions import verbs as decisions
from progress.desk import verbs as desk
from progress.editions import unlocking
from progress.entry import verbs as entry
from progress.follow_ups.requests import Request
from progress.meetings import minutes_verbs as minutes
from progress.meetings import verbs as meetings
from progress.models import Decision, FollowUp, Meeting, ProgressReport, ReviewYear
from progress.models.decisions import in_force
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.year import verbs as year
from tests.progress.attached_files import DOCX, PDF
from tests.progress.conftest import settle

HELD_ON = date(2024, 7, 10)
NOT_SECRETARIAT = (
    "reporter", "head", "co_owner", "other", "department", "council", "executive",
    "administrator", "nobody",
)  # fmt: skip


def plan(world, by: str = "secretariat", **more) -> Meeting:
    fields = {"kind": "推進会議", "held_on": HELD_ON} | more
    return meetings.plan_meeting(world.year, by=world.people[by], **fields)


def decide(world, meeting, report, by: str = "secretariat", **more) -> Decision:
    fields = {
        "version": report.version,
        "judgement": world.word("順調"),
        "outlook": world.word("継続", "outlook"),
    }
    return decisions.decide(meeting, report, by=world.people[by], **(fields | more))


def items(meeting) -> list[str]:
    return [each.report.measure.code for each in meeting.agenda.order_by("order")]


def close(world) -> None:
    ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    world.year.refresh_from_db()


def reports(world) -> list[ProgressReport]:
    return list(ProgressReport.objects.with_measure().in_plan_order())


def test_meeting_is_planned_with_its_members(world):
    council = world.people["council"]
    meeting = plan(world, place=" 第一会議室 ", is_written=True, members=[council])
    stored = Meeting.objects.get()
    assert (stored.kind, stored.held_on, stored.is_written, stored.place, stored.by) == (
        "推進会議", HELD_ON, True, "第一会議室", world.people["secretariat"],
    )  # fmt: skip
    assert list(meeting.members.all()) == [council]


@pytest.mark.parametrize("role", NOT_SECRETARIAT)
def test_everything_about_a_meeting_is_the_secretariats(world, role):
    meeting = plan(world)
    report = world.bring_to("confirmed")
    meetings.add_to_agenda(meeting, by=world.people["secretariat"], reports=[report])
    item, by = meeting.agenda.get(), world.people[role]
    for verb in (
        lambda: plan(world, by=role, kind="政策会議"),
        lambda: meetings.change_meeting(
            meeting, by=by, version=0, kind="政策会議", held_on=HELD_ON
        ),
        lambda: meetings.fill_agenda(meeting, by=by),
        lambda: meetings.add_to_agenda(meeting, by=by, reports=reports(world)),
        lambda: meetings.remove_from_agenda(item, by=by),
        lambda: meetings.place_on_agenda(item, by=by, place=1),
        lambda: minutes.attach_minutes(meeting, by=by, name="議事録.pdf", content=PDF),
        lambda: decisions.decide_rest(meeting, by=by, versions={report.pk: report.version}),
        lambda: decide(world, meeting, report, by=role),
    ):
        with pytest.raises(NotAllowed, match="事務局"):
            verb()
    assert (Meeting.objects.count(), meeting.agenda.count(), Decision.objects.count()) == (1, 1, 0)


def test_same_body_meets_once_a_day(world):
    plan(world)
    plan(world, kind="政策会議")
    with pytest.raises(NotAllowed, match="同じ日の同じ会議"):
        plan(world)
    assert Meeting.objects.count() == 2


def test_meeting_lies_after_the_beginning_of_its_year(world):
    with pytest.raises(NotAllowed, match="令和5年4月1日"):
        plan(world, held_on=date(2023, 3, 31))
    assert plan(world, held_on=date(2023, 4, 1)).pk


def test_meeting_moves_until_it_has_decided_something(world):
    meeting, by = plan(world), world.people["secretariat"]
    later = HELD_ON + timedelta(days=7)
    meetings.change_meeting(
        meeting, by=by, version=0, kind="推進会議", held_on=later, place="大会議室"
    )
    assert (meeting.held_on, meeting.place) == (later, "大会議室")
    decide(world, meeting, world.bring_to("confirmed"))
    for change in (
        {"kind": "政策会議", "held_on": later},
        {"kind": "推進会議", "held_on": HELD_ON},
    ):
        with pytest.raises(NotAllowed, match="変えられません"):
            meetings.change_meeting(meeting, by=by, version=1, **change)
    meetings.change_meeting(
        meeting, by=by, version=1, kind="推進会議", held_on=later, place="小会議室"
    )
    assert Meeting.objects.get().place == "小会議室"


def test_moving_a_meeting_on_the_day_of_another_is_refused(world):
    plan(world)
    other = plan(world, held_on=HELD_ON + timedelta(days=7))
    with pytest.raises(NotAllowed, match="同じ日の同じ会議"):
        meetings.change_meeting(
            other, by=world.people["secretariat"], version=0, kind="推進会議", held_on=HELD_ON
        )


def test_rule_fills_the_agenda_behind_what_stands_there_and_only_once(world):
    meeting, by = plan(world), world.people["secretariat"]
    late = {"progress": world.word("遅れ"), "progress_reason": "部品待ち。"}
    report = world.fresh()
    entry.save(
        report,
        by=world.people["reporter"],
        version=0,
        fields=world.complete | late,
        results=world.entry("3"),
    )
    entry.submit(report, by=world.people["head"], version=1)
    meetings.add_to_agenda(meeting, by=by, reports=reports(world)[1:])
    assert [meetings.fill_agenda(meeting, by=by) for _ in range(2)] == [1, 0]
    assert items(meeting) == ["I-1-2", "I-1-1"]
    assert [each.cause for each in meeting.agenda.all()] == ["by_hand", "off_course"]


def test_adding_by_hand_twice_lists_once(world):
    meeting, by = plan(world), world.people["secretariat"]
    for _ in range(2):
        meetings.add_to_agenda(meeting, by=by, reports=reports(world))
    assert items(meeting) == ["I-1-1", "I-1-2"]


def test_report_of_another_year_stays_off_the_agenda(world):
    other = year.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due=date(2099, 5, 1)
    )
    with pytest.raises(NotAllowed, match="令和5年度"):
        meetings.add_to_agenda(
            plan(world), by=world.people["secretariat"], reports=other.reports.all()
        )


def test_items_move_to_a_place_however_often_it_is_said(world):
    meeting, by = plan(world), world.people["secretariat"]
    meetings.add_to_agenda(meeting, by=by, reports=reports(world))
    item = meeting.agenda.order_by("order").last()
    for _ in range(3):
        meetings.place_on_agenda(item, by=by, place=1)
    assert items(meeting) == ["I-1-2", "I-1-1"]
    meetings.place_on_agenda(item, by=by, place=99)
    assert items(meeting) == ["I-1-1", "I-1-2"]


def test_decided_item_stays_on_the_agenda(world):
    meeting, by = plan(world), world.people["secretariat"]
    meetings.add_to_agenda(meeting, by=by, reports=reports(world))
    decide(world, meeting, world.bring_to("confirmed"))
    first, second = meeting.agenda.order_by("order")
    with pytest.raises(NotAllowed, match="議題から外せません"):
        meetings.remove_from_agenda(first, by=by)
    for _ in range(2):
        meetings.remove_from_agenda(second, by=by)
    assert items(meeting) == ["I-1-1"]


def test_decision_holds_words_opinion_and_follow_ups(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    request = Request(world.divisions["lead"], " 根拠を示すこと。 ", date(2024, 10, 1))
    decide(
        world,
        meeting,
        report,
        judgement=world.word("遅れ"),
        opinion=" 予約を増やすこと。 ",
        is_public=True,
        requests=[request],
    )
    stored = Decision.objects.get()
    assert (stored.judgement.word, stored.outlook.word, stored.opinion, stored.is_public) == (
        "遅れ", "継続", "予約を増やすこと。", True,
    )  # fmt: skip
    assert (stored.manner, stored.by) == ("each", world.people["secretariat"])
    asked = FollowUp.objects.get()
    assert (asked.decision, asked.division, asked.what, asked.due, asked.state) == (
        stored, world.divisions["lead"], "根拠を示すこと。", date(2024, 10, 1), "open",
    )  # fmt: skip
    assert items(meeting) == ["I-1-1"]


def test_decision_is_never_made_twice_by_one_meeting(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    decide(world, meeting, report)
    request = Request(world.divisions["lead"], "示すこと。", date(2024, 10, 1))
    with pytest.raises(NotAllowed, match="既に記録されています"):
        decide(world, meeting, report, judgement=world.word("遅れ"), requests=[request])
    assert [each.judgement.word for each in Decision.objects.all()] == ["順調"]
    assert not FollowUp.objects.exists()


def test_another_body_decides_beside_the_first(world):
    report = world.bring_to("confirmed")
    decide(world, plan(world), report)
    later = plan(world, kind="政策会議", held_on=HELD_ON + timedelta(days=20))
    decide(world, later, report, judgement=world.word("遅れ"))
    for meeting in Meeting.objects.all():
        settle(meeting)
    assert (
        in_force(
            report.decisions.select_related("meeting"), report.submitted_version
        ).judgement.word
        == "遅れ"
    )
    assert report.decisions.count() == 2


def test_decision_on_a_text_that_was_changed_meanwhile_is_a_conflict(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    by = world.people["secretariat"]
    desk.send_back(world.fresh(), by=by, version=3, reason="直してください。")
    with pytest.raises(Conflict):
        decide(world, meeting, report)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"judgement": None}, ["judgement"]),
        ({"outlook": None}, ["outlook"]),
        ({"is_public": True, "opinion": " "}, ["opinion"]),
    ],
)
def test_decision_says_what_it_lacks(world, change, fields):
    report, meeting = world.bring_to("confirmed"), plan(world)
    with pytest.raises(Incomplete) as refusal:
        decide(world, meeting, report, **change)
    assert [each.field for each in refusal.value.missing] == fields
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("division", "what", "field"), [("all", "示すこと。", "division"), ("lead", " ", "what")]
)
def test_request_needs_a_division_with_people_and_words(world, division, what, field):
    report, meeting = world.bring_to("confirmed"), plan(world)
    request = Request(world.divisions[division], what, date(2024, 10, 1))
    with pytest.raises(Incomplete) as refusal:
        decide(world, meeting, report, requests=[request])
    assert [each.field for each in refusal.value.missing] == [field]
    assert not Decision.objects.exists()


def test_words_are_those_of_the_plan_and_of_their_own_list(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    with pytest.raises(NotAllowed, match="言葉から選んで"):
        decide(world, meeting, report, judgement=world.word("継続", "outlook"))


def test_nothing_is_decided_before_the_meetings_day(world):
    report = world.bring_to("confirmed")
    tomorrow = timezone.localdate() + timedelta(days=1)
    meeting = plan(world, held_on=tomorrow)
    with pytest.raises(NotAllowed, match="開催日"):
        decide(world, meeting, report)
    with pytest.raises(NotAllowed, match="開催日"):
        decisions.decide_rest(meeting, by=world.people["secretariat"], versions={report.pk: 3})
    Meeting.objects.update(held_on=timezone.localdate())
    decide(world, Meeting.objects.get(), report)


def test_agenda_of_a_closed_year_takes_what_is_unlocked_alone(world):
    meeting, by = plan(world), world.people["secretariat"]
    meetings.add_to_agenda(meeting, by=by, reports=reports(world)[1:])
    world.bring_to("confirmed")
    ProgressReport.objects.update(second_judgement=world.word("遅れ"))
    close(world)
    unlocking.unlock(world.fresh(), by=by, version=3, reason="誤りのため。")
    meeting = Meeting.objects.select_related("year").get(pk=meeting.pk)
    assert meetings.fill_agenda(meeting, by=by) == 1
    assert items(meeting) == ["I-1-2", "I-1-1"]
    locked, unlocked = meeting.agenda.order_by("order")
    for verb in (
        lambda: meetings.add_to_agenda(meeting, by=by, reports=[locked.report]),
        lambda: meetings.remove_from_agenda(locked, by=by),
        lambda: meetings.place_on_agenda(unlocked, by=by, place=1),
    ):
        with pytest.raises(NotAllowed, match="締められて"):
            verb()
    meetings.remove_from_agenda(unlocked, by=by)
    assert items(meeting) == ["I-1-2"]


@pytest.mark.parametrize("state", ["not_started", "draft"])
def test_nothing_is_decided_on_what_was_never_handed_in(world, state):
    report = world.bring_to(state)
    with pytest.raises(NotAllowed, match="まだ提出されていない"):
        decide(world, plan(world), report)


def test_closed_year_takes_no_meeting_and_no_decision(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    close(world)
    report, meeting = world.fresh(), Meeting.objects.select_related("year").get(pk=meeting.pk)
    by = world.people["secretariat"]
    for verb in (
        lambda: plan(world, kind="政策会議"),
        lambda: meetings.change_meeting(
            meeting, by=by, version=0, kind="政策会議", held_on=HELD_ON
        ),
        lambda: meetings.fill_agenda(meeting, by=by),
        lambda: meetings.add_to_agenda(meeting, by=by, reports=[report]),
        lambda: decide(world, meeting, report),
        lambda: decisions.decide_rest(meeting, by=by, versions={report.pk: report.version}),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert (Meeting.objects.count(), meeting.agenda.count(), Decision.objects.count()) == (1, 0, 0)


def test_unlocked_report_of_a_closed_year_is_decided_and_evaluated_again(world):
    world.bring_to("confirmed")
    close(world)
    by = world.people["secretariat"]
    report = unlocking.unlock(world.fresh(), by=by, version=3, reason="誤りのため。")
    meeting = plan(world)
    decide(world, meeting, report)
    settle(meeting)
    evaluating.evaluate(report, by=by, version=4)
    assert (report.state, report.is_unlocked) == ("evaluated", False)


def test_amended_decision_stays_valid_after_a_return(world):
    report = world.bring_to("confirmed")
    by = world.people["secretariat"]
    meeting = plan(world)
    decide(world, meeting, report, manner="amended")
    settle(meeting)
    desk.send_back(report, by=by, version=3, reason="数値を直してください。")
    entry.submit(report, by=world.people["head"], version=4)
    desk.confirm(report, by=world.people["second_secretariat"], version=5)
    evaluating.evaluate(report, by=by, version=6)
    assert report.state == "evaluated"


def test_one_decision_covers_all_the_rest_as_proposed(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    ProgressReport.objects.filter(pk=report.pk).update(second_judgement=world.word("遅れ"))
    by = world.people["secretariat"]
    versions = {each.pk: each.version for each in reports(world)}
    with pytest.raises(NotAllowed):  # late with its target met, and no word why
        decisions.decide_rest(meeting, by=by, versions=versions)
    ProgressReport.objects.filter(pk=report.pk).update(secretariat_note="根拠が弱い。")
    made = decisions.decide_rest(meeting, by=by, versions=versions)
    assert [each.report.measure.code for each in made] == ["I-1-1"]
    stored = Decision.objects.get()
    assert (stored.manner, stored.judgement.word, stored.outlook.word) == ("rest", "遅れ", "継続")
    with pytest.raises(NotAllowed, match="既に決定が記録されています"):
        decisions.decide_rest(meeting, by=by, versions=versions)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("version", [None, 2])
def test_rest_covers_only_what_the_list_showed_as_it_was(world, version):
    report, meeting = world.bring_to("confirmed"), plan(world)
    versions = {} if version is None else {report.pk: version}
    with pytest.raises(NotAllowed):
        decisions.decide_rest(meeting, by=world.people["secretariat"], versions=versions)
    assert not Decision.objects.exists()


def test_minutes_are_kept_under_a_random_name(world):
    meeting = plan(world)
    by = world.people["secretariat"]
    minutes.attach_minutes(meeting, by=by, name="C:\\会議\\議事録.pdf", content=PDF)
    assert meeting.minutes_name == "議事録.pdf"
    assert "議事録" not in meeting.minutes_stored_as
    with default_storage.open(meeting.minutes_stored_as) as file:
        assert file.read() == PDF


def test_minutes_replace_only_those_that_were_seen_and_the_old_file_stays(world):
    meeting = plan(world)
    by = world.people["secretariat"]
    minutes.attach_minutes(meeting, by=by, name="案.docx", content=DOCX)
    draft = meeting.minutes_stored_as
    with pytest.raises(NotAllowed, match="先に添付されています"):
        minutes.attach_minutes(meeting, by=by, name="議事録.pdf", content=PDF)
    assert Meeting.objects.get().minutes_name == "案.docx"
    folder = draft.rpartition("/")[0]
    assert len(default_storage.listdir(folder)[1]) == 1
    minutes.attach_minutes(meeting, by=by, name="議事録.pdf", content=PDF, replacing=draft)
    assert Meeting.objects.get().minutes_name == "議事録.pdf"
    assert len(default_storage.listdir(folder)[1]) == 2


def test_minutes_of_another_kind_leave_nothing_behind(world):
    meeting = plan(world)
    by = world.people["secretariat"]
    with pytest.raises(attachments.Refused):
        minutes.attach_minutes(meeting, by=by, name="議事録.pdf", content=DOCX)
    assert Meeting.objects.get().minutes_name == ""
    assert not default_storage.exists("private/minutes")


def test_database_refuses_a_public_opinion_without_words(world):
    report, meeting = world.bring_to("confirmed"), plan(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            meeting=meeting,
            report=report,
            version=report.version,
            is_public=True,
            by=world.people["secretariat"],
            at=timezone.now(),
        )
