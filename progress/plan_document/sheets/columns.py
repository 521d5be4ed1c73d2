"""The columns of the plan's sheets: how a cell is read for the document, and shown from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from progress.plan_document.schema.readers import plain
from sakado_dx import fiscal
from sakado_dx.numbers import NoFigure, fitting, parse_number
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.columns import ChoiceColumn, FlagColumn
from sakado_dx.spreadsheets.writing import Cell

# A name never holds a line break, so that a list in a cell reads back as it was.
BETWEEN = "\n"
NOT_PLANNED, NONE = "（予定なし）", "（なし）"


class Kind:
    """What the cells of a column hold. Of one that `is_figure` the number or day is read, of all
    others what the cell shows; `words` are all that may stand there, where they are few."""

    is_figure = False
    is_text = True
    words: tuple[str, ...] = ()
    width = 14
    told = ""

    def read(self, text: str) -> object:
        """The document's value of a cell that is not blank; `UnreadableValue` where it has none."""
        return text.strip()

    def show(self, value) -> Cell:
        """The cell of a value; `read` gives back the same."""
        return value


class Line(Kind):
    """A text on one line."""

    def __init__(self, width: int = Kind.width):
        self.width = width


class Lines(Kind):
    """A long text, kept letter by letter."""

    width = 50

    def read(self, text: str) -> str:
        return text


class Whole(Kind):
    """A whole number."""

    is_figure, is_text = True, False
    width = 9
    told = "整数"

    def read(self, text: str) -> int:
        return int(_number(text, 0))


class Figure(Kind):
    """A figure, to the last decimal."""

    is_figure, is_text = True, False
    told = "数（12.5、1,000 など）"

    def read(self, text: str) -> str:
        return plain(_number(text))

    def show(self, value: str | None) -> Cell:
        return None if value is None else Decimal(value)


def _number(text: str, *places: int) -> Decimal:
    try:
        return fitting(parse_number(text), text, *places)
    except NoFigure as error:
        raise error.left_blank from error


class Year(Kind):
    """A fiscal year in words."""

    told = "年度（令和5年度、R5、2023）"

    def read(self, text: str) -> int:
        return fiscal.parse_fiscal_year(text)

    def show(self, value: int | None) -> str:
        if value is None:
            return ""
        name = fiscal.label_name(value)
        try:
            return name if fiscal.parse_fiscal_year(name) == value else str(value)
        except fiscal.UnreadableFiscalYear:  # further than an era is written
            return str(value)


class Day(Kind):
    """A date with its era, in the document as 2026-04-01."""

    is_figure = True
    width = 18
    told = "日付（令和8年4月1日、R8.4.1、2026/4/1）"

    def read(self, text: str) -> str:
        return fiscal.parse_date(text).isoformat()

    def show(self, value: str | None) -> str:
        if not value:
            return ""
        try:
            return fiscal.format_date(date.fromisoformat(value))
        except ValueError:  # before the eras
            return value


class CalendarYear(Kind):
    """A year of the calendar; 平成31年 and 令和元年 are one. Shown by `named`."""

    told = "年（平成9年、1997）"

    def read(self, text: str) -> int:
        written = fold(text).removesuffix("年")
        if written.isdigit() and len(written) == 4:
            return int(written)
        for month in ("12月31日", "1月1日"):
            try:
                return fiscal.parse_date(f"{written}年{month}").year
            except fiscal.UnreadableDate:
                continue
        cure = "「平成9年」「1997」のように入力してください。"
        raise UnreadableValue(text, "年の書き方になっていません。", cure)

    def named(self, year: int, month: int) -> str:
        """The year as that month calls it: 平成31年 to April 2019, then 令和元年."""
        name = fiscal.label_calendar_year(year, month)
        try:
            return name if self.read(name) == year else str(year)
        except UnreadableValue:  # further than an era is written
            return str(year)


class Words(Kind):
    """One of a few words. `labels` maps the document's values to them; a word may be typed without
    what stands in brackets behind it."""

    width = 22
    told = "用意した言葉から選びます"

    def __init__(self, labels: Mapping[str, str]):
        self._column = ChoiceColumn("", "", labels)
        short = {label.partition("（")[0]: value for value, label in labels.items()}
        self._short = ChoiceColumn("", "", {value: word for word, value in short.items()})
        self.words = tuple(labels.values())

    def read(self, text: str) -> str:
        try:
            return self._short.read(text.strip(), {})
        except UnreadableValue:
            return self._column.read(text.strip(), {})

    def show(self, value: str) -> str:
        return self._column.show(value)


class Flag(Kind):
    """○ for yes. Where blank means yes, `no` is the mark that says otherwise."""

    width = 10

    def __init__(self, no: str = ""):
        self.no, self.words = no, ("○", no) if no else ("○",)
        self.told = "○か×（空欄は○）" if no else "○か空欄"
        self._column = FlagColumn("", "")

    def read(self, text: str) -> bool:
        return self._column.read(text.strip(), {})

    def show(self, value: bool) -> str:
        return "○" if value else self.no


class Mark(Kind):
    """◎ or ○ of an effect."""

    words = ("◎", "○")
    width = 12
    CIRCLES = ("○", "〇", "◯")

    def read(self, text: str) -> str:
        mark = text.strip()
        return "○" if mark in self.CIRCLES else mark


class Names(Kind):
    """Several names, each on a line of the cell. Where `or_none`, a word says that there are none
    and a blank cell says nothing."""

    width = 24
    told = "二つ以上あるときは、セルの中で改行（Alt＋Enter）して1行に一つずつ"

    def __init__(self, *, or_none: bool = False):
        self.or_none = or_none

    def read(self, text: str) -> list[str]:
        names = [line.strip() for line in text.split(BETWEEN) if line.strip()]
        return [] if self.or_none and names == [NONE] else names

    def show(self, value: list[str] | None) -> str:
        if value is None:
            return ""
        return NONE if self.or_none and not value else BETWEEN.join(value)


class Numbers(Kind):
    """Several whole numbers: 1、2."""

    told = "二つ以上あるときは「、」で区切る"

    def read(self, text: str) -> list[int]:
        return [Whole().read(each) for each in re.split(r"[、，,・\s]+", text.strip()) if each]

    def show(self, value: list[int]) -> str:
        return "、".join(map(str, value))


class Planned(Kind):
    """A cell of the yearly directions as it is printed; a word says that nothing is planned, for
    a blank cell says nothing."""

    def read(self, text: str) -> str:
        written = text.strip()
        return "" if written == NOT_PLANNED else written

    def show(self, value: str | None) -> str:
        return NOT_PLANNED if value == "" else value or ""


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, the key of its value, what its cells hold.

    `needed` must stand and be filled; `about` says what it is where the heading does not; `names`
    is the key of the code that a name stands beside, for people alone, and `listed` the sheet
    whose first column the cell chooses from.
    """

    heading: str
    key: object
    kind: Kind = field(default_factory=Line)
    needed: bool = False
    about: str = ""
    names: str = ""
    listed: str = ""
