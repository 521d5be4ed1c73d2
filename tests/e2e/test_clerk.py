"""How much work a report makes for a division: clicks, stops of Tab and heights, counted."""

import pytest
from playwright.sync_api import Page, expect

from progress.models import IndicatorResult, ProgressReport
from sakado_dx.organization.models import Division
from tests.e2e import journey
from tests.e2e.checks import NARROW, WIDE, check_fits, check_page, must, violations
from tests.e2e.city import PASSWORD
from tests.e2e.hands import Mouse, focused, paste, skip_to_main, tab_to

DONE = "契約の手引きを見直し、３課で試した。"
CLICKS, CLICKS_UNCHANGED, CLICKS_OF_26 = 8, 5, 30
TABS, HEIGHT = 20, 1_900  # from the main part to 下書き保存; CSS px at 1280 × 900
PHONE = 375
WAYS = {
    "wide": {},
    "narrow": {"viewport": {"width": NARROW, "height": 640}},
    "without scripts": {"java_script_enabled": False},
}


def land(page: Page, login: str) -> Mouse:
    """Log in; a division's people begin with what they owe."""
    page.goto("/accounts/login/")
    journey.log_in(page, login)
    expect(page.get_by_role("heading", level=1)).to_have_text("担当施策")
    return Mouse(page)


def open_first(mouse: Mouse) -> None:
    mouse.click(mouse.page.get_by_role("main").get_by_role("link", name="IV-1-7").first)
    expect(mouse.page.get_by_role("heading", level=1)).to_contain_text("進捗の入力")


def answer(mouse: Mouse) -> None:
    """The four questions of a usual measure."""
    page = mouse.page
    mouse.write(page.get_by_label("実績値（件）"), "１８")
    mouse.write(page.get_by_label("取り組んだこと"), DONE)
    mouse.click(page.get_by_role("group", name="進捗").get_by_label("順調", exact=True))
    mouse.click(page.get_by_role("group", name="今後の方針").get_by_label("継続"))


def hand_over(mouse: Mouse) -> None:
    """確認へ, and to the head."""
    page = mouse.page
    mouse.click(page.get_by_role("button", name="確認へ"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("入力内容の確認")
    mouse.click(page.get_by_role("button", name="所属長に確認を依頼する"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("所属長に依頼しました")


def must_be_handed_over(report: ProgressReport) -> None:
    value = IndicatorResult.objects.get(fiscal_year=report.year.fiscal_year).value
    words = (report.progress.word, report.outlook.word)
    assert (value, report.done, *words) == (18, DONE, "順調", "継続")
    assert report.asked_at is not None


@pytest.mark.parametrize("way", WAYS)
def test_a_usual_report_goes_from_the_landing_page_to_the_head_in_eight_clicks(page_of, city, way):
    page = page_of(**WAYS[way])
    mouse = land(page, "reporter")
    for step in (open_first, answer, hand_over):
        step(mouse)
        check_fits(page, page.viewport_size["width"])
    must_be_handed_over(city.stored)
    assert mouse.clicks <= CLICKS


def test_a_usual_report_goes_to_the_head_by_keyboard_alone(page_of, city):
    page = page_of()
    page.goto("/accounts/login/")
    assert focused(page)["name"] == "username"
    page.keyboard.insert_text("reporter")
    tab_to(page, name="password")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("担当施策")
    skip_to_main(page)
    tab_to(page, text="IV-1-7\n報告の提出")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("進捗の入力")
    answer_by_keyboard(page, f"result-{city.indicator.pk}-value")
    tab_to(page, name="check")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("入力内容の確認")
    skip_to_main(page)
    tab_to(page, text="所属長に確認を依頼する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("所属長に依頼しました")
    must_be_handed_over(city.stored)


def answer_by_keyboard(page: Page, figure: str) -> None:
    """The four questions, each reached by Tab."""
    skip_to_main(page)
    tab_to(page, name=figure)
    page.keyboard.insert_text("１８")
    tab_to(page, name="done")
    page.keyboard.insert_text(DONE)
    tab_to(page, name="progress")
    for key in ("Space", "ArrowDown", "ArrowDown"):  # 未着手, 計画より進んでいる, 順調
        page.keyboard.press(key)
    tab_to(page, name="outlook")
    page.keyboard.press("Space")


def form_of(page: Page, report: ProgressReport) -> tuple[int, int]:
    """(height in CSS px at 1280 × 900, stops of Tab from the main part to 下書き保存)."""
    page.goto(f"/reports/{report.pk}/edit/")
    height = page.evaluate("document.documentElement.scrollHeight")
    skip_to_main(page)
    return height, len(tab_to(page, name="save"))


def test_the_form_of_a_usual_measure_is_short(page_of, city):
    page = page_of("reporter")
    blank = form_of(page, city.report)
    city.write_draft()
    filled = form_of(page, city.report)
    city.open_next_year()
    beside_last_year = form_of(page, city.next_report)
    for height, stops in (blank, filled, beside_last_year):
        assert height <= HEIGHT
        assert stops <= TABS


def test_a_report_without_change_goes_to_the_head_in_five_clicks(page_of, city):
    city.hand_in()
    city.open_next_year()
    mouse = land(page := page_of(), "reporter")
    open_first(mouse)
    mouse.click(page.get_by_role("button", name="前年度と変更なし"))
    expect(page.get_by_label("取り組んだこと")).to_have_value("契約事務の手引きを見直した。")
    mouse.write(page.get_by_label("実績値（件）"), "２１")
    hand_over(mouse)
    report = city.next_report
    said = (report.is_unchanged, report.done, report.progress.word, report.outlook.word)
    assert said == (True, "契約事務の手引きを見直した。", "順調", "継続")
    assert report.results.get().value == 21
    assert mouse.clicks <= CLICKS_UNCHANGED


def test_a_head_reads_and_hands_in_26_reports_in_thirty_clicks(page_of, city):
    drafts = city.draft_all(Division.objects.get(name="情報政策課"))
    assert len(drafts) == 26
    mouse = land(page := page_of(), "head_of_many")
    mouse.click(page.get_by_role("link", name="所属長の確認待ち（26件）"))
    for draft in drafts:
        expect(page.get_by_text(draft.done, exact=True)).to_be_visible()
        mouse.click(page.locator(f"#report-{draft.pk}"))  # 読んで確かめた
    mouse.click(page.get_by_role("button", name="印を付けた報告を提出する"))
    expect(page.get_by_role("status").first).to_contain_text("26件の報告を提出しました。")
    assert ProgressReport.objects.filter(state="submitted").count() == 26
    assert mouse.clicks <= CLICKS_OF_26


# 実績値, 取り組んだこと, 進捗, 今後の方針 of I-1-2 (業務), I-2-1 (件/年), I-2-2 (達成時期), I-2-3.
SHEET = (
    "１６\t対象の業務を広げた。\t順調\t継続\n"
    "たくさん\t手引きを見直した。\t順調\t継続\n"
    "R6.3.31\t基盤を選んだ。\t順調でした\t継続\n"
    '\t"二つの課で\n試した。"\t\t\n'
)


@pytest.fixture
def table(page_of, city) -> Page:
    page = page_of("many")
    division = Division.objects.get(name="情報政策課")
    page.goto(f"/years/{city.year.pk}/divisions/{division.pk}/table/")
    return page


def cell(page: Page, line: int, place: int):
    """The cells of a line: 0 figure, 1 取り組んだこと, 2 進捗, 3 its reason, 4 今後の方針."""
    return page.locator("[data-row]").nth(line).locator("[data-cell]").nth(place)


def cells(page: Page, line: int) -> list[str]:
    fields = page.locator("[data-row]").nth(line).locator("input:not([type=hidden]), textarea")
    return fields.evaluate_all("all => all.map(each => each.value)")


def test_rows_and_columns_of_a_sheet_are_pasted_into_the_table_and_saved(table, city):
    paste(cell(table, 0, 0).locator("input"), SHEET)
    expect(table.get_by_role("status").last).to_have_text(
        "13個の欄に貼り付けました。まだ保存していません。"
    )
    table.get_by_role("button", name="表の全体を下書き保存する").click()
    expect(table.get_by_role("status").first).to_contain_text("4件を下書き保存しました。")
    assert [cells(table, line) for line in range(4)] == [
        ["16", "対象の業務を広げた。", "順調", "", "継続"],
        ["たくさん", "手引きを見直した。", "順調", "", "継続"],
        ["R6.3.31", "基盤を選んだ。", "順調でした", "", "継続"],
        ["", "二つの課で\n試した。", "", "", ""],
    ]
    expect(cell(table, 1, 0)).to_contain_text("「た」は数値に使えません。")
    expect(cell(table, 2, 2)).to_contain_text("「未着手」、「計画より進んでいる」、「順調」、")
    expect(table.locator("[data-cell].field--error")).to_have_count(2)
    check_page(table)
    stored = ProgressReport.objects.filter(state="draft").in_plan_order()
    assert [each.done for each in stored] == [
        "対象の業務を広げた。",
        "手引きを見直した。",
        "基盤を選んだ。",
        "二つの課で\n試した。",
    ]


def test_one_cell_is_pasted_as_anywhere_and_a_blank_one_empties_nothing(table):
    cell(table, 0, 1).locator("textarea").fill("手で書いた。")
    paste(cell(table, 0, 0).locator("input"), "１６\t\t順調")
    assert cells(table, 0) == ["１６", "手で書いた。", "順調", "", ""]
    paste(cell(table, 1, 0).locator("input"), "１６")  # the browser's own work
    assert cells(table, 1)[0] == ""


def test_pages_of_a_division_have_no_fault_on_a_desk_and_on_a_phone(page_of, city):
    city.hand_in()
    city.open_next_year()
    report, division = city.next_report, city.people["reporter"].memberships.get().division
    page = page_of("reporter")
    page.goto(f"/reports/{report.pk}/edit/")
    page.get_by_role("button", name="前年度と変更なし").click()
    for address in (
        "/my/",
        f"/reports/{report.pk}/edit/",
        f"/reports/{report.pk}/check/",
        f"/years/{report.year_id}/divisions/{division.pk}/table/",
        f"/years/{report.year_id}/divisions/{division.pk}/paper/",
    ):
        page.goto(address)
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            check_fits(page, width)
            must(not (found := violations(page)), page, f"at {width} px {found}")
