"""Two people have the same form open: neither text is lost, and both are shown."""

import pytest
from playwright.sync_api import Page, expect

from progress.models import StatusChange
from tests.e2e import journey
from tests.e2e.checks import check_page

FIRST, SECOND = "一人目：要領を改めた。", "二人目：説明会を開いた。"
BOTH = f"{FIRST}\n{SECOND}"


@pytest.fixture
def two(page_of, city) -> tuple[Page, Page]:
    pages = page_of("reporter"), page_of("colleague")
    for page in pages:
        page.goto(f"/reports/{city.report.pk}/edit/")
    return pages


def write(page: Page, text: str) -> None:
    page.get_by_label("取り組んだこと").fill(text)
    journey.save(page)


def keep_mine(page: Page) -> None:
    """Nothing is proposed where both have written."""
    group = page.get_by_role("group", name="取り組んだこと")
    expect(group.get_by_role("radio", checked=True)).to_have_count(0)
    group.get_by_label("あなたの入力（下の欄）を残す").check()


def test_the_second_sees_both_texts_and_saves_them_joined(two, city):
    first, second = two
    write(first, FIRST)
    second.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    with second.expect_response(lambda answer: answer.request.is_navigation_request()) as answered:
        second.get_by_label("取り組んだこと").evaluate(f"each => {{ each.value = '{SECOND}'; }}")
        second.get_by_role("button", name="下書き保存").click()
    assert answered.value.status == 409
    conflict = second.get_by_role("region", name="まだ保存していません")
    expect(conflict.get_by_role("heading")).to_be_in_viewport()
    expect(conflict).to_contain_text(FIRST)
    expect(conflict).to_contain_text(SECOND)
    assert second.get_by_label("取り組んだこと").input_value() == SECOND
    assert city.stored.done == FIRST
    check_page(second)
    conflict.get_by_role("link", name="取り組んだこと").click()
    expect(second.get_by_label("取り組んだこと")).to_be_focused()
    keep_mine(second)
    write(second, BOTH)
    expect(second.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert city.stored.done == BOTH


def test_the_second_keeps_the_text_of_the_first_by_choice(two, city):
    first, second = two
    journey.open_others(first)
    first.get_by_label("課題", exact=True).fill("一人目の課題。")
    write(first, FIRST)
    write(second, SECOND)
    untouched = second.get_by_role("group", name="課題")
    expect(untouched.get_by_label("保存されている内容を残す")).to_be_checked()
    second.get_by_role("group", name="取り組んだこと").get_by_label(
        "保存されている内容を残す"
    ).check()
    journey.save(second)
    expect(second.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert (city.stored.done, city.stored.issues) == (FIRST, "一人目の課題。")


def test_the_first_is_warned_in_turn_when_he_saves_again(two, city):
    first, second = two
    write(first, FIRST)
    write(second, BOTH)
    keep_mine(second)
    write(second, BOTH)
    write(first, f"{FIRST}加筆。")
    expect(first.get_by_role("region", name="まだ保存していません")).to_contain_text(SECOND)
    assert city.stored.done == BOTH


def test_text_typed_while_the_head_submits_stays_on_the_page(two, city, page_of):
    city.hand_in()
    late = two[0]
    write(late, SECOND)
    expect(late.get_by_role("region", name="まだ保存していません")).to_contain_text("提出済み")
    assert late.get_by_label("取り組んだこと").input_value() == SECOND
    assert city.stored.done == "契約事務の手引きを見直した。"
    check_page(late)


def test_a_double_click_saves_once_and_is_no_conflict(two, city):
    page = two[0]
    page.get_by_label("取り組んだこと").fill(FIRST)
    page.get_by_role("button", name="下書き保存").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert StatusChange.objects.filter(report=city.report).count() == 1


def test_back_after_saving_shows_what_is_stored_rather_than_the_old_form(two, city):
    page = two[0]
    write(page, FIRST)
    expect(page.get_by_role("status").first).to_be_visible()
    page.go_back()
    assert page.get_by_label("取り組んだこと").input_value() == FIRST
    write(page, BOTH)
    assert city.stored.done == BOTH


def test_back_after_submitting_offers_no_second_submission(page_of, city):
    city.write_draft()
    page = page_of("head")
    page.goto(f"/reports/{city.report.pk}/check/")
    journey.submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("提出しました")
    page.go_back()
    expect(page.locator(".lead")).to_contain_text("提出済み")
    expect(page.get_by_role("button", name="この内容で提出する")).to_have_count(0)


def test_a_double_click_on_submit_hands_in_once(page_of, city):
    city.write_draft()
    page = page_of("head")
    page.goto(f"/reports/{city.report.pk}/check/")
    page.get_by_role("button", name="この内容で提出する").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("提出しました")
    assert StatusChange.objects.filter(report=city.report, verb="submit").count() == 1
