"""Who belongs where on a day: the same answer as `Standing.belongs_to`, asked the other way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sakado_dx.organization.days import is_in_force
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.organization.structure import SUCCESSOR, Structure, links
from sakado_dx.prepared import prepared


def members_by_division(on: date, structure: Structure | None = None) -> dict[int, list[User]]:
    """The active members of each division, in the order of their readings; 2 queries, 1 with the
    `structure` at hand.

    A renamed division has the members of the one that alone succeeded it.
    """
    structure = structure or structure_now()
    memberships = Membership.objects.in_force(on).filter(user__is_active=True)
    found: dict[int, dict[int, User]] = {}
    for each in memberships.select_related("user").order_by("user__reading", "user_id"):
        for division_id in structure.with_predecessors({each.division_id: frozenset()}):
            found.setdefault(division_id, {})[each.user_id] = each.user
    return {pk: list(people.values()) for pk, people in found.items()}


def with_predecessors(division_ids: Iterable[int], structure: Structure | None = None) -> set[int]:
    """These divisions, and those that one of them alone succeeded; 1 query, none with the
    `structure` at hand."""
    structure = structure or structure_now()
    return set(structure.with_predecessors(dict.fromkeys(division_ids, frozenset())))


def structure_now() -> Structure:
    """How the divisions hang together and succeed each other, for who asks of it twice; 1 query."""
    children, successors = links()
    return Structure.of_links(row[:3] for row in children.union(successors, all=True))


@dataclass(frozen=True)
class Manning:
    """A division with the roles that are held in it today."""

    name: str
    is_collective: bool
    roles: frozenset[str]


def mannings(on: date) -> dict[int, Manning]:
    """Every division with the roles in force in it, those of a sole successor included; 1 query."""
    held: dict[int, set[str]] = {}
    names: dict[int, tuple[str, str]] = {}
    links = set()
    for pk, name, kind, successor, role, is_active, *days in _with_places():
        names[pk] = name, kind
        links |= {(SUCCESSOR, pk, successor)} if successor else set()
        held.setdefault(pk, set()).update({role} if is_active and is_in_force(*days, on) else ())
    structure = Structure.of_links(links)
    manned = {pk: frozenset(roles) for pk, roles in held.items() if roles}
    roles = structure.with_predecessors(manned)
    return {
        pk: Manning(name, kind == Division.Kind.COLLECTIVE, roles.get(pk, frozenset()))
        for pk, (name, kind) in names.items()
    }


@prepared
def _with_places() -> QuerySet:
    """The divisions by columns, a row for each successor and each place in them."""
    places = ("role", "user__is_active", "first_day", "last_day")
    places = (f"memberships__{name}" for name in places)
    return Division.objects.order_by().values_list("pk", "name", "kind", "successors", *places)


def holders(role: str, on: date) -> list[User]:
    """The active holders of a city-wide role, in the order of their readings; 1 query."""
    return list({each.user_id: each.user for each in holding(role, on)}.values())


@prepared
def holding(role: str, on: date) -> QuerySet[CityRole]:
    """A city-wide role's places in force, with their active people in the order of readings."""
    roles = CityRole.objects.in_force(on).filter(role=role, user__is_active=True)
    return roles.select_related("user").order_by("user__reading", "user")
