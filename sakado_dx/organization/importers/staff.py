"""Who holds what and from when to when, as it is stored: two of these, before and after a file,
show what the file changes, and who and what would be left without."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from sakado_dx.fiscal import format_date
from sakado_dx.imports.undoing import ChangedRow
from sakado_dx.organization.access import HEADING_ROLES
from sakado_dx.organization.models import CityRole, Division, Membership, User

FOREVER = date.max.toordinal()
# Without the first nobody can let anybody in, without the second no year goes on.
INDISPENSABLE = (CityRole.Role.ADMINISTRATOR, CityRole.Role.SECRETARIAT)


ROLE_NAMES = dict(CityRole.Role.choices)
# What `Staff.places` calls the rows of a table.
PLACES = {Membership: "membership", CityRole: "role"}
HEIR = "後任の役割を先に登録してください。"


class LeftUnheld(Exception):
    """A change after which nobody would hold a role that the portal cannot do without; a sentence
    for whoever made it."""


class Span(NamedTuple):
    """Days from the first to the last, both inclusive, as ordinals."""

    first: int
    last: int

    @classmethod
    def of(cls, first_day: date | None, last_day: date | None) -> "Span":
        return cls(
            first_day.toordinal() if first_day else 0, last_day.toordinal() if last_day else FOREVER
        )

    @property
    def first_day(self) -> date:
        return date.fromordinal(self.first)

    @property
    def last_day(self) -> date | None:
        """None where it never ends."""
        return None if self.last == FOREVER else date.fromordinal(self.last)


def uncovered(within: Iterable[Span], by: Iterable[Span]) -> list[Span]:
    """What of `within` none of the others covers."""
    found, covering = [], sorted(by)
    for first, last in within:
        for begins, ends in covering:
            if begins > last:
                break
            if begins > first:
                found.append(Span(first, begins - 1))
            first = max(first, ends + 1)
        if first <= last:
            found.append(Span(first, last))
    return found


@dataclass(frozen=True)
class Person:
    """A user, as far as it matters here."""

    name: str
    username: str
    is_active: bool

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"


@dataclass(frozen=True)
class Place:
    """A person's place in a division, or without a division a role for the whole city."""

    user_id: int
    division_id: int | None
    role: str
    first_day: date
    last_day: date | None

    @property
    def span(self) -> Span:
        return Span.of(self.first_day, self.last_day)


@dataclass(frozen=True)
class Office:
    """A division; `successors` are who takes over, by id."""

    name: str
    kind: str
    parent_id: int | None
    first_day: date | None
    last_day: date | None
    is_secretariat: bool
    successors: frozenset[int]

    def span_from(self, today: date) -> list[Span]:
        """Its days from today on; none where it has ended."""
        first, last = Span.of(self.first_day, self.last_day)
        first = max(first, today.toordinal())
        return [Span(first, last)] if first <= last else []


@dataclass(frozen=True)
class Staff:
    """People and divisions by id, places by their table and id."""

    people: dict[int, Person]
    offices: dict[int, Office]
    places: dict[tuple[str, int], Place]

    @classmethod
    def read(cls) -> "Staff":
        """As it is stored now; 5 queries."""
        people = User.objects.order_by("pk").values_list("pk", "name", "username", "is_active")
        days = ("first_day", "last_day")
        columns = ("pk", "user_id", "division_id", "role", *days)
        members = Membership.objects.order_by("pk").values_list(*columns)
        roles = CityRole.objects.order_by("pk").values_list("pk", "user_id", "role", *days)
        places = {("membership", pk): Place(*told) for pk, *told in members}
        places |= {("role", pk): Place(user, None, *told) for pk, user, *told in roles}
        return cls({pk: Person(*told) for pk, *told in people}, _offices(), places)

    def put_back(self, rows: Iterable[ChangedRow]) -> "Staff":
        """As it would be with these rows of people, places and roles as they were before."""
        people, places = {**self.people}, {**self.places}
        for row in rows:
            own = people if row.model is User else places
            key = int(row.key) if row.model is User else (PLACES.get(row.model), int(row.key))
            if not row.before:
                own.pop(key, None)
            elif row.model is User:
                was = row.instance_before
                people[key] = Person(was.name, was.username, was.is_active)
            elif row.model in PLACES:
                was = row.instance_before
                division = was.division_id if row.model is Membership else None
                days = (was.first_day, was.last_day)
                places[key] = Place(was.user_id, division, was.role, *days)
        return replace(self, people=people, places=places)

    def nobody(self, today: date) -> dict[int, list[Span]]:
        """From today on, the days on which divisions that need people have none."""
        held = self._held(lambda place: place.division_id)
        return {pk: uncovered(days, held.get(pk, ())) for pk, days in self._needing(today).items()}

    def headless(self, today: date) -> dict[int, list[Span]]:
        """The days on which they have people, but nobody who may submit."""
        heads = self._held(lambda place: place.division_id if place.role in HEADING_ROLES else None)
        nobody = self.nobody(today)
        return {
            pk: uncovered(uncovered(days, heads.get(pk, ())), nobody[pk])
            for pk, days in self._needing(today).items()
        }

    def idle(self, today: date) -> dict[int, list[Span]]:
        """The days on which people who may sign in have neither a place nor a role."""
        held = self._held(lambda place: place.user_id)
        always = [Span(today.toordinal(), FOREVER)]
        return {
            pk: uncovered(always, held.get(pk, ()))
            for pk, person in self.people.items()
            if person.is_active
        }

    def unheld(self, today: date) -> dict[str, list[Span]]:
        """The days on which nobody holds a role that the portal cannot do without."""
        held = self._held(lambda place: None if place.division_id else place.role)
        always = [Span(today.toordinal(), FOREVER)]
        return {role: uncovered(always, held.get(role, ())) for role in INDISPENSABLE}

    def _held(self, key) -> dict:
        """The days of the places of who may sign in, by a key; None is left out."""
        found: dict = {}
        for place in self.places.values():
            if self.people[place.user_id].is_active and (name := key(place)) is not None:
                found.setdefault(name, []).append(place.span)
        return found

    def _needing(self, today: date) -> dict[int, list[Span]]:
        """The days from today on of each division that people belong to: a 部 that only holds
        divisions together needs none."""
        above = {office.parent_id for office in self.offices.values()}
        return {
            pk: office.span_from(today)
            for pk, office in self.offices.items()
            if office.kind == Division.Kind.DIVISION and pk not in above
        }


def newly(before: dict, after: dict) -> dict:
    """The days in which something lacks that did not lack before, by its key."""
    found = {key: uncovered(days, before.get(key, ())) for key, days in after.items()}
    return {key: days for key, days in found.items() if days}


def left_unheld(before: Staff, after: Staff, today: date) -> list[tuple[str, str]]:
    """(role, what is wrong) for each role that a change would take from the last who holds it:
    without an administrator or a secretariat the portal would be locked from that day on."""
    now = newly(before.unheld(today), after.unheld(today))
    return [
        (
            role,
            f"{format_date(now[role][0].first_day)}から、{ROLE_NAMES[role]}がだれもいなくなります。",
        )
        for role in INDISPENSABLE
        if role in now
    ]


def held_staff() -> Staff:
    """As it is stored, with nobody else ending an indispensable role until the transaction ends."""
    roles = CityRole.objects.filter(role__in=INDISPENSABLE).order_by("pk")
    list(roles.select_for_update(no_key=True).values_list("pk"))
    return Staff.read()


def refuse_unheld(before: Staff) -> None:
    """Raises LeftUnheld where what was stored since leaves a role to nobody."""
    if told := told_unheld(before, Staff.read()):
        raise LeftUnheld(told)


def told_unheld(before: Staff, after: Staff) -> str:
    """The roles that a change would leave to nobody, in a sentence; blank for none."""
    found = left_unheld(before, after, timezone.localdate())
    return "".join(problem for _, problem in found) + HEIR if found else ""


def _offices() -> dict[int, Office]:
    taking: dict[int, set[int]] = {}
    links = Division.successors.through.objects.order_by("pk")
    for old, new in links.values_list("from_division_id", "to_division_id"):
        taking.setdefault(old, set()).add(new)
    columns = ("name", "kind", "parent_id", "first_day", "last_day", "is_secretariat")
    rows = Division.objects.order_by("order", "pk").values_list("pk", *columns)
    return {pk: Office(*told, frozenset(taking.get(pk, ()))) for pk, *told in rows}
