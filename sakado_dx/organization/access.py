"""What a user is today: the one place where memberships and roles become rights.

Pages, admin, imports and commands all ask a `Standing`; nothing else reads memberships to
decide anything.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps

from django.db import connection
from django.http import Http404
from django.utils import timezone

from sakado_dx.organization.days import USERS_IN_FORCE
from sakado_dx.organization.models import CityRole, Membership, User
from sakado_dx.organization.structure import CHILD, SUCCESSOR, Structure

CITY, MEMBER, NOTICE, TO_APPROVE = "city", "member", "notice", "approve"
HEADING_ROLES = frozenset({Membership.Role.HEAD, Membership.Role.DEPUTY})


@dataclass(frozen=True)
class Powers:
    """What there is to know of roles for the whole city besides their rights (powers/).

    `waiting` are one's own that a second person has not confirmed, by their names, with the day from
    which they rest; `resting` those that rest; `to_approve` how many wait that this person neither gave nor got.
    """

    waiting: tuple[tuple[str, date], ...] = ()
    resting: tuple[str, ...] = ()
    has_notices: bool = False
    to_approve: int = 0


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
    powers: "Powers" = field(default_factory=lambda: Powers())

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

    @property
    def told(self) -> Hashable:
        """All that a page may be made of besides what it reads: two standings that tell the same
        have the same rights on the same day."""
        divisions = frozenset(self.divisions.items())
        return self.user.pk, self.day, self.city_roles, divisions, self.readable_division_ids

    def belongs_to(self, division_id: int) -> bool:
        return division_id in self.divisions

    def heads(self, division_id: int) -> bool:
        return bool(self.divisions.get(division_id, frozenset()) & HEADING_ROLES)


def standing_of(user, on: date | None = None) -> Standing:
    """The user's standing on a day (today where none is named); a standing is its own.

    1 query for who may sign in, none for strangers.
    """
    if isinstance(user, Standing):
        return user
    day = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active:
        return Standing(user=user, day=day)
    return _standing_in(user, day, *_looked_up(user, day))


def _standing_in(
    user: User,
    day: date,
    city_roles: frozenset[str],
    own: dict[int, frozenset[str]],
    structure: Structure,
    powers: Powers,
) -> Standing:
    return Standing(
        user=user,
        day=day,
        city_roles=city_roles,
        divisions=structure.with_predecessors(own),
        readable_division_ids=structure.readable_from(own),
        powers=powers,
    )


def person_in_session(user_id: int) -> User | None:
    """The user with today's standing at hand (`remembered_standing`); 1 query for both."""
    columns = [f'"{field.column}"' for field in User._meta.concrete_fields]
    day = timezone.localdate()
    with connection.cursor() as cursor:
        sql = PERSON.format(columns=", ".join(columns), places=LOOK_UP)
        cursor.execute(sql, {"user": user_id, "day": day.isoformat()})
        rows = cursor.fetchall()
    own = next(row[PLACE_COLUMNS:] for row in rows if row[0] == TO_APPROVE)
    if own[0] is None:
        return None
    user = _user_in(own)
    if user.is_active:
        found = _told([row[:PLACE_COLUMNS] for row in rows])
        user.kept_standing = _standing_in(user, day, *found)
    return user


def _user_in(row: tuple) -> User:
    """The user of a row of the database's own values."""
    compiler = User.objects.all().query.get_compiler(connection=connection)
    columns = [field.cached_col for field in User._meta.concrete_fields]
    [values] = compiler.apply_converters([row], compiler.get_converters(columns))
    return User.from_db(connection.alias, [each.target.attname for each in columns], values)


def remembered_standing(user) -> Standing:
    """Today's standing, kept on this very object: for one request, or one look at rights.

    Whoever changes memberships and goes on with the same object asks `standing_of` again.
    """
    kept = getattr(user, "kept_standing", None)
    if kept is None or kept.day != timezone.localdate():
        kept = user.kept_standing = standing_of(user)
    return kept


# Every request asks this, so it is one statement, and in SQL: to put the four parts together
# by QuerySets takes ten times as long as to run them.
# A role that nobody has confirmed in time rests, unless nobody else could go on with the work.
LOOK_UP = f"""
SELECT '{CHILD}' AS kind, parent_id, id, '', '' FROM organization_division WHERE parent_id IS NOT NULL
UNION ALL
SELECT '{SUCCESSOR}', from_division_id, to_division_id, '', ''
  FROM organization_division_successors
UNION ALL
SELECT '{MEMBER}', division_id, 0, role, '' FROM organization_membership WHERE {USERS_IN_FORCE}
UNION ALL
SELECT '{CITY}', 0, CASE WHEN rests_from <= %(day)s AND EXISTS (
    SELECT 1 FROM organization_cityrole other
      JOIN organization_user holder ON holder.id = other.user_id
     WHERE other.role = own.role AND other.user_id <> own.user_id AND holder.is_active
       AND other.first_day <= %(day)s AND (other.last_day IS NULL OR other.last_day >= %(day)s)
       AND (other.rests_from IS NULL OR other.rests_from > %(day)s)
  ) THEN 1 ELSE 0 END, role, COALESCE(CAST(rests_from AS VARCHAR(10)), '')
  FROM organization_cityrole own WHERE {USERS_IN_FORCE}
UNION ALL
SELECT '{NOTICE}', 0, 0, '', '' FROM organization_powernotice
 WHERE user_id = %(user)s AND seen_at IS NULL
UNION ALL
SELECT '{TO_APPROVE}', COUNT(*), 0, '', '' FROM organization_cityrole
 WHERE rests_from IS NOT NULL AND (last_day IS NULL OR last_day >= %(day)s)
   AND user_id <> %(user)s AND given_by_id <> %(user)s
"""
PLACE_COLUMNS = 5
# The same with the columns of the user on the one row that there always is.
PERSON = f"""
SELECT place.*, person.* FROM ({{places}}) place
  LEFT JOIN (SELECT {{columns}} FROM organization_user WHERE id = %(user)s) person
         ON place.kind = '{TO_APPROVE}'
"""
Told = tuple[frozenset[str], dict[int, frozenset[str]], Structure, Powers]


def _looked_up(user, day: date) -> Told:
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, {"user": user.pk, "day": day.isoformat()})
        return _told(cursor.fetchall())


def _told(rows: list[tuple]) -> Told:
    """City-wide roles and roles by division's id in force, how divisions hang together, and what
    there is to know of powers."""
    held: dict[int, set[str]] = {}
    for kind, division_id, _, role, _ in rows:
        if kind == MEMBER:
            held.setdefault(division_id, set()).add(role)
    city = [(role, bool(rests), until) for kind, _, rests, role, until in rows if kind == CITY]
    city_roles = frozenset(role for role, rests, _ in city if not rests)
    links = [row[:3] for row in rows if row[0] in (CHILD, SUCCESSOR)]
    own = {key: frozenset(roles) for key, roles in held.items()}
    return city_roles, own, Structure.of_links(links), _powers(rows, city, city_roles)


def _powers(rows: list, city: list[tuple[str, bool, str]], city_roles: frozenset[str]) -> Powers:
    waiting = [(CityRole.Role(role).label, until) for role, rests, until in city if not rests]
    watches = bool(city_roles.intersection(CityRole.MAY_APPROVE))
    return Powers(
        waiting=tuple((name, date.fromisoformat(until)) for name, until in waiting if until),
        resting=tuple(CityRole.Role(role).label for role, rests, _ in city if rests),
        has_notices=any(row[0] == NOTICE for row in rows),
        to_approve=sum(row[1] for row in rows if row[0] == TO_APPROVE) if watches else 0,
    )


def place_not_required(view):
    """Open a view to who has a login but holds no place in the city hall today."""
    view.place_required = False
    return view


def needs_place(view) -> bool:
    """Whether a view is closed to who holds no place today; all are, that say nothing."""
    return getattr(view, "login_required", True) and getattr(view, "place_required", True)


def answers_json(view):
    """Mark a view that scripts ask: without a login it answers 401, and no page."""
    view.answers_json = True
    return view


def _required(holds: Callable[[Standing], bool]):
    """A decorator for views that exist for some only: the others get 404, not 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not holds(request.standing):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


secretariat_required = _required(lambda standing: standing.is_secretariat)
administrator_required = _required(lambda standing: standing.is_administrator)
staff_required = _required(lambda standing: standing.is_staff)
