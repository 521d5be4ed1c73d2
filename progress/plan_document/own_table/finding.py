"""A city's own table in a sheet: which rows are its headings, which cells are merged, which rows
are totals and notes. pandas holds the cells, and is loaded only here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from progress.plan_document.own_table.roles import is_heading
from progress.plan_document.schema.faults import DocumentRefused
from sakado_dx.spreadsheets.sheets import Merged, Sheet, column_letter
from sakado_dx.spreadsheets.tables import ROWS_ABOVE

if TYPE_CHECKING:
    from pandas import DataFrame

CELL = re.compile(r"([A-Z]+)([0-9]+)")
LEAST_KNOWN = 2
WIDE = 0.8  # of all columns: a merge that wide is a title's
NO_HEADINGS = (
    "に見出しの行が見つかりません（「施策名」「所管課」「目標」などのある行）。"
    "見出しの行の番号を指定してください。"
)


class Range(NamedTuple):
    """A merged range, ends included."""

    reference: str
    top: int
    bottom: int
    left: int
    right: int

    @property
    def is_vertical(self) -> bool:
        return self.left == self.right


class Head(NamedTuple):
    """The rows of the headings, ends included."""

    first: int
    last: int


@dataclass
class Found:
    """A table in a sheet: its cells below the headings by row and column, the heading of each
    column that has anything, the lines above, the merged ranges below the headings."""

    sheet: str
    head: Head
    cells: DataFrame
    headings: dict[int, str]
    above: list[str]
    merged: list[Range] = field(default_factory=list)

    def samples(self, column: int, most: int = 3) -> list[str]:
        """Some different texts of a column."""
        texts = self.cells[column].str.strip()
        return list(texts[texts != ""].unique()[:most])

    def letter(self, column: int) -> str:
        return column_letter(column)


def find_table(sheet: Sheet, head_row: int | None = None) -> Found:
    """The table of a sheet; `head_row` is where a person says that the headings begin.

    Raises ``DocumentRefused`` where no row looks like headings.
    """
    cells = _cells(sheet)
    ranges = [_range(each) for each in sheet.merged]
    head = _head(sheet, cells, ranges, head_row)
    headings = _headings(cells, head, ranges)
    above = [
        text
        for _, row in cells[cells.index < head.first].iterrows()
        for text in row
        if text.strip()
    ]
    below = cells[cells.index > head.last]
    used = [column for column in cells.columns if column in headings or (below[column] != "").any()]
    named = {column: headings.get(column, "") for column in used}
    merged = [each for each in ranges if each.top > head.last]
    return Found(sheet.name, head, below, named, above, merged)


def _cells(sheet: Sheet) -> DataFrame:
    """All that the sheet shows, by its row's number and its column's, blank where nothing is."""
    import pandas as pd

    width = max((len(cells) for cells in sheet.rows.values()), default=0)
    shown = {
        number: [sheet.shown.get((number, place), text) for place, text in enumerate(cells, 1)]
        for number, cells in sheet.rows.items()
    }
    padded = {number: cells + [""] * (width - len(cells)) for number, cells in shown.items()}
    frame = pd.DataFrame.from_dict(
        padded, orient="index", columns=range(1, width + 1), dtype=object
    )
    return frame.fillna("")


def _range(merged: Merged) -> Range:
    letters = [letter for letter, _ in CELL.findall(merged.reference.upper())]
    right = _number(letters[-1]) if letters else merged.first_column
    return Range(merged.reference, merged.first_row, merged.last_row, merged.first_column, right)


def _number(letters: str) -> int:
    """The column of its letters: 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _head(sheet: Sheet, cells: DataFrame, ranges: list[Range], asked: int | None) -> Head:
    """The row with most words that head such columns, and those that are merged with it."""
    known = cells.head(ROWS_ABOVE).map(is_heading).sum(axis=1)
    if asked is not None:
        row = asked if asked in cells.index else 0
    else:
        row = int(known.idxmax()) if len(known) and known.max() >= LEAST_KNOWN else 0
    if not row:
        raise DocumentRefused.because(NO_HEADINGS, f"シート「{sheet.name}」")
    width = len(cells.columns)
    joined = [r for r in ranges if r.right - r.left + 1 < width * WIDE]
    first = min([r.top for r in joined if r.top <= row <= r.bottom], default=row)
    first = min([r.top for r in joined if r.top == row - 1 and not r.is_vertical], default=first)
    first = min(first, row) if asked is None else row
    last = max([r.bottom for r in joined if first <= r.top <= row], default=row)
    spans = any(first <= r.top <= row and not r.is_vertical for r in joined)
    below = known[known.index == last + 1]
    if spans and last == row and len(below) and below.iloc[0] >= LEAST_KNOWN:
        last += 1
    return Head(first, max(last, row))


def _headings(cells: DataFrame, head: Head, ranges: list[Range]) -> dict[int, str]:
    """What heads each column: the texts of its heading rows, a merged one over all that it spans."""
    rows = cells[(cells.index >= head.first) & (cells.index <= head.last)].copy()
    for each in ranges:
        if (
            each.top in rows.index
            and each.left in rows.columns
            and each.top >= head.first
            and each.bottom <= head.last
        ):
            text = rows.loc[each.top, each.left]
            rows.loc[each.top : each.bottom, each.left : each.right] = text
    joined = {
        column: " ".join(
            dict.fromkeys(re.sub(r"\s+", "", text) for text in rows[column] if text.strip())
        )
        for column in rows.columns
    }
    return {column: text for column, text in joined.items() if text}
