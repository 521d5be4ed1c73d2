"""The whole year of one report, by the pages alone: written, returned, mended, confirmed, seen."""

from playwright.sync_api import Page, expect

from tests.e2e import journey
from tests.e2e.checks import check_page

TITLE = "IV-1-7 電子契約の導入"
DONE = "物品の購入契約を対象に加え、事業者向けの説明会を２回開いた。"
MENDED = f"{DONE}参加した事業者は延べ61社。"
REASON = "説明会に参加した事業者の数を書き添えてください。件数は年度末の値にしてください。"


def test_a_report_from_the_first_word_to_the_figure_on_the_dashboard(page_of):
    page = page_of()
    council_sees(
        page, handed_in="0件", met="0〜32件", finding="R5年度の実績は、確認済みの報告にありません。"
    )
    reporter_enters(page)
    head_submits(page, shown="18件")
    secretariat_returns(page)
    reporter_mends(page)
    head_submits(page, shown="24件")
    another_secretary_confirms(page)
    council_sees(page, handed_in="1件", met="1〜32件", finding="実績24件")
    council_reads_figure_and_text(page)


def sign_in(page: Page, login: str) -> None:
    page.goto("/accounts/login/")
    check_page(page)
    journey.log_in(page, login)
    check_page(page)


def council_sees(page: Page, *, handed_in: str, met: str, finding: str) -> None:
    """The dashboard's cards, and what the page of the measure says of its indicator."""
    sign_in(page, "council")
    assert journey.card(page, "提出済みの報告") == handed_in
    assert journey.card(page, "達成した指標") == met
    journey.menu(page, "方針と施策")
    check_page(page)
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(finding)
    check_page(page)
    if met.startswith("0"):
        journey.log_out(page)


def council_reads_figure_and_text(page: Page) -> None:
    """The figure stands in the picture's alternative, in the table beside it and in the list."""
    chart = page.locator(".chart", has_text="実績24件")
    assert "実績24件" in chart.locator(".chart__image").get_attribute("alt")
    chart.get_by_text("数値を表で見る").click()
    check_page(page)
    cells = chart.locator(".chart__data tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == ["R5", "20", "24", "120.0%", "達成"]
    expect(page.get_by_role("main")).to_contain_text(MENDED)
    journey.menu(page, "全体の状況")
    page.get_by_role("link", name="達成した指標", exact=True).click()
    check_page(page)
    expect(page.get_by_role("row", name=TITLE)).to_contain_text("実績24件")


def open_own_task(page: Page, sentence: str) -> None:
    """From where the division's people begin, by the row of what they owe."""
    expect(page.get_by_role("heading", level=1)).to_have_text("担当施策")
    expect(page.locator(".lead")).to_contain_text(sentence)
    page.get_by_role("link", name=TITLE).first.click()
    check_page(page)


def reporter_enters(page: Page) -> None:
    """A draft, saved and taken up again; whoever is not the head is told who submits."""
    sign_in(page, "reporter")
    open_own_task(page, "未提出1件（提出期限5月29日")
    journey.fill_entry(page, figure="１８", done=DONE)
    journey.save(page)
    expect(page.get_by_role("status")).to_contain_text("下書きを保存しました")
    assert page.get_by_label("実績値（件）").input_value() == "18"
    assert page.get_by_label("取り組んだこと").input_value() == DONE
    check_page(page)
    journey.save_and_check(page)
    check_page(page)
    expect(page.get_by_role("main")).to_contain_text("提出は所属長か所属長代理が行います")
    expect(page.get_by_role("button", name="この内容で提出する")).to_have_count(0)
    page.get_by_role("button", name="所属長に確認を依頼する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("所属長に依頼しました")
    check_page(page)
    journey.log_out(page)


def head_submits(page: Page, *, shown: str) -> None:
    """Read on the page of all that waits for the head, where nothing is ticked on arrival."""
    sign_in(page, "head")
    page.get_by_role("link", name="所属長の確認待ち").click()
    check_page(page)
    expect(page.locator(".table--beside")).to_contain_text(shown)
    tick = page.get_by_role("checkbox", name="読んで確かめた")
    expect(tick).not_to_be_checked()
    tick.check()
    page.get_by_role("button", name="印を付けた報告を提出する").click()
    expect(page.get_by_role("status").first).to_contain_text("1件の報告を提出しました。")
    check_page(page)
    journey.log_out(page)


def open_in_queue(page: Page) -> None:
    journey.menu(page, "事務局確認")
    check_page(page)
    page.get_by_label("状態").select_option("提出済み")
    page.get_by_role("button", name="絞り込む").click()
    check_page(page)
    page.get_by_role("link", name=TITLE).click()
    check_page(page)


def secretariat_returns(page: Page) -> None:
    """Not without a reason; then with one."""
    sign_in(page, "secretariat")
    open_in_queue(page)
    page.get_by_role("button", name="差し戻す").click()
    expect(page.get_by_role("alert")).to_contain_text("差戻しの理由を入力してください。")
    check_page(page)
    page.get_by_label("差戻しの理由").fill(REASON)
    page.get_by_role("button", name="差し戻す").click()
    expect(page.get_by_role("status").first).to_contain_text("を差し戻しました。")
    check_page(page)
    journey.log_out(page)


def reporter_mends(page: Page) -> None:
    """The reason stands at the head of the form, which still holds all that was written."""
    sign_in(page, "reporter")
    open_own_task(page, "うち差戻し1件")
    expect(page.get_by_role("region", name="事務局からの差戻し")).to_contain_text(REASON)
    assert page.get_by_label("取り組んだこと").input_value() == DONE
    page.get_by_label("取り組んだこと").fill(MENDED)
    page.get_by_label("実績値（件）").fill("２４")
    journey.save(page)
    check_page(page)
    journey.log_out(page)


def another_secretary_confirms(page: Page) -> None:
    sign_in(page, "second_secretariat")
    open_in_queue(page)
    expect(page.get_by_role("main")).to_contain_text(MENDED)
    page.get_by_role("button", name="確認する", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("を確認しました。")
    check_page(page)
    journey.log_out(page)
