"""Which reports of a closed year can be unlocked, and what stands against it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from progress.models import ProgressReport, ReviewYear
from progress.reading.reports import ShownReport, shown
from progress.workflow.many import Ids, Prospects, page_of, sorted_out


@dataclass(frozen=True)
class ToUnlock:
    """A report of a year, and what stands against unlocking it (or "")."""

    row: ProgressReport
    report: ShownReport
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)


def to_unlock(year: ReviewYear, ids: Collection[int] | None = None) -> Prospects[ToUnlock]:
    """The reports of a closed year in the plan's order, all or those of these `ids`; those that are
    unlocked are done."""
    refusal = f"{year.label}は締められていません。" if year.is_open else ""
    reports = ProgressReport.objects.for_year(year).with_measure().with_published()
    if ids is not None:
        reports = reports.filter(pk__in=ids)
    rows = list(reports.in_plan_order())
    found = (ToUnlock(row, report, refusal) for row, report in zip(rows, shown(rows), strict=True))
    return sorted_out(found, lambda each: each.row.is_unlocked)


def page_to_unlock(year: ReviewYear, asked: str | None) -> Prospects[ToUnlock]:
    """A page of them."""
    reports = ProgressReport.objects.for_year(year).in_plan_order()
    locked = "refused" if year.is_open else "ready"
    rows = reports.values_list("pk", "is_unlocked")
    ids = Ids.of((pk, "done" if is_unlocked else locked) for pk, is_unlocked in rows)
    return page_of(ids, asked, partial(to_unlock, year), with_done=True)
