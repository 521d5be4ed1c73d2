"""A meeting from its registration to the answer of the division that it asked."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import Page, expect

from progress.decisions import verbs as decisions
from progress.desk import verbs as desk
from progress.follow_ups.requests import Request
from progress.meetings import verbs as meetings
from progress.models import AgendaItem, Approval, ContentCheck, Decision, FollowUp, Meeting
from progress.year import verbs as year
from tests.e2e import journey
from tests.e2e.checks import check_page
from tests.e2e.city import DUE
from tests.progress.attached_files import PDF
from tests.progress.conftest import settle

TITLE = "IV-1-7"
OPINION = "検証の件数を公表すること。"
WHAT = "四半期ごとの件数を示すこと。"
ANSWER = "第1四半期は6件、第2四半期は8件だった。"


def confirmed(city) -> None:
    """The report, whose figure misses its target, confirmed by a second person."""
    report = city.hand_in()
    desk.confirm(report, by=city.people["second_secretariat"], version=report.version)


def test_a_meeting_is_held_and_followed_up(page_of, city, tmp_path):
    confirmed(city)
    secretary = page_of("secretariat")
    register(secretary)
    fill_agenda(secretary)
    decide(secretary)
    project(secretary, page_of("council"))
    rest_and_minutes(secretary, tmp_path)
    settle_result(secretary)
    evaluate(secretary)
    assert city.stored.state == "evaluated"
    approve(secretary)
    approval = Approval.objects.get()
    assert (approval.rank, approval.reports.count()) == ("mayor", 1)
    read(page_of("executive"))
    assert ContentCheck.objects.get().by.username == "executive"
    answer(page_of("reporter"))
    accept(secretary)
    assert FollowUp.objects.get().state == "accepted"


def register(page: Page) -> None:
    page.goto("/")
    check_page(page)
    journey.menu(page, "会議")
    check_page(page)
    page.get_by_role("link", name="会議を登録する").click()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("alert")).to_contain_text("日付を入力してください。")
    check_page(page)
    page.get_by_label("推進会議").check()
    page.get_by_label("開催日").fill("令和6年7月10日")
    page.get_by_label("場所").fill("第一会議室")
    page.get_by_label("試験 council").check()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("議題を決める")


def fill_agenda(page: Page) -> None:
    page.get_by_role("button", name="規則で議題を加える").click()
    expect(page.get_by_role("status").first).to_contain_text("1件を議題に加えました。")
    page.get_by_label("I-1-1 ").first.check()
    page.get_by_role("button", name="選んだ施策を議題に加える").click()
    page.get_by_role("button", name="上へ").click()
    items = [each.report.measure.code for each in AgendaItem.objects.order_by("order")]
    assert items == ["I-1-1", TITLE]
    check_page(page)
    page.get_by_role("link", name="会議のページに戻る").click()
    check_page(page)
    for name in ("出欠を記録する", "会議を取り消す"):
        page.get_by_role("link", name=name).click()
        check_page(page)
        page.get_by_role("link", name="会議のページに戻る").click()
    page.get_by_role("link", name="議題を決める").first.click()
    page.get_by_role("link", name="内容").first.click()
    check_page(page)
    page.get_by_label("審議のポイント").fill("体制を見直すか。")
    page.get_by_role("button", name="議題の内容を保存する").click()
    page.get_by_role("link", name="会議のページに戻る").click()
    page.get_by_role("link", name="最初の議題から見る").click()
    check_page(page)
    page.get_by_role("link", name="次の議題").first.click()
    check_page(page)


def decide(page: Page) -> None:
    page.get_by_role("link", name="決定を記録する").click()
    check_page(page)
    page.get_by_label("意見", exact=True).fill(OPINION)
    page.get_by_label("意見を公表する").check()
    page.get_by_label("指摘事項").first.fill(WHAT)
    page.get_by_role("button", name="この決定を記録する").click()
    expect(page.get_by_role("alert")).to_contain_text("回答の期限を入力してください。")
    check_page(page)
    page.get_by_label("回答の期限").first.fill("R6.9.30")
    page.get_by_role("button", name="この決定を記録する").click()
    expect(page.get_by_role("status").first).to_contain_text("決定を記録しました。")
    check_page(page)
    assert Decision.objects.get().opinion == OPINION
    page.get_by_role("link", name="この会議の決定と指摘事項").click()
    check_page(page)
    page.get_by_role("link", name="この決定（案）を取り下げる").click()
    check_page(page)


def project(secretary: Page, room: Page) -> None:
    """What is put on the screen stands there two seconds later, before the room, without a click."""
    meeting = Meeting.objects.get()
    room.goto(f"/meetings/{meeting.pk}/screen/")
    check_page(room)
    expect(room.get_by_role("heading", level=1)).to_have_text("推進会議")
    secretary.goto(
        f"/meetings/{meeting.pk}/items/{meeting.agenda.get(report=Decision.objects.get().report).pk}/"
    )
    secretary.get_by_role("button", name="画面に反映").click()
    expect(room.get_by_role("heading", level=1)).to_contain_text(TITLE)
    check_page(room)


def settle_result(page: Page) -> None:
    page.goto(f"/meetings/{Meeting.objects.get().pk}/")
    check_page(page)
    page.get_by_role("link", name="会議結果を確定する").first.click()
    check_page(page)
    page.get_by_label("議長の職").fill("副市長")
    page.get_by_role("button", name="会議結果を確定する").click()
    expect(page.get_by_role("alert")).to_contain_text("議長の氏名を入力してください。")
    check_page(page)
    page.get_by_label("議長の氏名").fill("坂戸 花子")
    page.get_by_label("議長の確認日").fill("R6.7.12")
    page.get_by_role("button", name="会議結果を確定する").click()
    expect(page.get_by_role("status").first).to_contain_text("会議結果を確定しました。")
    check_page(page)
    with page.expect_download() as given:
        page.get_by_role("link", name="議事録の下書き").click()
    assert given.value.suggested_filename == "推進会議　議事録（20240710）.docx"


def rest_and_minutes(page: Page, folder) -> None:
    meeting = Meeting.objects.get()
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_role("link", name="その他は事務局案のとおり了承").click()
    check_page(page)
    page.goto(f"/meetings/{meeting.pk}/")
    wrong = folder / "議事録.docx"
    wrong.write_bytes(PDF)
    page.get_by_label("議事録のファイル").set_input_files(wrong)
    page.get_by_role("button", name="議事録を添付する").click()
    expect(page.get_by_role("alert")).to_contain_text("中身はPDFです")
    check_page(page)
    right = folder / "議事録.pdf"
    right.write_bytes(PDF)
    page.get_by_label("議事録のファイル").set_input_files(right)
    page.get_by_role("button", name="議事録を添付する").click()
    expect(page.get_by_role("status").first).to_contain_text("議事録を添付しました。")
    with page.expect_download() as given:
        page.get_by_role("link", name="議事録.pdf").click()
    assert given.value.suggested_filename == "議事録.pdf"
    check_page(page)
    page.get_by_role("link", name="会議の内容を直す").click()
    check_page(page)


def evaluate(page: Page) -> None:
    page.goto(f"/meetings/{Meeting.objects.get().pk}/")
    page.get_by_role("link", name="まとめて評価済みにする").first.click()
    check_page(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ報告を評価済みにする").click()
    expect(page.get_by_role("status").first).to_contain_text("1件を評価済みにしました。")
    page.goto(f"/reports/{Decision.objects.get().report_id}/review/")
    check_page(page)
    page.get_by_role("link", name="この報告の決裁を記録する").click()
    check_page(page)


def approve(page: Page) -> None:
    page.goto(f"/meetings/{Meeting.objects.get().pk}/")
    page.get_by_role("link", name="評価済みの報告の決裁を記録する").click()
    check_page(page)
    page.get_by_label("文書番号").fill("情政第7号")
    page.get_by_label("起案日").fill("令和6年7月20日")
    page.get_by_label("決裁日").fill("令和6年8月1日")
    page.get_by_label("市長", exact=True).check()
    page.get_by_role("button", name="選んだ報告の決裁を記録する").click()
    expect(page.get_by_role("alert")).to_contain_text("報告が選ばれていない")
    check_page(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ報告の決裁を記録する").click()
    expect(page.get_by_role("status").first).to_contain_text("1件の報告の決裁を記録しました。")
    page.get_by_role("link", name="情政第7号").click()
    check_page(page)
    page.get_by_role("link", name="記録を直す").click()
    check_page(page)


def read(page: Page) -> None:
    page.goto("/")
    journey.menu(page, "会議")
    page.get_by_role("link", name="推進会議").click()
    check_page(page)
    page.get_by_role("link", name="評価済みの報告の内容確認").click()
    check_page(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ報告を内容確認済みにする").click()
    expect(page.get_by_role("status").first).to_contain_text("内容確認済みにしました。")


def answer(page: Page) -> None:
    page.goto("/")
    check_page(page)
    journey.menu(page, "担当施策")
    check_page(page)
    page.get_by_role("link", name=WHAT).click()
    check_page(page)
    page.get_by_label("回答").fill(ANSWER)
    page.get_by_role("button", name="回答する").click()
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    check_page(page)
    page.goto(Decision.objects.get().report.get_absolute_url())
    check_page(page)


def accept(page: Page) -> None:
    page.goto("/follow-ups/")
    check_page(page)
    page.get_by_role("link", name=WHAT).click()
    check_page(page)
    page.get_by_role("link", name="内容・期限を変える").click()
    check_page(page)
    page.get_by_role("link", name="変更せずに戻る").click()
    page.get_by_role("button", name="この回答で完了にする").click()
    expect(page.get_by_role("status").first).to_contain_text("完了にしました。")
    page.goto("/follow-ups/")
    check_page(page)


def test_open_request_stands_at_the_head_of_the_next_entry(page_of, city):
    confirmed(city)
    by, report = city.people["secretariat"], city.stored
    meeting = meetings.plan_meeting(city.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    asked = Request(report.lead_division(timezone.localdate()), WHAT, date(2024, 9, 30))
    decisions.decide(
        meeting,
        report,
        by=by,
        version=report.version,
        judgement=report.progress,
        outlook=report.outlook,
        requests=[asked],
    )
    settle(meeting)
    year.open_year(city.plan, by=by, fiscal_year=2024, report_due=DUE)
    page = page_of("reporter")
    page.goto(f"/reports/{city.next_report.pk}/edit/")
    expect(page.get_by_role("region", name="会議の指摘事項")).to_contain_text(WHAT)
    check_page(page)
