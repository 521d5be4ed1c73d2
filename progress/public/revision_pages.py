"""The revisions of plans that are public, with 新旧対照表 and 概要."""

from datetime import date

from django.db.models import QuerySet

from progress.models import PlanRevision
from sakado_dx.fiscal import format_date


def public_revisions(day: date) -> QuerySet[PlanRevision]:
    """Those decided whose 公表日 has come by a day, the newest first."""
    found = PlanRevision.objects.filter(
        state__in=(PlanRevision.State.DECIDED, PlanRevision.State.APPLIED),
        published_on__lte=day,
        public_table__isnull=False,
    )
    return found.order_by("-published_on", "-pk")


def facts_of(revision: PlanRevision) -> list[str]:
    """Its days, in the order in which they usually come."""
    days = {
        "決定日": revision.decided_on,
        "施行日": revision.effective_on,
        "公表日": revision.published_on,
    }
    return [f"{label}：{format_date(day)}" for label, day in days.items() if day]
