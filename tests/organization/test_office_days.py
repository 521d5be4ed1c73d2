"""開庁日: the rule of every city hall, and what a city does otherwise."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from sakado_dx.organization.office_days import OfficeDay, OfficeDays, closed_by_rule

RULE = OfficeDays()


def closed(day: date) -> str:
    found = closed_by_rule(day)
    return found.name if found else ""


def test_weekends_holidays_and_the_turn_of_the_year_are_closed():
    days = [date(2026, 12, day) for day in (25, 26, 27, 28, 29, 31)] + [date(2027, 1, 4)]
    assert [closed(day) for day in days] == [
        "", "土曜日", "日曜日", "", "年末年始", "年末年始", "",
    ]  # fmt: skip
    assert closed(date(2026, 5, 6)) == "振替休日"


@pytest.mark.parametrize(
    ("day", "fifth"),
    [
        (date(2026, 5, 29), date(2026, 5, 22)),  # no holiday between
        (date(2026, 5, 11), date(2026, 4, 28)),  # the golden week
        (date(2027, 1, 8), date(2026, 12, 28)),  # the turn of the year
        (date(2026, 5, 31), date(2026, 5, 25)),  # a Sunday is no open day itself
    ],
)
def test_open_days_are_counted_backwards(day, fifth):
    assert RULE.before(day, 5) == fifth


def test_rows_of_the_city_count_before_the_rule():
    rows = [
        OfficeDay(day=date(2026, 5, 27), is_closed=True, name="庁舎の停電"),
        OfficeDay(day=date(2026, 5, 26), is_closed=True, name="庁舎の停電"),
        OfficeDay(day=date(2026, 5, 23), is_closed=False, name="休日開庁"),
    ]
    office = OfficeDays({row.day: row for row in rows})
    assert office.before(date(2026, 5, 29), 5) == date(2026, 5, 21)


def test_closed_days_are_listed_without_weekends_and_without_what_is_open():
    rows = [
        OfficeDay(day=date(2026, 4, 28), is_closed=True, name="市制施行記念日"),
        OfficeDay(day=date(2026, 4, 29), is_closed=False, name="休日開庁"),
    ]
    office = OfficeDays({row.day: row for row in rows})
    listed = [each.name for each in office.closed_between(date(2026, 4, 25), date(2026, 5, 4))]
    assert listed == ["市制施行記念日", "憲法記念日", "みどりの日"]


def test_day_is_kept_once_and_named(db):
    OfficeDay.objects.create(day=date(2026, 6, 1), name="市制施行記念日")
    with pytest.raises(ValidationError, match="この日は既に登録されています。"):
        OfficeDay(day=date(2026, 6, 1), name="停電").validate_unique()
    with pytest.raises(ValidationError, match="内容を入力してください。"):
        OfficeDay(day=date(2026, 6, 2), name="").validate_constraints()
