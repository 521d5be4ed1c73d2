"""Who works with the portal: one line for each place that somebody has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.urls import reverse

from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm
from sakado_dx.organization.models import CityRole, Membership, User

WHOLE_CITY = "全庁"
NOW, AHEAD, ENDED = "now", "ahead", "ended"


@dataclass(frozen=True)
class PlaceLine:
    """A person's place, from a day to a day; `division` is 全庁 for a role of the whole city."""

    user: User
    division: str
    role: str
    first_day: date
    last_day: date | None
    when: str


def places_of_all(today: date) -> list[PlaceLine]:
    """Every place of every person who may log in, by division and role; 2 queries."""
    of_division = Membership.objects.filter(user__is_active=True)
    of_division = of_division.select_related("user", "division").order_by(
        "division__order", "division", "role", "user__reading", "first_day", "pk"
    )
    of_city = CityRole.objects.filter(user__is_active=True).select_related("user")
    of_city = of_city.order_by("role", "user__reading", "first_day", "pk")
    return [_line(each, WHOLE_CITY, today) for each in of_city] + [
        _line(each, each.division.name, today) for each in of_division
    ]


def _line(row: Membership | CityRole, division: str, today: date) -> PlaceLine:
    ended = row.last_day is not None and row.last_day < today
    when = ENDED if ended else AHEAD if row.first_day > today else NOW
    role = row.get_role_display()
    return PlaceLine(row.user, division, role, row.first_day, row.last_day, when)


def _handover(line: PlaceLine) -> str:
    return reverse("progress:handover", args=[line.user.pk])


COLUMNS = (
    Column(
        "氏名",
        lambda each: str(each.user),
        "name",
        order=lambda each: each.user.reading or str(each.user),
        url=_handover,
    ),
    Column("ログインID", lambda each: each.user.username, "username"),
    Column("所属", lambda each: each.division, "division"),
    Column("役割", lambda each: each.role, "role"),
    Column(
        "開始日",
        lambda each: format_date(each.first_day),
        "first_day",
        order=lambda each: each.first_day,
    ),
    Column(
        "終了日",
        lambda each: format_date(each.last_day) if each.last_day else "",
        "last_day",
        order=lambda each: each.last_day,
    ),
)


class PlaceFilter(ListForm):
    """By division, role and time; at first those of today."""

    at_first = {"when": NOW}

    division = forms.ChoiceField(label="所属", required=False)
    role = forms.ChoiceField(label="役割", required=False)
    when = forms.ChoiceField(
        label="期間",
        choices=[(NOW, "今日の所属"), (AHEAD, "これから"), (ENDED, "終わったもの"), ("", "すべて")],
        required=False,
    )

    def __init__(self, data: Mapping[str, str], lines: Sequence[PlaceLine]):
        super().__init__(data)
        for name in ("division", "role"):
            words = dict.fromkeys(getattr(each, name) for each in lines)
            self.fields[name].choices = [("", "すべて"), *zip(words, words, strict=True)]

    def by_division(self, lines: list[PlaceLine], name: str) -> list[PlaceLine]:
        return [each for each in lines if each.division == name]

    def by_role(self, lines: list[PlaceLine], role: str) -> list[PlaceLine]:
        return [each for each in lines if each.role == role]

    def by_when(self, lines: list[PlaceLine], when: str) -> list[PlaceLine]:
        return [each for each in lines if each.when == when]
