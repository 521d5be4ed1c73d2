"""The columns of a sheet: how a cell is read, shown, compared and stored.

Each is a field of django-import-export. Cells are text as people typed it; a column reads
them with the one parser of their kind, and shows values in the writing that reads back.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from import_export.fields import Field

from sakado_dx import fiscal
from sakado_dx.numbers import DECIMAL_PLACES, NoFigure, fitting, parse_number
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.lookup import Lookup
from sakado_dx.spreadsheets.writing import Cell

# Days since 1900 or 1904, of any date from 1927 on; no other writing of a date is five digits.
SERIAL = re.compile(r"[0-9]{5}")
BLANK_CURE = "値を入力してください。"


class Column(Field):
    """One column. `heading` is what the sheet calls it, `attribute` where the value lives.

    `needed` columns must stand in every file, and their cells hold something. Of one that
    `is_figure` the number or day of a cell is read, of all others what the cell shows.
    """

    is_figure = False

    def __init__(self, heading: str, attribute: str, *, needed: bool = False):
        super().__init__(attribute=attribute, column_name=heading)
        self.needed = needed

    def read(self, text: str, row: Mapping[str, str]) -> Any:
        """The value of a cell's text (stripped); `UnreadableValue` where it has none."""
        return text

    def show(self, value: Any) -> Cell:
        """What an exported cell holds; `read` understands it."""
        return value

    def key(self, value: Any) -> str:
        """The value's part in the key of its row."""
        return str(value)

    def stored(self, instance: Any) -> Any:
        return getattr(instance, self.attribute)

    def put(self, instance: Any, value: Any) -> None:
        setattr(instance, self.attribute, value)

    def text(self, value: Any) -> str:
        """The value as differences show it."""
        shown = self.show(value)
        return f"{shown.normalize() + 0:,f}" if isinstance(shown, Decimal) else str(shown or "")

    def says(self, text: str, value: Any) -> bool:
        """Whether a cell is still as an export writes the value: a name with a comma in it, which
        would be read as two, comes back as it was."""
        shown = self.show(value)
        return isinstance(shown, str) and shown != "" and shown == text

    # What import-export calls:

    def clean(self, row: Mapping[str, str], **kwargs) -> Any:
        text = row[self.column_name].strip()
        if self.needed and not text:
            raise UnreadableValue(text, "空欄です。", BLANK_CURE)
        return self.read(text, row)

    def get_value(self, instance: Any) -> Any:
        return self.stored(instance)

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        value = self.clean(row)
        if value != self.get_value(instance):
            self.put(instance, value)

    def export(self, instance: Any, **kwargs) -> Cell:
        return self.show(self.stored(instance))


class TextColumn(Column):
    """Text, kept as typed; line breaks and outer spaces are as a form would store them."""

    def stored(self, instance: Any) -> str:
        return (super().stored(instance) or "").replace("\r\n", "\n").strip()


class NumberColumn(Column):
    """A `Decimal` that its column can hold, or nothing."""

    is_figure = True
    decimal_places = DECIMAL_PLACES

    def read(self, text: str, row: Mapping[str, str]) -> Decimal | None:
        try:
            return fitting(parse_number(text), text, self.decimal_places)
        except NoFigure as error:
            raise error.left_blank from error


class CountColumn(NumberColumn):
    """A whole number from 0; blank leaves what is stored."""

    decimal_places = 0

    def read(self, text: str, row: Mapping[str, str]) -> int | None:
        number = super().read(text, row)
        if number is not None and number < 0:
            raise UnreadableValue(
                text, "0以上の整数ではありません。", "0以上の整数にしてください。"
            )
        return None if number is None else int(number)

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if row[self.column_name].strip():
            super().save(instance, row, is_m2m, **kwargs)

    def text(self, value: int | None) -> str:
        return "" if value is None else str(value)


class YearColumn(Column):
    """A fiscal year: 令和5年度, R5, 2023."""

    def read(self, text: str, row: Mapping[str, str]) -> int | None:
        return fiscal.parse_fiscal_year(text)

    def show(self, value: int | None) -> str:
        return "" if value is None else fiscal.label_name(value)


class DateColumn(Column):
    """A date: 令和8年4月1日, R8.4.1, 2026/4/1, a date cell, or such a cell's bare number.

    `is_1904` is the calendar of the workbook at hand.
    """

    is_figure = True
    is_1904 = False

    def read(self, text: str, row: Mapping[str, str]) -> date | None:
        if SERIAL.fullmatch(text):
            return fiscal.from_excel_serial(int(text), self.is_1904)
        return fiscal.parse_date(text)

    def show(self, value: date | None) -> str:
        return "" if value is None else fiscal.format_date(value)


class ChoiceColumn(Column):
    """One of a few words. `choices` maps stored values to words; "" stands for no choice."""

    def __init__(self, heading: str, attribute: str, choices: Mapping[str, str], **kwargs):
        super().__init__(heading, attribute, **kwargs)
        self.choices = {value: word for value, word in choices.items() if value}
        self.words = {match_key(word): value for value, word in self.choices.items()}

    def read(self, text: str, row: Mapping[str, str]) -> str:
        if not text or match_key(text) in self.words:
            return self.words.get(match_key(text), "")
        known = "」「".join(self.choices.values())
        raise UnreadableValue(text, "使えない言葉です。", f"「{known}」のどれかにしてください。")

    def show(self, value: str | None) -> str:
        return self.choices.get(value or "", "")


class FlagColumn(Column):
    """○ for yes, blank for no."""

    YES = frozenset("○〇◯◎") | {"はい", "有", "TRUE"}
    NO = frozenset({"", "×", "-", "いいえ", "無", "FALSE"})

    def read(self, text: str, row: Mapping[str, str]) -> bool:
        if text in self.YES or text in self.NO:
            return text in self.YES
        raise UnreadableValue(text, "「○」でも空欄でもありません。", "「○」か空欄にしてください。")

    def show(self, value: bool) -> str:
        return "○" if value else ""


class LookupColumn(Column):
    """A row of another table, by name or code."""

    def __init__(
        self,
        heading: str,
        attribute: str,
        lookup: Lookup,
        name_of: Callable[[Any], str] = str,
        **kwargs,
    ):
        super().__init__(heading, attribute, **kwargs)
        self.lookup = lookup
        self.name_of = name_of

    def __deepcopy__(self, memo):
        return self  # what it looks up is shared, not copied

    def stored(self, instance: Any) -> Any:
        return getattr(instance, self.attribute, None)

    def read(self, text: str, row: Mapping[str, str]) -> Any:
        return self.lookup.get(text) if text else None

    def show(self, value: Any) -> str:
        return self.name_of(value) if value is not None else ""

    key = show


class ReferenceColumn(Column):
    """Shown for orientation. A cell that says something else is a slip, and refused."""

    def __init__(self, heading: str, text_of: Callable[[Any], str]):
        super().__init__(heading, heading)
        self.text_of = text_of

    def stored(self, instance: Any) -> str:
        return self.text_of(instance)

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if text := row[self.column_name].strip():
            refuse_other(text, self.stored(instance))


def refuse_other(text: str, expected: str) -> None:
    """`UnreadableValue` where a cell that is there for orientation says something else."""
    if match_key(text) != match_key(expected):
        raise UnreadableValue(
            text,
            f"登録の内容（{expected or '空欄'}）と違います。この列は参照用で、変更できません。",
            "行を取り違えていないか確かめ、登録のとおりに戻すか空欄にしてください。",
        )
