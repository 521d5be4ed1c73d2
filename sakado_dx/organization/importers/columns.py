"""The columns that the sheets of people and divisions have besides the usual ones."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import Division, User
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.columns import (
    Column,
    DateColumn,
    LookupColumn,
    ReferenceColumn,
    TextColumn,
)
from sakado_dx.spreadsheets.lookup import Lookup

NUMBER, LOGIN, FIRST_DAY, LAST_DAY = "番号", "ログインID", "開始日", "終了日"
NUMBER_NOTE = "「番号」は、登録されている行の番号です。書き換えず、新しい行では空欄にしてください。"


class NumberColumn(Column):
    """The number of a stored row, by which it is found again whatever else of it is changed."""

    def __init__(self):
        super().__init__(NUMBER, "pk")

    def read(self, text: str, row: Mapping[str, str]) -> int | None:
        digits = fold(text).replace(",", "")
        if digits and not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
            problem = "登録されている行の番号ではありません。"
            raise UnreadableValue(text, problem, "書出しのとおりに戻してください。")
        return int(digits) if digits else None

    def show(self, value: int | None) -> str:
        return "" if value is None else str(value)

    def get_value(self, instance: Any) -> None:
        """Nothing that changes: a number is given when the row is stored, and then stands."""

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        """Nothing: a number finds a row."""


class NewLoginColumn(TextColumn):
    """The login by which a user is found; that of a stored user stays as it is spelled."""

    def save(self, instance: User, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if instance.pk is None:
            super().save(instance, row, is_m2m, **kwargs)


class Logins(Lookup):
    """Users by their login."""

    def __init__(self):
        super().__init__(LOGIN, ((user.username, user) for user in User.objects.order_by("pk")))

    def get(self, name: str) -> User:
        """No guesses: a whole sheet of people who are not stored yet would be guessed at."""
        if (user := self.find(name)) is not None:
            return user
        raise UnreadableValue(
            name,
            f"「{name}」というログインIDの利用者は登録されていません。",
            "先に「利用者」の一覧で登録するか、ログインIDを直してください。",
        )


class LoginColumn(LookupColumn):
    """Whose row it is."""

    def __init__(self):
        super().__init__(LOGIN, "user", Logins(), lambda user: user.username, needed=True)

    def stored(self, instance: Any) -> User | None:
        return instance.user if instance.user_id else None


class NameColumn(ReferenceColumn):
    """The person's name beside the login; of no use where the login is not known."""

    def __init__(self):
        super().__init__("氏名", lambda place: place.user.name if place.user_id else "")

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if instance.user_id:
            super().save(instance, row, is_m2m, **kwargs)


class Divisions:
    """Divisions by name, and by the day that is meant where several have had one name.

    Those of one name are told apart as `市民課（令和9年4月1日から）`.
    """

    def __init__(self, divisions: Iterable[Division]):
        self.by_name: dict[str, list[Division]] = {}
        for each in divisions:
            self.add(each)

    def add(self, division: Division) -> None:
        """One more; it need not be stored yet."""
        self.by_name.setdefault(division.name, []).append(division)
        self.__dict__.pop("names", None)
        self.__dict__.pop("labels", None)

    @cached_property
    def names(self) -> Lookup:
        return Lookup("課", ((name, name) for name in self.by_name))

    @cached_property
    def labels(self) -> Lookup:
        every = [each for same in self.by_name.values() for each in same]
        return Lookup("課", ((self.label(each), each) for each in every))

    def label(self, division: Division) -> str:
        """Its name, with its days where others have the same."""
        if len(self.by_name.get(division.name, ())) < 2:
            return division.name
        if division.first_day:
            return f"{division.name}（{format_date(division.first_day)}から）"
        until = f"{format_date(division.last_day)}まで" if division.last_day else "設置日なし"
        return f"{division.name}（{until}）"

    def get(self, text: str, on: date) -> Division:
        """The division of that name on a day; `UnreadableValue` where none, or several, can be
        meant."""
        if (found := self.labels.find(text)) is not None:
            return found
        same = self.by_name[self.names.get(text)]
        fitting = [each for each in same if each.is_in_force(on)] if len(same) > 1 else same
        if len(fitting) == 1:
            return fitting[0]
        known = "」「".join(map(self.label, same))
        problem = f"「{text}」という課は、{len(same)}つ登録されています。"
        raise UnreadableValue(text, problem, f"「{known}」のどれかにしてください。")


class DivisionColumn(Column):
    """The division of a place, on the place's first day."""

    def __init__(self, heading: str, divisions: Divisions, day: DateColumn):
        super().__init__(heading, "division", needed=True)
        self.divisions, self.day = divisions, day

    def __deepcopy__(self, memo):
        return self

    def stored(self, instance: Any) -> Division | None:
        return instance.division if instance.division_id else None

    def read(self, text: str, row: Mapping[str, str]) -> Division:
        return self.divisions.get(text, day_in(row, self.day) or timezone.localdate())

    def show(self, value: Division | None) -> str:
        return self.divisions.label(value) if value else ""

    key = show


def day_in(row: Mapping[str, str], column: DateColumn) -> date | None:
    """The day in another cell of the row, None where there is none to be read."""
    try:
        return column.clean(row) if column.column_name in row else None
    except UnreadableValue:
        return None
