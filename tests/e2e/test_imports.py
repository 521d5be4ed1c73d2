"""Files come in without a mouse: through the wizard, and by a division's workbook."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from progress.entry import verbs as entry
from progress.sheets.columns import NUMBER, REPORTS
from sakado_dx.imports.models import Import
from systems_inventory.models import InformationSystem
from tests.e2e.checks import check_page
from tests.e2e.hands import skip_to_main, tab_to
from tests.progress.sheets.books import HEAD, filled, opened
from tests.sakado_dx.workbooks import workbook

DONE = "取り組んだこと"
TERMS = [["用語", "計画での順"], ["AI", "①"]]
SYSTEMS = [["業務システム名", "区分"], ["備品の貸出簿", ""]]


def choose(page: Page, name: str, content: bytes) -> None:
    """The file, by the window that the field opens."""
    # The window is caught only some moments after it was asked for: long before the key.
    with page.expect_file_chooser() as window:
        tab_to(page, name="file")
        page.keyboard.press("Space")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    window.value.set_files({"name": name, "mimeType": kind, "buffer": content})


def press(page: Page, text: str | re.Pattern[str]) -> None:
    """A button or link of the page's own part, and what then comes is looked at."""
    if isinstance(text, re.Pattern):
        text = page.get_by_role("button", name=text).inner_text()
    tab_to(page, text=text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_page(page)


def test_wizard_takes_a_file_in_and_back_by_keyboard_alone(page_of, city):
    page = page_of("secretariat")
    page.goto("/imports/new/?list=glossary.term")
    skip_to_main(page)
    choose(page, "用語.xlsx", workbook(TERMS))
    press(page, "内容を確かめる")
    expect(page.get_by_role("alert")).to_contain_text("誤りが1件あるため、取り込めません。")
    press(page, "別のファイルを選ぶ")
    assert page.locator("[name=into]").input_value().startswith("glossary.term:")
    choose(page, "台帳.xlsx", workbook(SYSTEMS))
    press(page, "内容を確かめる")
    press(page, re.compile("として確かめる"))
    expect(page.get_by_role("main")).to_contain_text("追加：1件")
    tab_to(page, name="reason")
    page.keyboard.type("台帳の追加")
    press(page, "この内容で取り込む")
    made, system = Import.objects.get(), InformationSystem.objects.filter(name="備品の貸出簿")
    assert page.url.endswith(made.get_absolute_url()) and system.exists()
    press(page, "この取込を取り消す")
    tab_to(page, name="reason")
    page.keyboard.type("別の年度のものだった。")
    press(page, "取込を取り消す")
    expect(page.get_by_role("main")).to_contain_text("取消済み")
    assert not system.exists()


@pytest.fixture
def division(city):
    return city.measure.divisions.get()


def test_workbook_is_downloaded_given_back_and_confirmed_by_keyboard_alone(page_of, city, division):
    page = page_of("reporter")
    page.goto(f"/years/{city.year.pk}/divisions/{division.pk}/workbook/")
    skip_to_main(page)
    tab_to(page, text="記入用ブック（.xlsx）をダウンロードする")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    content = Path(download.value.path()).read_bytes()
    number = number_of(content, city.measure.code)
    typed = {DONE: "ブックに書いた。", "進捗": "順調"}
    fields = {"done": "画面で書いた。"}
    entry.save(city.stored, by=city.people["colleague"], version=0, fields=fields)
    choose(page, "記入済み.xlsx", filled(content, typed, number))
    press(page, "変わるところを確かめる")
    expect(page.get_by_role("main")).to_contain_text("うち1か所は、ポータルでも変わっています")
    tab_to(page, name=f"choice-report-{number}-done")
    page.keyboard.press("Space")
    press(page, "下書きに取り込む")
    assert page.url.endswith(Import.objects.get().get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("この取込を取り消す")
    assert (city.stored.done, city.stored.progress.word) == ("ブックに書いた。", "順調")


def number_of(content: bytes, code: str) -> int:
    """The row of a measure, as the workbook numbers it."""
    rows = list(opened(content)[REPORTS].iter_rows(HEAD, values_only=True))
    places = [rows[0].index(name) for name in ("施策番号", NUMBER)]
    return next(row[places[1]] for row in rows if row[places[0]] == code)
