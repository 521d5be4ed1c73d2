"""What the permission rules need from the database: heads, authors, who may confirm."""

from datetime import date

from progress.models import ProgressReport, StatusChange
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
    """All who saved or submitted this report or a part of it, on behalf or not; 1 query."""
    changes = report.changes.filter(verb__in=StatusChange.AUTHORING_VERBS).order_by()
    parts = report.contributions.filter(answered_by__isnull=False).order_by()
    ids = changes.values_list("by_id", flat=True)
    return set(ids.union(parts.values_list("answered_by_id", flat=True)))


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
