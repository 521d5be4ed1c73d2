"""What a sheet of the plan's workbook is."""

from collections.abc import Callable
from dataclasses import dataclass

from progress.plan_document.sheets.columns import Column

MEMO = "メモ"
RESOLVED = "の意味"
EXAMPLE = "（"


@dataclass(frozen=True)
class Shape:
    """A sheet: its name, what it holds in a sentence, its columns, and which of them stay in view.
    `part` is the part of the document that it holds; `others` makes a column of any further
    heading, or nothing."""

    name: str
    about: str
    columns: tuple[Column, ...]
    part: str = ""
    held: int = 1
    others: Callable[[str], Column | None] | None = None

    def heading(self, key: object) -> str:
        """What the sheet calls a key; "" where it has none of it."""
        return next((each.heading for each in self.columns if each.key == key), "")


SOURCE = Column("計画の該当箇所", "source", about="「第3章2」など")
