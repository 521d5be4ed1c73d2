"""事務局トップ: what waits over all years, for whom, and the page where it is done."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from progress.corrections import verbs as corrections
from progress.demo.people import leading_divisions, make_cast
from progress.desk.facts import more_facts_of
from progress.desk.lines import Part, names_of
from progress.desk.start_pages import start_of
from progress.models import (
    Contribution,
    Correction,
    FollowUp,
    Meeting,
    ProgressReport,
    ReviewYear,
    StatusChange,
)
from progress.publication.content import WHOLE
from sakado_dx import fiscal
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import Membership, User
from sakado_dx.records.mail import OutgoingMail
from tests.bench.copies import enlarge
from tests.bench.figures import fill_years
from tests.progress.closing import close_year
from tests.progress.conftest import give_role, person, settle

TODAY = timezone.localdate()
YESTERDAY, LAST_MONTH = TODAY - timedelta(days=1), TODAY - timedelta(days=30)
# The world's plan ends with R7; only R5 is open in it.
TO_OPEN = (Part.NOW, "令和7年度を開いていません", 0, "", "年度を開く")


@pytest.fixture(autouse=True)
def last_summer(monkeypatch):
    """A day on which R7 has ended, and no other year."""
    monkeypatch.setattr(fiscal, "fiscal_year_of", lambda day: 2026)


def told(world, role: str = "secretariat") -> list[tuple]:
    lines = start_of(standing_of(world.people[role])).lines
    return [(each.part, each.what, each.number, each.said, each.act) for each in lines]


def set_due(day, **more) -> None:
    ReviewYear.objects.update(opened_on=LAST_MONTH, report_due=day, **more)


def only(world, *whats: str) -> list[tuple]:
    return [line for line in told(world) if any(line[1].startswith(each) for each in whats)]


def test_reports_are_waited_for_until_their_day_and_asked_for_again_after_it(world):
    set_due(TODAY)
    waited = "情報課、道路課"
    assert told(world) == [
        (Part.OTHERS, "提出を待つ報告", 2, waited, "残りを見る"),
        (Part.SOON, "提出期限", 0, "", "日程を見る"),
        TO_OPEN,
    ]
    set_due(YESTERDAY)
    late = (Part.NOW, "提出期限を過ぎた報告", 2, waited, "提出の再依頼をする")
    assert told(world) == [late, TO_OPEN]
    world.year.extensions.create(
        division=world.divisions["other"], report_due=TODAY + timedelta(days=3), reason="災害"
    )
    assert told(world)[:3] == [
        (Part.NOW, "提出期限を過ぎた報告", 1, "情報課", "提出の再依頼をする"),
        (Part.OTHERS, "提出を待つ報告", 1, "道路課", "残りを見る"),
        (Part.SOON, "提出期限（道路課、延長）", 0, "", "日程を見る"),
    ]


def test_before_the_reception_nothing_is_waited_for(world):
    tomorrow = TODAY + timedelta(days=1)
    ReviewYear.objects.update(opened_on=tomorrow, report_due=tomorrow)
    world.leave_parts_open()
    assert [line[1] for line in told(world)] == ["受付開始", "提出期限", TO_OPEN[1]]


def test_submitted_report_waits_for_who_did_not_write_it(world):
    set_due(TODAY)
    world.bring_to("submitted", by="secretariat")
    own = (
        Part.OTHERS, "事務局のほかの人の確認を待つ報告（あなたが書いたもの）", 1, "", "報告を見る",
    )  # fmt: skip
    assert own in told(world)
    other = (Part.NOW, "事務局の確認を待つ報告", 1, "", "読んで確認する")
    assert other in told(world, "second_secretariat")
    world.people["second_secretariat"].city_roles.update(last_day=YESTERDAY)
    assert other in told(world)  # where nobody else is left, who wrote it may


def test_returned_report_is_work_once_it_lies_untouched_for_a_week(world):
    set_due(TODAY)
    world.bring_to("returned")
    waiting = (Part.OTHERS, "差戻しの修正を待つ報告", 1, "情報課", "報告を見る")
    assert only(world, "差戻し") == [waiting]
    before_nine = timezone.make_aware(datetime.combine(TODAY - timedelta(days=6), time(1)))
    StatusChange.objects.filter(verb="send_back").update(at=before_nine)  # the day before in UTC
    assert only(world, "差戻し") == [waiting]
    StatusChange.objects.filter(verb="send_back").update(at=timezone.now() - timedelta(days=7))
    silent = (Part.NOW, "差戻しの後、動きのない報告", 1, "情報課", "報告を見る")
    assert only(world, "差戻し") == [silent]


def test_divisions_that_have_not_answered_are_late_five_office_days_before_the_lead(world):
    world.leave_parts_open()
    set_due(TODAY + timedelta(days=20))
    act = "回答票の一覧を見る"
    number = Contribution.objects.count()
    assert only(world, "関係課") == [(Part.OTHERS, "関係課の回答", number, "市民課", act)]
    set_due(TODAY + timedelta(days=2))
    late = (Part.NOW, "回答期限を過ぎた関係課の回答", number, "市民課", act)
    assert only(world, "関係課", "回答期限") == [late]


def test_follow_ups_are_work_when_they_are_answered_or_late(world):
    decision = world.decide(world.bring_to("confirmed"))
    for days, state in ((-1, "open"), (3, "open"), (5, "answered"), (0, "accepted")):
        FollowUp.objects.create(
            decision=decision, division=world.divisions["lead"], what="費用を示すこと。",
            due=TODAY + timedelta(days=days), state=state,
        )  # fmt: skip
    assert only(world, "回答のあった", "期限を過ぎた指摘", "指摘事項") == [
        (Part.NOW, "回答のあった指摘事項", 1, "情報課", "回答を確かめる"),
        (Part.NOW, "期限を過ぎた指摘事項", 1, "情報課", "指摘事項を見る"),
        (Part.OTHERS, "指摘事項への回答", 1, "情報課", "指摘事項を見る"),
    ]


def test_correction_waits_for_the_other_and_lapses_for_who_proposed_it(world, monkeypatch):
    report = world.bring_to("confirmed")
    corrections.propose_correction(
        report, by=world.people["secretariat"], kind="correct", place="issues",
        after="人手が足りない。", reason="転記の誤り",
    )  # fmt: skip
    waits = (Part.OTHERS, "ほかの人の確認を待つ確定・訂正の申出", 1, "", "申出を見る")
    assert waits in told(world)
    asked = (Part.NOW, "あなたの確認を待つ確定・訂正の申出", 1, "", "申出を確かめる")
    assert asked in told(world, "second_secretariat")
    monkeypatch.setattr(Correction, "WAITS", timedelta(days=-1))
    lapsed = (Part.NOW, "確認の期限を過ぎた、あなたの申出", 1, "", "申出を取りやめる")
    assert lapsed in told(world)
    assert [line for line in told(world, "second_secretariat") if "申出" in line[1]] == []


def test_evaluated_year_asks_for_its_publication_day_and_for_its_close(world):
    set_due(YESTERDAY)
    world.bring_to("evaluated")
    undecided = (Part.NOW, "公表日が決まっていません", 0, "", "公表日を決める")
    assert only(world, "公表") == [undecided]
    ReviewYear.objects.update(publish_on=YESTERDAY)
    assert only(world, "公表") == [(Part.NOW, "公表を待つ報告", 1, "", "公表する")]
    assert only(world, "すべて評価済み") == []
    ProgressReport.objects.exclude(pk=world.report.pk).delete()
    ready = (Part.NOW, "すべて評価済みで、締めていない年度", 0, "", "年度を締める")
    assert only(world, "すべて評価済み") == [ready]
    close_year(ReviewYear.objects.get(), by=world.people["secretariat"])
    assert told(world)[:1] == [(Part.NOW, "締めた年度の公表を待つ報告", 1, "", "公表する")]


def test_meeting_without_result_or_minutes_is_work_and_one_to_come_is_a_date(world):
    for days in (-3, 3, 30):
        world.year.meetings.create(
            kind="推進会議", held_on=TODAY + timedelta(days=days), by=world.people["secretariat"]
        )
    ReviewYear.objects.update(meeting_on=TODAY + timedelta(days=3))
    assert only(world, "推進会議") == [
        (Part.NOW, "推進会議の会議結果を確定していません", 0, "", "会議結果を確定する"),
        (Part.NOW, "推進会議の議事録がありません", 0, "", "議事録を付ける"),
        (Part.SOON, "推進会議", 0, "", "会議を開く"),
    ]
    past = Meeting.objects.order_by("held_on")[0]
    past.agenda.create(order=1, title="計画の評価の進め方")
    settle(past)
    assert only(world, "推進会議の") == [
        (Part.NOW, "推進会議の議事録がありません", 0, "", "議事録を付ける"),
    ]


def test_division_without_people_or_without_a_head_is_named(world):
    assert only(world, "利用者の", "所属長の") == []
    Membership.objects.filter(user=world.people["other"]).update(last_day=YESTERDAY)
    for name in ("head", "deputy"):
        Membership.objects.filter(user=world.people[name]).update(last_day=YESTERDAY)
    assert only(world, "利用者の", "所属長の") == [
        (Part.NOW, "利用者のいない課", 1, "道路課", "課の職員を登録する"),
        (Part.NOW, "所属長のいない主管課", 1, "情報課", "課の職員を登録する"),
    ]


def test_mail_that_did_not_arrive_is_told_for_a_month(world):
    mail = OutgoingMail.objects.create(
        recipient=world.people["head"], address="a@example.jp", subject="依頼", body="",
        failed_at=timezone.now(),
    )  # fmt: skip
    [line] = only(world, "届いていない")
    assert line[:3] == (Part.NOW, "届いていないかもしれないメール", 1)
    OutgoingMail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert only(world, "届いていない") == []


def test_every_line_leads_to_a_page_that_opens_and_names_its_year_where_there_are_two(
    world, client
):
    set_due(YESTERDAY)
    world.leave_parts_open()
    world.bring_to("submitted")
    client.force_login(world.people["secretariat"])
    page = client.get(reverse("progress:desk_start"))
    start = page.context["start"]
    for line in start.lines:
        assert client.get(line.url).status_code == 200, line.what
    assert not start.names_years and "R5実績" not in page.content.decode()
    ReviewYear.objects.create(plan=world.plan, fiscal_year=2024, report_due=TODAY)
    page = client.get(reverse("progress:desk_start"))
    assert page.context["start"].names_years and "R5実績" in page.content.decode()


def closed_before(world, number: int) -> list[ReviewYear]:
    """So many years before R5, closed with one report that waits for its publication."""
    first = world.year.fiscal_year
    years = [
        ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, opened_on=LAST_MONTH, report_due=LAST_MONTH,
            publish_on=fiscal.first_day(fiscal_year + 2),
        )
        for fiscal_year in range(first - number, first)
    ]  # fmt: skip
    report = world.bring_to("evaluated")
    for each in years:
        report.pk, report.year, report.taken_decision = None, each, None
        report.save(force_insert=True)
    ReviewYear.objects.filter(pk__in=[each.pk for each in years]).update(closed_at=timezone.now())
    return years


def test_work_of_one_kind_of_years_closed_long_ago_is_one_line_that_leads_to_all(world, client):
    set_due(TODAY)
    closed_before(world, 12)
    what = "締めた年度の公表を待つ報告"
    standing = standing_of(world.people["secretariat"])

    def shown(**asked) -> list[tuple]:
        found = [each for each in start_of(standing, **asked).lines if each.what == what]
        found.sort(key=lambda each: each.day)
        return [(each.year and each.year.fiscal_year, each.number, each.said) for each in found]

    newest = [(year, 1, "") for year in range(2018, 2023)]
    assert shown() == [(None, 7, "H23〜H29実績のうち7年度"), *newest]
    assert shown(is_whole=True) == [(year, 1, "") for year in range(2011, 2023)]
    client.force_login(world.people["secretariat"])
    page = client.get(reverse("progress:desk_start")).content.decode()
    assert "H23〜H29実績のうち7年度" in page and 'href="?years=all"' in page
    whole = client.get(reverse("progress:desk_start"), {"years": "all"}).content.decode()
    assert "H23実績" in whole and 'href="?years=all"' not in whole


def test_a_kind_of_work_that_one_old_year_alone_leaves_keeps_its_line(world):
    closed_before(world, 12)
    ProgressReport.objects.filter(year__fiscal_year__range=(2012, 2017)).update(
        withheld={WHOLE: "個人の情報"}
    )
    lines = start_of(standing_of(world.people["secretariat"])).lines
    years = [each.year.fiscal_year for each in lines if each.what.startswith("締めた年度の公表")]
    assert sorted(years) == [2011, *range(2018, 2023)]


def test_a_city_without_years_is_told_to_open_one(sakado_plan, client):
    secretary = person("secretary", "事務局")
    give_role(secretary, "secretariat")
    client.force_login(secretary)
    page = client.get("/", follow=True)
    assert [line.what for line in page.context["start"].lines] == [TO_OPEN[1]]


def test_names_are_counted_and_the_many_are_a_number():
    assert names_of(["乙課", "甲課", "乙課"]) == "乙課2件、甲課"
    assert names_of(["甲課", "乙課", "丙課", "丁課", "戊課"]) == "甲課、乙課、丙課、ほか2課"


@pytest.mark.one_database
@pytest.mark.parametrize("times", [1, 10])
def test_page_takes_at_most_fifteen_queries_at_any_size(sakado_plan, client, times):
    enlarge(sakado_plan, times)
    divisions = leading_divisions(sakado_plan, TODAY)
    since = fiscal.first_day(sakado_plan.first_fiscal_year)
    fill_years(sakado_plan, make_cast(divisions, since=since), sakado_plan.fiscal_years[-2:])
    assert Measure.objects.of_plan(sakado_plan).count() == 47 * times
    client.force_login(User.objects.get(username="secretariat1"))
    client.get(reverse("progress:desk_start"))
    with CaptureQueriesContext(connection) as statements:
        page = client.get(reverse("progress:desk_start"))
    assert page.context["start"].lines
    assert len(statements) <= 15


def test_of_closed_years_only_what_may_wait_is_read(world):
    world.bring_to("evaluated")
    standing = standing_of(world.people["secretariat"])

    def states() -> list[str]:
        return [each.state for each in more_facts_of(standing, ReviewYear.objects.all())]

    assert sorted(states()) == ["evaluated", "not_started"]
    left = dict.fromkeys(world.year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(world.year, by=world.people["secretariat"], reasons=left)
    assert states() == ["evaluated"]  # to be published; what was never begun waits for nothing
