"""When a new role waits for a second person, and until when."""

from datetime import date

import pytest

from sakado_dx.organization.powers.confirming import is_prepared, rests_from


@pytest.mark.parametrize(
    ("given_on", "first_day", "prepared"),
    [
        (date(2027, 3, 1), date(2027, 4, 1), True),
        (date(2027, 3, 31), date(2027, 4, 1), True),
        (date(2027, 2, 28), date(2027, 4, 1), False),
        (date(2027, 4, 1), date(2027, 4, 1), False),
        (date(2027, 3, 31), date(2027, 4, 2), False),
        (date(2026, 3, 31), date(2027, 4, 1), False),
    ],
)
def test_prepared_is_what_was_entered_in_march_for_the_first_of_april(
    given_on, first_day, prepared
):
    assert is_prepared(given_on, first_day) is prepared


@pytest.mark.parametrize(
    ("first_day", "given_on", "rests"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 14)),
        (date(2026, 12, 20), date(2026, 11, 30), date(2027, 1, 3)),
    ],
)
def test_a_role_works_for_fourteen_days_from_when_it_stands_and_is_in_force(
    first_day, given_on, rests
):
    assert rests_from(first_day, given_on) == rests
