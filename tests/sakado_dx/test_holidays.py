"""National holidays, against the days that the Cabinet Office lists for these years."""

from datetime import date

import pytest

from sakado_dx.holidays import holidays_of

LISTED = {
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 "
    "11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 "
    "11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
    2021: "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23",
}


@pytest.mark.parametrize("year", LISTED)
def test_holidays_of_a_year_are_those_that_are_listed(year):
    assert [f"{day.month}/{day.day}" for day in holidays_of(year)] == LISTED[year].split()


def test_day_between_two_holidays_and_the_one_after_a_sunday_are_named():
    assert holidays_of(2026)[date(2026, 9, 22)].name == "国民の休日"
    # A Sunday before two holidays moves behind them.
    assert holidays_of(2026)[date(2026, 5, 6)].name == "振替休日"
    assert date(2026, 5, 4) in holidays_of(2026) and date(2026, 5, 7) not in holidays_of(2026)


def test_equinoxes_that_the_gazette_has_not_named_are_marked():
    marked = {
        year: [each.name for each in holidays_of(year).values() if each.is_reckoned]
        for year in (2027, 2028)
    }
    assert marked == {2027: [], 2028: ["春分の日", "秋分の日"]}
    # Beyond the table by formula; a day that is made by one is as uncertain.
    assert [
        (day.month, day.day) for day, each in holidays_of(2032).items() if each.is_reckoned
    ] == [(3, 20), (9, 21), (9, 22)]
