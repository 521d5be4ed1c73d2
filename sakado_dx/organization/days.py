"""In force on a day: what has a first and a last day, both inclusive, either of them open."""

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

Day = TypeVar("Day", date, str)

# `DatedQuerySet.in_force` of one user's rows, for the statement that every request makes.
USERS_IN_FORCE = (
    "user_id = %(user)s AND (first_day IS NULL OR first_day <= %(day)s)"
    " AND (last_day IS NULL OR last_day >= %(day)s)"
)


def is_in_force(first_day: Day | None, last_day: Day | None, on: Day) -> bool:
    """Whether a day lies within; days of one sort, dates or all of them as YYYY-MM-DD."""
    return (first_day is None or first_day <= on) and (last_day is None or last_day >= on)


class DatedQuerySet(models.QuerySet):
    """Rows with a first and a last day."""

    def in_force(self, on: date | None = None):
        day = on or timezone.localdate()
        return self.filter(
            Q(first_day__isnull=True) | Q(first_day__lte=day),
            Q(last_day__isnull=True) | Q(last_day__gte=day),
        )


class Dated:
    """What a row with a first and a last day can say of itself."""

    first_day: date | None
    last_day: date | None

    def is_in_force(self, on: date | None = None) -> bool:
        """Whether it counts on a day (today where none is named)."""
        return is_in_force(self.first_day, self.last_day, on or timezone.localdate())


def days_in_order(name: str) -> models.CheckConstraint:
    """The check that a row does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(last_day__isnull=True)
        | Q(first_day__isnull=True)
        | Q(last_day__gte=F("first_day")),
        name=name,
        violation_error_message="終了日は開始日以後の日にしてください。",
    )
