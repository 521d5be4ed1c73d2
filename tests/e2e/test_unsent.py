"""Nothing typed more than two seconds before is lost, whatever happens to the page."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from progress.entry import verbs as entry
from progress.models import ReviewYear
from sakado_dx.organization.models import UnsentInput
from tests.e2e import journey
from tests.e2e.checks import check_page, problems_of
from tests.e2e.typed import PROGRESS, TWO_SECONDS, field, must_have, type_everywhere, unfold

ANSWERS = {
    "done": "手引きを改め、説明会を三度開いた。",
    "effects": "問合せが減った。",
    "issues": "様式が多い。",
}
KEPT = "に入力を保管"
A_MINUTE = 60_000


@pytest.fixture
def address(city) -> str:
    return f"/reports/{city.report.pk}/edit/"


@pytest.fixture
def page(page_of, address) -> Page:
    page = page_of("reporter")
    page.goto(address)
    unfold(page)
    return page


def test_every_field_is_kept_and_comes_back_after_f5_and_in_a_new_window(page, page_of, address):
    typed = type_everywhere(page)
    expect(page.locator("[data-unsent-status]")).to_contain_text(KEPT)
    page.reload()
    must_have(page, typed)
    check_page(page)


def test_closed_window_loses_nothing(page_of, address):
    page = page_of("reporter", locale="ja")  # a context of its own, which may be closed
    page.goto(address)
    typed = type_everywhere(page)
    page.context.close()
    again = page_of("reporter")
    again.goto(address)
    must_have(again, typed)


@pytest.mark.parametrize(("code", "names"), {
    "VI-2-1": {"value", "numerator", "denominator", "status", "certainty", "note"},
    "I-2-2": {"done", "done_on", "status", "certainty", "note"},
    "I-2-3": {"words", "status", "certainty", "note"},
}.items())  # fmt: skip
def test_every_field_of_every_kind_of_indicator_is_kept(page_of, city, code, names):
    page = page_of("many")
    report = city.year.reports.get(measure__code=code)
    page.goto(f"/reports/{report.pk}/edit/")
    typed = type_everywhere(page)
    assert names <= {name.rpartition("-")[2] for name in typed if name.startswith("result-")}
    page.reload()
    must_have(page, typed)


def answer(page: Page) -> None:
    """What a save takes, kept and not yet saved."""
    for name, text in ANSWERS.items():
        field(page, name).fill(text)
    page.wait_for_timeout(TWO_SECONDS)


def lead_away(page: Page, path: str) -> None:
    """Click the link and wait until it shows a page or a file begins to come (the page stays)."""
    came: list[object] = []
    for event in ("domcontentloaded", "download", "popup"):
        page.once(event, lambda told: came.append(told))
    page.locator(f'a[href="{path}"]').first.evaluate("each => each.click()")
    for _ in range(A_MINUTE // 50):
        if came:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{path}: ページもファイルも来ませんでした。")


def test_every_link_of_the_page_leads_away_without_a_loss(page, address):
    typed = type_everywhere(page)
    links = page.locator("main a[href], header a[href]")
    paths = {each.get_attribute("href") for each in links.all()}
    for path in sorted(each for each in paths if each.startswith("/")):
        page.goto(address)
        lead_away(page, path)
    page.goto(address)
    must_have(page, typed)


def test_last_letters_are_kept_when_the_page_is_left_at_once(page, address):
    field(page, "issues").fill("最後の一行。")
    page.goto("/help/")
    page.goto(address)
    assert field(page, "issues").input_value() == "最後の一行。"


def test_typing_on_and_on_is_kept_before_it_ends(page):
    done = field(page, "done")
    done.focus()
    for _ in range(12):
        page.keyboard.insert_text("続けて打つ。")
        page.wait_for_timeout(200)
    kept = UnsentInput.objects.get().entries["done"].text
    assert kept and done.input_value().startswith(kept)
    assert len(done.input_value()) - len(kept) <= 10 * len("続けて打つ。")


def test_leaving_asks_while_something_is_not_kept_and_only_then(page, address):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/unsent/**", lambda route: route.abort())
    field(page, "issues").click()
    page.keyboard.type("x")
    page.wait_for_timeout(TWO_SECONDS)
    expect(page.locator("[data-unsent-status]")).to_contain_text("まだ保管できません")
    page.reload()
    assert asked == ["beforeunload"]
    page.unroute("**/unsent/**")
    unfold(page)
    field(page, "issues").click()
    page.keyboard.type("y")
    expect(page.locator("[data-unsent-status]")).to_contain_text(KEPT)
    page.reload()
    assert asked == ["beforeunload"]
    problems_of(page).clear()


def test_cut_connection_loses_nothing_and_is_made_up_for(page, address):
    page.route("**/unsent/**", lambda route: route.abort())
    field(page, "issues").fill("切れている間に書いた。")
    expect(page.locator("[data-unsent-status]")).to_contain_text("まだ保管できません")
    page.unroute("**/unsent/**")
    expect(page.locator("[data-unsent-status]")).to_contain_text(KEPT)
    page.reload()
    assert field(page, "issues").input_value() == "切れている間に書いた。"
    problems_of(page).clear()


def test_session_that_ends_while_typing_keeps_what_came_before_and_goes_on_after(
    page, page_of, address
):
    typed = type_everywhere(page)
    Session.objects.all().delete()
    field(page, "effects").fill("ログインが切れてから書いた。")
    expect(page.locator("[data-unsent-status]")).to_contain_text("ログインの期限が切れた")
    again = page_of("reporter")
    again.goto(address)
    must_have(again, typed)
    problems_of(page).clear()


def test_saving_takes_what_was_saved_and_late_messages_bring_nothing_back(page, city, address):
    answer(page)
    field(page, "issues").fill("保存の直前に書いた。")
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    page.wait_for_timeout(TWO_SECONDS)
    assert UnsentInput.objects.get().fields == {}
    assert city.stored.issues == "保存の直前に書いた。"
    page.goto(address)
    expect(page.get_by_role("region", name="未送信の入力")).to_have_count(0)


def test_what_another_saved_meanwhile_is_shown_beside_to_choose(page, city, address):
    answer(page)
    report = city.stored
    fields = {"done": "同僚の文章。", "issues": "様式が多い。"}
    entry.save(report, by=city.people["colleague"], version=report.version, fields=fields)
    page.goto(address)
    notice = page.get_by_role("region", name="未送信の入力")
    group = notice.get_by_role("group", name="取り組んだこと")
    expect(group).to_contain_text("同僚の文章。")
    expect(notice.get_by_role("group")).to_have_count(1)  # 課題 says what is stored
    assert field(page, "done").input_value() == ANSWERS["done"]
    check_page(page)
    group.get_by_label("保存されている内容を残す").check()
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert (city.stored.done, city.stored.effects) == ("同僚の文章。", "問合せが減った。")


def test_year_closed_meanwhile_leaves_the_text_to_copy(page, address):
    typed = type_everywhere(page)
    ReviewYear.objects.update(closed_at=timezone.now())
    field(page, "effects").fill("締めた後に打った。")
    page.wait_for_timeout(TWO_SECONDS)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("未送信の入力")
    main = page.get_by_role("main")
    texts = {name: text for name, text in typed.items() if text.endswith("に打った文")}
    for text in [*(texts | {"effects": "締めた後に打った。"}).values(), PROGRESS]:
        expect(main).to_contain_text(text)
    check_page(page)


def test_discarding_brings_back_what_is_stored(page, address):
    field(page, "issues").fill("要らない。")
    page.wait_for_timeout(TWO_SECONDS)
    page.goto(address)
    page.get_by_role("button", name="破棄して保存済みの内容に戻す").click()
    page.wait_for_load_state()
    assert field(page, "issues").input_value() == ""
    expect(page.get_by_role("region", name="未送信の入力")).to_have_count(0)


def test_of_two_windows_the_newer_text_is_kept_and_the_other_is_told(page, page_of, address):
    other = page_of("reporter")
    other.goto(address)
    unfold(other)
    field(other, "issues").fill("二つ目の画面。")
    page.route("**/unsent/**", lambda route: route.abort())
    field(page, "issues").fill("一つ目の画面。")
    page.wait_for_timeout(TWO_SECONDS)
    field(other, "issues").fill("二つ目の画面の続き。")
    expect(other.locator("[data-unsent-status]")).to_contain_text(KEPT)
    other.wait_for_timeout(TWO_SECONDS)
    page.unroute("**/unsent/**")
    button = page.get_by_role("button", name="新しい内容をこの欄に入れる")
    expect(button).to_be_visible()
    problems_of(page).clear()
    button.click()
    assert field(page, "issues").input_value() == "二つ目の画面の続き。"
    expect(button).to_have_count(0)


def test_pasted_text_is_never_cut_and_enter_never_leaves_the_form(page, city, address):
    long = "長い文章。" * 2_000
    field(page, "done").fill(long)
    field(page, "funding").fill("国庫補助金" * 60)
    field(page, "funding").press("Enter")
    page.wait_for_timeout(TWO_SECONDS)
    assert page.url.endswith(address)
    page.reload()
    assert field(page, "done").input_value() == long
    assert field(page, "funding").input_value() == "国庫補助金" * 60
    expect(page.locator("#id_done_counter")).to_have_class("counter counter--over")
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert city.stored.done == long


def test_line_break_is_one_letter_of_the_limit_as_the_server_counts(page, city):
    counter = page.locator("#id_done_counter")
    limit = int(counter.get_attribute("data-counter-max"))
    whole = "改行\n" * (limit // 3) + "終" * (limit % 3 + 1)  # a break at the end is no part of it
    text = whole[:limit]
    field(page, "done").fill(text)
    expect(counter).to_have_text("あと0文字入力できます")
    expect(counter).not_to_have_class("counter counter--over")
    field(page, "done").fill(f"{text}余")
    expect(counter).to_have_text("1文字多すぎます")
