"""Acting on many reports at once: the page lists what will happen, then it happens once."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.desk import queue_pages
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import DeadlineExtension, ProgressReport
from sakado_dx.organization.models import User
from sakado_dx.records import mail
from sakado_dx.records.mail import OutgoingMail
from tests.progress.conftest import World, make_measure


@pytest.fixture
def secretary(client, world):
    client.force_login(world.people["secretariat"])
    return client


def url_of(name: str, world: World) -> str:
    return reverse(f"progress:{name}", args=[world.year.pk])


def chosen(*reports: ProgressReport) -> dict:
    versions = {f"version-{each.pk}": each.version for each in reports}
    return versions | {"report": [each.pk for each in reports]}


def submit_other(world: World, by: str = "other") -> ProgressReport:
    """The second measure's report, submitted."""
    report = world.fresh(world.year.reports.get(measure__code="I-1-2"))
    who = world.people[by]
    entry.save(report, by=who, version=0, fields=world.complete, reason="代行")
    return entry.submit(report, by=who, version=1, reason="代行")


def said(response) -> list[str]:
    return [str(each) for each in response.context["messages"]]


def told() -> set[str]:
    return set(OutgoingMail.objects.values_list("recipient__username", flat=True))


def test_page_lists_what_will_be_confirmed_and_what_is_refused(secretary, world):
    world.bring_to("submitted")
    submit_other(world, by="secretariat")
    page = secretary.get(url_of("confirm_bulk", world))
    assert [each.report.measure.code for each in page.context["prospects"].ready] == ["I-1-1"]
    assert [each.refusal for each in page.context["prospects"].refused] == [
        "あなたが書いた報告のため、確認できません（確認できる人：second_secretariat）。"
    ]
    assert "I-1-2 施策I-1-2：あなたが書いた報告のため" in page.content.decode()


def test_own_report_leads_to_its_page_where_all_secretaries_wrote_it(secretary, world):
    world.people["second_secretariat"].city_roles.all().delete()
    world.bring_to("submitted", by="secretariat")
    (refused,) = secretary.get(url_of("confirm_bulk", world)).context["prospects"].refused
    assert refused.refusal.endswith("報告のページで、理由を付けて確認してください。")


def test_chosen_reports_are_confirmed_through_the_bulk_door(secretary, world):
    report, other = world.bring_to("submitted"), submit_other(world)
    page = secretary.post(url_of("confirm_bulk", world), chosen(report, other), follow=True)
    assert said(page) == ["2件の報告を確認しました。"]
    assert [each.state for each in world.year.reports.all()] == ["confirmed", "confirmed"]
    changes = world.fresh().changes.filter(verb="confirm")
    assert [(each.by.username, each.door) for each in changes] == [("secretariat", "bulk")]


def test_report_that_is_not_ticked_stays(secretary, world):
    report, other = world.bring_to("submitted"), submit_other(world)
    data = chosen(report, other) | {"report": [other.pk]}
    secretary.post(url_of("confirm_bulk", world), data)
    assert (world.fresh().state, world.fresh(other).state) == ("submitted", "confirmed")


def test_changed_own_and_foreign_reports_are_refused_and_the_rest_confirmed(secretary, world):
    report, other = world.bring_to("submitted"), submit_other(world, by="secretariat")
    desk.comment(world.fresh(), by=world.people["secretariat"], version=2, note="所見")
    page = secretary.post(url_of("confirm_bulk", world), chosen(report, other), follow=True)
    assert said(page) == [
        "「I-1-1 施策I-1-1」：他の人が先に更新しました。最新の内容を確かめてください。",
        "「I-1-2 施策I-1-2」：あなたが書いた報告のため、確認できません"
        "（確認できる人：second_secretariat）。",
    ]
    assert {each.state for each in world.year.reports.all()} == {"submitted"}


def test_nothing_chosen_and_nonsense_confirm_nothing(secretary, world):
    report = world.bring_to("submitted")
    for data in ({}, {"report": ["x", "９９", "-1"]}, {"report": [report.pk]}):
        secretary.post(url_of("confirm_bulk", world), data)
    assert world.fresh().state == "submitted"


def test_confirming_twice_is_one_record_and_one_answer(secretary, world):
    report = world.bring_to("submitted")
    data = chosen(report)
    for _ in range(2):
        page = secretary.post(url_of("confirm_bulk", world), data, follow=True)
        assert said(page) == ["1件の報告を確認しました。"]
    assert report.changes.filter(verb="confirm").count() == 1


def listed(page) -> tuple[int, int]:
    """How many are ready and refused on the page."""
    prospects = page.context["prospects"]
    return len(prospects.ready), len(prospects.refused)


def test_many_reports_come_in_pages_those_that_are_refused_last(secretary, world):
    add_measures(world, range(60))
    submit_other(world, by="secretariat")
    for number, on_page in (("1", (50, 0)), ("2", (10, 1)), ("99", (10, 1))):
        page = secretary.get(url_of("confirm_bulk", world), {"page": number})
        assert listed(page) == on_page
        assert page.context["prospects"].numbers == {"ready": 60, "refused": 1, "done": 0}
        text = page.content.decode()
        assert "確認できる報告（60件）" in text
        assert "あなたには確認できない報告（1件）" in text
        assert "このページのすべてを選ぶ" in text
        assert "2 ページ</span>（全 61 件）" in text


def test_page_without_a_report_that_is_ready_says_so(secretary, world):
    add_measures(world, range(50))
    submit_other(world, by="secretariat")
    page = secretary.get(url_of("confirm_bulk", world), {"page": "2"})
    assert listed(page) == (0, 1)
    assert "<p>このページにはありません。</p>" in page.content.decode()
    assert "今、確認できる報告はありません。" not in page.content.decode()


def test_reports_of_any_page_are_confirmed(secretary, world):
    add_measures(world, range(60))
    address = f"{url_of('confirm_bulk', world)}?page=2"
    wanted = [each.row for each in secretary.get(address).context["prospects"].ready]
    page = secretary.post(address, chosen(*wanted), follow=True)
    assert said(page) == ["10件の報告を確認しました。"]
    assert {world.fresh(each).state for each in wanted} == {"confirmed"}
    assert world.year.reports.filter(state="submitted").count() == 50


@pytest.mark.parametrize("number", ["1", "2"])
def test_a_page_takes_the_same_queries_however_many_there_are(secretary, world, number):
    submit_other(world, by="secretariat")
    counted = []
    for places in (range(50), range(50, 150)):
        add_measures(world, places)
        secretary.get(url_of("confirm_bulk", world))
        with CaptureQueriesContext(connection) as queries:
            secretary.get(url_of("confirm_bulk", world), {"page": number})
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_list_names_everybody_who_has_something_to_do(secretary, world):
    world.bring_to("submitted", by="secretariat")
    page = secretary.get(url_of("reminder_list", world))
    rows = [(str(each.person), each.divisions) for each in page.context["digests"]]
    assert rows == [("other", "道路課"), ("second_secretariat", "事務局")]


def test_list_shows_mail_that_perhaps_did_not_arrive(secretary, mailing):
    mail.post([mail.Draft(mailing.people["head"], ["x"], "期限のお知らせ", "本文")])
    assert OutgoingMail.objects.count() == 0  # read before it had an address
    mail.post([mail.Draft(User.objects.get(username="head"), ["x"], "期限のお知らせ", "本文")])
    assert "期限のお知らせ" not in secretary.get(url_of("reminder_list", mailing)).content.decode()
    OutgoingMail.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    page = secretary.get(url_of("reminder_list", mailing)).content.decode()
    assert "期限のお知らせ" in page
    assert "送れたか不明" in page


def test_csv_has_a_line_for_each_person_and_thing_to_do(secretary, world, settings):
    world.leave_parts_open()
    settings.PORTAL_URL = "https://dx.city.example"
    User.objects.filter(username="other").update(name="=HYPERLINK(1)")
    answer = secretary.get(url_of("reminder_export", world))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["課", "氏名", "メール", "作業", "施策", "期限", "残り", "画面のアドレス"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("情報課", "reporter", "報告の提出"),
        ("情報課", "deputy", "報告の提出"),
        ("情報課", "head", "報告の提出"),
        ("情報課", "promoter", "報告の提出"),
        ("市民課", "co_owner", "関係課の記載"),
        ("道路課", "'=HYPERLINK(1)", "報告の提出"),
    ]
    assert rows[1][7] == f"https://dx.city.example/reports/{world.report.pk}/edit/"


def test_board_counts_the_days_left_with_extensions(secretary, world):
    today = timezone.localdate()
    type(world.year).objects.update(
        opened_on=date(2024, 4, 1), report_due=today + timedelta(days=3)
    )
    lead = world.divisions["lead"]
    DeadlineExtension.objects.create(
        year=world.year, division=lead, report_due=today + timedelta(days=10), reason="災害対応"
    )
    page = secretary.get(url_of("queue", world)).content.decode()
    assert "あと10日（延長" in page
    assert "あと3日" in page
    submit_other(world)
    assert "あと3日</td>" not in secretary.get(url_of("queue", world)).content.decode()


def add_measures(world: World, places: range) -> None:
    """So many measures more, each with a submitted report and one that waits."""
    lead, second = world.divisions["lead"], world.divisions["second"]
    submitted = world.complete | {"state": "submitted", "version": 2}
    for place in places:
        for division, fields in ((lead, submitted), (second, {})):
            code = f"I-{division.pk}-{place}"
            direction = world.measure.direction
            measure = make_measure(world.plan, direction, code, 50 + place, [division])
            ProgressReport.objects.create(year=world.year, measure=measure, **fields)


@pytest.mark.parametrize("name", ["queue", "confirm_bulk", "remind_bulk", "reminder_list"])
def test_pages_take_the_same_queries_at_any_size(secretary, world, name):
    numbers = []
    for codes in (range(1), range(1, 10)):
        add_measures(world, codes)
        secretary.get(url_of(name, world))
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(url_of(name, world)).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_board_names_the_lead_division_of_today_and_of_an_ended_measures_last_day(world):
    today, yesterday = date(2026, 5, 2), date(2026, 5, 1)
    lead, other = world.divisions["lead"], world.divisions["other"]
    moved, ended = world.year.reports.order_by("measure__order")
    moved.measure.measure_divisions.filter(division=lead).update(last_day=yesterday)
    moved.measure.measure_divisions.create(division=other, order=0, first_day=today)
    ended.measure.measure_divisions.filter(division=other).update(last_day=yesterday)
    type(ended.measure).objects.filter(pk=ended.measure_id).update(last_day=yesterday)
    for day in (yesterday, today):
        rows = queue_pages.queue_rows(world.year, day)
        reports = ProgressReport.objects.with_measure().in_plan_order()
        assert [row.lead_id for row in rows] == [each.lead_division(day).pk for each in reports]
    assert [row.lead for row in queue_pages.queue_rows(world.year, today)] == ["道路課", "道路課"]


def test_board_shows_the_last_record_of_each_report(world, django_assert_num_queries):
    world.bring_to("returned")
    with django_assert_num_queries(3):
        rows = queue_pages.queue_rows(world.year, timezone.localdate())
        last = [f"{row.last.verb} {row.last.by}" for row in rows if row.last]
    assert last == ["send_back secretariat"]


def test_board_lists_a_hundred_reports_a_page(secretary, world):
    add_measures(world, range(60))
    for page, number in ((1, 100), (2, 22), (99, 22)):
        answer = secretary.get(url_of("queue", world), {"page": page})
        assert len(answer.context["page_obj"].object_list) == number
    assert "1 / 2 ページ" in secretary.get(url_of("queue", world)).content.decode()


@pytest.mark.parametrize("role", ["head", "council", "executive", "administrator", "nobody"])
def test_pages_do_not_exist_for_others(client, world, role):
    client.force_login(world.people[role])
    for name in ("confirm_bulk", "remind_bulk", "reminder_list", "reminder_export"):
        assert client.get(url_of(name, world)).status_code == 404
    for name in ("confirm_bulk", "remind_bulk"):
        assert client.post(url_of(name, world)).status_code == 404
