"""The invented people: one of each role, in the two divisions that lead the most measures."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from measures.models import MeasureDivision, Plan
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import CityRole, Division, Membership, User

# Known to all, and printed: it opens nothing but invented figures on one's own machine.
PASSWORD = "mihon-hanamizuki"

# (login, division: 0 the secretariat's, 1 the other, its role, role for the whole city)
PEOPLE = (
    ("reporter1", 0, "reporter", ""),
    ("head1", 0, "head", ""),
    ("reporter2", 1, "reporter", ""),
    ("promoter2", 1, "promoter", ""),
    ("deputy2", 1, "deputy", ""),
    ("head2", 1, "head", ""),
    ("secretariat1", 0, "reporter", "secretariat"),
    ("secretariat2", 0, "reporter", "secretariat"),
    ("council1", None, "", "council"),
    ("executive1", None, "", "executive"),
    ("admin1", None, "", "administrator"),
)


@dataclass
class Cast:
    """Who acts in the demonstration: standings by login, and the divisions they work in."""

    divisions: list[Division]
    standings: dict[str, Standing] = field(default_factory=dict)

    def number_of(self, division: Division | None) -> int | None:
        """0 for the secretariat's division, 1 for the other, None for those without people."""
        return self.divisions.index(division) if division in self.divisions else None

    def __getitem__(self, login: str) -> Standing:
        return self.standings[login]


def leading_divisions(plan: Plan, day: date) -> list[Division]:
    """The one or two divisions that lead the most measures; the first stands for the
    secretariat, which no plan names. Equal ones in the city's order."""
    rows = MeasureDivision.objects.leading(day).filter(
        measure__plan=plan, division__kind=Division.Kind.DIVISION
    )
    rows = rows.select_related("division").order_by("division__order", "division_id")
    counts = Counter(row.division for row in rows)
    return [division for division, _ in counts.most_common(2)]


def taken_logins() -> list[str]:
    """Logins of the demonstration that belong to somebody real."""
    real = User.objects.filter(username__in=[login for login, *_ in PEOPLE], is_sample=False)
    return list(real.order_by("username").values_list("username", flat=True))


def make_cast(divisions: list[Division], *, since: date) -> Cast:
    """Make the people that are missing, with their places since a day."""
    cast = Cast(divisions)
    password = make_password(PASSWORD)  # once: hashing eleven times takes seconds
    for login, number, role, city_role in PEOPLE:
        if number is not None and number >= len(divisions):
            continue
        division = None if number is None else divisions[number]
        # Two persons of one role are told apart: the second confirms what the first proposed.
        second = "（2人目）" if login.endswith("2") and number == 0 else ""
        name = f"サンプル {role_words(division, role, city_role)}{second}"
        user, _ = User.objects.get_or_create(
            username=login, defaults={"name": name, "password": password, "is_sample": True}
        )
        _place(user, division, role, city_role, since)
        cast.standings[login] = standing_of(user)
    return cast


def _place(user: User, division: Division | None, role: str, city_role: str, since: date) -> None:
    if division is not None:
        Membership.objects.get_or_create(
            user=user, division=division, role=role, defaults={"first_day": since}
        )
    if city_role:
        CityRole.objects.get_or_create(user=user, role=city_role, defaults={"first_day": since})


def role_words(division: Division | None, role: str, city_role: str) -> str:
    """``情報政策課 入力担当``; the role for the whole city stands before the place."""
    if city_role:
        return CityRole.Role(city_role).label
    return f"{division} {Membership.Role(role).label}"


def login_rows() -> list[tuple[str, str, str]]:
    """(login, password, role) of the people of the demonstration, as they stand; at most 3
    queries."""
    users = {
        user.username: user
        for user in User.objects.filter(is_sample=True).prefetch_related(
            "memberships__division", "city_roles"
        )
    }
    order = [login for login, *_ in PEOPLE]
    return [(login, PASSWORD, _places(users[login])) for login in order if login in users]


def _places(user: User) -> str:
    held = [each.get_role_display() for each in user.city_roles.all()]
    held += [f"{each.division} {each.get_role_display()}" for each in user.memberships.all()]
    return "、".join(held)
