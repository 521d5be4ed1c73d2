"""Actions on many reports at once: what would happen, what is refused and why (README: 状態と操作)."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from progress.models import ProgressReport, ReviewYear
from progress.reading.reports import ShownReport, shown
from progress.rights import lookups, predicates
from progress.workflow.many import Ids, Prospects, page_of, sorted_out
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.prepared import prepared

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


def to_confirm(
    standing: Standing, year: ReviewYear, ids: Collection[int] | None = None
) -> Prospects[ToConfirm]:
    """The submitted reports of a year in the plan's order, all or those of these `ids`; at most 5
    queries."""
    reports = ProgressReport.objects.for_year(year).filter(state=State.SUBMITTED)
    if ids is not None:
        reports = reports.filter(pk__in=ids)
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


def page_to_confirm(
    standing: Standing, year: ReviewYear, asked: str | None
) -> Prospects[ToConfirm]:
    """A page of them; at most 6 queries."""
    return page_of(_ids(standing, year), asked, partial(to_confirm, standing, year))


def _ids(standing: Standing, year: ReviewYear) -> Ids:
    """What `_against` says of all of them, as a question to the database; 1 query."""
    rows = _submitted(year.pk, standing.user.pk)
    return Ids.of(
        (pk, "ready" if (year.is_open or is_unlocked) and not is_own else "refused")
        for pk, is_unlocked, is_own in rows
    )


@prepared
def _submitted(year_id: int, user_id: int) -> QuerySet:
    reports = ProgressReport.objects.filter(year=year_id, state=State.SUBMITTED)
    is_own = ExpressionWrapper(lookups.written_by(user_id), output_field=BooleanField())
    reports = reports.annotate(is_own=is_own).in_plan_order()
    return reports.values_list("pk", "is_unlocked", "is_own")


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
