"""Places in divisions and city-wide roles as sheets. What has begun is ended, never rewritten."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sakado_dx.fiscal import format_date
from sakado_dx.organization.importers.columns import (
    FIRST_DAY,
    LAST_DAY,
    LOGIN,
    NUMBER_NOTE,
    DivisionColumn,
    Divisions,
    LoginColumn,
    NameColumn,
    NumberColumn,
)
from sakado_dx.organization.importers.rows import NumberedResource
from sakado_dx.organization.importers.staff import Span
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.columns import ChoiceColumn, Column, DateColumn, TextColumn
from sakado_dx.spreadsheets.outcomes import RowError
from sakado_dx.spreadsheets.resources import cell_errors

PLACE, ROLE, CITY_ROLE = "所属", "役割", "全庁の役割"
ORDER_DAY, ORDER_NUMBER = "人事異動の発令日", "発令の文書番号"
FREE = (LAST_DAY, ORDER_DAY, ORDER_NUMBER)  # of what has begun: its end, and what backs it
OWN = "自分の{}は変えられません。"
OWN_CURE = "この行を元に戻すか削除し、ほかの管理者に登録してもらってください。"
ENDED = "{}に終わっているため、変えられません。"
ENDED_CURE = (
    "この行を元に戻すか削除してください。また始めるときは、番号を空欄にした行を加えてください。"
)
BEGUN = "{}から始まっているため、書き換えられません。"
BEGUN_CURE = (
    "元に戻して終了日を入れ、番号を空欄にした新しい行に、次の内容と開始日を入力してください。"
)
NOTE = (
    f"{NUMBER_NOTE}始まっている行は書き換えず、終了日を入れて終わらせ、次の行を加えます"
    "（異動は2行になります）。先の日付で、前もって登録できます。"
    "まだ始まっていない行を取りやめるときは、利用者の画面で消します。"
)


class PlaceResource(NumberedResource):
    """What somebody holds from a day to a day; the rows that have not ended go out."""

    note = NOTE

    def __init__(self, **kwargs):
        self.first = DateColumn(FIRST_DAY, "first_day", needed=True)
        super().__init__(**kwargs)

    def stored_rows(self) -> QuerySet:
        return self._meta.model.objects.select_related("user").order_by(*self.order)

    def new_row(self, row) -> Membership | CityRole:
        return self._meta.model(first_day=None)

    def filter_export(self, queryset, **kwargs) -> QuerySet:
        """What stands today, or will."""
        return self.stored_rows().exclude(last_day__lt=timezone.localdate())

    def before_import(self, dataset, **kwargs) -> None:
        """What has ended is known, but no file need name it."""
        super().before_import(dataset, **kwargs)
        self.existing = [each for each in self.existing if not _ended(each.last_day, self.today)]

    def place_of(self, instance) -> tuple:
        """What is held, whenever: no two rows of it overlap."""
        raise NotImplementedError

    def whose(self, instance) -> User:
        return instance.user

    def check(self, instance, old: dict[str, Any]) -> None:
        if self.by.pk in (instance.user_id, old[LOGIN].pk if old else None):
            raise RowError(OWN.format(self.kind_of_row), OWN_CURE)
        if not old:
            self._check_new(instance)
            return
        if instance.user != old[LOGIN]:
            problem = f"この番号は、{old[LOGIN].username}の行です。"
            error = UnreadableValue(instance.user.username, problem, "元に戻してください。")
            raise cell_errors({"user": error})
        last_day = old.get(LAST_DAY, instance.last_day)
        if _ended(last_day, self.today):
            raise RowError(ENDED.format(format_date(last_day)), ENDED_CURE)
        if old[FIRST_DAY] <= self.today:
            self._check_begun(instance, old)

    def _check_new(self, instance) -> None:
        if _ended(instance.last_day, self.today):
            problem = "終わった期間の行は加えられません。"
            cure = "今日か、先の日まで続くものを登録してください。"
            error = UnreadableValue(format_date(instance.last_day), problem, cure)
            raise cell_errors({"last_day": error})

    def _check_begun(self, instance, old: dict[str, Any]) -> None:
        """Of what has begun the end alone may change."""
        problem = BEGUN.format(format_date(old[FIRST_DAY]))
        faults = {
            column.attribute: UnreadableValue(
                column.text(column.stored(instance)), problem, BEGUN_CURE
            )
            for heading, column in self.fields.items()
            if heading in old and heading not in FREE and column.get_value(instance) != old[heading]
        }
        if faults:
            raise cell_errors(faults)

    def against_all(self, rows: list) -> Iterator[tuple[Any, RowError]]:
        """The same is not held twice on a day."""
        written = {each.pk for each in rows}
        users = {each.user_id for each in rows}
        held: dict[tuple, list] = {}
        for each in self.stored_rows().filter(user__in=users).order_by("first_day", "pk"):
            held.setdefault(self.place_of(each), []).append(each)
        by_pk = {each.pk: each for each in rows}
        for same in held.values():
            reach = same[0]
            for each in same[1:]:
                if _reach(reach) >= Span.of(each.first_day, None).first:
                    one, other = (each, reach) if each.pk in written else (reach, each)
                    if one.pk in written:
                        yield by_pk[one.pk], _twice(other)
                reach = max(reach, each, key=_reach)


class MembershipResource(PlaceResource):
    """Who belongs to which division, as what, from when to when."""

    title = kind_of_row = PLACE
    key_headings = (LOGIN, PLACE, ROLE, FIRST_DAY)
    order = ("division__order", "division_id", "user__reading", "user__username", "first_day", "pk")

    class Meta:
        model = Membership

    def make_columns(self) -> list[Column]:
        self.divisions = Divisions(Division.objects.all())
        return [
            NumberColumn(),
            LoginColumn(),
            NameColumn(),
            DivisionColumn(PLACE, self.divisions, self.first),
            ChoiceColumn(ROLE, "role", dict(Membership.Role.choices), needed=True),
            self.first,
            DateColumn(LAST_DAY, "last_day"),
        ]

    def stored_rows(self) -> QuerySet:
        return super().stored_rows().select_related("user", "division")

    def place_of(self, instance: Membership) -> tuple:
        return instance.user_id, instance.division_id, instance.role

    def check(self, instance: Membership, old: dict[str, Any]) -> None:
        super().check(instance, old)
        is_moved = (
            not old or instance.division != old[PLACE] or instance.first_day != old[FIRST_DAY]
        )
        if is_moved and not instance.division.is_in_force(instance.first_day):
            day = format_date(instance.first_day)
            problem = f"「{instance.division}」は、{day}には置かれていません。"
            cure = "引き継いだ課にするか、開始日を直してください。"
            raise cell_errors({"division": UnreadableValue(instance.division.name, problem, cure)})


class CityRoleResource(PlaceResource):
    """Who holds which role for the whole city, from when to when."""

    title = kind_of_row = CITY_ROLE
    key_headings = (LOGIN, CITY_ROLE, FIRST_DAY)
    order = ("role", "user__reading", "user__username", "first_day", "pk")

    class Meta:
        model = CityRole

    def make_columns(self) -> list[Column]:
        return [
            NumberColumn(),
            LoginColumn(),
            NameColumn(),
            ChoiceColumn(CITY_ROLE, "role", dict(CityRole.Role.choices), needed=True),
            self.first,
            DateColumn(LAST_DAY, "last_day"),
            DateColumn(ORDER_DAY, "order_day"),
            TextColumn(ORDER_NUMBER, "order_number"),
        ]

    def place_of(self, instance: CityRole) -> tuple:
        return instance.user_id, instance.role


def _ended(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


def _reach(instance) -> int:
    return Span.of(None, instance.last_day).last


def _twice(other) -> RowError:
    until = f"{format_date(other.last_day)}まで" if other.last_day else ""
    return RowError(
        f"同じ人の同じ内容が、{format_date(other.first_day)}から{until}登録されていて、期間が重なります。",
        "どちらかの終了日か開始日を直すか、この行を削除してください。",
    )
