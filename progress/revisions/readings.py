"""A revision read over the plan as it stands: what it was, what it would become, what no longer
fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from progress.models import PlanChange, PlanRevision
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import Rows
from progress.revisions.lines import rows_as_far_as


@dataclass(frozen=True)
class Reading:
    """A revision's lines between the plan as it stands and as it would become; `displaced` are
    those whose before no longer stands (改定前が変わっています)."""

    before: Rows
    after: Rows
    lines: list[PlanChange]
    displaced: list[PlanChange]

    @cached_property
    def teller(self) -> LineTeller:
        """Names the rows between both."""
        return LineTeller(self.before, self.after)

    @property
    def displaced_ids(self) -> set[int]:
        return {each.pk for each in self.displaced}


def reading_of(revision: PlanRevision) -> Reading:
    """A revision's lines over the plan as it stands, each table of it read once; of one that has
    taken effect over the edition that it changed."""
    lines = list(revision.changes.in_order())
    if any(line.state == PlanChange.State.APPLIED for line in lines):
        before = rows_of(revision.base.content())
    else:
        before = stored_rows(revision.plan).rows
    return reading_over(before, revision, lines)


def reading_over(before: Rows, revision: PlanRevision, lines: Iterable[PlanChange]) -> Reading:
    """A revision's lines over these rows."""
    lines = list(lines)
    after, displaced = rows_as_far_as(before, in_order_of_days(revision, lines))
    return Reading(before, after, lines, displaced)


def in_order_of_days(revision: PlanRevision, lines: list[PlanChange]) -> list[PlanChange]:
    """Lines in the order in which they take effect."""
    last = date.max
    return sorted(lines, key=lambda line: line.effective_on or revision.effective_on or last)
