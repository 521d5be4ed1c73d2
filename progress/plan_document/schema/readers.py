"""Readers of the values of a document: each checks one value and brings it to normal form.

A reader never stops: it adds a fault, returns its blank, and the reading goes on, so that
one run names every fault. ``null`` counts as missing.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from progress.plan_document.schema.faults import Faults, under
from sakado_dx.numbers import NoFigure, UnreadableNumber, fitting, parse_number
from sakado_dx.readings import shorten

TYPE_NAMES = {
    str: "文字列",
    bool: "真偽値",
    int: "整数",
    float: "小数",
    list: "配列 [ ]",
    dict: "オブジェクト { }",
    type(None): "null",
}


def refuse_value(faults: Faults, place: str, value: object, cure: str) -> None:
    """A fault that quotes the value and says what is accepted instead."""
    faults.add(place, f"の値「{shorten(str(value))}」は使えません。{cure}")


def is_a(kind: type, value: object, place: str, faults: Faults) -> bool:
    """Whether the value has exactly this JSON type; a fault where it has not."""
    if type(value) is kind:
        return True
    faults.add(
        place, f"は{TYPE_NAMES[kind]}で指定してください（今は{TYPE_NAMES[type(value)]}です）。"
    )
    return False


@dataclass(frozen=True)
class Value:
    """What all readers share: whether the value is needed, and what stands for a missing one."""

    required: bool = field(default=False, kw_only=True)

    @property
    def blank(self) -> object:
        return getattr(self, "default", None)

    def read(self, value: object, place: str, faults: Faults) -> object:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Value):
    """A text of at most `most` letters, on one line unless `lines`."""

    most: int
    lines: bool = False
    default: str = ""

    def read(self, value, place, faults) -> str:
        if not is_a(str, value, place, faults):
            return self.blank
        if problem := self._problem(value):
            faults.add(place, problem)
        return value if value or self.required else self.blank

    def _problem(self, value: str) -> str:
        if self.required and not value.strip():
            return "が空です。"
        if len(value) > self.most:
            return f"は{len(value):,}文字あります。{self.most:,}文字までにしてください。"
        strange = next((char for char in value if self._is_strange(char)), None)
        if strange is not None:
            return f"に、使えない文字（U+{ord(strange):04X}）が含まれています。"
        if not self.lines and value != value.strip():
            return f"の値「{shorten(value)}」の前後に空白があります。取り除いてください。"
        return ""

    def _is_strange(self, char: str) -> bool:
        """Control characters and half surrogates, which no database stores as they are."""
        return unicodedata.category(char) in ("Cc", "Cs") and not (self.lines and char in "\n\t")


@dataclass(frozen=True)
class Whole(Value):
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def read(self, value, place, faults) -> int | None:
        if not is_a(int, value, place, faults):
            return None
        if not self.least <= value <= self.most:
            cure = f"{self.least}から{self.most}までの整数を指定してください。"
            refuse_value(faults, place, value, cure)
            return None
        return value


@dataclass(frozen=True)
class Flag(Value):
    """true or false."""

    default: bool = False

    def read(self, value, place, faults) -> bool:
        return value if is_a(bool, value, place, faults) else self.default


@dataclass(frozen=True)
class Choice(Value):
    """One of a few words; `default` where it is missing or empty."""

    words: tuple[str, ...]
    default: str = ""

    def read(self, value, place, faults) -> str:
        if not is_a(str, value, place, faults):
            return self.blank
        if value in self.words:
            return value
        if value or self.required:
            refuse_value(faults, place, value, f"{'か'.join(self.words)}を指定してください。")
        return self.blank


@dataclass(frozen=True)
class Day(Value):
    """A date such as 2026-04-01."""

    def read(self, value, place, faults) -> str | None:
        if not is_a(str, value, place, faults) or not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        # fromisoformat reads 20260401 too, and a week's day.
        if day and day.isoformat() == value and 1868 <= day.year <= 2200:
            return value
        refuse_value(faults, place, value, "2026-04-01のように指定してください。")
        return None


@dataclass(frozen=True)
class Figure(Value):
    """A decimal number in quotes; its normal form has no separators and no closing zeros."""

    def read(self, value, place, faults) -> str | None:
        if type(value) in (int, float):
            faults.add(place, f'の数値は、"{value}" のように引用符で囲んでください。')
            return None
        if not is_a(str, value, place, faults):
            return None
        try:
            number = fitting(parse_number(value), value)
        except NoFigure as error:
            faults.add(place, f"の値{error.left_blank}")
            return None
        except UnreadableNumber as error:
            faults.add(place, f"の値{error}")
            return None
        return None if number is None else plain(number)


def plain(number: Decimal) -> str:
    """``100000``, ``99.9``: no separators, no closing zeros, no exponent."""
    return f"{number.normalize() + 0:f}"


@dataclass(frozen=True)
class ListOf(Value):
    """A list, each entry read by `item`.

    `distinct` refuses an entry that stands twice; with `or_none` a missing list is None and
    no empty one.
    """

    item: Value
    distinct: bool = False
    or_none: bool = False
    most: int = 5_000

    @property
    def blank(self) -> list | None:
        return None if self.or_none else []

    def read(self, value, place, faults) -> list:
        if not is_a(list, value, place, faults):
            return []
        if len(value) > self.most:
            faults.add(place, f"は{len(value):,}件あります。{self.most:,}件までにしてください。")
            return []
        result = [
            self.item.read(entry, f"{place}[{index}]", faults) for index, entry in enumerate(value)
        ]
        if self.distinct:
            self._refuse_repeats(result, place, faults)
        return result

    def _refuse_repeats(self, values: list, place: str, faults: Faults) -> None:
        for index, value in enumerate(values):
            if value in values[:index]:
                faults.add(f"{place}[{index}]", f"の「{shorten(str(value))}」は2回書かれています。")


@dataclass(frozen=True)
class Marks(Value):
    """An object of marks by the name of an effect; an empty mark is no mark."""

    marks: tuple[str, ...]

    @property
    def blank(self) -> dict:
        return {}

    def read(self, value, place, faults) -> dict:
        if not is_a(dict, value, place, faults):
            return {}
        given = {name: mark for name, mark in value.items() if mark not in ("", None)}
        for mark in given.values():
            if mark not in self.marks:
                refuse_value(faults, place, mark, f"{'か'.join(self.marks)}を指定してください。")
        return given


@dataclass(frozen=True)
class Record(Value):
    """An object with known keys; `also` checks what its keys say together."""

    fields: dict[str, Value]
    also: Callable[[dict, str, Faults], None] | None = None

    @property
    def blank(self) -> dict:
        return {key: reader.blank for key, reader in self.fields.items()}

    def read(self, value, place, faults) -> dict:
        if not is_a(dict, value, place, faults):
            return self.blank
        for key in [key for key in value if key not in self.fields]:
            known = "、".join(self.fields)
            faults.add(
                place, f"の「{shorten(key)}」は、この形式にない項目です。使える項目: {known}"
            )
        result = {
            key: self._field(key, reader, value, place, faults)
            for key, reader in self.fields.items()
        }
        if self.also:
            self.also(result, place, faults)
        return result

    def _field(self, key, reader, value, place, faults) -> object:
        if value.get(key) is not None:
            return reader.read(value[key], under(place, key), faults)
        if reader.required:
            faults.add(place, f"に「{key}」がありません。")
        return reader.blank
