"""The admin of people in the browser: its scripts work under the strict policy."""

from playwright.sync_api import Page, expect

from sakado_dx.organization.models import Division, Membership, User
from tests.e2e.checks import check_page, must, problems_of, violations_in_admin
from tests.e2e.widths import faults_of


def test_administrator_gives_a_person_a_place_with_search_and_calendar(page_of, city):
    page: Page = page_of("administrator")
    page.goto("/admin/organization/user/add/")
    page.get_by_label("ログインID").fill("tanaka")
    page.get_by_label("氏名").fill("田中 次郎")
    page.locator("#memberships-group .add-row a").click()
    found = violations_in_admin(page)
    must(not found, page, found)
    row = page.locator("#memberships-0")
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("財政")
    page.get_by_role("option", name="財政課").click()
    row.locator("select[name=memberships-0-role]").select_option(label="所属長")
    row.locator(".datetimeshortcuts a").nth(1).click()
    page.locator(".calendarbox:visible").get_by_role("link", name="今日").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#content")).to_contain_text("変更の理由を入力してください。")
    page.locator("#id_change_reason").fill("人事異動発令第1号")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("田中 次郎")
    place = Membership.objects.get(user__username="tanaka")
    assert (place.division.name, place.role) == ("財政課", "head")
    must(not problems_of(page), page, problems_of(page))


def test_administrator_ends_a_division_and_another_takes_over(page_of, city):
    page: Page = page_of("administrator")
    page.goto("/people/")
    page.get_by_role("link", name="課の改組").click()
    check_page(page)
    page.get_by_role("link", name="財政課").click()
    check_page(page)
    assert faults_of(page) == []
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="変わることを確かめる").click()
    expect(page.locator(".error-summary")).to_contain_text("新しい課の名称を入力してください。")
    check_page(page)
    page.get_by_label("改組の理由").fill("機構改革")
    page.get_by_label("引継ぎ先1：新しい課の名称").fill("新しい課")
    page.get_by_role("button", name="変わることを確かめる").click()
    expect(page.locator("[data-consequences]")).to_contain_text("「新しい課」が引き継ぎます。")
    check_page(page)
    assert faults_of(page) == []
    page.get_by_role("button", name="入力に戻って直す").click()
    expect(page.get_by_label("引継ぎ先1：新しい課の名称")).to_have_value("新しい課")
    page.get_by_role("button", name="変わることを確かめる").click()
    page.get_by_role("button", name="この内容で改組を登録する").click()
    expect(page.locator("main")).to_contain_text("の改組を登録しました。")
    old = Division.objects.get(successors__name="新しい課")
    assert old.name in name and old.last_day
    must(not problems_of(page), page, problems_of(page))


def test_link_on_paper_leads_a_person_to_a_password_and_a_login(
    page_of, city, live_server, settings
):
    settings.PORTAL_URL = live_server.url
    page = page_of("administrator")
    user = User.objects.get(username="reporter")
    page.goto(f"/admin/organization/user/{user.pk}/change/")
    page.get_by_role("link", name="ログイン用リンクの発行").click()
    page.get_by_role("button", name="リンクを発行する").click()
    check_page(page)
    address = page.locator("dl code").nth(1).inner_text()
    other: Page = page_of("")
    other.goto(address)
    check_page(other)
    other.locator("#id_new_password1").fill("short")
    other.get_by_role("button", name="パスワードを決める").click()
    check_page(other)
    for field in ("#id_new_password1", "#id_new_password2"):
        other.locator(field).fill("hoshizora-wo-miageru")
    other.get_by_role("button", name="パスワードを決める").click()
    other.locator("#id_username").fill("reporter")
    other.locator("#id_password").fill("hoshizora-wo-miageru")
    other.get_by_role("button", name="ログイン").click()
    expect(other.locator(".account")).to_contain_text("reporter")
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_have_text("このリンクは使えません")
