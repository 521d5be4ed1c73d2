"""The letters that acts of a year write, in the act's transaction: exactly those, once."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from progress.letters import filling
from progress.letters.filling import Addressed
from progress.letters.verbs import write
from progress.models import Contribution, Letter, LetterKind, ProgressReport, ReviewYear
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import Division, User
from sakado_dx.organization.office_days import office_days

Dues = dict[int, date]
Row = TypeVar("Row")


def tell_opening(
    year: ReviewYear,
    reports: Iterable[ProgressReport],
    parts: Collection[Contribution],
    *,
    by: User,
) -> list[Letter]:
    """依頼 to each division that leads a report, which tells of its parts too; 関係課への照会 to
    each that is only asked for parts."""
    prefetch_related_objects([year], "extensions")
    requests, inquiries = asking(year, reports, parts, f"open:{year.pk}")
    led = {each.division for each in requests}
    others = [each for each in inquiries if each.division not in led]
    written = write(year, LetterKind.REQUEST, requests, by=by)
    return written + write(year, LetterKind.INQUIRY, others, by=by)


def asking(
    year: ReviewYear,
    reports: Iterable[ProgressReport],
    parts: Collection[Contribution],
    cause: str,
) -> tuple[list[Addressed], list[Addressed]]:
    """依頼 to each division that leads one of the reports, 照会 to each that is asked for one of
    the parts; `cause` begins the cause of each. At most 5 queries, the year's extensions at hand."""
    today = timezone.localdate()
    led, asked = _by_lead(reports, today), _by_division(parts)
    divisions = Division.objects.in_bulk([*led, *asked])
    members, due_of = members_by_division(today), _parts_due(parts)
    shared = filling.of_year(year)

    def addressed(pk: int, values: dict[str, str], about: str, *, leads: bool) -> Addressed:
        return Addressed(
            about=about,
            listed=values["施策の一覧"],
            name=divisions[pk].name,
            cause=f"{cause}:{pk}",
            path=_page(year, pk, leads=leads),
            people=tuple(members.get(pk, ())),
            division=divisions[pk],
            values=shared | values | filling.of_parts(asked.get(pk, []), due_of.get(pk)),
        )

    return (
        [
            addressed(
                pk,
                filling.of_reports(own) | {"提出期限": format_date(year.due_for(pk))},
                f"施策{len(own)}件（提出期限 {format_date(year.due_for(pk))}）",
                leads=True,
            )
            for pk, own in led.items()
        ],
        [
            addressed(
                pk,
                {"施策の一覧": filling.listed([each.report for each in own])},
                f"関係課回答票{len(own)}行（回答期限 {format_date(due_of[pk])}）",
                leads=False,
            )
            for pk, own in asked.items()
        ],
    )


def tell_named(
    report: ProgressReport, parts: Collection[Contribution], *, by: User
) -> list[Letter]:
    """関係課への照会 to each division that is asked for a part of a report after its year was
    opened."""
    if not parts:
        return []
    members, year = members_by_division(timezone.localdate()), report.year
    divisions = Division.objects.in_bulk([each.division_id for each in parts])
    shared = filling.of_year(year) | {"施策の一覧": filling.listed([report]), "案内": ""}
    due = parts[0].due
    return write(
        year,
        LetterKind.INQUIRY,
        [
            Addressed(
                name=divisions[part.division_id].name,
                cause=f"named:{part.pk}",
                path=part.get_absolute_url(),
                people=tuple(members.get(part.division_id, ())),
                division=divisions[part.division_id],
                values=shared | filling.of_parts([part], due),
            )
            for part in parts
        ],
        by=by,
    )


def open_reports(year: ReviewYear) -> list[ProgressReport]:
    """What is not handed in of a year, in the plan's order; at most 4 queries."""
    reports = ProgressReport.objects.for_year(year).unsubmitted().with_measure()
    return list(reports.prefetch_related("year__extensions").in_plan_order())


def open_parts(reports: Iterable[ProgressReport]) -> list[Contribution]:
    """What other divisions have not answered of these reports; 1 query."""
    by_id = {each.pk: each for each in reports}
    parts = list(Contribution.objects.filter(report__in=by_id, answered_at=None))
    for part in parts:
        part.report = by_id[part.report_id]
    return parts


def dues_of(year: ReviewYear) -> tuple[Dues, Dues]:
    """When each division hands in what it leads, and answers its open parts first, of what is
    not handed in; at most 6 queries."""
    reports = open_reports(year)
    leads = _by_lead(reports, timezone.localdate())
    return {pk: own[0].due for pk, own in leads.items()}, _parts_due(open_parts(reports))


def tell_new_dues(
    year: ReviewYear, before: tuple[Dues, Dues], *, change: int, reason: str, by: User
) -> list[Letter]:
    """提出期限の変更 to each division whose own date changed; `change` is the act's number."""
    after = dues_of(year)
    moved = [
        pk
        for pk in dict.fromkeys([*after[0], *after[1]])
        if any(old.get(pk) != new.get(pk) for old, new in zip(before, after, strict=True))
    ]
    members = members_by_division(timezone.localdate())
    divisions = Division.objects.in_bulk(moved)
    shared = filling.of_year(year) | {"理由": reason.strip()}
    return write(
        year,
        LetterKind.NEW_DUE,
        [
            Addressed(
                name=divisions[pk].name,
                cause=f"new_due:{change}:{pk}",
                path=_page(year, pk, leads=pk in after[0]),
                people=tuple(members.get(pk, ())),
                division=divisions[pk],
                values=shared | _moved_words(pk, before, after),
            )
            for pk in moved
        ],
        by=by,
    )


def _moved_words(pk: int, before: tuple[Dues, Dues], after: tuple[Dues, Dues]) -> dict[str, str]:
    """The dates that moved, before and after; blank for one that did not."""
    words = {}
    for name, old, new in zip(("提出期限", "回答期限"), before, after, strict=True):
        is_moved = old.get(pk) != new.get(pk) and pk in new
        words[name] = format_date(new[pk]) if is_moved else ""
        words[f"変更前の{name}"] = format_date(old[pk]) if is_moved and pk in old else ""
    return words


def _page(year: ReviewYear, pk: int, *, leads: bool) -> str:
    if leads:
        return reverse("progress:my_measures")
    return reverse("progress:part_sheet", args=[year.pk, pk])


def _by_lead(reports: Iterable[ProgressReport], day: date) -> dict[int, list[ProgressReport]]:
    """By the division that leads them; a measure that nobody or 各課 leads has no addressee."""
    leads = ((each.lead_division(day), each) for each in reports)
    return _grouped((lead.pk, each) for lead, each in leads if lead and not lead.is_collective)


def _by_division(parts: Iterable[Contribution]) -> dict[int, list[Contribution]]:
    return _grouped((each.division_id, each) for each in parts)


def _parts_due(parts: Iterable[Contribution]) -> Dues:
    """The first day on which each division answers one of its parts."""
    days = office_days()
    own = _by_division(parts)
    return {pk: min(each.due_by(days) for each in rows) for pk, rows in own.items()}


def _grouped(pairs: Iterable[tuple[int, Row]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for pk, row in pairs:
        found.setdefault(pk, []).append(row)
    return found
