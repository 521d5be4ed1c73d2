"""What a user is today: the one place where memberships and roles become rights.

Pages, admin, imports and commands all ask a `Standing`; nothing else reads memberships to
decide anything.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from sakado_dx.organization.models import CityRole, Division, Membership, User

ACTING_ROLES = frozenset(
    {
        Membership.Role.REPORTER,
        Membership.Role.DEPUTY,
        Membership.Role.HEAD,
        Membership.Role.PROMOTER,
    }
)
HEADING_ROLES = frozenset({Membership.Role.HEAD, Membership.Role.DEPUTY})


@dataclass(frozen=True)
class Standing:
    """A user's rights on one day.

    `divisions` maps a division's id to the roles held there, predecessors of a renamed
    division included; `readable_division_ids` adds the divisions below a 部.
    """

    user: User
    day: date
    city_roles: frozenset[str] = frozenset()
    divisions: dict[int, frozenset[str]] = field(default_factory=dict)
    readable_division_ids: frozenset[int] = frozenset()

    @property
    def is_secretariat(self) -> bool:
        return CityRole.Role.SECRETARIAT in self.city_roles

    @property
    def is_council(self) -> bool:
        return CityRole.Role.COUNCIL in self.city_roles

    @property
    def is_executive(self) -> bool:
        return CityRole.Role.EXECUTIVE in self.city_roles

    @property
    def is_administrator(self) -> bool:
        return CityRole.Role.ADMINISTRATOR in self.city_roles

    @property
    def is_staff(self) -> bool:
        """Whether the person holds any place in the city hall today."""
        return bool(self.city_roles or self.divisions)

    def belongs_to(self, division_id: int) -> bool:
        return division_id in self.divisions

    def heads(self, division_id: int) -> bool:
        return bool(self.divisions.get(division_id, frozenset()) & HEADING_ROLES)


def standing_of(user, on: date | None = None) -> Standing:
    """The user's standing on a day (today where none is named); 4 queries at the most."""
    day = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active:
        return Standing(user=user, day=day)
    roles = frozenset(
        CityRole.objects.filter(user=user).in_force(day).values_list("role", flat=True)
    )
    divisions = _with_predecessors(_own_divisions(user, day))
    return Standing(
        user=user,
        day=day,
        city_roles=roles,
        divisions=divisions,
        readable_division_ids=frozenset(divisions) | _below(divisions),
    )


def _own_divisions(user, day: date) -> dict[int, frozenset[str]]:
    held: dict[int, set[str]] = {}
    memberships = Membership.objects.filter(user=user).in_force(day)
    for division_id, role in memberships.values_list("division_id", "role"):
        held.setdefault(division_id, set()).add(role)
    return {division_id: frozenset(roles) for division_id, roles in held.items()}


def _with_predecessors(held: dict[int, frozenset[str]]) -> dict[int, frozenset[str]]:
    """Add the divisions that these alone have succeeded, however many times renamed.

    A division that was split hands nothing over by itself: there each measure names its new
    division (design 2.1).
    """
    result, new = dict(held), set(held)
    while new:
        links = Division.successors.through.objects.filter(to_division__in=new).values_list(
            "from_division_id", "to_division_id"
        )
        split = _split_among(old for old, _ in links)
        found = {old: result[now] for old, now in links if old not in split and old not in result}
        result.update(found)
        new = set(found)
    return result


def _split_among(division_ids) -> set[int]:
    """Which of these divisions have more than one successor."""
    ids = set(division_ids)
    if not ids:
        return set()
    seen: set[int] = set()
    links = Division.successors.through.objects.filter(from_division__in=ids)
    return {
        old
        for old in links.values_list("from_division_id", flat=True)
        if old in seen or seen.add(old)
    }


def _below(divisions: dict[int, frozenset[str]]) -> frozenset[int]:
    if not divisions:
        return frozenset()
    return frozenset(Division.objects.filter(parent__in=divisions).values_list("id", flat=True))
