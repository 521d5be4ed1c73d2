"""未送信の入力: the newest text of a field stands, what is saved goes, and what has ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from sakado_dx.organization.models import Membership, UnsentInput, User
from sakado_dx.organization.unsent import Entry, Place
from sakado_dx.organization.unsent_verbs import (
    MOST_LETTERS,
    Outcome,
    TooMuch,
    clear_ended,
    discard,
    forget,
    keep,
)

FIRST, SECOND = "aaaaaaaa", "bbbbbbbb"


@pytest.fixture
def place(division) -> Place:
    return Place("report", 7, division_id=division.pk)


def entry(text: str, window: str = FIRST, number: int = 1, ago: int = 0, **more) -> Entry:
    at = timezone.now() - timedelta(seconds=ago)
    return Entry(text=text, at=at, window=window, number=number, **more)


def texts_of(user: User) -> dict[str, str]:
    """What is kept of the one form of these tests."""
    row = UnsentInput.objects.filter(user=user).first()
    return {name: each.text for name, each in row.entries.items()} if row else {}


def typed(user: User, place: Place, window: str = FIRST, **entries: Entry) -> Outcome:
    return keep(place, by=user, window=window, typed=entries)


def sent(user: User, place: Place, window: str = "", seen=None, **texts: str) -> None:
    forget(place, by=user, sent=texts, window=window, seen=seen)


def test_fields_of_one_form_stand_side_by_side_and_the_later_text_of_a_field_stands(
    reporter, place
):
    typed(reporter, place, done=entry("予約"))
    typed(reporter, place, issues=entry("人手", number=2), done=entry("予約制", number=3))
    assert texts_of(reporter) == {"done": "予約制", "issues": "人手"}


def test_what_is_kept_reads_as_it_was_typed(reporter, place):
    told = entry("12", read="1a2b3c4d", label="進捗", shown="順調", number=4)
    typed(reporter, place, progress=told)
    kept = UnsentInput.objects.get().entries
    assert kept == {"progress": replace(told, arrived=kept["progress"].arrived)}
    assert kept["progress"].words == "順調"


def test_message_that_arrives_late_from_the_same_window_changes_nothing(reporter, place):
    typed(reporter, place, done=entry("予約制", number=3, ago=60))
    outcome = typed(reporter, place, done=entry("予約", number=2))
    assert (texts_of(reporter), outcome) == ({"done": "予約制"}, Outcome())


def test_clock_that_is_set_back_does_not_lose_what_a_window_types(reporter, place):
    typed(reporter, place, done=entry("予約", ago=-3600))
    typed(reporter, place, done=entry("予約制", number=2))
    assert texts_of(reporter) == {"done": "予約制"}


def test_of_two_windows_the_newer_text_of_a_field_stands_and_the_other_is_told(reporter, place):
    newer = entry("二つ目の画面", SECOND, ago=5)
    typed(reporter, place, SECOND, done=newer)
    outcome = typed(reporter, place, done=entry("一つ目の画面", ago=9), issues=entry("人手", ago=9))
    assert texts_of(reporter) == {"done": "二つ目の画面", "issues": "人手"}
    (stands,) = outcome.newer.values()
    assert outcome == Outcome(newer={"done": replace(newer, arrived=stands.arrived)})
    assert typed(reporter, place, done=entry("一つ目の続き", number=2)) == Outcome()
    assert texts_of(reporter)["done"] == "一つ目の続き"


def test_two_windows_with_the_same_text_are_no_difference(reporter, place):
    typed(reporter, place, SECOND, done=entry("予約", SECOND))
    assert typed(reporter, place, done=entry("予約", ago=9)) == Outcome()


def test_saved_fields_go_and_the_others_stay(reporter, place):
    typed(reporter, place, done=entry("予約制"), issues=entry("人手"))
    sent(reporter, place, FIRST, done="予約制にした")
    assert texts_of(reporter) == {"issues": "人手"}


def test_text_of_another_window_stays_unless_the_saved_form_was_filled_with_it(reporter, place):
    typed(reporter, place, SECOND, done=entry("二つ目の画面", SECOND))
    row = UnsentInput.objects.get()
    assert row.entries["done"].arrived == row.changed_at
    sent(reporter, place, FIRST, seen=row.changed_at - timedelta(seconds=1), done="古い文章")
    assert texts_of(reporter) == {"done": "二つ目の画面"}
    sent(reporter, place, seen=row.changed_at, done="直した文章")
    assert texts_of(reporter) == {}


def test_text_typed_without_a_connection_stays_though_it_is_older_than_what_was_shown(
    reporter, place
):
    typed(reporter, place, FIRST, done=entry("予約制"), issues=entry("人手"))
    shown = UnsentInput.objects.get().changed_at
    typed(reporter, place, SECOND, effects=entry("来庁が減った", SECOND, ago=60))
    sent(reporter, place, FIRST, seen=shown, done="予約制", issues="人手", effects="")
    assert texts_of(reporter) == {"effects": "来庁が減った"}


def test_text_of_another_window_that_says_the_same_goes(reporter, place):
    typed(reporter, place, SECOND, done=entry("予約制", SECOND))
    sent(reporter, place, FIRST, done=" 予約制\n")
    assert texts_of(reporter) == {}


def test_message_that_arrives_after_its_form_was_saved_is_not_kept(reporter, place):
    """The browser may send the last letters and the form at the same moment."""
    sent(reporter, place, FIRST, done="予約制")
    assert typed(reporter, place, done=entry("予約")) == Outcome(was_sent=True)
    assert texts_of(reporter) == {}
    typed(reporter, place, SECOND, done=entry("次の画面", SECOND))
    assert texts_of(reporter) == {"done": "次の画面"}


def test_discarding_takes_all_of_the_form(reporter, place):
    typed(reporter, place, done=entry("予約制"), issues=entry("人手"))
    discard(place, by=reporter, window=FIRST)
    assert texts_of(reporter) == {}
    assert typed(reporter, place, done=entry("予")) == Outcome(was_sent=True)


def test_saving_a_form_of_which_nothing_is_kept_writes_nothing(
    reporter, place, django_assert_num_queries
):
    with django_assert_num_queries(1):
        sent(reporter, place, done="予約制")
    assert not UnsentInput.objects.exists()


def test_keeping_takes_two_queries(reporter, place, django_assert_num_queries):
    typed(reporter, place, done=entry("予"))
    with django_assert_num_queries(2):
        typed(reporter, place, done=entry("予約", number=2))


def test_more_than_any_form_sends_is_refused_and_what_is_kept_stays(reporter, place):
    typed(reporter, place, done=entry("予約"))
    with pytest.raises(TooMuch):
        typed(reporter, place, issues=entry("長" * MOST_LETTERS))
    assert texts_of(reporter) == {"done": "予約"}


def test_thirty_days_after_the_last_letter_it_is_read_no_more_and_the_night_takes_it(
    reporter, place, capsys
):
    typed(reporter, place, done=entry("予約"))
    at = timezone.now() - timedelta(days=29, hours=23)
    UnsentInput.objects.update(changed_at=at)
    call_command("clear_unsent")
    assert UnsentInput.objects.at("report", 7).count() == 1
    UnsentInput.objects.update(changed_at=at - timedelta(hours=2))
    assert UnsentInput.objects.at("report", 7).count() == 0
    call_command("clear_unsent")
    assert capsys.readouterr().out.splitlines() == [
        "未送信の入力を0件消しました。", "未送信の入力を1件消しました。"
    ]  # fmt: skip
    assert not UnsentInput.objects.exists()


def test_row_that_only_tells_late_arrivals_goes_after_a_day(reporter, place):
    sent(reporter, place, FIRST, done="予約制")
    call_command("clear_unsent")
    UnsentInput.objects.update(division=place.division_id)
    UnsentInput.objects.update(changed_at=timezone.now() - timedelta(hours=25))
    call_command("clear_unsent")
    assert not UnsentInput.objects.exists()


def test_of_a_membership_that_ended_by_its_date_the_night_takes_it(reporter, place):
    typed(reporter, place, done=entry("予約"))
    today = timezone.localdate()
    Membership.objects.update(last_day=today)
    assert clear_ended() == 0
    Membership.objects.update(last_day=today - timedelta(days=1))
    assert clear_ended() == 1
    assert not UnsentInput.objects.exists()


def test_of_a_role_that_ended_only_what_was_typed_by_it_goes(make_user, division):
    user = make_user("both", "secretariat", memberships={division: "reporter"})
    typed(user, Place("comment", 7, role="secretariat"), note=entry("根拠"))
    typed(user, Place("report", 7, division_id=division.pk), done=entry("予約"))
    user.city_roles.update(last_day=date(2021, 3, 31))
    assert clear_ended([user]) == 1
    assert texts_of(user) == {"done": "予約"}


@pytest.mark.parametrize("ended", ["membership", "disabled", "action"])
def test_ending_a_place_in_the_admin_takes_it_at_once(client, make_user, reporter, place, ended):
    typed(reporter, place, done=entry("予約"))
    client.force_login(make_user("admin", "administrator"))
    member = reporter.memberships.get()
    rows = {
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1, "memberships-0-id": member.pk,
        "memberships-0-user": reporter.pk, "memberships-0-division": member.division_id,
        "memberships-0-role": "reporter", "memberships-0-first_day": "2020-04-01",
        "city_roles-TOTAL_FORMS": 0, "city_roles-INITIAL_FORMS": 0,
        "password_links-TOTAL_FORMS": 0, "password_links-INITIAL_FORMS": 0,
        "username": reporter.username, "name": reporter.name,
    }  # fmt: skip
    if ended == "action":
        address, rows = "", {"action": "disable", "_selected_action": reporter.pk}
    elif ended == "membership":
        address, rows = f"{reporter.pk}/change/", rows | {"is_active": "on"}
        rows["memberships-0-last_day"] = "2021-03-31"
    else:
        address = f"{reporter.pk}/change/"
    rows["change_reason"] = "異動"
    assert client.post(f"/admin/organization/user/{address}", rows).status_code == 302
    assert not UnsentInput.objects.exists()


def test_two_rows_of_one_form_or_a_row_of_two_places_are_refused(reporter, place):
    now = timezone.now()
    row = {"user": reporter, "form": "report", "subject": 7, "changed_at": now}
    UnsentInput.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnsentInput.objects.create(**row)
    both = {"division_id": place.division_id, "role": "secretariat"}
    with pytest.raises(IntegrityError), transaction.atomic():
        UnsentInput.objects.create(**row | {"subject": 8} | both)
