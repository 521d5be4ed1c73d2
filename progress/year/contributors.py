"""Which divisions may be asked for a part, and which contributed the year before (README: 報告)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from measures.models import Plan
from progress.models import Contribution, ProgressReport
from sakado_dx.organization.models import Division


def askable(on: date) -> QuerySet[Division]:
    """全課: the divisions of a day; no collective name, and no 部 that only holds others."""
    divisions = Division.objects.in_force(on).filter(kind=Division.Kind.DIVISION)
    return divisions.filter(children__isnull=True)


def named_of(report: ProgressReport, divisions: Iterable[Division], day: date) -> list[Division]:
    """Those of the divisions that can be asked: neither the lead nor a collective name."""
    lead = report.lead_division(day)
    return [each for each in divisions if each != lead and not each.is_collective]


def named_before(plan: Plan, fiscal_year: int, on: date) -> dict[int, list[Division]]:
    """By measure's id, the divisions that the secretariat named in the year before.

    In place of one that has ended meanwhile stand its successors. 1 query, and more where a
    division has ended.
    """
    rows = Contribution.objects.filter(
        report__year__plan=plan, report__year__fiscal_year=fiscal_year - 1, is_named=True
    )
    named: dict[int, dict[int, Division]] = {}
    for row in rows.select_related("division", "report").order_by("division__order", "division"):
        own = named.setdefault(row.report.measure_id, {})
        own |= {each.pk: each for each in _standing_for(row.division, on, set())}
    return {measure_id: list(own.values()) for measure_id, own in named.items()}


def _standing_for(division: Division, on: date, seen: set[int]) -> list[Division]:
    """The division, or who took over from it; none where nobody did."""
    if division.is_in_force(on):
        return [division]
    seen.add(division.pk)
    following = (each for each in division.successors.all() if each.pk not in seen)
    return [heir for each in following for heir in _standing_for(each, on, seen)]
