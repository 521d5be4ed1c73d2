"""The letters that taking effect writes to the divisions whose reports it changed, in the same
transaction (README: 文書)."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone

from progress.letters import filling
from progress.letters.filling import Addressed
from progress.letters.verbs import write
from progress.models import Letter, LetterKind, PlanRevision, ProgressReport, ReviewYear
from progress.revisions.open_reports import Touched
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import Division, User


def tell_changed(
    revision: PlanRevision,
    effective_on: date,
    touched: Iterable[Touched],
    leads: Mapping[int, Division],
    *,
    by: User,
    is_undo: bool = False,
) -> list[Letter]:
    """計画の見直しの通知 to each division that leads one of the reports that changed, by today's
    plan or by `leads`, that of before, and to each that is asked no more for a part of one."""
    told = [each for each in touched if each.report_id and each.said]
    divisions = _addressees(told, leads)
    years = ReviewYear.objects.select_related("plan").in_bulk({each.year_id for each in told})
    head = {
        "見直し": "" if is_undo else str(revision),
        "施行日": "" if is_undo else format_date(effective_on),
        "取り消した見直し": str(revision) if is_undo else "",
        "理由": revision.reason.strip(),
    }
    members = members_by_division(timezone.localdate())
    letters = []
    for pk, year in sorted(years.items()):
        own = {
            division: [each for each in found if each.year_id == pk]
            for division, found in divisions.items()
        }
        letters += write(
            year,
            LetterKind.REVISED,
            [
                _addressed(revision, year, division, found, head, members)
                for division, found in own.items()
                if found
            ],
            by=by,
        )
    return letters


def _addressees(
    told: Iterable[Touched], leads: Mapping[int, Division]
) -> dict[Division, list[Touched]]:
    today, told = timezone.localdate(), list(told)
    reports = ProgressReport.objects.with_measure().in_bulk([each.report_id for each in told])
    released = Division.objects.in_bulk({pk for each in told for pk in each.released})
    divisions: dict[Division, list[Touched]] = {}
    for each in told:
        report = reports.get(each.report_id)
        both = (report.lead_division(today) if report else None, leads.get(each.report_id))
        for division in dict.fromkeys((*both, *(released[pk] for pk in each.released))):
            if division and not division.is_collective:
                divisions.setdefault(division, []).append(each)
    return divisions


def _addressed(
    revision: PlanRevision,
    year: ReviewYear,
    division: Division,
    found: list[Touched],
    head: dict[str, str],
    members: Mapping[int, Iterable[User]],
) -> Addressed:
    lines = [f"{each.measure}（{each.state}）：{'、'.join(each.said)}" for each in found]
    alone = found[0] if len(found) == 1 and division.pk not in found[0].released else None
    path = reverse("progress:report_edit", args=[alone.report_id]) if alone else ""
    return Addressed(
        name=division.name,
        cause=f"revised:{revision.pk}.{revision.version}:{year.pk}:{division.pk}",
        path=path or reverse("progress:my_measures"),
        people=tuple(members.get(division.pk, ())),
        division=division,
        values=filling.of_year(year) | head | {"変更の一覧": filling.lines_of(lines)},
    )
