"""Evidence, bulk actions and the list of what waits, in the browser."""

from playwright.sync_api import Page, expect

from sakado_dx.organization.models import User
from sakado_dx.records.mail import OutgoingMail
from tests.e2e import journey
from tests.e2e.checks import check_page

PDF = {
    "name": "集計表.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\ntrailer\n%%EOF\n",
}
PICTURE = {"name": "写真.pdf", "mimeType": "application/pdf", "buffer": b"GIF89a"}
CHOOSE = "証拠資料のファイル"


def attach(page: Page, file: dict) -> None:
    page.get_by_label(CHOOSE).set_input_files(file)
    page.get_by_role("button", name="下書き保存", exact=True).last.click()


def test_reporter_attaches_a_file_and_the_secretariat_opens_it(page_of, city):
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/check/")
    page.get_by_role("link", name="証拠資料を添付する・外す").click()
    expect(page.get_by_label(CHOOSE)).to_be_in_viewport()
    attach(page, PICTURE)
    expect(page.get_by_text("PDFとして読めません")).to_be_visible()
    check_page(page)
    attach(page, PDF)
    expect(page.get_by_role("link", name="集計表.pdf")).to_be_visible()
    check_page(page)
    city.hand_in()
    desk = page_of("secretariat")
    desk.goto(f"/reports/{city.report.pk}/review/")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="集計表.pdf").click()
    assert download.value.suggested_filename == "集計表.pdf"
    check_page(desk)


def test_reporter_takes_a_file_off_again(page_of, city):
    page = page_of("reporter")
    page.goto(f"/reports/{city.report.pk}/edit/#evidence")
    attach(page, PDF)
    page.get_by_role("button", name="（集計表.pdf）").click()
    expect(page.get_by_role("button", name="元に戻す")).to_be_visible()
    check_page(page)


def test_secretariat_confirms_what_it_has_chosen(page_of, city):
    city.hand_in()
    page = page_of("secretariat")
    page.goto("/")
    journey.menu(page, "事務局確認")
    check_page(page)
    page.get_by_role("link", name="まとめて確認する").click()
    check_page(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ報告を確認済みにする").click()
    expect(page.get_by_role("status").first).to_contain_text("1件の報告を確認しました。")
    assert city.stored.state == "confirmed"


def test_secretariat_reminds_divisions_and_sees_who_is_left(page_of, city, settings):
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    User.objects.filter(username="other").update(email="other@city.example")
    page = page_of("secretariat")
    page.goto(f"/years/{city.year.pk}/queue/")
    page.get_by_role("link", name="提出の再依頼をする").click()
    check_page(page)
    page.locator("tr", has_text="メール（").get_by_role("checkbox").check()
    page.get_by_role("button", name="文書を作って送る").click()
    page.get_by_role("button", name="それでも、今、作って送る").click()
    expect(page.get_by_role("status").first).to_contain_text("1通をメールで送ります。")
    check_page(page)
    assert [each.address for each in OutgoingMail.objects.all()] == ["other@city.example"]
    page.goto(f"/years/{city.year.pk}/queue/")
    page.get_by_role("link", name="残っている作業を人ごとに見る").click()
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="この一覧をCSVで書き出す").click()
    assert download.value.suggested_filename.startswith("残っている作業_R5_")
