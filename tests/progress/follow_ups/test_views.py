"""Pages of 指摘事項と対応, and every place where open ones stand."""

from datetime import date

import pytest
from django.urls import reverse

from progress.decisions import evaluating
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.models import FollowUp, ReviewYear
from progress.year import verbs as year_verbs
from tests.list_pages import file_cells, page_cells

WHAT = "予約の枠を増やすこと。"


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


@pytest.fixture
def asked(world) -> FollowUp:
    decision = world.decide(world.bring_to("confirmed"))
    request = Request(world.divisions["lead"], WHAT, date(2024, 10, 1))
    return follow_ups.ask(decision, by=world.people["secretariat"], request=request)


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "role",
    [
        "reporter",
        "head",
        "promoter",
        "co_owner",
        "department",
        "secretariat",
        "council",
        "executive",
    ],
)
def test_follow_up_is_read_by_whom_it_concerns(as_person, asked, role):
    client = as_person(role)
    assert WHAT in text_of(client.get(asked.get_absolute_url()))
    assert WHAT in text_of(client.get(at("follow_up_list")))


@pytest.mark.parametrize("role", ["other", "administrator"])
def test_other_staff_read_it_once_the_report_is_evaluated(as_person, world, asked, role):
    client = as_person(role)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert WHAT not in text_of(client.get(at("follow_up_list")))
    evaluating.evaluate(world.fresh(), by=world.people["secretariat"], version=3)
    assert WHAT in text_of(client.get(asked.get_absolute_url()))
    assert WHAT in text_of(client.get(at("follow_up_list")))


def test_asked_division_reads_it_also_where_it_has_no_share_in_the_measure(as_person, world, asked):
    request = Request(world.divisions["other"], "道路の予約も見直すこと。", date(2024, 11, 1))
    more = follow_ups.ask(asked.decision, by=world.people["secretariat"], request=request)
    client = as_person("other")
    page = text_of(client.get(at("follow_up_list")))
    assert "道路の予約も見直すこと。" in page and WHAT not in page
    assert "回答する" in text_of(client.get(more.get_absolute_url()))


def test_list_filters_by_state_and_year(as_person, world, asked):
    client = as_person("secretariat")
    FollowUp.objects.update(state="accepted")
    assert WHAT not in text_of(client.get(at("follow_up_list")))
    assert WHAT in text_of(client.get(at("follow_up_list"), {"state": ""}))
    assert WHAT in text_of(client.get(at("follow_up_list"), {"state": "accepted"}))
    assert WHAT not in text_of(client.get(at("follow_up_list"), {"state": "open"}))
    query = {"state": "", "year": world.year.pk}
    assert WHAT in text_of(client.get(at("follow_up_list"), query))
    other = ReviewYear.objects.create(plan=world.plan, fiscal_year=2024, report_due="2099-05-31")
    query = {"state": "", "year": other.pk}
    assert WHAT not in text_of(client.get(at("follow_up_list"), query))
    assert client.get(at("follow_up_list"), {"state": "x", "year": "y"}).status_code == 200


def test_file_holds_what_the_list_shows_and_keeps_its_first_filter(as_person, world, asked):
    client, address = as_person("secretariat"), at("follow_up_list")
    request = Request(world.divisions["other"], "済んだこと。", date(2024, 9, 1))
    done = follow_ups.ask(asked.decision, by=world.people["secretariat"], request=request)
    FollowUp.objects.filter(pk=done.pk).update(state="accepted")
    for query, shown in (
        ("", [WHAT]),
        ("?sort=due", [WHAT]),
        ("?state=", [WHAT, "済んだこと。"]),
        ("?state=&sort=due", ["済んだこと。", WHAT]),
        ("?state=&q=済んだ", ["済んだこと。"]),
    ):
        saved = file_cells(client, address + query, "csv")
        assert [row[0] for row in saved[1:]] == shown
        assert saved == page_cells(client, address + query, saved[0])


def test_thread_is_walked_on_the_page(as_person, world, asked):
    page = text_of(as_person("reporter").get(asked.get_absolute_url()))
    assert "回答する" in page and "完了にする" not in page
    data = {"version": 0, "answer-text": "週20枠に増やした。"}
    for _ in range(2):
        answer = as_person("reporter").post(at("follow_up_answer", asked.pk), data)
        assert answer.url == asked.get_absolute_url()
    page = text_of(as_person("secretariat").get(asked.get_absolute_url()))
    assert "週20枠に増やした。" in page and "完了にする" in page
    data = {"version": 1, "ask_again-text": "件数も書いてください。"}
    as_person("secretariat").post(at("follow_up_ask_again", asked.pk), data)
    data = {"version": 2, "answer-text": "20件。"}
    as_person("head").post(at("follow_up_answer", asked.pk), data)
    for _ in range(2):
        as_person("secretariat").post(at("follow_up_accept", asked.pk), {"version": 3})
    asked.refresh_from_db()
    verbs = [each.verb for each in asked.entries.all()]
    assert (asked.state, verbs) == ("accepted", ["answer", "ask_again", "answer", "accept"])
    page = text_of(as_person("reporter").get(asked.get_absolute_url()))
    assert "回答する</button>" not in page


@pytest.mark.parametrize("role", ["co_owner", "council", "department"])
def test_answer_of_somebody_else_is_refused_and_kept_on_the_page(as_person, asked, role):
    data = {"version": 0, "answer-text": "代わりに書いた。"}
    answer = as_person(role).post(at("follow_up_answer", asked.pk), data)
    assert answer.status_code == 409
    assert "回答できるのは、情報課の職員と事務局です。" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.version == 0


def test_second_answer_to_the_same_version_keeps_what_was_typed(as_person, world, asked):
    follow_ups.answer(asked, by=world.people["head"], version=0, text="先に書いた。")
    data = {"version": 0, "answer-text": "後から書いた。"}
    answer = as_person("reporter").post(at("follow_up_answer", asked.pk), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "先に書いた。" in page and "後から書いた。" in page


@pytest.mark.parametrize("name", ["follow_up_answer", "follow_up_ask_again"])
def test_blank_words_come_back_with_an_error(as_person, world, asked, name):
    follow_ups.answer(asked, by=world.people["head"], version=0, text="書いた。")
    role = "head" if name == "follow_up_answer" else "secretariat"
    assert "を入力してください。" in text_of(as_person(role).post(at(name, asked.pk), {}))


@pytest.mark.parametrize("role", ["reporter", "council", "executive"])
def test_judging_an_answer_is_the_secretariats(as_person, world, asked, role):
    follow_ups.answer(asked, by=world.people["head"], version=0, text="書いた。")
    client = as_person(role)
    for name in ("follow_up_ask_again", "follow_up_accept"):
        data = {"version": 1, "ask_again-text": "もっと。"}
        assert client.post(at(name, asked.pk), data).status_code == 404
    assert client.post(at("follow_up_ask", asked.decision_id)).status_code == 404


def test_open_one_stands_among_the_tasks_of_the_asked_division(as_person, world, asked):
    page = text_of(as_person("reporter").get(at("my_measures")))
    assert "指摘事項への回答1件" in page and WHAT in page
    assert "日過ぎています" in page
    assert WHAT not in text_of(as_person("co_owner").get(at("my_measures")))
    follow_ups.answer(asked, by=world.people["head"], version=0, text="書いた。")
    assert WHAT not in text_of(as_person("reporter").get(at("my_measures")))


def test_open_one_stands_on_the_dashboard(as_person, world, asked):
    page = text_of(as_person("council").get(at("dashboard", world.year.pk)))
    assert "未完了の指摘事項は1件です。うち1件は、期限を過ぎても回答がありません。" in page
    assert WHAT in page
    assert "未完了の指摘事項はありません。" in text_of(
        as_person("other").get(at("dashboard", world.year.pk))
    )


def test_open_one_stands_at_the_head_of_the_next_entry(as_person, world, asked):
    year = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    report = year.reports.get(measure=world.measure)
    url = at("report_edit", report.pk)
    assert WHAT in text_of(as_person("reporter").get(url))
    follow_ups.answer(asked, by=world.people["head"], version=0, text="書いた。")
    assert WHAT in text_of(as_person("reporter").get(url))
    follow_ups.accept(asked, by=world.people["secretariat"], version=1)
    assert WHAT not in text_of(as_person("reporter").get(url))


def test_division_without_people_is_named_where_it_is_chosen(as_person, world, asked):
    page = text_of(as_person("secretariat").get(at("decision_edit", *item_of(asked))))
    assert "情報課</option>" in page.replace(" selected", "") or "情報課<" in page
    world.divisions["other"].memberships.all().delete()
    page = text_of(as_person("secretariat").get(at("decision_edit", *item_of(asked))))
    assert "道路課（職員の登録なし）" in page and "情報課（職員の登録なし）" not in page


def item_of(asked) -> tuple[int, int]:
    meeting = asked.decision.meeting
    item, _ = meeting.agenda.get_or_create(report=asked.decision.report)
    return meeting.pk, item.pk


def test_secretariat_answers_on_behalf_and_changes_what_was_asked(as_person, asked):
    client = as_person("secretariat")
    assert "代行する理由" in text_of(client.get(asked.get_absolute_url()))
    data = {"version": 0, "answer-text": "増やした。", "answer-reason": "電話で聞いた。"}
    assert client.post(at("follow_up_answer", asked.pk), data).status_code == 302
    data = {
        "version": 1,
        "what": "倍にすること。",
        "due": "R6.12.1",
        "reason": "会議の求めによる。",
    }
    url = at("follow_up_change", asked.pk)
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    page = text_of(client.get(asked.get_absolute_url()))
    for text in (
        "（代行）",
        "電話で聞いた。",
        "倍にすること。",
        "会議の求めによる。",
        "変更前の指摘事項",
    ):
        assert text in page, text
    stale = client.post(url, data | {"what": "別のこと。"})
    page = stale.content.decode()
    assert (stale.status_code, "別のこと。" in page, "倍にすること。" in page) == (409, True, True)
