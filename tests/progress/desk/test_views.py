"""The secretariat's desk: queue, review, return, confirm, comment, opening a year."""

from datetime import date

import pytest
from django.urls import reverse

from progress.models import ReviewYear
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import CityRole


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


def url_of(name: str, world) -> str:
    return reverse(f"progress:report_{name}", args=[world.report.pk])


def test_queue_counts_by_division_and_state(as_person, world):
    world.bring_to("submitted")
    page = as_person("secretariat").get(reverse("progress:queue", args=[world.year.pk]))
    counts = {each.name: each.cells for each in page.context["divisions"]}
    assert counts == {"情報課": [0, 0, 0, 1, 0, 0], "道路課": [1, 0, 0, 0, 0, 0]}
    assert [row.state for row in page.context["list"].shown] == ["submitted", "not_started"]


def test_queue_s_link_of_a_division_leads_to_all_its_reports(as_person, world):
    address = reverse("progress:queue", args=[world.year.pk])
    page = as_person("secretariat").get(address, {"q": "どこにもない", "sort": "at"})
    lead = world.divisions["lead"].pk
    assert f'href="?sort=at&amp;division={lead}"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"state": "not_started"}, ["I-1-2"]),
        ({"state": "made_up"}, ["I-1-1", "I-1-2"]),
        ({}, ["I-1-1", "I-1-2"]),
    ],
)
def test_queue_filters_by_get(as_person, world, query, codes):
    world.bring_to("submitted")
    page = as_person("secretariat").get(reverse("progress:queue", args=[world.year.pk]), query)
    assert [row.title.split()[0] for row in page.context["list"].shown] == codes


@pytest.mark.parametrize("role", ["head", "council", "executive", "administrator", "nobody"])
def test_queue_does_not_exist_for_others(as_person, world, role):
    answer = as_person(role).get(reverse("progress:queue", args=[world.year.pk]))
    assert answer.status_code == 404


def test_confirming_leads_to_the_next_in_line(as_person, world):
    world.bring_to("submitted")
    answer = as_person("secretariat").post(url_of("confirm", world), {"version": 2})
    assert world.fresh().state == "confirmed"
    assert answer.url == reverse("progress:queue", args=[world.year.pk])


def test_confirming_twice_is_one_record(as_person, world):
    world.bring_to("submitted")
    client = as_person("secretariat")
    for _ in range(2):
        assert client.post(url_of("confirm", world), {"version": 2}).status_code == 302
    assert world.fresh().changes.filter(verb="confirm").count() == 1


def test_confirming_alone_twice_is_one_record_and_another_reason_is_told(as_person, world):
    world.bring_to("submitted", by="secretariat")
    CityRole.objects.exclude(user=world.people["secretariat"]).delete()
    client = as_person("secretariat")
    told = {"version": 2, "alone-reason": "ほかの職員が休んでいる。"}
    for _ in range(2):
        assert client.post(url_of("confirm", world), told).status_code == 302
    change = world.report.changes.get(verb="confirm")
    assert change.reason == "二人目なし：ほかの職員が休んでいる。"
    other = told | {"alone-reason": "別の理由"}
    assert client.post(url_of("confirm", world), other).status_code == 409


def test_confirming_alone_without_a_reason_is_told_at_the_head_of_the_page(as_person, world):
    world.bring_to("submitted", by="secretariat")
    CityRole.objects.exclude(user=world.people["secretariat"]).delete()
    page = as_person("secretariat").post(url_of("confirm", world), {"version": 2}).content.decode()
    sentence = "二人目がいない理由：二人目がいないまま確認する理由を入力してください。"
    assert f'<a href="#id_alone-reason">{sentence}</a>' in page
    assert "<title>エラー：報告の確認" in page


def test_executive_reads_no_draft_of_last_year_beside_this_years_report(as_person, world):
    world.bring_to("draft")
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2025, 4, 1),
        report_due=date(2025, 5, 30),
    )
    reports = year.reports.filter(measure=world.measure)
    reports.update(**world.complete | {"done": "今年の取組。"}, state="submitted", version=2)
    url = reverse("progress:report_review", args=[reports.get().pk])
    for role, last in (("executive", False), ("secretariat", True)):
        page = as_person(role).get(url).content.decode()
        assert "今年の取組。" in page
        assert ("窓口の様式を見直した。" in page) == last, role


def test_author_sees_who_may_confirm_instead(as_person, world):
    world.bring_to("submitted", by="secretariat")
    page = as_person("secretariat").get(url_of("review", world))
    text = page.content.decode()
    assert "確認できる人：second_secretariat" in text
    assert "確認する</button>" not in text


def test_returning_without_a_reason_keeps_the_report(as_person, world):
    world.bring_to("submitted")
    answer = as_person("secretariat").post(url_of("send_back", world), {"version": 2})
    assert "差戻しの理由を入力してください。" in answer.content.decode()
    assert world.fresh().state == "submitted"


def test_stale_return_keeps_the_typed_reason(as_person, world):
    world.bring_to("confirmed")
    data = {"version": 2, "send_back-reason": "単位を直してください。"}
    answer = as_person("secretariat").post(url_of("send_back", world), data)
    assert answer.status_code == 409
    assert "単位を直してください。" in answer.content.decode()
    assert world.fresh().state == "confirmed"


def test_comment_is_kept_and_the_page_comes_again(as_person, world):
    world.bring_to("submitted")
    data = {"version": 2, "comment-note": "根拠を確認した。"}
    answer = as_person("secretariat").post(url_of("comment", world), data)
    assert answer.url == url_of("review", world)
    assert world.fresh().secretariat_note == "根拠を確認した。"


def test_year_opens_in_one_screen(as_person, world):
    data = {"fiscal_year": "2024", "opened_on": "R7.4.1", "report_due": "令和７年５月３０日"}
    answer = as_person("secretariat").post(reverse("progress:year_open"), data)
    year = ReviewYear.objects.get(fiscal_year=2024)
    assert answer.url == reverse("progress:queue", args=[year.pk])
    assert (str(year.report_due), year.reports.count()) == ("2025-05-30", 2)


def test_unreadable_date_keeps_what_was_typed(as_person, world):
    data = {"fiscal_year": "2024", "opened_on": "R7.4.1", "report_due": "平成31年5月1日"}
    page = as_person("secretariat").post(reverse("progress:year_open"), data).content.decode()
    assert "平成31年5月1日" in page
    assert ReviewYear.objects.count() == 1


def test_thread_shows_the_reason_of_a_return_and_the_divisions_answer(as_person, world):
    report = world.bring_to("returned")
    version = report.version
    client = as_person("head")
    page = client.get(url_of("check", world)).content.decode()
    assert "差戻しへの回答" in page
    data = {"version": version, "answer": "実績を数え直した。"}
    client.post(url_of("submit", world), data)
    change = world.report.changes.latest("version")
    assert (change.verb, change.on_behalf, change.reason) == ("submit", False, "実績を数え直した。")
    thread = as_person("secretariat").get(url_of("review", world)).content.decode()
    assert "差戻しへの回答：実績を数え直した。" in thread


def test_first_submission_asks_for_no_answer(as_person, world):
    world.bring_to("draft")
    assert "差戻しへの回答" not in as_person("head").get(url_of("check", world)).content.decode()
    as_person("head").post(url_of("submit", world), {"version": 1, "answer": "紛れ込んだ文"})
    assert world.report.changes.latest("version").reason == ""
