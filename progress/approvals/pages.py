"""Which reports of a year can be put under a 起案 now, which an executive has yet to read, and
what stands on the page of a 起案."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch

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
from progress.workflow.many import Prospects, sorted_out
from sakado_dx.organization.models import User

State = ProgressReport.State


def to_approve(year: ReviewYear, *, only: int | None = None) -> Prospects[Decided]:
    """Evaluated reports without a 決裁 in force, all or the one; 4 queries, 5 in a closed
    year."""
    approvals = ApprovedReport.objects.in_force()
    reports = _reports(year, only).prefetch_related(
        Prefetch("approvals", queryset=approvals, to_attr="approvals_in_force")
    )
    rows = with_decision(reports, _against)
    return sorted_out(rows, lambda each: bool(each.row.approvals_in_force))


def to_check(year: ReviewYear, by: User) -> Prospects[Decided]:
    """Evaluated reports that this executive has not read yet; 4 queries, 5 in a closed year."""
    checks = ContentCheck.objects.current().filter(by=by)
    reports = _reports(year, None).prefetch_related(
        Prefetch("content_checks", queryset=checks, to_attr="own_checks")
    )
    rows = with_decision(reports, _against)
    return sorted_out(rows, lambda each: bool(each.row.own_checks))


def _reports(year: ReviewYear, only: int | None):
    reports = reports_with_decisions(year)
    return reports if only is None else reports.filter(pk=only)


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
