"""One year with two reports from its opening to its 正誤表, by the portal's buttons alone.

Nobody types an address after the login page, a later year is open beside it, and each page's next
step is a link or a button on it.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import journey
from tests.e2e.checks import IN_FULL
from tests.e2e.small_city import MANNED, UNMANNED, build_small_city

YEAR = "令和7年度（R7）"
DONE = "物品の購入契約を対象に加えた。"
BEHALF = "課に利用者がいないため、電話で聞き取った。"

# The wide window is the long run's: what breaks a page on a phone breaks it more often.
WIDTHS = (1280, 375) if IN_FULL else (375,)


@pytest.fixture
def city_of_two(live_server, kept):
    with kept.copy_of("small", build_small_city):
        yield


@pytest.fixture
def at(city_of_two, open_context):
    """Give a window of a width to a person, signed in by the login page; from then on an address
    is refused."""

    def sit_down(login: str, width: int) -> Page:
        page = open_context(viewport={"width": width, "height": 900}).new_page()
        page.goto("/accounts/login/")
        journey.log_in(page, login)
        page.goto = _refuse_address
        return page

    return sit_down


def _refuse_address(address: str) -> None:
    raise AssertionError(f"an address was typed: {address}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_is_carried_by_its_buttons_alone(at, width):
    desk, second = at("secretariat", width), at("second_secretariat", width)
    open_year(desk)
    division_reports(at("reporter", width), at("head", width))
    report_on_behalf(desk)
    confirm(desk, MANNED)
    confirm(second, UNMANNED)
    hold_meeting(desk)
    evaluate(desk)
    approve(desk)
    publish(desk)
    close(desk)
    propose_correction(desk)
    confirm_correction(second)
    read_errata(desk)


def home(page: Page) -> None:
    journey.menu(page, "事務局トップ")
    expect(page.get_by_role("heading", level=1)).to_have_text("事務局トップ")


def line(page: Page, what: str) -> None:
    """The button of the line of 事務局トップ that says this of the year that is carried."""
    home(page)
    row = page.get_by_role("row").filter(has_text=what).filter(has_text="R7実績")
    row.get_by_role("link").click()


def onward(page: Page, step: str) -> None:
    """From a page on which the work is done to the next step of its year."""
    page.get_by_role("link", name="の「次にすること」へ").click()
    steps = page.get_by_role("region", name="次にすること")
    steps.get_by_role("link", name=step).click()
    is_of_the_year(page)


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").filter(has_text=sentence).first).to_be_visible()


def is_of_the_year(page: Page) -> None:
    """The heading says of which year the page is."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("令和7年度|R7実績"))


def open_year(page: Page) -> None:
    page.get_by_role("link", name="年度の予定を見る").click()
    page.get_by_role("link", name="年度を開く").click()
    page.get_by_role("combobox", name="年度").first.select_option("2025")
    page.get_by_label("受付開始日").fill("R8.4.1")
    page.get_by_label("提出期限").first.fill("R8.5.29")
    page.get_by_label("公表日").fill("R8.9.1")
    page.get_by_label("決裁を求める").check()
    page.get_by_role("button", name="年度を開く").click()
    said(page, f"{YEAR}を開きました。報告は2件")
    is_of_the_year(page)


def division_reports(reporter: Page, head: Page) -> None:
    """A report that is not on course, so that the rule proposes it to the meeting."""
    journey.menu(reporter, "担当施策")
    reporter.get_by_role("row").filter(has_text="R7").get_by_role("link", name=MANNED).click()
    journey.fill_entry(reporter, figure="32", done=DONE)
    reporter.get_by_role("group", name="進捗").get_by_label("やや遅れ", exact=True).check()
    reporter.get_by_label("進捗の理由").fill("事業者への周知に時間を要した。")
    journey.save_and_check(reporter)
    reporter.get_by_role("button", name="所属長に確認を依頼する").click()
    expect(reporter.get_by_role("heading", level=1)).to_contain_text("所属長に依頼しました")
    head.get_by_role("link", name="所属長の確認待ち").click()
    head.get_by_role("checkbox", name="読んで確かめた").check()
    head.get_by_role("button", name="印を付けた報告を提出する").click()
    said(head, "1件の報告を提出しました。")


def report_on_behalf(page: Page) -> None:
    """Of the division where nobody is registered."""
    line(page, "提出期限を過ぎた報告")
    journey.menu(page, "事務局確認")
    page.get_by_role("link", name=UNMANNED).click()
    page.get_by_role("link", name="所管課に代わって入力").click()
    page.get_by_label("代行して入力する理由").fill(BEHALF)
    page.get_by_label("達成した", exact=True).check()
    page.get_by_label("達成日").fill("R8.3.10")
    page.get_by_label("取り組んだこと").fill("システムを入れ、台帳を移した。")
    page.get_by_role("group", name="進捗").get_by_label("順調", exact=True).check()
    page.get_by_role("group", name="今後の方針").get_by_label("継続").check()
    journey.save_and_check(page)
    page.get_by_label("代行").fill(BEHALF)
    journey.submit(page)


def confirm(page: Page, code: str) -> None:
    line(page, "事務局の確認を待つ報告")
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    page.get_by_role("button", name="確認する", exact=True).click()
    said(page, "を確認しました。")


def hold_meeting(page: Page) -> None:
    line(page, "会議の決定を待つ報告")
    page.get_by_role("link", name="会議を登録する").click()
    page.get_by_label("推進会議").check()
    page.get_by_label("開催日").fill("R8.7.10")
    page.get_by_label("試験 council").check()
    page.get_by_role("button", name="登録する").click()
    page.get_by_role("button", name="規則で議題を加える").click()
    page.get_by_role("link", name="会議のページに戻る").click()
    page.get_by_role("link", name="最初の議題から見る").click()
    page.get_by_role("link", name="決定を記録する").click()
    page.get_by_role("button", name="この決定を記録する").click()
    said(page, "決定を記録しました。")

    page.get_by_role("link", name="この会議の決定と指摘事項").click()
    page.get_by_role("link", name="推進会議").first.click()
    page.get_by_role("link", name="その他は事務局案のとおり了承").click()
    page.get_by_role("button", name="了承").click()
    page.get_by_role("link", name="会議結果を確定する").first.click()
    page.get_by_label("議長の職").fill("副市長")
    page.get_by_label("議長の氏名").fill("坂戸 花子")
    page.get_by_label("議長の確認日").fill("R8.7.12")
    page.get_by_role("button", name="会議結果を確定する").click()
    said(page, "会議結果を確定しました。")


def tick_all(page: Page) -> None:
    boxes = page.get_by_role("main").get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()


def evaluate(page: Page) -> None:
    line(page, "決定により評価済みにできる報告")
    is_of_the_year(page)
    tick_all(page)
    page.get_by_role("button", name="選んだ報告を評価済みにする").click()
    said(page, "2件を評価済みにしました。")


def approve(page: Page) -> None:
    onward(page, "決裁の記録を待つ報告")
    tick_all(page)
    page.get_by_label("文書番号").fill("情政第7号")
    page.get_by_label("起案日").fill("R8.7.20")
    page.get_by_label("決裁日").fill("R8.8.1")
    page.get_by_label("市長", exact=True).check()
    page.get_by_role("button", name="選んだ報告の決裁を記録する").click()
    said(page, "2件の報告の決裁を記録しました。")


def publish(page: Page) -> None:
    onward(page, "公表を待つ報告")
    tick_all(page)
    page.get_by_role("button", name="選んだ報告を公表する").click()
    said(page, "2件を公表しました。")


def close(page: Page) -> None:
    onward(page, "年度を締める")
    page.get_by_role("button", name=f"{YEAR}を締める").click()
    said(page, f"{YEAR}を締めました。")


def propose_correction(page: Page) -> None:
    """Of a figure of the closed year."""
    journey.menu(page, "事務局確認")
    page.get_by_role("link", name=MANNED).click()
    page.get_by_role("link", name="確定と訂正").click()
    page.get_by_role("link", name="の実績）").click()
    page.get_by_label("実績値").fill("33")
    page.get_by_label("理由").fill("集計の誤り")
    page.get_by_role("button", name="申し出る").click()
    expect(page.get_by_text("申し出た人とは別の、事務局の職員が確認します。")).to_be_visible()


def confirm_correction(page: Page) -> None:
    line(page, "あなたの確認を待つ確定・訂正の申出")
    page.get_by_role("button", name="この訂正を確認する").click()
    said(page, "を訂正しました。")


def read_errata(page: Page) -> None:
    """The line of the 正誤表, where everybody reads it: 誤 and 正."""
    journey.menu(page, "全体の状況")
    page.get_by_role("link", name="正誤表").first.click()
    is_of_the_year(page)
    row = page.get_by_role("row").filter(has_text="集計の誤り")
    expect(row).to_contain_text("32")
    expect(row).to_contain_text("33")
