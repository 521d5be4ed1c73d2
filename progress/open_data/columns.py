"""What a column of the open data is: the one home of its heading, type, meaning and value.

The three file formats, the dictionary on the page and the machine-readable one read it alike. One
cell holds one datum; a unit stands in a column of its own or in the heading; a year is a number,
with its era in the next column.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial

from sakado_dx.fiscal import label_name
from sakado_dx.letters import plain

Cell = str | int | bool | Decimal | None

TEXT, WHOLE, NUMBER, YES_NO, DAY = "string", "integer", "number", "boolean", "date"
TYPE_NAMES = {
    TEXT: "文字",
    WHOLE: "整数",
    NUMBER: "数値",
    YES_NO: "true か false",
    DAY: "日付（YYYY-MM-DD）",
}
LINE_BREAKS = re.compile(r"\s*[\n\t]+\s*")


@dataclass(frozen=True)
class Column:
    """A column: `path` is where a row has its value (``part.policy.name``), `shown` what is
    written for it. One that `is_needed` is never blank; of one with `codes` these are all that
    may stand in it, with the word for each."""

    type: str
    name: str
    told: str
    path: str
    is_needed: bool = False
    codes: Mapping[str, str] | None = None
    shown: Callable[[object], object] | None = None

    def cell(self, row: object) -> Cell:
        """What stands in the column for a row, None for nothing."""
        value = row
        for name in self.steps:
            value = None if value is None else getattr(value, name)
        if self.shown and value is not None:
            value = self.shown(value)
        return as_cell(value)

    @cached_property
    def steps(self) -> list[str]:
        return self.path.split(".")

    @property
    def type_name(self) -> str:
        return TYPE_NAMES[self.type]


text = partial(Column, TEXT)
whole = partial(Column, WHOLE)
number = partial(Column, NUMBER)
yes_no = partial(Column, YES_NO, is_needed=True)
day = partial(Column, DAY)


def as_cell(value: object) -> Cell:
    """A plain value: days as 2026-08-12, a text in one line, a blank as None."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # Most texts are one line already, and a table has ten thousand cells.
        line = value if value.isprintable() else LINE_BREAKS.sub(" ", plain(value))
        return line.strip() or None
    return value


def fiscal_year(what: str, path: str, **more) -> tuple[Column, Column]:
    """A fiscal year as a number, and with its era: 2025 and 令和7年度."""
    told = f"{what}（西暦。4月から翌年3月まで）"
    era = text(f"{what}（和暦）", f"{what}を元号で書いたもの", path, shown=label_name, **more)
    return whole(what, told, path, **more), era


def coded(
    name: str, told: str, codes: Mapping[str, str], path: str, **more
) -> tuple[Column, Column]:
    """A code and the word for it, in two columns."""
    word = text(name, told, path, shown=codes.get, **more)
    return text(f"{name}コード", f"{told}（コード）", path, codes=codes, **more), word


def meant(name: str, told: str, meanings: Mapping[str, str], path: str) -> tuple[Column, Column]:
    """A word that the plan has chosen, and the code of what it means."""
    word = text(name, f"{told}（計画の言葉）", f"{path}.word")
    return text(f"{name}コード", f"{told}（意味のコード）", f"{path}.meaning", codes=meanings), word
