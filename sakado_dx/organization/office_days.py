"""開庁日: on which days the city hall works (sakado_dx/README: 組織と権限).

Closed are weekends, national holidays and the turn of the year (地方自治法第4条の2); what a
city does otherwise on a day is a row that its secretariat keeps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from sakado_dx.holidays import SUNDAY, holiday_on

A_DAY = timedelta(days=1)
SATURDAY = 5
TURN_OF_THE_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
WEEKEND = {SATURDAY: "土曜日", SUNDAY: "日曜日"}


class OfficeDay(models.Model):
    """A day on which the city hall is closed or open otherwise than by rule."""

    day = models.DateField(
        "日付",
        unique=True,
        error_messages={"unique": "この日は既に登録されています。"},
    )
    is_closed = models.BooleanField("閉庁する", default=True)
    name = models.CharField("内容", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "臨時の閉庁日・開庁日"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="office_day_has_name",
                violation_error_message="内容を入力してください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


@dataclass(frozen=True)
class ClosedDay:
    """A closed day with what it is; `row` is the secretariat's, `is_reckoned` as of a Holiday."""

    day: date
    name: str
    is_reckoned: bool = False
    row: OfficeDay | None = None


@dataclass(frozen=True)
class OfficeDays:
    """The days by rule, and otherwise by the rows (by their day)."""

    rows: Mapping[date, OfficeDay] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        row = self.rows.get(day)
        return not row.is_closed if row else closed_by_rule(day) is None

    def before(self, day: date, number: int) -> date:
        """The open day that lies this many open days before a day, which need not be one."""
        while number:
            day -= A_DAY
            number -= self.is_open(day)
        return day

    def closed_between(self, first: date, last: date) -> Iterator[ClosedDay]:
        """The closed days but weekends, both ends included, in their order."""
        for number in range((last - first).days + 1):
            day = first + number * A_DAY
            row, by_rule = self.rows.get(day), closed_by_rule(day)
            if row and row.is_closed:
                yield ClosedDay(day, row.name, row=row)
            elif by_rule and not row and by_rule.name not in WEEKEND.values():
                yield by_rule


def closed_by_rule(day: date) -> ClosedDay | None:
    """The closed day that every city hall has; None for an open one."""
    if holiday := holiday_on(day):
        return ClosedDay(day, holiday.name, holiday.is_reckoned)
    if (day.month, day.day) in TURN_OF_THE_YEAR:
        return ClosedDay(day, "年末年始")
    name = WEEKEND.get(day.weekday())
    return ClosedDay(day, name) if name else None


def office_days() -> OfficeDays:
    """The calendar as it stands; 1 query."""
    return calendar_of(OfficeDay.objects.all())


def calendar_of(rows: Iterable[OfficeDay]) -> OfficeDays:
    """The same, of all its rows."""
    return OfficeDays({row.day: row for row in rows})
