"""A report as its pages start from it, with its measure's divisions; 1 query."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from measures.models import MeasureDivision, hold_divisions
from progress.models import ProgressReport
from sakado_dx.together import together

Rows = tuple[QuerySet[ProgressReport], QuerySet[MeasureDivision]]


def read(pk: int, *, traces: bool = False, whole: bool = False) -> list[ProgressReport]:
    """The report of this number, if there is one, with what hangs on it and all that editions keep
    where that is asked for."""
    return _with_divisions(*_rows(pk, traces, whole, timezone.localdate()))


def of_form(pk: int, day: date) -> list[ProgressReport]:
    """The same with all that its form asks about it."""
    return _with_divisions(*_rows_of_form(pk, day))


def _with_divisions(
    reports: list[ProgressReport], divisions: list[MeasureDivision]
) -> list[ProgressReport]:
    for each in reports:
        hold_divisions(each.measure, divisions)
    return reports


@together
def _rows(pk: int, traces: bool, whole: bool, today: date) -> Rows:
    reports = ProgressReport.objects.filter(pk=pk)
    reports = reports.whole() if whole else reports.with_measure()
    if traces:
        reports = reports.with_traces().with_published(today)
    return reports.prefetch_related(None), _divisions_of(pk)


@together
def _rows_of_form(pk: int, day: date) -> Rows:
    reports = ProgressReport.objects.filter(pk=pk).with_measure().with_due(day)
    reports = reports.with_missing_parts().with_traces()
    return reports.prefetch_related(None), _divisions_of(pk)


def _divisions_of(report_pk: int) -> QuerySet[MeasureDivision]:
    rows = MeasureDivision.objects.filter(measure__reports=report_pk)
    return rows.select_related("division").order_by("order", "pk")
