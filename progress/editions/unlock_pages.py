"""Which reports of a closed year can be unlocked, and what stands against it."""

from dataclasses import dataclass

from progress.models import ProgressReport, ReviewYear
from progress.reading.reports import ShownReport, shown
from progress.workflow.many import Prospects, sorted_out


@dataclass(frozen=True)
class ToUnlock:
    """A report of a year, and what stands against unlocking it (or "")."""

    row: ProgressReport
    report: ShownReport
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)


def to_unlock(year: ReviewYear) -> Prospects[ToUnlock]:
    """The reports of a closed year in the plan's order; those that are unlocked are done."""
    refusal = f"{year.label}は締められていません。" if year.is_open else ""
    rows = list(ProgressReport.objects.for_year(year).with_measure().in_plan_order())
    found = (ToUnlock(row, report, refusal) for row, report in zip(rows, shown(rows), strict=True))
    return sorted_out(found, lambda each: each.row.is_unlocked)
