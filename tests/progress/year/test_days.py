"""The days that usually come after a year's work: 議会報告日, 決算認定日, 公表日."""

from datetime import date

import pytest
from django.urls import reverse

from progress.models import ReviewYear
from progress.publication import verbs as publication
from progress.workflow.refusals import NotAllowed
from progress.year import verbs as years
from progress.year.calendar import steps_of
from progress.year.days import question_of_days
from tests.progress.closing import close_year

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

QUESTION = (
    "公表日（令和6年9月1日）が、議会報告日（令和6年9月20日）より前です。"
    "このまま公表するときは、ここに印を付けて、もう一度保存してください。"
)


@pytest.mark.parametrize(
    ("publish_on", "assembly_on", "accounts_on", "named"),
    [
        (None, date(2024, 9, 20), date(2024, 9, 30), []),
        (date(2024, 9, 1), None, None, []),
        (date(2024, 9, 20), date(2024, 9, 20), None, []),
        (date(2024, 9, 1), date(2024, 9, 20), date(2024, 9, 30), ["議会報告日", "決算認定日"]),
        (date(2024, 9, 25), date(2024, 9, 20), date(2024, 9, 30), ["決算認定日"]),
    ],
)
def test_publication_before_the_other_days_is_asked_about(
    publish_on, assembly_on, accounts_on, named
):
    later = {"議会報告日": assembly_on, "決算認定日": accounts_on}
    question = question_of_days(publish_on, later)
    assert [name for name in later if name in question] == named


def days_of(year: ReviewYear) -> tuple:
    year.refresh_from_db()
    return year.assembly_on, year.accounts_on, year.publish_on


def test_change_of_the_dates_asks_once_and_takes_the_yes(client, world):
    client.force_login(world.people["secretariat"])
    url = reverse("progress:year_change", args=[world.year.pk])
    sent = {
        "opened_on": "R6.4.1", "report_due": "R6.5.31", "assembly_on": "R6.9.20",
        "publish_on": "R6.9.1", "as_read": years.read_mark_of(world.year),
        "extension-TOTAL_FORMS": "0", "extension-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = client.get(url).content.decode()
    assert '<input type="hidden" name="is_early_on_purpose"' in page
    asked = client.post(url, sent).content.decode()
    assert QUESTION in asked and '<input type="checkbox" name="is_early_on_purpose"' in asked
    assert days_of(world.year) == (None, None, None)
    assert client.post(url, sent | {"is_early_on_purpose": "on"}).status_code == 302
    assert days_of(world.year) == (date(2024, 9, 20), None, date(2024, 9, 1))


def test_days_of_a_closed_year_may_be_set_and_are_recorded(client, world):
    close_year(
        world.year, by=world.people["secretariat"],
        reasons={each.pk: "災害対応" for each in world.year.reports.all()},
    )  # fmt: skip
    client.force_login(world.people["secretariat"])
    url = reverse("progress:year_publish_on", args=[world.year.pk])
    names = ("assembly_on", "accounts_on", "publish_on", "reason", "is_early_on_purpose")
    values = ("R6.9.20", "R6.9.27", "R6.9.1", "議会の日程", "")
    sent = {f"publish_on-{name}": value for name, value in zip(names, values, strict=True)}
    sent["as_read"] = publication.read_mark_of(world.year)
    asked = client.post(url, sent).content.decode()
    assert "議会報告日（令和6年9月20日）、決算認定日（令和6年9月27日）より前です。" in asked
    assert client.post(url, sent | {"publish_on-is_early_on_purpose": "on"}).status_code == 302
    assert days_of(world.year) == (date(2024, 9, 20), date(2024, 9, 27), date(2024, 9, 1))
    assert world.year.changes.latest("at").reason == "議会報告日、決算認定日、公表日：議会の日程"


def test_publication_day_that_stands_is_moved_and_not_taken_away(client, world):
    publication.set_days(
        world.year, by=world.people["secretariat"], days={"publish_on": date(2024, 9, 1)},
        reason="決定",
    )  # fmt: skip
    client.force_login(world.people["secretariat"])
    url = reverse("progress:year_publish_on", args=[world.year.pk])
    refused = client.post(url, {"publish_on-reason": "取消し"}).content.decode()
    assert "公表日は、空欄にできません。" in refused
    assert days_of(world.year) == (None, None, date(2024, 9, 1))


def test_days_are_set_by_the_secretariat_alone(world):
    with pytest.raises(NotAllowed):
        publication.set_days(
            world.year, by=world.people["head"], days={"accounts_on": None}, reason="x"
        )
    with pytest.raises(ValueError, match="report_due"):
        publication.set_days(
            world.year, by=world.people["secretariat"], days={"report_due": None}, reason="x"
        )


def test_calendar_lists_the_days_in_their_order(world):
    world.year.assembly_on, world.year.accounts_on = date(2099, 9, 20), date(2099, 9, 27)
    steps = steps_of(world.year, date(2099, 9, 21))
    named = [(step.name, step.is_next) for step in steps if step.day]
    assert named[-2:] == [("議会報告日", False), ("決算認定日", True)]
