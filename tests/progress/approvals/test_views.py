"""決裁 and 内容確認 on the pages: one 起案 for many reports, mended, read."""

from datetime import date

import pytest
from django.urls import reverse

from progress.approvals import verbs as approvals
from progress.desk import verbs as desk
from progress.models import Approval, ContentCheck, ReviewYear
from tests.filled_forms import fields_of
from tests.progress.approvals.test_verbs import approve, second_report
from tests.progress.closing import close_year
from tests.progress.conftest import PAPER

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

DELEGATED = {
    "drafted_on": "R6.7.20", "approved_on": "R6.8.1", "rank": "mayor", "manner": "delegated",
    "decided_by": "副市長 坂戸 花子",
}  # fmt: skip


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def ticked(*reports) -> dict:
    versions = {f"version-{each.pk}": each.version for each in reports}
    return {"report": [each.pk for each in reports]} | versions


def test_one_page_records_a_draft_for_many_reports(as_person, world):
    world.bring_to("evaluated")
    reports = [world.fresh(), second_report(world)]
    client, url = as_person("secretariat"), at("approve_bulk", world.year.pk)
    page = text_of(client.get(url))
    assert page.count('name="report"') == 2 and " checked>" not in page.split("起案と決裁")[0]
    sent = ticked(*reports) | DELEGATED
    page = text_of(client.post(url, sent | {"document_number": ""}))
    assert "文書番号を入力してください。" in page and "副市長 坂戸 花子" in page
    assert page.split("起案と決裁")[0].count(" checked>") == 2
    said = text_of(client.post(url, sent | {"document_number": "情政第7号"}, follow=True))
    assert (
        "2件の報告の決裁を記録しました。" in said and "決裁の記録を待つ報告はありません。" in said
    )
    approval = Approval.objects.get()
    assert (approval.approved_on, approval.manner, approval.reports.count()) == (
        date(2024, 8, 1),
        "delegated",
        2,
    )
    # The same click again is answered as the first one was.
    again = text_of(client.post(url, sent | {"document_number": "情政第7号"}, follow=True))
    assert "2件の報告の決裁を記録しました。" in again
    assert Approval.objects.count() == 1


def test_page_says_what_is_refused_and_keeps_what_was_typed(as_person, world):
    world.bring_to("evaluated")
    client, url = as_person("secretariat"), at("approve_bulk", world.year.pk)
    assert "施策I-1-2：報告が「未入力」です。" in text_of(client.get(url))
    page = text_of(client.post(url, DELEGATED | {"document_number": "情政第7号"}), 409)
    assert "報告が選ばれていないため、記録していません。" in page and "情政第7号" in page
    approve(world)
    other = second_report(world)
    page = text_of(
        client.post(url, ticked(other) | DELEGATED | {"document_number": "情政第7号"}), 409
    )
    assert "別の内容" in page and "副市長 坂戸 花子" in page
    late = DELEGATED | {"document_number": "情政第8号", "approved_on": "R99.8.1"}
    page = text_of(client.post(url, ticked(other) | late))
    assert "決裁日は、今日までの日にしてください。" in page


def test_draft_is_shown_with_its_reports_and_mended_with_a_reason(as_person, world):
    world.bring_to("evaluated")
    approve(world, manner="delegated", decided_by="副市長 坂戸 花子")
    approval, client = Approval.objects.get(), as_person("secretariat")
    page = text_of(client.get(approval.get_absolute_url()))
    assert "この起案で決裁した報告（1件）" in page and "まだ記録されていません" in page
    url = at("approval_change", approval.pk)
    data = DELEGATED | {"document_number": "情政第7号", "reviewed_on": "R6.8.5", "reason": ""}
    assert "記録を直す理由を入力してください。" in text_of(client.post(url, data))
    data["as_of"] = approval.at.isoformat()
    for _ in range(2):
        assert client.post(url, data | {"reason": "後閲"}).url == approval.get_absolute_url()
    page = text_of(client.get(at("report_review", world.report.pk)))
    assert "市長（代決：副市長 坂戸 花子、令和6年8月5日後閲）" in page
    desk.reopen(world.fresh(), by=world.people["secretariat"], version=5, reason="数値の誤り")
    for name, key in (("report_review", world.report.pk), ("approval_detail", approval.pk)):
        assert "再修正前" in text_of(client.get(at(name, key)))


def test_second_to_mend_a_draft_is_told_what_the_first_recorded_and_loses_nothing(as_person, world):
    world.bring_to("evaluated")
    approve(world, manner="delegated", decided_by="副市長 坂戸 花子")
    approval = Approval.objects.get()
    url = at("approval_change", approval.pk)
    both = DELEGATED | {"document_number": "情政第7号"}
    read = fields_of(text_of(as_person("secretariat").get(url)))["as_of"][0]
    first = both | {"reviewed_on": "R6.8.5", "reason": "後閲", "as_of": read}
    assert as_person("second_secretariat").post(url, first).status_code == 302

    second = both | {"rank": "head", "reason": "区分の誤り", "as_of": read}
    client = as_person("secretariat")
    page = text_of(client.post(url, second | {"reason": ""}))
    assert fields_of(page)["as_of"] == [read]
    page = text_of(client.post(url, second), 409)
    approval.refresh_from_db()
    assert (approval.rank, approval.reviewed_on) == ("mayor", date(2024, 8, 5))
    assert "今の記録" in page and "令和6年8月5日" in page and "区分の誤り" in page
    again = second | {"as_of": fields_of(page)["as_of"][0]}
    assert client.post(url, again).status_code == 302
    approval.refresh_from_db()
    assert (approval.rank, approval.reviewed_on) == ("head", None)
    assert text_of(client.post(url, second | {"rank": "mayor", "as_of": "いつか"}), 409)


@pytest.mark.parametrize("role", ["reporter", "head", "executive", "council", "administrator"])
def test_recording_pages_are_the_secretariats(as_person, world, role):
    report = world.bring_to("evaluated")
    client = as_person(role)
    sent = ticked(world.fresh()) | DELEGATED | {"document_number": "情政第7号"}
    for url in (at("approve_bulk", world.year.pk), at("report_approve", report.pk)):
        assert client.get(url).status_code == 404
        assert client.post(url, sent).status_code == 404
    assert not Approval.objects.exists()


def test_executive_checks_what_he_ticks_or_reads(as_person, world):
    world.bring_to("evaluated")
    reports = [world.fresh(), second_report(world)]
    client, url = as_person("executive"), at("content_check_bulk", world.year.pk)
    page = text_of(client.get(url))
    assert "決裁に代わるものではなく" in page and " checked>" not in page
    for _ in range(2):
        said = text_of(client.post(url, ticked(reports[0]), follow=True))
        assert "1件の報告を内容確認済みにしました。" in said and "何もしていません" not in said
    check = at("report_content_check", reports[1].pk)
    for _ in range(2):
        said = text_of(client.post(check, {"version": reports[1].version}, follow=True))
        assert "の内容確認を記録しました。" in said
    assert "内容を確認した（内容確認）" not in said and "内容確認（CDO・政策会議）" in said
    assert ContentCheck.objects.count() == 2
    assert client.post(check, {"version": 1}).status_code == 302


def test_approvals_stand_on_a_closed_years_page_as_of_today(as_person, world):
    world.bring_to("evaluated")
    year = ReviewYear.objects.select_related("plan").get()
    left = dict.fromkeys(
        year.reports.exclude(state="evaluated").values_list("pk", flat=True), "災害"
    )
    close_year(year, by=world.people["secretariat"], reasons=left)
    client, url = as_person("reporter"), at("measure_year", year.pk, world.measure.pk)
    assert "決裁（今日現在）" not in text_of(client.get(url))
    report = world.fresh()
    approvals.approve(report, by=world.people["secretariat"], version=4, **PAPER)
    page = text_of(client.get(url))
    assert "決裁（今日現在）" in page and "情政第7号（令和6年7月20日起案）" in page
