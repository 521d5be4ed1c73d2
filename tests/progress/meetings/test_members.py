"""Who attends a meeting, in whose place, what members answer in writing, and other matters."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from measures.models import MeetingKind
from progress.decisions import verbs as decisions
from progress.meetings import kit_pages
from progress.meetings import member_verbs as members
from progress.meetings import topic_verbs as topics
from progress.meetings import verbs as meetings
from progress.meetings.member_verbs import Attends
from progress.models import AgendaItem, Decision, Meeting, MeetingMember, ReviewYear
from progress.workflow.refusals import Conflict, NotAllowed
from tests.progress.conftest import settle

HELD_ON = date(2024, 7, 10)


def plan(world, **more) -> Meeting:
    given = {
        "kind": "推進会議", "held_on": HELD_ON, "members": [world.people["council"]],
        "guests": " 有識者 坂戸 一郎\n\n有識者 入間 二郎 ",
    }  # fmt: skip
    return meetings.plan_meeting(world.year, by=world.people["secretariat"], **given | more)


@pytest.fixture
def meeting(world) -> Meeting:
    return plan(world)


@pytest.fixture
def written(world) -> Meeting:
    return plan(world, is_written=True, answer_due=date(2024, 7, 20))


def row_of(meeting) -> tuple:
    row = meeting.memberships.get()
    return row.attendance, row.proxy, row.answer, row.comment, row.answered_at is not None


def record(world, meeting, version=0, **told) -> None:
    members.record_attendance(
        meeting, by=world.people["secretariat"], version=version,
        members={meeting.memberships.get().pk: Attends(**told)},
    )  # fmt: skip


def test_guests_without_a_login_are_named_one_a_line(meeting):
    assert meeting.guest_names == ["有識者 坂戸 一郎", "有識者 入間 二郎"]
    assert row_of(meeting) == ("present", "", "waiting", "", False)


def test_times_and_the_day_of_answers_fit_the_meeting(world):
    with pytest.raises(NotAllowed, match="開始時刻より後"):
        plan(world, starts_at=time(14), ends_at=time(13, 30))
    with pytest.raises(NotAllowed, match="書面開催（持ち回り）のとき"):
        plan(world, answer_due=date(2024, 7, 20))
    held = plan(world, starts_at=time(13, 30), ends_at=time(15))
    assert (held.starts_at, held.ends_at) == (time(13, 30), time(15))


def test_absence_is_recorded_and_a_proxy_where_the_city_allows_it(world, meeting):
    record(world, meeting, attendance="absent")
    assert row_of(meeting) == ("absent", "", "waiting", "", False)
    with pytest.raises(NotAllowed, match="代理出席は認められていません"):
        record(world, meeting, version=1, attendance="proxy", proxy="課長補佐 川越 三郎")
    MeetingKind.objects.filter(name="推進会議").update(allows_proxy=True)
    with pytest.raises(NotAllowed, match="代理で出席した人を入力"):
        record(world, meeting, version=1, attendance="proxy")
    record(world, meeting, version=1, attendance="proxy", proxy="課長補佐 川越 三郎")
    assert row_of(meeting)[:2] == ("proxy", "課長補佐 川越 三郎")


def test_proxy_stays_though_the_city_allows_none_any_more(world, meeting):
    MeetingKind.objects.filter(name="推進会議").update(allows_proxy=True)
    record(world, meeting, attendance="proxy", proxy="課長補佐 川越 三郎")
    MeetingKind.objects.filter(name="推進会議").update(allows_proxy=False)
    record(world, meeting, version=1, attendance="proxy", proxy="主幹 川越 三郎")
    assert row_of(meeting)[:2] == ("proxy", "主幹 川越 三郎")
    record(world, meeting, version=2, attendance="absent")
    with pytest.raises(NotAllowed, match="代理出席は認められていません"):
        record(world, meeting, version=3, attendance="proxy", proxy="主幹 川越 三郎")


def test_two_who_record_the_attendance_meet_and_a_second_click_does_not(world, meeting):
    record(world, meeting, attendance="absent")
    record(world, meeting, attendance="absent")
    with pytest.raises(Conflict):
        record(world, meeting, attendance="present")
    assert (row_of(meeting)[0], Meeting.objects.get().version) == ("absent", 1)


def test_member_answers_in_writing_himself_until_the_result_is_settled(world, written):
    by = world.people["council"]
    with pytest.raises(NotAllowed, match="意見を入力"):
        members.answer_in_writing(written, by=by, answer="opinion")
    members.answer_in_writing(written, by=by, answer="opinion", comment="早めること。")
    assert row_of(written) == ("present", "", "opinion", "早めること。", True)
    members.answer_in_writing(written, by=by, answer="agreed")
    assert row_of(written)[2:] == ("agreed", "", True)
    with pytest.raises(NotAllowed, match="この会議の出席者"):
        members.answer_in_writing(written, by=world.people["executive"], answer="agreed")
    report = world.bring_to("confirmed")
    words = {"judgement": report.progress, "outlook": report.outlook}
    decisions.decide(
        written, report, by=world.people["secretariat"], version=report.version, **words
    )
    settle(written)
    with pytest.raises(NotAllowed, match="回答は変えられません"):
        members.answer_in_writing(written, by=by, answer="opinion", comment="別の意見。")


def test_answer_that_came_while_the_attendance_was_open_is_not_overwritten(world, written):
    said = {"answer": "opinion", "comment": "早めること。"}
    members.answer_in_writing(written, by=world.people["council"], **said)
    with pytest.raises(Conflict):
        record(world, written, attendance="absent")
    assert row_of(written) == ("present", "", "opinion", "早めること。", True)
    record(world, written, version=1, attendance="absent", **said)
    assert row_of(written) == ("absent", "", "opinion", "早めること。", True)


def test_meeting_that_sits_takes_no_written_answer(world, meeting):
    with pytest.raises(NotAllowed, match="書面開催（持ち回り）の会議"):
        members.answer_in_writing(meeting, by=world.people["council"], answer="agreed")


@pytest.mark.parametrize(
    "fields",
    [
        {"attendance": "proxy"}, {"proxy": "課長補佐"}, {"answer": "agreed"},
        {"answer": "opinion", "answered_at": "2024-07-10T00:00Z"},
    ],
)  # fmt: skip
def test_database_holds_what_a_members_row_needs(meeting, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingMember.objects.update(**fields)


def test_pages_show_who_came_and_what_was_answered(world, client):
    written = plan(world, is_written=True, answer_due=date(2024, 7, 20))
    client.force_login(world.people["council"])
    page = client.get(written.get_absolute_url()).content.decode()
    answer = reverse("progress:meeting_answer", args=[written.pk])
    assert "有識者 入間 二郎" in page and "未回答" in page and answer in page
    said = {"answer": "opinion", "comment": "早めること。"}
    assert [client.post(answer, said).status_code for _ in range(2)] == [302, 302]
    client.force_login(world.people["secretariat"])
    page = client.get(written.get_absolute_url()).content.decode()
    assert "意見あり" in page and "早めること。" in page and answer not in page


def test_two_who_mend_a_meeting_see_both_texts(world, meeting, client):
    url = reverse("progress:meeting_edit", args=[meeting.pk])
    client.force_login(world.people["secretariat"])
    mine = {"kind": "推進会議", "held_on": "R6.7.10", "place": "大会議室", "version": 0}
    assert [client.post(url, mine).status_code for _ in range(2)] == [302, 302]
    answer = client.post(url, mine | {"place": "庁議室"})
    page = answer.content.decode()
    assert (answer.status_code, "大会議室" in page, "庁議室" in page) == (409, True, True)
    assert Meeting.objects.get().place == "大会議室"
    assert client.post(url, mine | {"place": "庁議室", "version": 1}).status_code == 302
    assert Meeting.objects.get().place == "庁議室"


def test_meeting_of_a_year_that_was_closed_meanwhile_stays(world, meeting):
    ReviewYear.objects.update(closed_at=timezone.now())
    assert meeting.year.is_open  # as it was read
    with pytest.raises(NotAllowed, match="締められ"):
        meetings.change_meeting(
            meeting, by=world.people["secretariat"], version=0, kind="推進会議", held_on=HELD_ON,
            place="庁議室",
        )  # fmt: skip
    assert Meeting.objects.get().place == ""


def test_outdated_decision_makes_nothing_ready_to_be_evaluated(world):
    report = world.bring_to("confirmed")
    decision = world.decide(report)
    told = {"items": 1, "has_result": True}

    def said() -> list[str]:
        return [each.sentence for each in kit_pages.next_of(decision.meeting, **told)]

    assert said()[0] == "評価済みにできる報告が1件あります。"
    Decision.objects.update(version=report.submitted_version - 1)
    assert said() == ["議事録がまだ添付されていません。"]


def test_matter_without_a_report_stands_on_the_agenda_once(world, meeting, client):
    by = world.people["secretariat"]
    meetings.add_to_agenda(meeting, by=by, reports=[world.fresh()])
    first, again = (topics.add_matter(meeting, by=by, title="次期計画") for _ in range(2))
    assert (first.pk, first.order) == (again.pk, 2)
    topics.change_item(
        first, by=by, handling="report", title="次期計画", point="期間", outcome="了承した。"
    )
    client.force_login(by)
    for name, args in (
        ("meeting_detail", [meeting.pk]), ("meeting_agenda", [meeting.pk]),
        ("meeting_project", [meeting.pk, first.pk]),
    ):  # fmt: skip
        page = client.get(reverse(f"progress:{name}", args=args)).content.decode()
        assert "次期計画" in page, name
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:meeting_project", args=[meeting.pk, first.pk]))
    assert "了承した。" not in page.content.decode()
    meetings.remove_from_agenda(first, by=by)
    assert meeting.agenda.count() == 1


def test_two_who_say_what_an_item_turns_on_see_both_texts(world, meeting, client):
    matter = topics.add_matter(meeting, by=world.people["secretariat"], title="次期計画")
    url = reverse("progress:agenda_item_edit", args=[meeting.pk, matter.pk])
    client.force_login(world.people["secretariat"])
    told = {"title": "次期計画", "handling": "debate", "outcome": ""}
    told["as_read"] = client.get(url).context["as_read"]
    assert [client.post(url, told | {"point": "期間"}).status_code for _ in "ab"] == [302, 302]
    answer = client.post(url, told | {"point": "体制"})
    page = answer.content.decode()
    assert (answer.status_code, ">期間<" in page, "体制" in page) == (409, True, True)
    assert AgendaItem.objects.get().point == "期間"
    told["as_read"] = answer.context["as_read"]
    assert client.post(url, told | {"point": "体制"}).status_code == 302
    assert AgendaItem.objects.get().point == "体制"


def test_agenda_of_a_settled_meeting_stays(world, meeting):
    by, report = world.people["secretariat"], world.bring_to("confirmed")
    matter = topics.add_matter(meeting, by=by, title="次期計画")
    words = {"judgement": report.progress, "outlook": report.outlook}
    decisions.decide(meeting, report, by=by, version=report.version, **words)
    settle(meeting)
    for verb in (
        lambda: topics.add_matter(meeting, by=by, title="その他"),
        lambda: topics.change_item(matter, by=by, handling="report", title="次期計画"),
        lambda: meetings.remove_from_agenda(matter, by=by),
        lambda: meetings.place_on_agenda(matter, by=by, place=2),
        lambda: meetings.add_to_agenda(meeting, by=by, reports=[world.fresh()]),
    ):
        with pytest.raises(NotAllowed, match="確定されているため"):
            verb()


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"report_id": 1}, {"outcome": "了承", "title": ""}]
)
def test_item_is_a_report_or_a_matter(world, meeting, fields):
    topics.add_matter(meeting, by=world.people["secretariat"], title="次期計画")
    if "report_id" in fields:
        fields = {"report_id": world.report.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.update(**fields)
