"""Which reports of a year can be put under a 起案 now, which an executive has yet to read, and
what stands on the page of a 起案."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from progress.decisions.evaluating_pages import (
    Decided,
    reports_with_decisions,
    with_decision,
)
from progress.models import (
    Approval,
    ApprovedReport,
    ContentCheck,
    Decision,
    ProgressReport,
    ReviewYear,
)
from progress.models.years import names_from
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of, reports_of
from progress.workflow.many import PER_LARGE_PAGE, Ids, Prospects, page_of, sorted_out
from sakado_dx.organization.models import User

State = ProgressReport.State


def to_approve(year: ReviewYear, ids: Collection[int] | None = None) -> Prospects[Decided]:
    """Evaluated reports without a 決裁 in force, all or those of these `ids`; 4 queries, 5 in a
    closed year."""
    approvals = ApprovedReport.objects.in_force()
    reports = reports_with_decisions(year, ids).prefetch_related(
        Prefetch("approvals", queryset=approvals, to_attr="approvals_in_force")
    )
    rows = with_decision(reports, _against)
    return sorted_out(rows, lambda each: bool(each.row.approvals_in_force))


def page_to_approve(year: ReviewYear, asked: str | None) -> Prospects[Decided]:
    """A page of them; 5 queries, 6 in a closed year."""
    own = partial(to_approve, year)
    return page_of(ids_to_approve(year), asked, own, per_page=PER_LARGE_PAGE)


def ids_to_approve(year: ReviewYear) -> Ids:
    """What `_against` says of all of them, as a question to the database; 1 query."""
    return _ids_of(year, ApprovedReport.objects.in_force())


def to_check(year: ReviewYear, by: User, ids: Collection[int] | None = None) -> Prospects[Decided]:
    """Evaluated reports that this executive has not read yet, of all or of these `ids`; 4 queries, 5
    in a closed year."""
    checks = ContentCheck.objects.current().filter(by=by)
    reports = reports_with_decisions(year, ids).prefetch_related(
        Prefetch("content_checks", queryset=checks, to_attr="own_checks")
    )
    rows = with_decision(reports, _against)
    return sorted_out(rows, lambda each: bool(each.row.own_checks))


def page_to_check(year: ReviewYear, by: User, asked: str | None) -> Prospects[Decided]:
    """A page of them; 5 queries, 6 in a closed year."""
    ids = _ids_of(year, ContentCheck.objects.current().filter(by=by))
    return page_of(ids, asked, partial(to_check, year, by))


def _ids_of(year: ReviewYear, done: QuerySet) -> Ids:
    """The year's reports by whether they are evaluated, and have one of these."""
    reports = ProgressReport.objects.for_year(year).in_plan_order()
    reports = reports.annotate(is_done=Exists(done.filter(report=OuterRef("pk"))))
    return Ids.of(
        (pk, "done" if is_done else "ready" if state == State.EVALUATED else "refused")
        for pk, state, is_done in reports.values_list("pk", "state", "is_done")
    )


def _against(report: ProgressReport, decision: Decision | None) -> str:
    if report.state != State.EVALUATED:
        return f"報告が「{report.get_state_display()}」です。"
    return ""


def checked_before(by: User, versions: Mapping[int, int]) -> set[int]:
    """Those of these versions that this executive has read already."""
    own = ContentCheck.objects.filter(by=by, report__in=versions).order_by()
    pairs = own.values_list("report_id", "version")
    return {pk for pk, version in pairs if versions[pk] == version}


def approvals_in(year: ReviewYear):
    """The 起案 of a year, the newest first, each with `covered`, the number of its reports."""
    found = Approval.objects.filter(year=year).annotate(covered=Count("reports"))
    return found.order_by("-approved_on", "-pk")


@dataclass(frozen=True)
class Covered:
    """A report under a 起案."""

    measure: MeasureName
    link: ApprovedReport


def covered_by(approval: Approval) -> list[Covered]:
    """The reports under a 起案 in the plan's order, as named in their year."""
    links = approval.reports.select_related("report__measure", "report__year")
    links = links.annotate(names_from=names_from("report__year"))
    links = list(links.order_by("report__measure__order", "pk"))
    measures = measures_of(reports_of(links))
    return [Covered(measures[each.report_id], each) for each in links]
