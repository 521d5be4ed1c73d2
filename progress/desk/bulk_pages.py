"""Actions on many reports at once: what would happen, what is refused and why (README: 状態と操作)."""

from dataclasses import dataclass

from progress.models import ProgressReport, ReviewYear
from progress.reading.reports import ShownReport, shown
from progress.rights import lookups, predicates
from progress.workflow.many import Prospects, sorted_out
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User

State = ProgressReport.State


@dataclass(frozen=True)
class ToConfirm:
    """A submitted report, and what stands against confirming it (or "")."""

    row: ProgressReport
    report: ShownReport
    is_same_division: bool
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)


def to_confirm(standing: Standing, year: ReviewYear) -> Prospects[ToConfirm]:
    """The submitted reports of a year in the plan's order; at most 5 queries."""
    reports = ProgressReport.objects.for_year(year).filter(state=State.SUBMITTED)
    rows = list(reports.with_measure().in_plan_order())
    authors = lookups.authors_of(rows)
    everybody = lookups.confirmers((), standing.day)
    return sorted_out(
        ToConfirm(
            row=row,
            report=report,
            is_same_division=predicates.is_same_division(standing, row),
            refusal=_against(standing, row, authors.get(row.pk, set()), everybody),
        )
        for row, report in zip(rows, shown(rows, standing.day), strict=True)
    )


def _against(
    standing: Standing, report: ProgressReport, authors: set[int], everybody: list[User]
) -> str:
    if not report.takes_changes:
        return "年度が締められています。"
    if standing.user.pk not in authors:
        return ""
    others = "、".join(str(each) for each in everybody if each.pk not in authors)
    if not others:
        return "事務局の全員が書いた報告です。報告のページで、理由を付けて確認してください。"
    return f"あなたが書いた報告のため、確認できません（確認できる人：{others}）。"
