"""Letters that follow what was asked of divisions, once a year or a measure is taken back."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils import timezone

from progress.letters import filling
from progress.letters.filling import Addressed
from progress.letters.notices import tell_named
from progress.letters.verbs import Paper, write
from progress.models import Contribution, Letter, LetterKind, ProgressReport, ReviewYear
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import Division, User


def asked_divisions(year: ReviewYear) -> list[Division]:
    """The divisions to which a letter of the year was written."""
    told = Letter.objects.filter(year=year, division__isnull=False).values("division")
    return list(Division.objects.filter(pk__in=told).order_by("order", "pk"))


def tell_undone(year: ReviewYear, reason: str, *, by: User) -> list[Letter]:
    """依頼の取消し to each division that was written to, inside the transaction that takes the
    opening back, while the year still stands."""
    shared = filling.of_year(year) | {"理由": reason}
    return _withdrawn(year, asked_divisions(year), f"undo_open:{year.pk}", shared, by)


def tell_added(
    report: ProgressReport, parts: Collection[Contribution], *, by: User
) -> list[Letter]:
    """依頼 to the lead division of a measure that was added to an open year, 照会 to those that
    are asked for parts; inside the transaction."""
    year, lead = report.year, report.lead_division(timezone.localdate())
    written = tell_named(report, parts, by=by)
    if lead is None or lead.is_collective:
        return written
    members = members_by_division(timezone.localdate())
    values = filling.of_year(year) | filling.of_reports([report])
    request = Addressed(
        name=lead.name,
        cause=f"added:{report.pk}",
        path=reverse("progress:report_edit", args=[report.pk]),
        people=tuple(members.get(lead.pk, ())),
        division=lead,
        values=values | {"提出期限": format_date(report.due)},
    )
    paper = Paper(sentence=f"「{report.measure}」を、新たに対象に加えました。")
    return written + write(year, LetterKind.REQUEST, [request], by=by, paper=paper)


def tell_taken_out(report: ProgressReport, reason: str, *, by: User) -> list[Letter]:
    """依頼の取消し of one measure, to its lead and those that are asked for parts; inside the
    transaction, while the report still stands."""
    year, lead = report.year, report.lead_division(timezone.localdate())
    asked = Division.objects.filter(contributions__report=report).order_by("order", "pk")
    divisions = [*([lead] if lead and not lead.is_collective else []), *asked]
    shared = filling.of_year(year) | filling.of_reports([report]) | {"理由": reason}
    return _withdrawn(year, divisions, f"taken_out:{report.pk}", shared, by)


def _withdrawn(
    year: ReviewYear, divisions: Iterable[Division], cause: str, shared: dict[str, str], by: User
) -> list[Letter]:
    members = members_by_division(timezone.localdate())
    addressed = [
        Addressed(
            name=each.name,
            cause=f"{cause}:{each.pk}",
            path="",
            people=tuple(members.get(each.pk, ())),
            division=each,
            values=shared,
        )
        for each in divisions
    ]
    return write(year, LetterKind.WITHDRAWN, addressed, by=by)
