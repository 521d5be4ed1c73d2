"""Which letters an act of a year writes: exactly those that it names, once, by mail or on paper."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from progress.entry import contribution_verbs
from progress.models import DeadlineExtension, Letter, ReviewYear
from progress.workflow.refusals import NotAllowed
from progress.year import verbs as year_verbs
from progress.year.verbs import YearSettings
from sakado_dx.organization.models import User
from sakado_dx.records.mail import OutgoingMail

DUE = date(2026, 5, 29)


@pytest.fixture
def city(world, settings):
    """The small city, which sends mail; the promoter has no address."""
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    settings.PORTAL_URL = "https://dx.city.example"
    for user in User.objects.exclude(username="promoter"):
        user.email = f"{user.username}@city.example"
        user.save(update_fields=["email"])
    ReviewYear.objects.update(opened_on=date(2026, 4, 1), report_due=DUE)
    world.year.refresh_from_db()
    world.leave_parts_open()
    return world


def written(city):
    """The letters since the small city's own year was opened."""
    return Letter.objects.exclude(cause__startswith=f"open:{city.year.pk}:")


def letters(city) -> list[tuple]:
    """(kind, division) of each of these letters."""
    return sorted(written(city).values_list("kind", "division__name"))


def mails() -> Counter:
    """How many mails each person has."""
    return Counter(OutgoingMail.objects.values_list("recipient__username", flat=True))


def open_next(world, **more) -> ReviewYear:
    by, named = world.people["secretariat"], {world.measure.pk: [world.divisions["other"].pk]}
    dates = {"opened_on": date(2026, 4, 1), "report_due": DUE}
    return year_verbs.open_year(
        world.plan, by=by, fiscal_year=2024, contributors=named, **(dates | more)
    )


def change(world, *, extensions=(), reason="災害対応のため", **settings) -> None:
    year = ReviewYear.objects.get(pk=world.year.pk)
    kept = YearSettings(**{name: getattr(year, name) for name in vars(YearSettings(DUE))})
    year_verbs.change_year(
        year,
        by=world.people["secretariat"],
        settings=replace(kept, **settings),
        extensions=extensions,
        reason=reason,
    )


def extended(world, division: str, day: date) -> DeadlineExtension:
    own = world.divisions[division]
    return DeadlineExtension(division=own, report_due=day, reason="窓口の繁忙期")


def test_opening_asks_those_who_lead_and_inquires_of_those_who_only_add(city):
    open_next(city)
    assert letters(city) == [("inquiry", "市民課"), ("request", "情報課"), ("request", "道路課")]
    assert mails() == Counter(["reporter", "deputy", "head", "co_owner", "other"])
    by_division = {each.division.name: each for each in written(city).select_related("division")}
    assert by_division["道路課"].particulars == (
        "１　対象　令和6年度の実績\n"
        "２　主管する施策　1件\n"
        "３　受付開始日　令和8年4月1日\n"
        "４　提出期限　令和8年5月29日\n"
        "５　関係課としての記載　1行（回答期限　令和8年5月22日。該当がなければ「該当なし」と"
        "回答してください。）"
    )
    assert "関係課としての記載" not in by_division["情報課"].particulars
    assert by_division["市民課"].particulars == (
        "１　対象　令和6年度の実績\n２　記載する行　1行\n　　・I-1-1 施策I-1-1\n"
        "３　回答期限　令和8年5月22日"
    )
    assert {each.mailed_to for each in by_division.values()} == {3, 1}


def test_opening_that_is_refused_writes_to_nobody(city):
    early = extended(city, "second", DUE)
    with pytest.raises(NotAllowed):
        open_next(city, extensions=[early])
    assert letters(city) == [] and mails() == Counter()


def test_without_mail_the_same_letters_wait_on_paper(city, settings):
    settings.MAIL_SERVER = None
    open_next(city)
    assert letters(city) == [("inquiry", "市民課"), ("request", "情報課"), ("request", "道路課")]
    assert written(city).to_hand_over().count() == 3 and mails() == Counter()


def test_new_due_of_the_year_is_told_to_each_division_that_still_hands_in(city):
    change(city, report_due=date(2026, 6, 30))
    assert letters(city) == [("new_due", "市民課"), ("new_due", "情報課"), ("new_due", "道路課")]
    lead = written(city).get(division=city.divisions["lead"])
    part = written(city).get(division=city.divisions["second"])
    assert lead.particulars == ("進捗報告の提出期限　令和8年6月30日（変更前　令和8年5月29日）")
    assert part.particulars == "関係課回答票の回答期限　令和8年6月23日（変更前　令和8年5月22日）"
    assert "変更の理由：災害対応のため" in lead.body
    assert mails() == Counter(["reporter", "deputy", "head", "co_owner", "other"])


def test_extension_is_told_to_its_division_and_to_those_who_answer_before_it(city):
    later = date(2026, 6, 30)
    change(city, extensions=[extended(city, "lead", later)])
    assert letters(city) == [("new_due", "市民課"), ("new_due", "情報課")]
    change(city, extensions=[extended(city, "lead", later)])
    assert len(letters(city)) == 2
    change(city)
    assert Counter(letters(city)) == Counter([("new_due", "市民課"), ("new_due", "情報課")] * 2)
    newest = written(city).filter(division=city.divisions["lead"]).newest_first().first()
    assert newest.particulars.endswith("令和8年5月29日（変更前　令和8年6月30日）")


def test_extension_of_a_division_with_no_open_part_is_told_to_it_alone(city):
    change(city, extensions=[extended(city, "other", date(2026, 6, 30))])
    assert letters(city) == [("new_due", "道路課")]
    assert mails() == Counter(["other"])


def test_who_has_handed_in_hears_of_no_new_due(city):
    city.bring_to("submitted")
    change(city, report_due=date(2026, 6, 30))
    assert letters(city) == [("new_due", "道路課")]


def test_other_settings_write_no_letter(city):
    change(city, notice="よろしくお願いします。", publish_on=date(2026, 9, 1))
    assert letters(city) == [] and mails() == Counter()


def test_division_that_is_named_is_asked_once_and_the_others_are_not(city):
    report, by = city.fresh(), city.people["secretariat"]
    for _ in range(2):
        contribution_verbs.name_contributors(report, by=by, divisions=[city.divisions["other"]])
    assert letters(city) == [("inquiry", "道路課")]
    assert mails() == Counter(["other"])


def test_letters_outlive_an_opening_that_is_gone(city):
    year = open_next(city)
    reports = year.reports.all()
    for report in reports:
        report.contributions.all().delete()
    reports.delete()
    year.changes.all().delete()
    year.delete()
    assert set(written(city).values_list("year", flat=True)) == {None}


def test_letters_of_a_closed_year_stay_as_they_were_and_are_handed_over(city):
    ReviewYear.objects.update(closed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(subject="書き換えた")
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.all().delete()
    assert Letter.objects.to_hand_over().update(handed_on=date(2026, 4, 2)) == 3
