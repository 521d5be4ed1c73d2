"""Two people who change the same year: the second is told, and both texts are shown."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from progress.models import DeadlineExtension, ReviewYear, YearChange
from tests.filled_forms import fields_of
from tests.progress.conftest import World, make_world
from tests.racing import Browser, Racers, rounds

ROUNDS = rounds(1000, 20)


def opened(client, world, who: str, name: str) -> tuple[str, dict]:
    """A page as somebody has it open: where it is sent to, and its fields."""
    client.force_login(world.people[who])
    page = "publish_bulk" if name == "year_publish_on" else name
    text = client.get(reverse(f"progress:{page}", args=[world.year.pk])).content.decode()
    return reverse(f"progress:{name}", args=[world.year.pk]), fields_of(text)


def sent(client, world, who: str, url: str, form: dict):
    client.force_login(world.people[who])
    return client.post(url, form)


def test_second_editor_of_a_year_is_told_and_sees_both_texts(client, world):
    url, first = opened(client, world, "secretariat", "year_change")
    _, second = opened(client, world, "second_secretariat", "year_change")
    lead = world.divisions["lead"]
    extension = {"division": lead.pk, "report_due": "R82.6.30", "reason": "災害対応"}
    extension = {f"extension-0-{name}": value for name, value in extension.items()}
    first |= {"notice": "一人目の案内", **extension}
    second |= {"notice": "二人目の案内"}
    assert sent(client, world, "secretariat", url, first).status_code == 302
    answer = sent(client, world, "second_secretariat", url, second)
    text = answer.content.decode()
    assert answer.status_code == 409 and "画面を開いた後に、記録が変わっています" in text
    assert "secretariatが" in text and "一人目の案内" in text and "二人目の案内" in text
    assert "情報課（令和82年6月30日、災害対応）" in text
    year = ReviewYear.objects.get()
    assert (year.notice, DeadlineExtension.objects.count()) == ("一人目の案内", 1)
    again = fields_of(text) | extension
    assert sent(client, world, "second_secretariat", url, again).status_code == 302
    year.refresh_from_db()
    assert (year.notice, DeadlineExtension.objects.count()) == ("二人目の案内", 1)
    assert YearChange.objects.filter(verb="change").count() == 2


def test_second_editor_of_the_days_is_told_and_sees_both(client, world):
    url, first = opened(client, world, "secretariat", "year_publish_on")
    _, second = opened(client, world, "second_secretariat", "year_publish_on")
    first |= {"publish_on-publish_on": "R6.9.1", "publish_on-reason": "議会の後"}
    second |= {"publish_on-assembly_on": "R6.8.20", "publish_on-reason": "議会の日程"}
    assert sent(client, world, "secretariat", url, first).status_code == 302
    answer = sent(client, world, "second_secretariat", url, second)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "令和6年9月1日" in text and "議会の後" in text and "令和6年8月20日" in text
    days = ReviewYear.objects.values_list("assembly_on", "publish_on").get()
    assert days == (None, date(2024, 9, 1))
    again = fields_of(text) | {"publish_on-publish_on": "R6.9.1"}
    assert sent(client, world, "second_secretariat", url, again).status_code == 302
    days = ReviewYear.objects.values_list("assembly_on", "publish_on").get()
    assert days == (date(2024, 8, 20), date(2024, 9, 1))


def test_other_record_of_the_year_is_no_conflict(client, world):
    url, form = opened(client, world, "secretariat", "year_publish_on")
    now = {"by": world.people["secretariat"], "at": "2024-09-01T00:00Z", "reason": "決裁の記録"}
    YearChange.objects.create(year=world.year, verb="change", **now)
    form |= {"publish_on-publish_on": "R6.9.1", "publish_on-reason": "議会の後"}
    assert sent(client, world, "secretariat", url, form).status_code == 302


@pytest.fixture
def racing(own_database) -> World:
    return make_world()


def test_of_two_editors_at_the_same_moment_one_wins(racing):
    people = ("secretariat", "second_secretariat")
    browsers = [Browser(racing.people[who]) for who in people]
    url = reverse("progress:year_change", args=[racing.year.pk])
    with Racers(2) as racers:
        for number in range(ROUNDS):
            read = fields_of(browsers[0].get(url).content.decode())
            forms = [read | {"notice": f"{who}の{number}回目の案内"} for who in people]
            posts = [
                partial(browser.post, url, form)
                for browser, form in zip(browsers, forms, strict=True)
            ]
            statuses = [each.status_code for each in racers.run(posts)]
            assert sorted(statuses) == [302, 409]
            assert ReviewYear.objects.get().notice == forms[statuses.index(302)]["notice"]
