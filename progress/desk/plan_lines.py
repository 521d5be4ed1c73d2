"""The lines of 事務局トップ that a plan's revisions give: what takes effect, and what did not."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from measures.models import Plan
from progress.desk.lines import Line, Part
from progress.desk.waiting import SOON
from progress.models import PlanChange, PlanRevision, ProgressReport, ReportEffect, StatusChange
from sakado_dx import fiscal
from sakado_dx.prepared import prepared

State = ProgressReport.State


def plan_with_revisions() -> Plan | None:
    """The plan of today, with what its revisions wait for beside it; 1 query."""
    return next(iter(_plans(fiscal.current_fiscal_year(), date.max)), None)


@prepared
def _plans(fiscal_year: int, last: date) -> QuerySet[Plan]:
    waiting = PlanChange.objects.due(last).filter(revision__plan=OuterRef("pk"))
    waiting = waiting.order_by("day", "revision_id")
    unpublished = PlanRevision.objects.filter(
        plan=OuterRef("pk"), state=PlanRevision.State.APPLIED, published_on=None
    ).order_by("applied_at")
    touched = _unread().order_by("revision_id")
    number = touched.order_by().values("revision__plan").annotate(n=Count("report", distinct=True))
    return Plan.objects.current_first(fiscal_year).annotate(
        coming_pk=Subquery(waiting.values("revision_id")[:1]),
        coming_title=Subquery(waiting.values("revision__title")[:1]),
        coming_day=Subquery(waiting.values("day")[:1]),
        unpublished_pk=Subquery(unpublished.values("pk")[:1]),
        unpublished_title=Subquery(unpublished.values("title")[:1]),
        touched_pk=Subquery(touched.values("revision_id")[:1]),
        touched=Subquery(number.values("n")[:1]),
    )[:1]


def _unread() -> QuerySet[ReportEffect]:
    """What revisions did to reports that wait for the secretariat, and that nobody has worked on
    since."""
    since = StatusChange.objects.filter(report=OuterRef("report"), at__gt=OuterRef("at"))
    return ReportEffect.objects.filter(
        ~Exists(since),
        revision__plan=OuterRef("pk"),
        report__state__in=(State.SUBMITTED, State.CONFIRMED),
        report__year__closed_at=None,
    )


def plan_lines(plan: Plan, today: date) -> Iterator[Line]:
    """Of a plan as `plan_with_revisions` reads it."""
    if plan.coming_pk and plan.coming_day <= today:
        what = f"{plan.coming_title}が、施行日を過ぎても反映されていません"
        yield Line(Part.NOW, what, _at(plan.coming_pk), "わけを見る", None, plan.coming_day)
    elif plan.coming_pk and plan.coming_day <= today + SOON:
        what = f"{plan.coming_title}の施行"
        yield Line(Part.SOON, what, _at(plan.coming_pk), "見直しを見る", None, plan.coming_day)
    if plan.unpublished_pk:
        what = f"{plan.unpublished_title}の公表日が決まっていません"
        yield Line(Part.NOW, what, _at(plan.unpublished_pk), "公表日を決める")
    if plan.touched:
        what = "計画の見直しで目標などが変わった、提出済みの報告"
        yield Line(Part.NOW, what, _at(plan.touched_pk), "報告を確かめる", number=plan.touched)


def _at(revision_id: int) -> str:
    return reverse("progress:revision_detail", args=[revision_id])
