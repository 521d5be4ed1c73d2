"""No script runs: the same pages, the same work."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import journey
from tests.e2e.checks import NARROW, check_fits

DONE = "契約の手引きを見直し、\n３課で試した。"


@pytest.fixture
def plain(page_of):
    def open_for(login: str, **options) -> Page:
        return page_of(login, java_script_enabled=False, **options)

    return open_for


def open_form(page: Page, city) -> None:
    page.goto(f"/reports/{city.report.pk}/edit/")


def test_a_report_is_entered_checked_and_submitted(plain, city):
    page = plain("head")
    page.goto("/my/")
    page.get_by_role("link", name="IV-1-7").first.click()
    journey.fill_entry(page, figure="２０", done=DONE)
    journey.save_and_check(page)
    expect(page.locator(".table--beside")).to_contain_text("20件")
    journey.submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("提出しました")
    report = city.stored
    assert (report.state, report.done) == ("submitted", DONE)


def test_nothing_on_the_form_waits_for_a_script(plain, city):
    city.hand_in()
    city.open_next_year()
    page = plain("reporter")
    page.goto(f"/reports/{city.next_report.pk}/edit/")
    expect(page.get_by_text("契約事務の手引きを見直した。").first).to_be_visible()
    buttons = page.get_by_role("main").get_by_role("button")
    assert buttons.all_inner_texts() == ["前年度と変更なし", "下書き保存", "確認へ"]
    expect(page.get_by_text("2000文字以内").first).to_be_visible()


def test_menu_opens_on_a_phone(plain, city):
    page = plain("reporter", viewport={"width": NARROW, "height": 640})
    page.goto("/")
    expect(page.get_by_role("link", name="担当施策")).to_be_hidden()
    page.get_by_text("メニュー", exact=True).click()
    page.get_by_role("link", name="担当施策").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("担当施策")


def test_an_expired_login_keeps_what_was_typed_and_saves_nothing_by_itself(plain, city):
    page = plain("reporter")
    open_form(page, city)
    journey.fill_entry(page, figure="18", done=DONE)
    page.context.clear_cookies()
    journey.save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")
    expect(page.get_by_role("alert")).to_contain_text("まだ保存していません")
    journey.log_in(page, "reporter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("進捗の入力")
    assert page.get_by_label("取り組んだこと").input_value() == DONE
    assert page.get_by_label("実績値（件）").input_value() == "18"
    assert city.stored.state == "not_started"
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert city.stored.done == DONE


def test_somebody_else_gets_nothing_of_what_was_typed(plain, city):
    page = plain("reporter")
    open_form(page, city)
    journey.fill_entry(page, figure="18", done=DONE)
    page.context.clear_cookies()
    journey.save(page)
    journey.log_in(page, "other")
    expect(page.get_by_role("status").first).to_contain_text("別の利用者のもの")
    assert "手引きを見直し" not in page.content()
    page.goto("/my/")
    assert "手引きを見直し" not in page.content()


def test_a_wrong_password_on_the_way_loses_nothing(plain, city):
    page = plain("reporter")
    open_form(page, city)
    page.get_by_label("取り組んだこと").fill(DONE)
    page.context.clear_cookies()
    journey.save(page)
    journey.log_in(page, "reporter", "chigau-kotoba-99")
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")
    journey.log_in(page, "reporter")
    assert page.get_by_label("取り組んだこと").input_value() == DONE


def test_narrow_form_does_not_scroll_sideways(plain, city):
    page = plain("reporter", viewport={"width": NARROW, "height": 640})
    open_form(page, city)
    check_fits(page, NARROW)
