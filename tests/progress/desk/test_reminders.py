"""Reminders: one digest a person, at set distances from the deadline, once for each cause."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from progress.desk import again_pages, reminders
from progress.desk import verbs as desk
from progress.desk.reminders import Kind
from progress.entry import contribution_verbs
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.letters import verbs as letter_verbs
from progress.models import Contribution, DeadlineExtension, FollowUp, ReviewYear
from progress.workflow.refusals import Conflict
from progress.year import verbs as year
from sakado_dx.organization.models import Division, User
from sakado_dx.records.mail import OutgoingMail
from tests.progress.conftest import join, person
from tests.progress.verbs import VERBS

DUE = date(2026, 5, 31)


@pytest.fixture
def mailing(world, settings):
    """The small city, its people with addresses, and a deadline in May."""
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    settings.PORTAL_URL = "https://dx.city.example"
    for user in User.objects.all():
        user.email = f"{user.username}@city.example"
        user.save()
        if user.username in world.people:
            world.people[user.username] = user
    ReviewYear.objects.update(opened_on=date(2026, 4, 1), report_due=DUE)
    world.year.refresh_from_db()
    return world


def told() -> set[str]:
    return set(OutgoingMail.objects.values_list("recipient__username", flat=True))


def mail_of(name: str) -> OutgoingMail:
    return OutgoingMail.objects.filter(recipient__username=name).latest("pk")


def on(day: int) -> date:
    """So many days from the deadline; after it positive."""
    return DUE + timedelta(days=day)


def kinds(name: str, day: date = DUE) -> list[tuple[str, int]]:
    found = {each.person.username: each.counts for each in reminders.digests(day) if each.person}
    return [(kind.name, number) for kind, number in found.get(name, [])]


@pytest.mark.parametrize("day", [-14, -7, -3, -1, 0, 3, 7, 14])
def test_each_distance_reminds_every_member_of_the_divisions_once(mailing, day):
    assert reminders.write_due(on(day)) == 5
    assert told() == {"reporter", "deputy", "head", "promoter", "other"}
    assert reminders.write_due(on(day)) == 0


@pytest.mark.parametrize("day", [-15, -11, -4, 6, 17, 200])
def test_other_days_remind_nobody(mailing, day):
    assert reminders.write_due(on(day)) == 0


def test_missed_day_is_made_up_for_and_told_once(mailing):
    assert reminders.write_due(on(-6)) == 5
    assert reminders.write_due(on(-5)) == 0
    assert reminders.write_due(on(-3)) == 5


def test_whole_year_of_daily_runs_tells_each_distance_once(mailing):
    for day in range(-40, 40):
        reminders.write_due(on(day))
    assert OutgoingMail.objects.filter(recipient__username="other").count() == 8


def test_opening_notice_is_not_repeated_by_a_reminder(mailing):
    ReviewYear.objects.update(opened_on=on(-7))
    assert reminders.write_due(on(-7)) == 0
    assert reminders.write_due(on(-3)) == 5


def test_digest_is_one_mail_with_all_that_waits_and_links_to_it(mailing):
    reminders.write_due(on(-7))
    mail = mail_of("other")
    assert mail.subject == (
        "【進捗報告】残っている作業が1件あります（期限 令和8年5月31日、あと7日）"
    )
    other = mailing.year.reports.get(measure__code="I-1-2")
    assert (
        "■ 報告の提出（1件）\n"
        "・I-1-2 施策I-1-2（R5実績）　期限 令和8年5月31日、あと7日\n"
        f"  https://dx.city.example/reports/{other.pk}/edit/\n"
    ) in mail.body


def test_submitted_report_reminds_the_secretariat_that_did_not_write_it(mailing):
    mailing.leave_parts_open()
    mailing.bring_to("submitted", by="secretariat")
    assert kinds("head") == []
    assert kinds("co_owner") == []  # the contribution has closed with the report
    assert kinds("secretariat") == []
    assert kinds("second_secretariat") == [("CONFIRM", 1)]


def test_confirming_has_a_deadline_of_its_own(mailing):
    ReviewYear.objects.update(confirm_due=date(2026, 6, 30))
    mailing.bring_to("submitted")
    assert reminders.write_due(date(2026, 6, 23)) == 2
    assert told() == {"secretariat", "second_secretariat"}


def test_returned_report_is_named_as_such(mailing):
    mailing.bring_to("returned")
    assert kinds("reporter") == [("RETURNED", 1)]


def test_answered_contribution_waits_no_more(mailing):
    mailing.leave_parts_open()
    assert kinds("co_owner") == [("CONTRIBUTION", 1)]
    part = Contribution.objects.get()
    contribution_verbs.contribute(part, by=mailing.people["co_owner"], version=0, has_nothing=True)
    assert kinds("co_owner") == []


def test_contribution_has_a_deadline_of_its_own(mailing):
    mailing.leave_parts_open()
    due = date(2026, 5, 25)  # five open days before the Sunday
    assert kinds("co_owner", due) == [("CONTRIBUTION", 1)]
    reminders.write_due(due)
    assert (
        "関係課回答票（R5実績）　未回答1行　期限 令和8年5月25日、今日" in mail_of("co_owner").body
    )
    assert "期限 令和8年5月31日" in mail_of("other").body


def test_extension_moves_the_reminders_of_one_division(mailing):
    lead = mailing.divisions["lead"]
    DeadlineExtension.objects.create(
        year=mailing.year, division=lead, report_due=on(10), reason="災害対応"
    )
    reminders.write_due(on(-7))
    assert told() == {"other"}
    reminders.write_due(on(3))
    assert told() == {"other", "reporter", "deputy", "head", "promoter"}


def test_follow_up_reminds_the_asked_division_by_its_own_date(mailing):
    mailing.bring_to("evaluated")
    decision = mailing.report.decisions.get()
    FollowUp.objects.create(
        decision=decision, division=mailing.divisions["second"], what="費用の内訳", due=on(90)
    )
    assert kinds("co_owner") == [("FOLLOW_UP", 1)]
    assert reminders.write_due(on(50)) == 1
    assert reminders.write_due(on(75)) == 0
    assert reminders.write_due(on(83)) == 1
    assert told() == {"co_owner"}


def test_new_follow_ups_and_those_asked_again_are_told_the_next_morning_in_one_mail(mailing):
    """Also long before and long after their date, when no distance is near."""
    secretary, reporter = mailing.people["secretariat"], mailing.people["reporter"]
    mailing.bring_to("evaluated")
    decision = mailing.report.decisions.get()
    asked = [
        follow_ups.ask(
            decision,
            by=secretary,
            request=Request(mailing.divisions["lead"], what, on(200)),
        )
        for what in ("費用の内訳を示すこと。", "時期を示すこと。")
    ]
    assert reminders.write_due(on(100)) == 4  # each member of the division one mail
    assert "指摘事項への回答（2件）" in mail_of("reporter").body
    assert reminders.write_due(on(101)) == 0
    follow_ups.answer(asked[0], by=reporter, version=0, text="内訳を示した。")
    assert reminders.write_due(on(299)) == 0
    follow_ups.ask_again(asked[0], by=secretary, version=1, text="単価も示すこと。")
    assert reminders.write_due(on(300)) == 4
    assert reminders.write_due(on(301)) == 0


def test_what_a_reminder_by_hand_has_told_is_no_news_in_the_morning(mailing):
    mailing.bring_to("evaluated")
    FollowUp.objects.create(
        decision=mailing.report.decisions.get(),
        division=mailing.divisions["second"],
        what="費用の内訳",
        due=on(200),
    )
    waiting = again_pages.waiting_for(mailing.year, on(100))
    letters = again_pages.addressed(mailing.year, waiting, on(100))
    own = [each for each in letters if each.division == mailing.divisions["second"]]
    by = mailing.people["secretariat"]
    letter_verbs.send(mailing.year, "again", own, by=by, paper=letter_verbs.Paper())
    assert told() == {"co_owner"}
    assert reminders.write_due(on(101)) == 0


def test_people_of_a_renamed_division_are_reminded_of_its_measures(mailing):
    old, new = mailing.divisions["other"], Division.objects.create(name="道路管理課", order=8)
    old.successors.add(new)
    join(person("successor", "後任", email="s@city.example"), new, "reporter")
    assert kinds("successor") == [("REPORT", 1)]


def test_ended_membership_and_disabled_person_are_not_reminded(mailing):
    people = mailing.people
    people["reporter"].memberships.update(last_day=on(-1))
    User.objects.filter(pk=people["head"].pk).update(is_active=False)
    reminders.write_due(DUE)
    assert told() == {"deputy", "promoter", "other"}
    assert (kinds("reporter"), kinds("head")) == ([], [])  # nor listed


def test_distances_are_told_in_words():
    assert reminders.steps_words() == "14・7・3・1日前、当日、3・7・14日後"


def test_division_without_members_stands_in_the_list(mailing):
    mailing.people["other"].memberships.all().delete()
    (last,) = [each for each in reminders.digests(DUE) if each.person is None]
    assert (last.divisions, last.counts) == ("道路課", [(Kind.REPORT, 1)])


def test_two_years_side_by_side_are_one_mail(mailing):
    year.open_year(
        mailing.plan,
        by=mailing.people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2026, 4, 1),
        report_due=on(1),
    )
    OutgoingMail.objects.all().delete()
    reminders.write_due(on(0))
    assert OutgoingMail.objects.filter(recipient__username="other").count() == 1
    assert "（R5実績）" in mail_of("other").body
    assert "（R6実績）" in mail_of("other").body


def test_closed_year_reminds_nobody(mailing):
    ReviewYear.objects.update(closed_at="2026-04-02T00:00:00Z")
    assert reminders.write_due(DUE) == 0


def test_opening_tells_the_divisions_once_with_the_notice(mailing):
    year.open_year(
        mailing.plan,
        by=mailing.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2099, 5, 30),
        notice="様式は昨年度と同じです。",
    )
    assert told() == {"reporter", "deputy", "head", "promoter", "co_owner", "other"}
    assert "様式は昨年度と同じです。" in mail_of("head").body
    assert "https://dx.city.example/my/" in mail_of("head").body


def test_opening_names_to_each_division_its_own_day(mailing):
    year.open_year(
        mailing.plan,
        by=mailing.people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2026, 4, 1),
        report_due=date(2026, 5, 29),
        contributors={mailing.measure.pk: [mailing.divisions["other"].pk]},
    )
    lead, both, part = "令和8年5月29日", mail_of("other").body, "回答期限　令和8年5月22日"
    assert lead in mail_of("head").body and part not in mail_of("head").body
    assert lead in both and f"関係課としての記載　1行（{part}" in both
    assert part in mail_of("co_owner").body and lead not in mail_of("co_owner").body


def test_division_that_is_named_later_is_told_with_its_day_and_the_way_to_its_row(mailing):
    report, other = mailing.fresh(), mailing.divisions["other"]
    for _ in range(2):
        contribution_verbs.name_contributors(
            report, by=mailing.people["secretariat"], divisions=[other]
        )
    part = report.contributions.get(division=other)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        mailing.people["other"],
        "試験市DX計画の令和5年度実績に係る関係課の取組について（照会）",
    )
    assert "・I-1-1 施策I-1-1\n" in mail.body and "回答期限　令和8年5月25日" in mail.body
    sheet = f"/years/{report.year_id}/contributions/{other.pk}/#part-{part.pk}"
    assert f"https://dx.city.example{sheet}" in mail.body


@pytest.mark.parametrize("verb", ["send_back", "reopen"])
def test_return_tells_the_lead_division_why(mailing, verb):
    report = mailing.bring_to("evaluated" if verb == "reopen" else "submitted")
    act, reason = VERBS[verb], "数値の根拠を書いてください。"
    act(report, by=mailing.people["secretariat"], version=report.version, reason=reason)
    assert told() == {"reporter", "deputy", "head", "promoter"}
    assert reason in mail_of("head").body
    assert f"https://dx.city.example/reports/{report.pk}/edit/" in mail_of("head").body


def test_refused_return_tells_nobody(mailing):
    report = mailing.bring_to("submitted")
    with pytest.raises(Conflict):
        desk.send_back(report, by=mailing.people["secretariat"], version=1, reason="理由")
    stale = mailing.fresh()
    desk.comment(report, by=mailing.people["secretariat"], version=2, note="所見")
    with pytest.raises(Conflict):
        desk.send_back(stale, by=mailing.people["secretariat"], version=2, reason="理由")
    assert told() == set()


def test_command_writes_what_is_due(mailing, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: on(-7))
    for written in (5, 0):
        out = StringIO()
        call_command("send_reminders", stdout=out)
        assert out.getvalue() == f"作ったメール: {written}通\n"


def test_command_of_a_city_without_mail_says_so(mailing, settings):
    settings.MAIL_SERVER = {}
    out = StringIO()
    call_command("send_reminders", stdout=out)
    assert "メールは作りません" in out.getvalue()
    assert told() == set()


def test_digests_take_the_same_queries_at_any_size(mailing, django_assert_num_queries):
    mailing.leave_parts_open()
    with django_assert_num_queries(9):
        assert len(reminders.digests(DUE)) == 6
    for number in range(20):
        join(person(f"more{number}", "追加"), mailing.divisions["lead"], "reporter")
    with django_assert_num_queries(9):
        assert len(reminders.digests(DUE)) == 26
    mailing.bring_to("submitted")
    with django_assert_num_queries(10):  # and who wrote what is submitted
        assert len(reminders.digests(DUE)) == 3
