"""What the pages of 計画の見直し show."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from measures.models import Plan
from progress.models import PlanChange, PlanRevision
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import Rows
from progress.revisions.lines import rows_as_far_as
from progress.revisions.telling import LineTeller, grouped
from sakado_dx.organization.models import User

A_MOMENT = timedelta(minutes=1)  # within which the same form sent twice is one click


@dataclass(frozen=True)
class Reading:
    """A revision's lines between the plan as it stands and as it would become; `displaced` are
    those whose before no longer stands (改定前が変わっています)."""

    before: Rows
    after: Rows
    lines: list[PlanChange]
    displaced: list[PlanChange]

    @property
    def teller(self) -> LineTeller:
        return LineTeller(self.before, self.after)

    @property
    def displaced_ids(self) -> set[int]:
        return {each.pk for each in self.displaced}


def reading_of(revision: PlanRevision) -> Reading:
    """A draft's lines over the plan as it stands; each table of the plan is read once."""
    lines = list(revision.changes.in_order())
    before = stored_rows(revision.plan).rows
    after, displaced = rows_as_far_as(before, lines)
    return Reading(before, after, lines, displaced)


def page_of(revision: PlanRevision) -> dict:
    """What the page of one revision shows of its lines."""
    reading = reading_of(revision)
    return {
        "groups": grouped(reading.teller, reading.lines),
        "displaced": reading.displaced_ids if revision.is_draft else set(),
        "count": len(reading.lines),
        "left": _by_label(revision.left),
    }


def _by_label(left: list[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in left:
        found.setdefault(each["label"], []).append(each["title"])
    return found


def plan_in_force() -> Plan | None:
    """The plan of today, where it has taken effect."""
    plan = Plan.objects.current()
    return plan if plan and plan.editions.exists() else None


def made_before(plan: Plan | None, user: User, title: str) -> PlanRevision | None:
    """The draft that this person made by an earlier click of the same form."""
    lately = timezone.now() - A_MOMENT
    made = PlanRevision.objects.drafts().filter(plan=plan, made_by=user, title=title)
    return made.filter(made_at__gte=lately).first()
