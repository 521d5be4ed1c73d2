"""People across the year: who is a division's デジタル推進員, and what somebody leaves behind."""

from dataclasses import dataclass
from datetime import date

from progress.models import FollowUp, ProgressReport
from sakado_dx.organization.models import CityRole, Division, Membership, User


@dataclass(frozen=True)
class DivisionPromoters:
    """A division with its デジタル推進員 of today and those named ahead."""

    division: Division
    now: tuple[Membership, ...]
    ahead: tuple[Membership, ...]


def promoter_register(today: date) -> list[DivisionPromoters]:
    """All divisions of today, each with its promoters; who has none is shown empty.

    A 部 that only holds divisions together needs none. 2 queries.
    """
    rows = Membership.objects.filter(role=Membership.Role.PROMOTER, user__is_active=True)
    rows = rows.exclude(last_day__lt=today).select_related("user")
    named: dict[int, list[Membership]] = {}
    for row in rows.order_by("first_day", "user__reading", "pk"):
        named.setdefault(row.division_id, []).append(row)
    divisions = Division.objects.in_force(today).filter(
        kind=Division.Kind.DIVISION, children__isnull=True
    )
    return [
        DivisionPromoters(
            division=division,
            now=tuple(each for each in named.get(division.pk, []) if each.first_day <= today),
            ahead=tuple(each for each in named.get(division.pk, []) if each.first_day > today),
        )
        for division in divisions
    ]


@dataclass(frozen=True)
class Handover:
    """What a person holds today, and the unfinished work of the divisions he enters for."""

    memberships: tuple[Membership, ...]
    roles: tuple[CityRole, ...]
    reports: tuple[ProgressReport, ...]
    follow_ups: tuple[FollowUp, ...]
    colleagues: dict[int, tuple[User, ...]]


def handover_of(user: User, today: date) -> Handover:
    """Memberships and roles from today on, and what is open there; 6 queries."""
    memberships = user.memberships.exclude(last_day__lt=today).select_related("division")
    memberships = tuple(memberships)
    divisions = [each.division_id for each in memberships if each.first_day <= today]
    reports = ProgressReport.objects.led_by(divisions, today).unsubmitted()
    reports = reports.filter(year__closed_at__isnull=True).with_measure()
    open_ones = FollowUp.objects.filter(division__in=divisions, state=FollowUp.State.OPEN)
    return Handover(
        memberships=memberships,
        roles=tuple(user.city_roles.exclude(last_day__lt=today)),
        reports=tuple(reports.order_by("year__fiscal_year", "measure__order")),
        follow_ups=tuple(open_ones.select_related("decision__report__measure")),
        colleagues=_colleagues(user, divisions, today),
    )


def _colleagues(user: User, divisions: list[int], today: date) -> dict[int, tuple[User, ...]]:
    """Who else enters for these divisions today: none means that nobody takes over."""
    rows = Membership.objects.in_force(today).filter(division__in=divisions, user__is_active=True)
    people: dict[int, dict[int, User]] = {pk: {} for pk in divisions}
    for row in rows.exclude(user=user).select_related("user").order_by("user__reading"):
        people[row.division_id][row.user_id] = row.user
    return {pk: tuple(own.values()) for pk, own in people.items()}
