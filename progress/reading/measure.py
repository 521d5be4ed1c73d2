"""One measure through its plan's years: promised, done, measured."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from measures.models import Measure
from measures.words import is_slip
from progress.judging.lifetimes import Lifetime
from progress.judging.shown_years import YEARS_BEFORE, cut_at, first_shown
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.models.shown_states import shown_state
from progress.reading.codec import EDITIONS
from progress.reading.edition import Edition, PlannedYear
from progress.reading.reports import ShownReport
from sakado_dx import fiscal
from sakado_dx.prepared import prepared

YEARS_AHEAD = 2  # that may be open while the one before is still reported
NEWEST = YEARS_BEFORE + 1 + YEARS_AHEAD


@dataclass(frozen=True)
class YearBox:
    """A fiscal year of the measure: planned and actual direction, and its report.

    `state` is the report's; blank where the year has none. `outside` says why the year has none:
    before the measure began, after it ended, before the portal. A year is in progress while it is
    open and the report is still to be confirmed.
    """

    fiscal_year: int
    printed: str
    planned: str
    actual: str
    state: str
    is_readable: bool
    outside: str = ""
    is_in_progress: bool = False

    @property
    def slipped(self) -> bool:
        return is_slip(self.planned, self.actual)

    @property
    def label(self) -> str:
        return fiscal.label_long(self.fiscal_year)

    @property
    def short_label(self) -> str:
        return fiscal.label_short(self.fiscal_year)


def boxes_of(
    fiscal_years: Iterable[int],
    planned: Iterable[PlannedYear],
    reports: Iterable[ShownReport],
    states: Mapping[int, str],
    readable_ids: Collection[int],
    lifetime: Lifetime,
) -> list[YearBox]:
    """The plan's years as they stand today; a closed one as it was closed.

    `planned` is what the plan schedules, `states` are the reports' as pages name them, by id,
    `readable_ids` those whose content the reader may see, `lifetime` is the measure's.
    """
    scheduled = {each.fiscal_year: each for each in planned}
    by_year = {each.year.fiscal_year: each for each in reports}
    boxes = []
    for fiscal_year in fiscal_years:
        report = by_year.get(fiscal_year)
        own = _own(report.edition) if report and report.edition else None
        own = own or scheduled.get(fiscal_year) or PlannedYear(fiscal_year, "", "")
        readable = report is not None and report.pk in readable_ids
        actual = report.said.texts["actual_direction"] if readable else ""
        state = states[report.pk] if report else ""
        box = YearBox(fiscal_year, own.printed, own.planned, actual, state, readable)
        if report is None:
            box = replace(box, outside=lifetime.told(fiscal_year))
        elif report.year.is_open and not report.counts:
            box = replace(box, is_in_progress=True)
        boxes.append(box)
    return boxes


def _own(edition: Edition) -> PlannedYear | None:
    years = edition.plan.years
    return next((each for each in years if each.fiscal_year == edition.fiscal_year), None)


@dataclass(frozen=True)
class MeasureInYear:
    """An edition of a measure's report in a closed year, with its number, cause and time."""

    number: int
    cause: str
    at: datetime
    edition: Edition

    @property
    def shown_state(self) -> str:
        """The state as the year was closed with it."""
        return shown_state(self.edition.report.state, is_closed=True, is_published=False)

    def boxes(self, *, is_readable: bool) -> list[YearBox]:
        """The years that its page shows; of its own report only what the reader may read."""
        years, first = self.edition.plan.years, first_shown(self.edition.fiscal_year)
        return [self._box(row, is_readable) for row in years if row.fiscal_year >= first]

    @property
    def earlier_than(self) -> int | None:
        """The first year that is shown, where the plan has earlier ones."""
        return cut_at(self.edition.frame.fiscal_years, self.edition.fiscal_year)

    def _box(self, row: PlannedYear, is_readable: bool) -> YearBox:
        report = self.edition.report
        if row.fiscal_year == self.edition.fiscal_year:
            readable, actual = is_readable, report.texts["actual_direction"]
            state = shown_state(report.state, is_closed=True, is_published=False)
        else:
            readable, actual, state = bool(row.actual), row.actual, row.state
        shown = actual if readable else ""
        outside = "" if state else self.edition.plan.lifetime.told(row.fiscal_year)
        counts = not state or state in ProgressReport.COUNTED_STATES
        return YearBox(
            row.fiscal_year,
            row.printed,
            row.planned,
            shown,
            state,
            readable,
            outside=outside,
            is_in_progress=row.fiscal_year != self.edition.fiscal_year
            and row.is_open
            and not counts,
        )


def measure_in_year(
    year: ReviewYear, measure_id: int, number: int | None = None
) -> MeasureInYear | None:
    """The measure's newest edition in a closed year, or the one named; 1 query."""
    snapshots = ReportSnapshot.objects.filter(
        report__year=year, report__measure=measure_id, report__year__closed_at__isnull=False
    ).order_by("-edition")
    if number is not None:
        snapshots = snapshots.filter(edition=number)
    found = snapshots.first()
    if found is None:
        return None
    edition = EDITIONS.decode(found.content)
    return MeasureInYear(found.edition, found.get_cause_display(), found.at, edition)


def reports_of_measure(measure: Measure, *, is_whole: bool = True) -> list[ProgressReport]:
    """The measure's reports of all years, newest first, with measure and divisions at hand; else
    the newest, as many as a page shows, also where years were opened ahead of it."""
    reports = _reports_of_measure(measure.pk, timezone.localdate(), is_whole)
    for report in reports:
        report.measure = measure
    return reports


@prepared
def _reports_of_measure(measure_id: int, today: date, is_whole: bool) -> QuerySet[ProgressReport]:
    reports = ProgressReport.objects.filter(measure=measure_id).with_published(today)
    reports = reports.with_evidence().select_related("year__plan").with_marks()
    reports = reports.with_traces("contributions", "effects_on_it")
    reports = reports.with_planned_direction().with_names().order_by("-year__fiscal_year")
    return reports if is_whole else reports[:NEWEST]
