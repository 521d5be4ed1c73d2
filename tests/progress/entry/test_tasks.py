"""What is left to do, and what is said of a deadline when nothing is."""

from datetime import date

from django.urls import reverse

from progress.entry.tasks import groups_for
from progress.models import DeadlineExtension, ProgressReport, ReviewYear
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of

AFTER = date(2099, 6, 10)  # the world's deadline is the 31st of May


def test_a_deadline_that_has_passed_warns_while_something_is_left(world):
    years = groups_for(standing_of(world.people["reporter"]), AFTER)
    assert (years[0].is_late, years[0].deadline) == (
        True,
        "報告の締切（令和81年5月31日）を10日過ぎています。",
    )


def test_a_deadline_warns_nobody_who_has_handed_everything_in(world):
    world.bring_to("submitted")
    years = groups_for(standing_of(world.people["reporter"]), AFTER)
    assert (years[0].is_late, years[0].deadline) == (False, "報告はすべて提出済みです。")


def test_the_year_that_presses_stands_before_the_one_that_has_just_begun(world):
    year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2100, 5, 31),
    )
    person = standing_of(world.people["reporter"])

    def labels() -> list[str]:
        return [each.label[:5] for each in groups_for(person, AFTER)]

    assert labels() == ["令和5年度", "令和6年度"]
    world.bring_to("submitted")
    assert labels() == ["令和6年度", "令和5年度"]


def test_year_that_is_not_begun_says_from_when_reports_are_taken(world):
    ReviewYear.objects.update(opened_on=date(2099, 4, 1))
    (tasks,) = groups_for(standing_of(world.people["reporter"]), date(2099, 3, 1))
    assert tasks.deadline.startswith("受付は令和81年4月1日からです。")


def test_entry_page_shows_the_deadline_of_a_division_that_has_more_time(world, client):
    DeadlineExtension.objects.create(
        year=world.year,
        division=world.divisions["lead"],
        report_due=date(2099, 6, 20),
        reason="災害",
    )
    address = reverse("progress:report_edit", args=[world.report.pk])
    for role, day in (("reporter", "6月20日"), ("secretariat", "6月20日")):
        client.force_login(world.people[role])
        assert f"令和81年{day}" in client.get(address).content.decode()
    # The page of a conflict too, which comes with the report as it stands by then.
    client.post(address, {"version": 0, "done": "先の文", "reason": "代行"})
    response = client.post(address, {"version": 0, "done": "後の文", "reason": "代行"})
    assert response.status_code == 409 and "令和81年6月20日" in response.content.decode()
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    client.force_login(world.people["other"])
    text = client.get(reverse("progress:report_edit", args=[other.pk])).content.decode()
    assert "令和81年5月31日" in text
