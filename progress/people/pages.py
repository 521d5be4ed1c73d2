"""People across the year: who is a division's デジタル推進員, and what somebody leaves behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from progress.models import Contribution, FollowUp, ProgressReport
from progress.models.follow_ups import ITS_REPORT
from progress.reading.edition import MeasureName
from progress.reading.reports import ShownReport, measures_of, reports_of, shown
from progress.rights import predicates
from sakado_dx.organization.access import Standing
from sakado_dx.organization.members import (
    members_by_division,
    structure_now,
    with_predecessors,
)
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.organization.structure import Structure

RECENTLY = timedelta(days=92)  # how long an ended place still stands in its handover


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
class Place:
    """A division that somebody enters for, or has just left: who takes over there."""

    membership: Membership
    colleagues: tuple[User, ...]
    ahead: tuple[Membership, ...]


@dataclass(frozen=True)
class Handover:
    """What a person holds, and the unfinished work of the divisions he enters for.

    `hidden` counts the follow-ups that the reader may not read.
    """

    memberships: tuple[Membership, ...]
    roles: tuple[CityRole, ...]
    places: tuple[Place, ...]
    reports: tuple[ShownReport, ...]
    contributions: tuple[tuple[Contribution, str], ...]
    follow_ups: tuple[tuple[FollowUp, MeasureName], ...]
    hidden: int


def handover_of(user: User, reader: Standing) -> Handover:
    """What somebody leaves, as the reader may see it; at most 14 queries.

    Who has moved in April is asked about in April: places that ended within three months
    count too.
    """
    today = reader.day
    gone = {"last_day__lt": today - RECENTLY}
    memberships = tuple(user.memberships.exclude(**gone).select_related("division"))
    held = {each.division_id: each for each in memberships if each.first_day <= today}
    structure = structure_now()
    divisions = with_predecessors(held, structure)
    reports = ProgressReport.objects.led_by(divisions, today).unsubmitted()
    reports = reports.taking_changes().with_measure()
    asked = FollowUp.objects.waiting().asked_of(divisions)
    asked = list(asked.with_report().order_by("due", "pk"))
    readable = [each for each in asked if predicates.may_read_follow_up(reader, each)]
    measures = measures_of(reports_of(readable, ITS_REPORT))
    return Handover(
        memberships=memberships,
        roles=tuple(user.city_roles.exclude(**gone)),
        places=_places(user, held, today, structure),
        reports=tuple(shown(reports.order_by("year__fiscal_year", "measure__order"))),
        contributions=_titled(Contribution.objects.unanswered(divisions)),
        follow_ups=tuple((each, measures[each.decision.report_id]) for each in readable),
        hidden=len(asked) - len(readable),
    )


def _titled(parts: Iterable[Contribution]) -> tuple[tuple[Contribution, str], ...]:
    """Each part with its measure and year in words."""
    parts = list(parts)
    measures = measures_of(reports_of(parts))
    return tuple(
        (each, f"{measures[each.report_id]} {each.report.year.short_label}") for each in parts
    )


def _places(
    user: User, held: dict[int, Membership], today: date, structure: Structure
) -> tuple[Place, ...]:
    """Who else enters there today, and who is to come: where neither, nobody takes over."""
    members = members_by_division(today, structure)
    rows = Membership.objects.filter(
        division__in=held, first_day__gt=today, user__is_active=True
    ).select_related("user")
    coming: dict[int, list[Membership]] = {}
    for row in rows.exclude(user=user).order_by("first_day", "user__reading"):
        coming.setdefault(row.division_id, []).append(row)
    return tuple(
        Place(
            membership=membership,
            colleagues=tuple(each for each in members.get(pk, []) if each != user),
            ahead=tuple(coming.get(pk, [])),
        )
        for pk, membership in held.items()
    )
