"""Pages of meetings: who sees them, what they show, what their forms do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress.decisions import verbs as decisions
from progress.desk import verbs as desk
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.meetings import verbs as meetings
from progress.models import Decision, FollowUp, Meeting, ProgressReport, ReviewYear
from tests.list_pages import file_cells, page_cells
from tests.progress.attached_files import DOCX, PDF
from tests.progress.conftest import settle

READERS = ("secretariat", "council", "executive")
OTHERS = ("reporter", "head", "other", "department", "administrator", "nobody")


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


@pytest.fixture
def meeting(world) -> Meeting:
    """A council with both measures on its agenda; the first report is confirmed."""
    by = world.people["secretariat"]
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    world.bring_to("confirmed")
    reports = ProgressReport.objects.in_plan_order()
    meetings.add_to_agenda(meeting, by=by, reports=reports)
    return meeting


@pytest.fixture
def item(meeting):
    return meeting.agenda.order_by("order").first()


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def decision_data(world, **more) -> dict:
    data = {
        "version": 3,
        "manner": "each",
        "judgement": world.word("遅れ").pk,
        "outlook": world.word("見直し", "outlook").pk,
        "opinion": "予約を増やすこと。",
        "request-TOTAL_FORMS": 3,
        "request-INITIAL_FORMS": 0,
    }
    lead = world.divisions["lead"].pk
    for row in range(3):
        data |= {f"request-{row}-division": lead, f"request-{row}-what": ""}
    return data | more


@pytest.mark.parametrize("role", READERS)
def test_meetings_are_read_by_secretariat_council_and_executives(
    as_person, world, meeting, item, role
):
    client = as_person(role)
    page = text_of(client.get(at("meeting_list", world.year.pk)))
    assert "推進会議" in page and "令和6年7月10日" in page
    assert "I-1-1" in text_of(client.get(at("meeting_detail", meeting.pk)))
    assert "三つの判定" in text_of(client.get(at("meeting_project", meeting.pk, item.pk)))


@pytest.mark.parametrize("role", READERS)
def test_file_of_the_agenda_says_what_its_reader_sees(as_person, world, meeting, role):
    world.decide(world.fresh())
    client, address = as_person(role), at("meeting_detail", meeting.pk)
    saved = file_cells(client, address, "xlsx")
    assert saved == page_cells(client, address, saved[0])
    draft = "順調案・個別に審議" if role == "secretariat" else "まだ決定がありません"
    assert [row[-1] for row in saved] == ["この会議の決定", draft, "まだ決定がありません"]


@pytest.mark.parametrize("role", OTHERS)
def test_meetings_do_not_exist_for_others(as_person, world, meeting, item, role):
    client = as_person(role)
    for url in (
        at("meeting_list", world.year.pk),
        at("meeting_detail", meeting.pk),
        at("meeting_project", meeting.pk, item.pk),
        at("meeting_minutes", meeting.pk),
    ):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", ["council", "executive"])
def test_readers_of_meetings_change_nothing(as_person, world, meeting, item, role):
    client = as_person(role)
    posts = (
        at("meeting_new", world.year.pk),
        at("meeting_edit", meeting.pk),
        at("agenda_fill", meeting.pk),
        at("agenda_add", meeting.pk),
        at("agenda_remove", meeting.pk, item.pk),
        at("agenda_place", meeting.pk, item.pk),
        at("meeting_rest", meeting.pk),
        at("decision_edit", meeting.pk, item.pk),
        at("meeting_minutes", meeting.pk),
        at("evaluate_bulk", world.year.pk),
    )
    assert [client.post(url).status_code for url in posts] == [404] * len(posts)
    assert "決定を記録する" not in text_of(client.get(at("meeting_detail", meeting.pk)))


def test_council_reads_of_an_item_what_it_may_read_of_the_report(as_person, world, meeting):
    world.report.refresh_from_db()
    own, other = meeting.agenda.order_by("order")
    client = as_person("council")
    page = text_of(client.get(at("meeting_project", meeting.pk, own.pk)))
    assert "窓口の様式を見直した。" in page
    desk.send_back(
        world.fresh(), by=world.people["secretariat"], version=3, reason="直してください。"
    )
    page = text_of(client.get(at("meeting_project", meeting.pk, own.pk)))
    assert "窓口の様式を見直した。" not in page
    assert "所管課、関係課、その部と事務局だけが読めます" in page
    assert "窓口の様式" not in text_of(client.get(at("meeting_detail", meeting.pk)))


def test_item_shows_finding_chart_issues_and_proposal(as_person, world, meeting, item):
    ProgressReport.objects.filter(pk=item.report_id).update(issues="人手が足りない。")
    page = text_of(as_person("council").get(at("meeting_project", meeting.pk, item.pk)))
    assert "処理件数：目標10件に対し実績12件（120.0%）。目標を達成しています。" in page
    assert f"/indicators/{world.indicator.pk}/chart/{world.year.pk}/wide/" in page
    for text in ("人手が足りない。", "今後の方針（提案）", "事務局案", "会議の確認結果"):
        assert text in page
    assert "議題の一覧（1 / 2）" in page
    assert "前の議題" not in page and "次の議題" in page


def test_item_shows_earlier_decisions_and_what_became_of_them(as_person, world, meeting, item):
    by = world.people["secretariat"]
    earlier = meetings.plan_meeting(
        world.year, by=by, kind="情報システム検討会議", held_on=date(2024, 5, 1)
    )
    request = Request(world.divisions["lead"], "根拠を示すこと。", date(2024, 6, 1))
    decision = decisions.decide(
        earlier,
        world.fresh(),
        by=by,
        version=3,
        judgement=world.word("遅れ"),
        outlook=world.word("継続", "outlook"),
        opinion="もっと早く。",
        requests=[request],
    )
    settle(earlier)
    decision = Decision.objects.with_words().get()
    follow_ups.answer(
        decision.follow_ups.get(), by=world.people["head"], version=0, text="別紙で示した。"
    )
    page = text_of(as_person("executive").get(at("meeting_project", meeting.pk, item.pk)))
    for text in ("情報システム検討会議", "もっと早く。", "根拠を示すこと。", "別紙で示した。"):
        assert text in page


def test_meeting_is_registered_in_one_screen(as_person, world):
    people = [world.people["council"].pk, world.people["executive"].pk]
    data = {"kind": "政策会議", "held_on": "R6.8.1", "is_written": "on", "members": people}
    answer = as_person("secretariat").post(at("meeting_new", world.year.pk), data)
    stored = Meeting.objects.get()
    assert answer.url == at("meeting_agenda", stored.pk)
    assert (stored.kind, stored.held_on, stored.is_written) == ("政策会議", date(2024, 8, 1), True)
    assert set(stored.members.values_list("pk", flat=True)) == set(people)


def test_meeting_of_the_same_day_keeps_what_was_typed(as_person, world, meeting):
    data = {"kind": "推進会議", "held_on": "令和6年7月10日", "place": "大会議室"}
    page = text_of(as_person("secretariat").post(at("meeting_new", world.year.pk), data))
    assert "同じ日の同じ会議が既に登録されています。" in page
    assert "大会議室" in page
    assert Meeting.objects.count() == 1


def test_meeting_is_mended_with_its_data_in_the_form(as_person, world, meeting):
    client = as_person("secretariat")
    assert 'value="令和6年7月10日"' in text_of(client.get(at("meeting_edit", meeting.pk)))
    data = {"kind": "推進会議", "held_on": "R6.7.17", "place": "第二会議室", "version": 0}
    assert client.post(at("meeting_edit", meeting.pk), data).url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.place) == (date(2024, 7, 17), "第二会議室")


def test_agenda_is_filled_added_to_moved_and_emptied_by_buttons(as_person, world, meeting):
    client = as_person("secretariat")
    first, second = meeting.agenda.order_by("order")
    client.post(at("agenda_place", meeting.pk, second.pk), {"place": "1"})
    assert list(meeting.agenda.order_by("order")) == [second, first]
    client.post(at("agenda_remove", meeting.pk, second.pk))
    assert list(meeting.agenda.all()) == [first]
    client.post(at("agenda_add", meeting.pk), {"reports": [second.report_id]})
    assert meeting.agenda.count() == 2
    page = client.post(at("agenda_fill", meeting.pk), follow=True).content.decode()
    assert "加える施策はありませんでした。" in page
    page = text_of(client.post(at("agenda_add", meeting.pk), {}))
    assert "すべての施策が議題にあります。" in page


@pytest.mark.parametrize("place", ["", "x", "-1", "１"])
def test_unreadable_place_moves_nothing(as_person, world, meeting, item, place):
    order = list(meeting.agenda.order_by("order").values_list("pk", flat=True))
    as_person("secretariat").post(at("agenda_place", meeting.pk, item.pk), {"place": place})
    assert list(meeting.agenda.order_by("order").values_list("pk", flat=True)) == order


def test_item_of_another_meeting_is_not_found(as_person, world, meeting, item):
    other = meetings.plan_meeting(
        world.year, by=world.people["secretariat"], kind="政策会議", held_on=date(2024, 8, 1)
    )
    client = as_person("secretariat")
    assert client.get(at("meeting_project", other.pk, item.pk)).status_code == 404
    assert client.post(at("agenda_remove", other.pk, item.pk)).status_code == 404


def test_decision_begins_with_the_proposal_and_is_recorded_with_its_requests(
    as_person, world, meeting, item
):
    client = as_person("secretariat")
    form = client.get(at("decision_edit", meeting.pk, item.pk)).context["form"]
    assert form.initial == {
        "judgement": world.word("順調"),
        "outlook": world.word("継続", "outlook"),
        "accepted_until": None,
    }
    data = decision_data(
        world, **{"request-1-what": "件数を示すこと。", "request-1-due": "R6.10.1"}
    )
    answer = client.post(at("decision_edit", meeting.pk, item.pk), data)
    assert answer.url == at("meeting_project", meeting.pk, item.pk)
    decision = Decision.objects.get()
    assert (decision.judgement.word, decision.opinion) == ("遅れ", "予約を増やすこと。")
    assert [(each.what, each.due) for each in decision.follow_ups.all()] == [
        ("件数を示すこと。", date(2024, 10, 1))
    ]


def test_double_click_on_a_decision_is_no_conflict(as_person, world, meeting, item):
    client = as_person("secretariat")
    data = decision_data(
        world, **{"request-1-what": "件数を示すこと。", "request-1-due": "R6.10.1"}
    )
    for _ in range(2):
        assert client.post(at("decision_edit", meeting.pk, item.pk), data).status_code == 302
    assert (Decision.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_second_different_decision_is_refused_with_what_was_typed(as_person, world, meeting, item):
    client = as_person("secretariat")
    client.post(at("decision_edit", meeting.pk, item.pk), decision_data(world))
    other = decision_data(world, judgement=world.word("順調").pk, opinion="考えが変わった。")
    answer = client.post(at("decision_edit", meeting.pk, item.pk), other)
    assert answer.status_code == 409
    assert "考えが変わった。" in answer.content.decode()
    assert Decision.objects.get().judgement.word == "遅れ"


@pytest.mark.parametrize("version", [2, "", "R99"])
def test_stale_decision_keeps_what_was_typed(as_person, world, meeting, item, version):
    answer = as_person("secretariat").post(
        at("decision_edit", meeting.pk, item.pk), decision_data(world, version=version)
    )
    assert answer.status_code == 409
    assert "予約を増やすこと。" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"judgement": ""}, "会議の確認結果を選んでください。"),
        ({"is_public": "on", "opinion": ""}, "公表する意見を入力してください。"),
        ({"request-0-what": "示すこと。"}, "回答の期限を入力してください。"),
        ({"request-0-due": "R6.10.1"}, "指摘事項を入力してください。"),
        ({"request-0-what": "示すこと。", "request-0-due": "平成31年5月1日"}, "平成31年5月1日"),
        (
            {"request-0-what": "示す", "request-0-due": "R6.10.1", "request-0-division": ""},
            "回答する課を選んでください。",
        ),
    ],
)
def test_incomplete_decision_says_what_it_lacks(as_person, world, meeting, item, change, said):
    answer = as_person("secretariat").post(
        at("decision_edit", meeting.pk, item.pk), decision_data(world, **change)
    )
    assert said in text_of(answer)
    assert not Decision.objects.exists()


def test_decided_item_shows_its_decision_instead_of_the_form(as_person, world, meeting, item):
    client = as_person("secretariat")
    client.post(at("decision_edit", meeting.pk, item.pk), decision_data(world))
    page = text_of(client.get(at("decision_edit", meeting.pk, item.pk)))
    assert "この決定を記録する" not in page
    assert "指摘事項を加える" in page
    data = {"division": world.divisions["second"].pk, "what": "共に示すこと。", "due": "R6.11.1"}
    answer = client.post(at("follow_up_ask", Decision.objects.get().pk), data)
    assert answer.url == at("decision_edit", meeting.pk, item.pk)
    assert FollowUp.objects.get().division == world.divisions["second"]
    page = text_of(client.post(at("follow_up_ask", Decision.objects.get().pk), {"what": " "}))
    assert "指摘事項を入力してください。" in page


def test_rest_lists_what_it_covers_before_it_acts(as_person, world, meeting, item):
    client = as_person("secretariat")
    page = text_of(client.get(at("meeting_rest", meeting.pk)))
    assert "議題にあり、まだ決定が記録されていません。" in page
    client.post(at("agenda_remove", meeting.pk, item.pk))
    page = text_of(client.get(at("meeting_rest", meeting.pk)))
    assert "1件の了承を記録する" in page
    field = f"version-{item.report_id}"
    assert f'name="{field}" value="3"' in page
    assert client.post(at("meeting_rest", meeting.pk), {field: "2"}).status_code == 409
    assert not Decision.objects.exists()
    assert client.post(at("meeting_rest", meeting.pk), {field: "3"}).status_code == 302
    assert Decision.objects.get().manner == "rest"
    page = text_of(client.get(meeting.get_absolute_url()))
    assert "その他1件は、事務局案のとおり了承されました。" in page


def test_minutes_go_up_once_and_come_down_as_an_attachment(as_person, world, meeting):
    client = as_person("secretariat")
    url = at("meeting_minutes", meeting.pk)
    assert client.get(url).status_code == 404
    upload = SimpleUploadedFile("議事録.pdf", PDF)
    assert client.post(url, {"file": upload}).url == meeting.get_absolute_url()
    again = client.post(url, {"file": SimpleUploadedFile("別.docx", DOCX)})
    assert again.status_code == 409
    assert "議事録は先に添付されています" in again.content.decode()
    answer = as_person("council").get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("議事録.docx", PDF, "中身はPDFです"),
        ("議事録.xlsm", PDF, "添付できません"),
        ("議事録.pdf", b"", "ファイルが空です"),
    ],
)
def test_minutes_that_are_not_what_they_say_are_refused(
    as_person, world, meeting, name, content, said
):
    upload = {"file": SimpleUploadedFile(name, content)}
    answer = as_person("secretariat").post(at("meeting_minutes", meeting.pk), upload)
    assert said in text_of(answer)
    assert Meeting.objects.get().minutes_name == ""


def test_menu_leads_to_the_newest_years_meetings(as_person, world):
    newer = ReviewYear.objects.create(
        plan=world.plan, fiscal_year=2024, opened_on="2025-04-01", report_due="2025-05-31"
    )
    items = as_person("council").get("/library/").context["nav_items"]
    assert {each["label"]: each["url"] for each in items}["会議"] == at("meeting_list", newer.pk)


def test_measure_page_shows_three_judgements_to_whom_they_concern(as_person, world, meeting, item):
    decision = Decision.objects.create(
        meeting=meeting,
        report=world.fresh(),
        version=world.fresh().version,
        judgement=world.word("遅れ"),
        outlook=world.word("見直し", "outlook"),
        opinion="早めること。",
        by=world.people["secretariat"],
        at="2024-07-10T00:00Z",
    )
    url = world.measure.get_absolute_url()
    for role in ("reporter", "department", "council", "executive"):
        assert "早めること。" not in text_of(as_person(role).get(url)), role
    assert "早めること。" in text_of(as_person("secretariat").get(url))
    settle(meeting)
    for role in ("reporter", "department", "council"):
        assert "早めること。" in text_of(as_person(role).get(url)), role
    page = text_of(as_person("other").get(url))
    assert "早めること。" not in page and "評価が済むまで表示しません" in page
    ProgressReport.objects.filter(pk=decision.report_id).update(state="evaluated")
    assert "早めること。" in text_of(as_person("other").get(url))
