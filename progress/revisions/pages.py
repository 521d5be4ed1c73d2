"""What the pages of 計画の見直し show."""

from datetime import timedelta

from django.utils import timezone

from measures.models import Plan
from progress.models import PlanRevision
from progress.plan_document.loading.line_telling import grouped
from progress.revisions.deciding import against_lines
from progress.revisions.drafting import first_year_open
from progress.revisions.readings import reading_of
from progress.revisions.renewing import needs_renewal, shared_with
from progress.revisions.slips import slips_in_editions
from progress.revisions.step_pages import has_further_steps, steps_of
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User

A_MOMENT = timedelta(minutes=1)  # within which the same form sent twice is one click


def page_of(standing: Standing, revision: PlanRevision) -> dict:
    """What the page of one revision shows, and what this person may do there."""
    reading = reading_of(revision)
    may_change = standing.is_secretariat and revision.is_draft
    first = first_year_open(revision.effective_on, standing.day)
    is_waiting = revision.state == PlanRevision.State.DECIDED
    return {
        "groups": grouped(reading.teller, reading.lines),
        "displaced": reading.displaced_ids if revision.is_draft else set(),
        "count": len(reading.lines),
        "left": _by_label(revision.left),
        "steps": steps_of(revision),
        "has_further_steps": has_further_steps(revision),
        "may_change": may_change,
        "may_withdraw": standing.is_secretariat and is_waiting,
        "against": against_lines(revision, reading, standing.day) if may_change else [],
        "shared": shared_with(revision, reading.lines) if may_change else {},
        "slips": slips_in_editions(revision, reading) if standing.is_secretariat else [],
        "may_renew": may_change and needs_renewal(revision, reading, first),
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


def drafts_of_today() -> list[PlanRevision]:
    """The drafts of the plan of today, the newest first; 2 queries."""
    plan = Plan.objects.current()
    return list(PlanRevision.objects.of_plan(plan).drafts().newest_first())


def made_before(plan: Plan | None, user: User, title: str) -> PlanRevision | None:
    """The draft that this person made by an earlier click of the same form."""
    lately = timezone.now() - A_MOMENT
    made = PlanRevision.objects.drafts().filter(plan=plan, made_by=user, title=title)
    return made.filter(made_at__gte=lately).first()
