"""Who belongs where on a day: the same answer as `Standing.belongs_to`, asked the other way."""

from collections.abc import Iterable
from datetime import date

from sakado_dx.organization.models import CityRole, Membership, User
from sakado_dx.organization.structure import Structure, links


def members_by_division(on: date) -> dict[int, list[User]]:
    """The active members of each division, in the order of their readings; 2 queries.

    A renamed division has the members of the one that alone succeeded it.
    """
    structure = _structure()
    memberships = Membership.objects.in_force(on).filter(user__is_active=True)
    found: dict[int, dict[int, User]] = {}
    for each in memberships.select_related("user").order_by("user__reading", "user_id"):
        for division_id in structure.with_predecessors({each.division_id: frozenset()}):
            found.setdefault(division_id, {})[each.user_id] = each.user
    return {pk: list(people.values()) for pk, people in found.items()}


def with_predecessors(division_ids: Iterable[int]) -> set[int]:
    """These divisions, and those that one of them alone succeeded; 1 query."""
    return set(_structure().with_predecessors(dict.fromkeys(division_ids, frozenset())))


def _structure() -> Structure:
    children, successors = links()
    return Structure.of_links(row[:3] for row in children.union(successors, all=True))


def holders(role: str, on: date) -> list[User]:
    """The active holders of a city-wide role, in the order of their readings; 1 query."""
    roles = CityRole.objects.in_force(on).filter(role=role, user__is_active=True)
    users = (each.user for each in roles.select_related("user").order_by("user__reading", "user"))
    return list({user.pk: user for user in users}.values())
