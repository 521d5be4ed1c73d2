"""A plan takes effect with its first edition; the day from which citizens see an edition."""

from datetime import date

from django.db import IntegrityError

from measures.models import Plan
from progress.models import PlanEdition
from progress.plan_editions.writing import write_edition
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

IN_FORCE = "この計画は、既に施行しています。計画の約束は「計画の見直し」で変えます。"
BY_REVISION = "この版の公表日は、計画の見直し「{}」の「施行と公表」で決めます。新旧対照表と一緒に公表するためです。"
DECIDED_FIRST = "決定日は、施行日以前の日にしてください。"


def adopt(
    plan: Plan,
    *,
    by: User | Standing,
    effective_on: date | None = None,
    decided_on: date | None = None,
    published_on: date | None = None,
    door: str = Door.PAGE,
) -> PlanEdition:
    """The plan as it stands takes effect as its first edition (当初), on the first day of its first
    fiscal year where no day is given. From then on its promises change by revision alone.

    Raises NotAllowed for others than the secretariat, for a plan that is in force already (also
    where another was faster), and for days in the wrong order.
    """
    standing = secretary(by, "計画の施行を記録できるのは事務局です。")
    day = effective_on or fiscal.first_day(plan.first_fiscal_year)
    if decided_on and decided_on > day:
        raise NotAllowed(DECIDED_FIRST)
    days = {"effective_on": day, "decided_on": decided_on, "published_on": published_on}
    try:
        with acting(standing.user, door):
            if (edition := _first(plan, by=standing.user, **days)) is None:
                raise NotAllowed(IN_FORCE)
            return edition
    except IntegrityError as error:
        raise NotAllowed(IN_FORCE) from error


def adopt_with_year(plan: Plan, *, by: User) -> None:
    """The first edition, where the plan has none: the year that is made in the caller's
    transaction is reported by this plan. 1 query for a plan in force."""
    _first(plan, by=by, effective_on=fiscal.first_day(plan.first_fiscal_year))


def _first(plan: Plan, *, by: User, **days: date | None) -> PlanEdition | None:
    """None where the plan is in force; two that come at once wait for each other."""
    if plan.editions.exists():
        return None
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.editions.exists():
        return None
    return write_edition(plan, by=str(by), **days)


def set_public_day(
    edition: PlanEdition,
    *,
    by: User | Standing,
    published_on: date,
    was: date | None = None,
    reason: str = "",
    door: str = Door.PAGE,
) -> PlanEdition:
    """Set the day from which citizens see an edition; `was` is the day that the person had seen.

    Raises NotAllowed for others than the secretariat and for an edition of a revision, which has the
    revision's day, Incomplete where a day that stands is moved without a reason, Conflict where
    another has changed it since.
    """
    standing = secretary(by, "版の公表日を決められるのは事務局です。")
    if edition.revision_id:
        raise NotAllowed(BY_REVISION.format(edition.revision))
    if was:
        reason = needed(reason, "公表日を変える理由を入力してください。")
    with acting(standing.user, door, reason.strip()):
        same = PlanEdition.objects.filter(pk=edition.pk, published_on=was)
        moved = same.update(published_on=published_on)
    edition.refresh_from_db(fields=["published_on"])
    if not moved and edition.published_on != published_on:
        raise Conflict(edition)
    return edition
