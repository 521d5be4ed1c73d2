"""What the permission rules need from the database: heads, authors, who may confirm."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from progress.models import Contribution, EvidenceFile, ProgressReport, StatusChange
from progress.rights import predicates
from sakado_dx.organization.access import HEADING_ROLES, Standing
from sakado_dx.organization.models import CityRole, Division, Membership, User


def _heads(report: ProgressReport, day: date) -> QuerySet[Membership]:
    """Of the lead division, or of the one that alone took over from it."""
    lead = report.lead_division(day)
    heads = Membership.objects.in_force(day).filter(role__in=HEADING_ROLES, user__is_active=True)
    return heads.filter(division__in=_heirs(lead, day)) if lead else heads.none()


def _heirs(division: Division, day: date) -> list[int]:
    """The division's id, and after its end those of the sole successor, and of his; a query
    each. A division that was split hands nothing over by itself (design 2.1)."""
    found = [division.pk]
    while not division.is_in_force(day):
        following = list(division.successors.all())
        if len(following) != 1 or following[0].pk in found:
            break
        division = following[0]
        found.append(division.pk)
    return found


def lead_has_head(report: ProgressReport, day: date) -> bool:
    """Whether the lead division has a head or deputy on that day; 1 query."""
    return _heads(report, day).exists()


def heads_of_lead(report: ProgressReport, day: date) -> list[User]:
    """The heads and deputies of the lead division on that day; 1 query."""
    rows = _heads(report, day).select_related("user").order_by("user__reading", "user_id")
    return list({row.user_id: row.user for row in rows}.values())


def may_submit(standing: Standing, report: ProgressReport) -> bool:
    has_head = lead_has_head(report, standing.day)
    return predicates.may_submit(standing, report, lead_has_head=has_head)


def needs_head_record(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person must record the head's consent to submit (所属長確認)."""
    has_head = lead_has_head(report, standing.day)
    return predicates.needs_head_record(standing, report, lead_has_head=has_head)


def author_ids(report: ProgressReport) -> set[int]:
    """All who saved or submitted this report or a part of it, or attached to it, on behalf or
    not; 1 query."""
    return authors_of([report]).get(report.pk, set())


def authors_of(reports: Iterable[ProgressReport]) -> dict[int, set[int]]:
    """The authors of each of these reports, by the report's id; 1 query."""
    of_these = {"report__in": [each.pk for each in reports]}
    changes = StatusChange.objects.filter(**of_these, verb__in=StatusChange.AUTHORING_VERBS)
    parts = Contribution.objects.filter(**of_these, answered_by__isnull=False)
    files = EvidenceFile.objects.filter(**of_these)
    pairs = changes.order_by().values_list("report_id", "by_id")
    pairs = pairs.union(
        parts.order_by().values_list("report_id", "answered_by_id"),
        files.order_by().values_list("report_id", "by_id"),
    )
    authors: dict[int, set[int]] = {}
    for report_id, user_id in pairs:
        authors.setdefault(report_id, set()).add(user_id)
    return authors


def secretariat_ids(day: date) -> set[int]:
    roles = CityRole.objects.in_force(day).filter(
        role=CityRole.Role.SECRETARIAT, user__is_active=True
    )
    return set(roles.values_list("user_id", flat=True))


def may_confirm(standing: Standing, report: ProgressReport) -> bool:
    return predicates.may_confirm(
        standing,
        report,
        author_ids=author_ids(report),
        secretariat_ids=secretariat_ids(standing.day),
    )


def confirmers(report: ProgressReport, day: date) -> list[User]:
    """Who may confirm: secretaries who wrote nothing of it, else executives."""
    authors = author_ids(report)
    roles = CityRole.objects.in_force(day).filter(user__is_active=True).select_related("user")
    people: dict[str, list[User]] = {"secretariat": [], "executive": []}
    for role in roles.filter(role__in=list(people)).order_by("user__reading", "user_id"):
        if role.user_id not in authors:
            people[role.role].append(role.user)
    return people["secretariat"] or people["executive"]
