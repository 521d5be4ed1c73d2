"""The calendar of the office as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from progress.models import ReviewYear
from progress.models.contributions import parts_due
from sakado_dx import fiscal
from sakado_dx.organization.office_days import ClosedDay, OfficeDay, OfficeDays, office_days

YEARS_AHEAD = 2  # fiscal years that are listed, this one included


@dataclass(frozen=True)
class ClosedDays:
    """The closed days of a fiscal year, weekends left out."""

    label: str
    days: Sequence[ClosedDay]

    @property
    def has_rows(self) -> bool:
        """Whether a day of the city's own is among them."""
        return any(each.row for each in self.days)

    @property
    def has_reckoned(self) -> bool:
        return any(each.is_reckoned for each in self.days)


@dataclass(frozen=True)
class YearDays:
    """An open year: when leads hand in, and when the other divisions answer."""

    year: ReviewYear
    parts_due: date


def page_of(today: date) -> dict:
    """What the page shows beside its form; 2 queries."""
    office, this_year = office_days(), fiscal.fiscal_year_of(today)
    first, end = fiscal.first_day(this_year), fiscal.last_day(this_year + YEARS_AHEAD - 1)
    return {
        "lists": [_closed_days(office, year) for year in range(this_year, this_year + YEARS_AHEAD)],
        "opened": [each for each in office.rows.values() if not each.is_closed],
        "others": _others(office, first, end),
        "years": [
            YearDays(year, parts_due(year.report_due, year, office))
            for year in ReviewYear.objects.open().newest_first()
        ],
    }


def _closed_days(office: OfficeDays, fiscal_year: int) -> ClosedDays:
    first, last = fiscal.first_day(fiscal_year), fiscal.last_day(fiscal_year)
    return ClosedDays(fiscal.label_name(fiscal_year), list(office.closed_between(first, last)))


def _others(office: OfficeDays, first: date, end: date) -> list[OfficeDay]:
    """Closed days of other years, which no list shows."""
    return [row for day, row in office.rows.items() if row.is_closed and not first <= day <= end]
