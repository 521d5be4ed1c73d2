"""The entry form without a mouse: reached, filled in and saved by Tab, Space and Enter."""

import re

import pytest
from playwright.sync_api import Page, expect

from progress.models import IndicatorResult
from tests.e2e import journey
from tests.e2e.hands import focused, tab_to


@pytest.fixture
def form(page_of, city) -> Page:
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/edit/")
    return page


def test_skip_link_comes_first_and_leads_past_the_menu(form):
    form.keyboard.press("Tab")
    assert focused(form)["text"] == "本文へ移動"
    expect(form.get_by_role("link", name="本文へ移動")).to_be_in_viewport()
    form.keyboard.press("Enter")
    assert focused(form)["id"] == "main"
    form.keyboard.press("Tab")
    inside = form.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_the_form_is_filled_in_and_saved_by_keyboard_alone(form, city):
    figure = f"result-{city.indicator.pk}-value"
    tab_to(form, name=figure)
    form.keyboard.type("１２")
    tab_to(form, name="done")
    form.keyboard.type("手引きを作り、説明した。")
    tab_to(form, name="progress")
    form.keyboard.press("Space")
    form.keyboard.press("ArrowDown")  # 未着手 → 計画より進んでいる
    tab_to(form, name="outlook")
    form.keyboard.press("Space")
    tab_to(form, name="check")
    form.keyboard.press("Enter")
    expect(form.get_by_role("heading", level=1)).to_contain_text("入力内容の確認")
    report = city.stored
    assert (report.progress.word, report.done, report.outlook.word) == (
        "計画より進んでいる",
        "手引きを作り、説明した。",
        "継続",
    )
    assert IndicatorResult.objects.get().value == 12


def test_optional_fields_open_by_keyboard(form):
    form.locator("#others > summary").focus()
    form.keyboard.press("Enter")
    assert tab_to(form, name="initial_budget")[-1]["type"] == "text"


def test_error_summary_has_the_focus_and_its_links_lead_to_the_fields(form, city):
    form.get_by_label("実績値（件）").fill("①")
    journey.open_others(form)
    form.get_by_label("決算額（千円）").fill("約百万")
    journey.save(form)
    expect(form.get_by_role("alert")).to_be_focused()
    assert form.title().startswith("エラー：")
    links = form.get_by_role("alert").get_by_role("link")
    reached = []
    for place in range(links.count()):
        links.nth(place).focus()
        form.keyboard.press("Enter")
        reached.append(focused(form)["name"])
    assert reached == [f"result-{city.indicator.pk}-value", "settled_amount"]


def test_error_is_told_beside_its_field_too(form):
    form.get_by_label("実績値（件）").fill("たくさん")
    journey.save(form)
    field = form.get_by_label("実績値（件）")
    expect(field).to_have_attribute("aria-invalid", "true")
    said = field.get_attribute("aria-describedby").split()
    texts = [form.locator(f"[id='{each}']").inner_text() for each in said]
    assert any("数" in text for text in texts), texts


def test_copy_button_brings_last_years_text_and_can_be_undone(page_of, city):
    city.write_last_year("前年度は手引きを作った。")
    page = page_of("reporter")
    page.goto(f"/reports/{city.next_report.pk}/edit/")
    field = page.get_by_label("取り組んだこと")
    page.get_by_role("button", name=re.compile("前年度の記載を写す.*取り組んだこと")).focus()
    page.keyboard.press("Enter")
    assert field.input_value() == "前年度は手引きを作った。"
    page.keyboard.press("Control+z")
    assert field.input_value() == ""
