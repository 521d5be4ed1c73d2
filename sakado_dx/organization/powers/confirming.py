"""When a role of power has to be confirmed, and until when: pure functions of its own columns.

A role that rules the portal is not given by one person alone: it needs a second person's yes, or the
recorded 人事異動発令 (発令日, 文書番号), or it was prepared in March for 1 April by somebody then in
office. Until then it works, with a banner, for `DAYS`; then it rests unless nobody else holds it.
"""

from datetime import date, timedelta

DAYS = 14
MARCH, APRIL = 3, 4


def is_prepared(given_on: date, first_day: date) -> bool:
    """Whether it was entered in March, to begin with the new fiscal year."""
    return given_on.month == MARCH and first_day == date(given_on.year, APRIL, 1)


def rests_from(first_day: date, given_on: date) -> date:
    """The day from which a role rests that nobody has confirmed by then: it has worked for `DAYS`
    days, counted from the day on which it both stands here and is in force."""
    return max(first_day, given_on) + timedelta(days=DAYS)
