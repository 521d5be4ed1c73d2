"""Reports as pages show them: under the names and words of their year, live or closed.

A page that names a report takes one of these: there is no other way to the names of a closed
year, so that none can be forgotten. The row itself stays as it is, for rights and verbs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce

from django.db.models import Case, Model, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast
from django.utils import timezone

from measures.naming import DIVISION, MEETING
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.models.years import names_from
from progress.reading import stored
from progress.reading.edition import (
    DirectionName,
    Edition,
    MeasureName,
    PlanFrame,
    ReportPart,
)
from progress.reading.live_editions import reported
from progress.reading.live_plan import frame_of
from progress.reading.names_then import NamesToday, names_then
from sakado_dx.addresses import reverse
from sakado_dx.prepared import prepared

State = ProgressReport.State
# Who saw it before it was handed in, and when.
MARKS = (
    "head_name", "head_confirmed_on", "asked_name", "asked_at", "changed_after_asking",
    "endorsed_name", "endorsed_at", "submitted_at",
)  # fmt: skip


@dataclass(frozen=True)
class ShownReport:
    """A report with the names of its year. `said` is what it says: of a closed year its newest
    edition's, unless the report is unlocked. `edition` is that edition, where there is one."""

    pk: int
    year: ReviewYear
    frame: PlanFrame
    measure: MeasureName
    group: str
    direction: DirectionName
    summary: str
    divisions: tuple[str, ...]
    is_led_by_secretariat: bool
    planned: str
    said: ReportPart
    version: int
    is_editable: bool
    takes_changes: bool
    is_unlocked: bool
    counts: bool
    head_name: str
    head_confirmed_on: date | None
    asked_name: str
    asked_at: datetime | None
    changed_after_asking: bool
    endorsed_name: str
    endorsed_at: datetime | None
    submitted_at: datetime | None
    edition: Edition | None = None

    def __str__(self) -> str:
        return f"{self.measure} {self.year.short_label}"

    def get_absolute_url(self) -> str:
        """The measure's page in the report's year."""
        return reverse("progress:measure_year", args=[self.year.pk, self.measure.id])

    def get_state_display(self) -> str:
        return str(State(self.state).label)

    @property
    def state(self) -> str:
        return self.said.state

    @property
    def is_unchanged(self) -> bool:
        return self.said.is_unchanged

    def told_after(self, name: str) -> str:
        """What a field held, in words, for the year after."""
        return told_after(self.said, name, self.frame)

    @property
    def lead(self) -> str:
        """The name of the lead division; blank where it has none."""
        return next(iter(self.divisions), "")


def in_words(said: ReportPart, name: str) -> str:
    """What a field of a report holds, as pages write it: ``順調``, ``1,200``, of a 決算 that is not
    settled ``1,164（見込）``; blank for nothing."""
    value = said.money.shown(name) if name in said.amounts else said.value(name)
    return "" if value is None else str(value)


def told_after(said: ReportPart, name: str, frame: PlanFrame) -> str:
    """The same for the year after: of progress and outlook the word that counted, with the
    division's own beside it where a meeting decided another."""
    own, counted = said.value(name), getattr(said.mark, name, None)
    if not said.is_decided or counted is None or counted == own:
        return in_words(said, name)
    decided, division = (frame.mark_name(each) for each in (MEETING, DIVISION))
    return f"{counted}（{decided}。{division}は{own}）"


def shown(reports: Iterable[ProgressReport], day: date | None = None) -> list[ShownReport]:
    """The reports, `with_measure`, in the order given; 1 query where one's year is closed,
    else no query.

    Of an open year the divisions are those of the day (today).
    """
    reports = list(reports)
    editions = stored.newest(each.pk for each in reports if not each.year.is_open)
    on, names = day or timezone.localdate(), _names_of(reports)
    return [_shown(each, editions.get(each.pk), on, names[_names_from(each)]) for each in reports]


def shown_one(report: ProgressReport, day: date | None = None) -> ShownReport:
    return shown([report], day)[0]


def shown_after(told: ShownReport, report: ProgressReport) -> ShownReport:
    """What `told` shows once a verb has changed the row: the names stay, what it says is new."""
    return replace(told, **_of_row(report, told.edition))


def _names_of(reports: Iterable[ProgressReport]) -> dict[int | None, NamesToday]:
    """By the edition that an open year's names come from, which is asked for where a row was not
    read with it."""
    reports = list(reports)
    untold = [each for each in reports if each.year.is_open and not hasattr(each, "names_from")]
    if untold:
        years = ReviewYear.objects.filter(pk__in={each.year_id for each in untold})
        then = dict(years.annotate(names_from=names_from("pk")).values_list("pk", "names_from"))
        for each in untold:
            each.names_from = then[each.year_id]
    return {each: names_then([each]) for each in set(map(_names_from, reports))}


def _names_from(report: ProgressReport) -> int | None:
    """None of a closed year, whose editions have its names."""
    return report.names_from if report.year.is_open else None


def _shown(
    report: ProgressReport, edition: Edition | None, day: date, then: NamesToday
) -> ShownReport:
    names = _kept_names(edition) if edition else _live_names(report, day, then)
    return ShownReport(year=report.year, edition=edition, **names, **_of_row(report, edition))


def _of_row(report: ProgressReport, edition: Edition | None) -> dict:
    is_kept = edition is not None and not report.is_unlocked
    return {
        "pk": report.pk,
        "said": edition.report if is_kept else reported(report),
        "version": report.version,
        "is_editable": report.is_editable,
        "takes_changes": report.takes_changes,
        "is_unlocked": report.is_unlocked,
        "counts": report.counts,
        **{name: getattr(report, name) for name in MARKS},
    }


def _kept_names(edition: Edition) -> dict:
    plan = edition.plan
    return {
        "frame": edition.frame,
        "measure": MeasureName(plan.id, plan.code, plan.name),
        "group": plan.group,
        "direction": plan.direction,
        "summary": plan.summary,
        "divisions": plan.divisions,
        "is_led_by_secretariat": plan.is_led_by_secretariat,
        "planned": edition.planned,
    }


def _live_names(report: ProgressReport, day: date, then: NamesToday) -> dict:
    measure, divisions = report.measure, report.divisions(day)
    direction, levels = measure.direction, then.levels(measure.pk)
    name = DirectionName(direction.pk, direction.number, direction.name)
    return {
        "frame": then.frame(frame_of(report.year.plan)),
        "measure": then.measure(_measure_name(report)),
        "group": levels.get("group", measure.group),
        "direction": levels.get("direction", name),
        "summary": measure.summary,
        "divisions": tuple(each.name for each in divisions),
        "is_led_by_secretariat": any(each.is_secretariat for each in divisions[:1]),
        "planned": report.planned_direction,
    }


def reports_of(rows: Iterable[Model], path: str = "report") -> list[ProgressReport]:
    """The report behind each row that was annotated with `names_from` of its year, which it hands
    on, so that naming the measures asks for none; of a list of what hangs on reports."""
    found = []
    for row in rows:
        report = reduce(getattr, path.split("__"), row)
        report.names_from = row.names_from
        found.append(report)
    return found


def measures_of(reports: Iterable[ProgressReport]) -> dict[int, MeasureName]:
    """The measure of each report under its name of the year, by the report's id; with year and
    measure at hand, 1 query where a year is closed, else no query."""
    reports = list(reports)
    kept = stored.measure_names(each.pk for each in reports if not each.year.is_open)
    then = _names_of(reports)
    return {
        each.pk: kept.get(each.pk) or then[_names_from(each)].measure(_measure_name(each))
        for each in reports
    }


def title_of(report: ProgressReport) -> str:
    """The measure's code and name in the report's year; 1 query where that is closed,
    else no query."""
    return measures_of([report])[report.pk].title


def _measure_name(report: ProgressReport) -> MeasureName:
    measure = report.measure
    return MeasureName(measure.pk, measure.code, measure.name)


def last_year(report: ProgressReport) -> ShownReport | None:
    """The same measure's report of the year before, for whoever may write this one: of a closed
    year as it was closed. 1 query, none the second time."""
    if report.last_year_read is None:
        report.last_year_read = [_last_year(report)]
    return report.last_year_read[0]


def _last_year(report: ProgressReport) -> ShownReport | None:
    year = report.year
    row = next(iter(_row_of(report.measure_id, year.plan_id, year.fiscal_year - 1)), None)
    if row is None:
        return None
    row.measure = report.measure
    edition = stored.edition_in(row.kept) if row.kept else None
    return _shown(row, edition, timezone.localdate(), _names_of([row])[_names_from(row)])


@prepared
def _row_of(measure_id: int, plan_id: int, fiscal_year: int) -> QuerySet[ProgressReport]:
    """The report of a measure and year, with the newest edition's text (`kept`) once that year is
    closed."""
    own = {"measure": measure_id, "year__plan": plan_id, "year__fiscal_year": fiscal_year}
    kept = ReportSnapshot.objects.filter(report=OuterRef("pk")).newest().order_by()
    text = Subquery(kept.values(text=Cast("content", TextField())))
    when = Case(When(year__closed_at__isnull=False, then=text), default=None)
    return of_known_measures(ProgressReport.objects.filter(**own)).annotate(kept=when)


def of_known_measures(reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    """Each with all that `shown` takes but its measure, which the caller has at hand."""
    return reports.select_related("year__plan").with_marks().with_planned_direction().with_names()


def read_last_years(reports: Iterable[ProgressReport]) -> dict[int, ShownReport]:
    """`last_year` of each that has one, by the later report's id: read at once for a page of
    many: few queries, however many they are."""
    reports = list(reports)
    measures = {each.measure_id: each.measure for each in reports}
    earlier = ProgressReport.objects.filter(
        measure__in=measures, year__fiscal_year__in={each.year.fiscal_year - 1 for each in reports}
    )
    rows = list(of_known_measures(earlier))
    for row in rows:
        row.measure = measures[row.measure_id]
    kept = {
        (each.measure.id, each.year.plan_id, each.year.fiscal_year): each for each in shown(rows)
    }
    places = ((each, (each.measure_id, each.year.plan_id)) for each in reports)
    found = {each.pk: kept.get((*at, each.year.fiscal_year - 1)) for each, at in places}
    for each in reports:
        each.last_year_read = [found[each.pk]]
    return {pk: each for pk, each in found.items() if each is not None}
