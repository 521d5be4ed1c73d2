"""What the permission rules need from the database: heads, authors, who may confirm."""

from collections.abc import Iterable
from datetime import date

from progress.models import Contribution, EvidenceFile, ProgressReport, StatusChange
from progress.rules import permissions
from sakado_dx.organization.access import HEADING_ROLES, Standing
from sakado_dx.organization.models import CityRole, Membership, User


def lead_has_head(report: ProgressReport, day: date) -> bool:
    """Whether the lead division has a head or deputy on that day; 1 query."""
    lead = report.lead_division(day)
    heads = Membership.objects.in_force(day).filter(role__in=HEADING_ROLES, user__is_active=True)
    return lead is not None and heads.filter(division=lead).exists()


def may_submit(standing: Standing, report: ProgressReport) -> bool:
    has_head = lead_has_head(report, standing.day)
    return permissions.may_submit(standing, report, lead_has_head=has_head)


def needs_head_record(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person must record the head's consent to submit (所属長確認)."""
    has_head = lead_has_head(report, standing.day)
    return permissions.needs_head_record(standing, report, lead_has_head=has_head)


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
    return permissions.may_confirm(
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
