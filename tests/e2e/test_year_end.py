"""The end of a year in the browser: publish, close, correct by two, unlock."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from progress.decisions import evaluating
from progress.desk import verbs as desk_verbs
from progress.models import Meeting, ReviewYear
from tests.e2e import journey
from tests.e2e.checks import check_page
from tests.progress.closing import close_year, pass_due
from tests.progress.conftest import settle

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def judged(city):
    """The city's report, evaluated by a meeting; the 公表日 was yesterday."""
    ReviewYear.objects.update(publish_on=YESTERDAY)
    people, report = city.people, city.hand_in()
    desk_verbs.confirm(report, by=people["secretariat"], version=report.version)
    meeting = Meeting.objects.create(
        year=city.year, kind="推進会議", held_on=date(2024, 7, 10), by=people["secretariat"]
    )
    meeting.decisions.create(
        report=report, version=report.version, by=people["secretariat"], at=timezone.now(),
        opinion="周知を広げること。", is_public=True,
    )  # fmt: skip
    settle(meeting)
    evaluating.evaluate(report, by=people["secretariat"], version=report.version)
    return city


def close(city) -> None:
    year = ReviewYear.objects.select_related("plan").get(pk=city.year.pk)
    left = year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    reasons = dict.fromkeys(left, "災害対応のため")
    close_year(year, by=city.people["secretariat"], reasons=reasons)


def test_secretariat_publishes_after_a_preview_and_all_staff_see_it(page_of, judged):
    desk = page_of("secretariat")
    desk.goto("/")
    journey.menu(desk, "事務局確認")
    desk.get_by_role("link", name="公表する", exact=True).click()
    check_page(desk)
    desk.get_by_role("link", name=str(judged.measure)).click()
    check_page(desk)
    expect(desk.get_by_text("周知を広げること。")).to_be_visible()
    desk.get_by_role("button", name="この内容を公表する").click()
    expect(desk.get_by_text("この内容が公表されています")).to_be_visible()
    check_page(desk)
    reader = page_of("other")
    reader.goto("/publications/")
    check_page(reader)
    reader.get_by_role("link", name=str(judged.measure)).click()
    expect(reader.get_by_text("市民に表示される内容です（第1版）")).to_be_visible()
    check_page(reader)


def test_closing_lists_what_will_happen_and_asks_for_reasons(page_of, judged):
    desk = page_of("secretariat")
    pass_due(judged.year)
    desk.goto(f"/years/{judged.year.pk}/close/")
    check_page(desk)
    desk.get_by_role("button", name="を締める").click()
    expect(desk.get_by_role("alert")).to_contain_text("評価しないまま締める理由を入力してください")
    check_page(desk)
    for box in desk.get_by_label("評価しないまま締める理由").all():
        box.fill("災害対応のため")
    desk.get_by_role("button", name="を締める").click()
    expect(desk.get_by_text("を締めました。")).to_be_visible()
    check_page(desk)
    desk.goto(f"/years/{judged.year.pk}/measures/{judged.measure.pk}/")
    check_page(desk)
    desk.goto(f"/policies/?year={judged.year.pk}")
    expect(desk.get_by_text("未提出（年度締め済み）").first).to_be_visible()
    check_page(desk)


def test_two_persons_correct_a_figure_of_a_closed_year(page_of, judged):
    close(judged)
    desk = page_of("secretariat")
    desk.goto(f"/reports/{judged.report.pk}/review/")
    desk.get_by_role("link", name="確定と訂正").click()
    check_page(desk)
    indicator = judged.indicator.name
    desk.get_by_role("link", name=f"（{indicator}の実績）").click()
    check_page(desk)
    desk.get_by_label("実績値").fill("21")
    desk.get_by_label("理由").fill("集計の誤り")
    desk.get_by_role("button", name="申し出る").click()
    expect(desk.get_by_text("申し出た人とは別の、事務局の職員が確認します。")).to_be_visible()
    check_page(desk)
    second = page_of("second_secretariat")
    second.goto(desk.url)
    second.get_by_role("button", name="この訂正を確認する").click()
    expect(second.get_by_text("を訂正しました。")).to_be_visible()
    check_page(second)
    reader = page_of("other")
    reader.goto(f"/years/{judged.year.pk}/measures/{judged.measure.pk}/")
    expect(reader.get_by_role("heading", name="正誤表")).to_be_visible()
    check_page(reader)
    reader.goto(f"/years/{judged.year.pk}/errata/")
    expect(reader.get_by_text("集計の誤り")).to_be_visible()
    check_page(reader)


def test_closed_report_is_unlocked_and_sent_back(page_of, judged):
    close(judged)
    desk = page_of("secretariat")
    desk.goto(f"/reports/{judged.report.pk}/review/")
    desk.get_by_role("link", name="締めを解除する").click()
    check_page(desk)
    desk.get_by_label("締めを解除する理由").fill("数値の誤り")
    desk.get_by_role("button", name="締めを解除する").click()
    desk.get_by_role("link", name="評価を取り消して差し戻す").click()
    check_page(desk)
    desk.get_by_label("評価後の差戻しの理由").fill("数値の誤り")
    desk.get_by_role("button", name="理由を付けて差し戻す").click()
    assert journey.state(desk) == "差戻し"
    division = page_of("reporter")
    division.goto("/my/")
    division.get_by_role("link", name=str(judged.measure)).click()
    expect(division.get_by_role("button", name="下書き保存")).to_be_visible()
