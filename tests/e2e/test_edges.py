"""What people do besides: wrong addresses, other people's forms, odd texts and figures."""

from playwright.sync_api import expect

from progress.models import IndicatorResult
from sakado_dx.organization.workflow import issue_link
from tests.e2e import journey
from tests.e2e.checks import check_page
from tests.e2e.city import PASSWORD

LONG = "電子契約の利用を広げるため、" * 70
ODD = f"<script>document.title='x'</script><b>太字</b> & \"引用\" 😀🏢 ﾊﾝｶｸ ㍻ 𠮷野家\n{'a' * 300}\n=1+1"


NOT_FOUND, SPENT = "ページが見つかりません", "このリンクは使えません"
WRONG = (
    ("", "/no-such-page/", NOT_FOUND),
    ("", "/accounts/link/spent/", SPENT),
    ("reporter", "/measures/999999/", NOT_FOUND),
    ("council", "/years/999999/", NOT_FOUND),
    ("council", "/admin/", NOT_FOUND),
)


def test_wrong_address_is_told_in_plain_words(page_of):
    for login, address, heading in WRONG:
        page = page_of(login)
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        check_page(page)


def test_form_of_another_division_is_refused_with_who_may(page_of, city):
    page = page_of("other")
    page.goto(f"/reports/{city.report.pk}/edit/")
    expect(page.get_by_role("main")).to_contain_text("主管課の職員と事務局")
    check_page(page)


def test_odd_texts_stand_on_every_page_as_they_were_typed(page_of, city):
    page = page_of("head")
    page.goto(f"/reports/{city.report.pk}/edit/")
    journey.fill_entry(page, figure="18", done=ODD)
    journey.open_others(page)
    page.get_by_label("効果").fill(LONG)
    check_page(page)
    journey.save_and_check(page)
    expect(page.get_by_text("<script>document.title='x'</script>")).to_be_visible()
    check_page(page)
    journey.submit(page)
    page.goto(f"/measures/{city.measure.pk}/")
    expect(page.get_by_role("main")).to_contain_text("𠮷野家")
    check_page(page)
    reader = page_of("secretariat")
    reader.goto(f"/reports/{city.report.pk}/review/")
    expect(reader.get_by_role("main")).to_contain_text("😀🏢")
    check_page(reader)
    assert city.stored.done == ODD


def test_text_that_is_too_long_is_kept_as_a_draft_and_told_before_it_is_submitted(page_of, city):
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/edit/")
    journey.open_others(page)
    field = page.get_by_label("効果")
    field.fill("あ" * 1001)
    expect(page.get_by_text("1文字多すぎます")).to_be_visible()
    page.get_by_label("課題").fill("人手")
    journey.save_and_check(page)
    missing = page.get_by_role("region", name="提出までに必要なもの")
    expect(missing).to_contain_text("「効果」は1000文字以内にしてください（今は1001文字です）。")
    check_page(page)
    missing.get_by_role("link", name="「効果」").click()
    assert page.get_by_label("効果").input_value() == "あ" * 1001
    assert (city.stored.issues, city.stored.effects) == ("人手", "あ" * 1001)


FIGURES = {"１，２３４": 1234, "▲３": -3, "0": 0, "99999999999": 99999999999}
NO_FIGURES = ("1" * 16, "12.5.1", "①", "-")


def test_figures_as_people_type_them(page_of, city):
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/edit/")
    field = page.get_by_label("実績値（件）")
    for typed, stored in FIGURES.items():
        field.fill(typed)
        journey.save(page)
        expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
        assert IndicatorResult.objects.get().value == stored
    for typed in NO_FIGURES:
        field.fill(typed)
        journey.save(page)
        expect(page.get_by_role("alert")).to_be_visible()
        assert field.input_value() == typed
    assert IndicatorResult.objects.get().value == 99999999999


def test_huge_figure_is_drawn_and_read(page_of, city):
    page = page_of("head")
    page.goto(f"/reports/{city.report.pk}/edit/")
    journey.fill_entry(page, figure="99999999999", done="集計した。")
    journey.save_and_check(page)
    check_page(page)
    journey.submit(page)
    desk = page_of("secretariat")
    desk.goto(f"/reports/{city.report.pk}/review/")
    desk.get_by_role("button", name="確認する", exact=True).click()
    for address in ("/", f"/measures/{city.measure.pk}/"):
        desk.goto(address)
        check_page(desk)


def test_blank_form_can_be_saved_and_says_what_is_missing(page_of, city):
    page = page_of("head")
    page.goto(f"/reports/{city.report.pk}/edit/")
    journey.save_and_check(page)
    missing = page.get_by_role("region", name="提出までに必要なもの")
    expect(missing.get_by_role("listitem")).to_have_count(4)
    check_page(page)
    missing.get_by_role("link", name="今後の方針を選んでください。").click()
    expect(page.get_by_role("group", name="今後の方針")).to_be_in_viewport()


def test_one_time_link_sets_a_password_and_is_spent(page_of, city):
    code = issue_link(city.people["head"], by=city.people["administrator"])[1]
    page = page_of()
    page.goto(f"/accounts/link/{code}/")
    check_page(page)
    for field in page.locator("input[type=password]").all():
        field.fill("asagao-to-suzumushi-3")
    page.get_by_role("main").get_by_role("button").click()
    journey.log_in(page, "head", "asagao-to-suzumushi-3")
    expect(page.get_by_role("link", name="担当施策")).to_be_visible()
    page.goto(f"/accounts/link/{code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("このリンクは使えません")


def test_wrong_password_is_told_without_saying_which_was_wrong(page_of):
    page = page_of()
    page.goto("/accounts/login/?next=https://example.com/")
    journey.log_in(page, "head", "chigau-kotoba-99")
    expect(page.get_by_role("alert").first).to_contain_text("ログインIDかパスワード")
    check_page(page)
    journey.log_in(page, "head", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("担当施策")


def test_a_page_left_open_over_a_new_login_keeps_what_was_typed(page_of, city):
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/edit/")
    page.get_by_label("取り組んだこと").fill("昼休みの前に書いた。")
    other_tab = page.context.new_page()
    other_tab.goto("/my/")
    other_tab.get_by_role("button", name="ログアウト").click()
    journey.log_in(other_tab, "reporter")
    journey.save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("進捗の入力")
    assert page.get_by_label("取り組んだこと").input_value() == "昼休みの前に書いた。"
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text("下書きを保存しました")
    assert city.stored.done == "昼休みの前に書いた。"
