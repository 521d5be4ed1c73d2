"""The ribbons of a measure: the direction that the plan scheduled for each year, and the actual one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from measures.words import is_slip
from progress.judging.shown_years import charted_years
from progress.models import ProgressReport
from progress.reading.edition import Edition
from progress.reading.reports import ShownReport

UNTOLD, WAITING = "未報告", "確認前"


class YearDirection(NamedTuple):
    """A fiscal year: what was scheduled, what was done, and the word where that is not known."""

    fiscal_year: int
    planned: str
    actual: str
    word: str

    @property
    def slipped(self) -> bool:
        return is_slip(self.planned, self.actual)


@dataclass(frozen=True)
class DirectionsChart:
    """The plan's years of a measure; nothing is known of those after `until`."""

    name: str
    until: int
    years: tuple[YearDirection, ...]

    @property
    def slipped(self) -> tuple[YearDirection, ...]:
        return tuple(each for each in self.years if each.slipped)

    @property
    def has_content(self) -> bool:
        return any(each.planned or each.actual for each in self.years)


class Told(NamedTuple):
    """What a report tells of a year: its direction counts in some states of it."""

    fiscal_year: int
    state: str
    is_open: bool
    actual: str


def directions_chart(
    name: str,
    fiscal_years: Sequence[int],
    planned: Iterable[tuple[int, str]],
    told: Iterable[Told],
    *,
    until: int,
) -> DirectionsChart:
    """The ribbons as of the year `until`: later reports are left out."""
    scheduled = dict(planned)
    said = {each.fiscal_year: each for each in told if each.fiscal_year <= until}
    years = (
        YearDirection(year, scheduled.get(year, ""), *_actual(said.get(year)))
        for year in charted_years(fiscal_years, until)
    )
    return DirectionsChart(name, until, tuple(years))


def _actual(told: Told | None) -> tuple[str, str]:
    """The actual direction, and the word where there is none."""
    if told is None:
        return "", ""
    if told.state in ProgressReport.COUNTED_STATES:
        return told.actual, "" if told.actual else UNTOLD
    return "", WAITING if told.is_open else UNTOLD


def directions_in(
    name: str,
    fiscal_years: Sequence[int],
    planned: Iterable[tuple[int, str]],
    reports: Iterable[ShownReport],
    *,
    until: int,
) -> DirectionsChart:
    """The ribbons of an open year: `planned` is today's plan; of a closed year stands what its
    report was closed with."""
    reports = list(reports)
    scheduled = dict(planned)
    scheduled |= {each.year.fiscal_year: each.planned for each in reports if each.edition}
    told = [
        Told(
            each.year.fiscal_year,
            each.state,
            each.year.is_open,
            each.said.texts["actual_direction"],
        )
        for each in reports
    ]
    return directions_chart(name, fiscal_years, scheduled.items(), told, until=until)


def directions_of(edition: Edition) -> DirectionsChart:
    """The ribbons as a closed year's edition keeps them."""
    plan, report, own = edition.plan, edition.report, edition.fiscal_year
    told = [
        Told(each.fiscal_year, each.state, each.is_open, each.actual)
        for each in plan.years
        if each.state and each.fiscal_year != own
    ]
    told.append(Told(own, report.state, False, report.texts["actual_direction"]))
    planned = ((each.fiscal_year, each.planned) for each in plan.years)
    return directions_chart(plan.title, edition.frame.fiscal_years, planned, told, until=own)
