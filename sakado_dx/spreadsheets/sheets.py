"""A workbook as this portal reads it: sheets of text, with what could not be read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

# Of one table; a plan ten times Sakado's has 900 systems.
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELLS = 250_000
MAX_MERGED = 2_000
# Titles and notes may stand above the headings.
ROWS_ABOVE = 20
LAST_ROW = MAX_ROWS + ROWS_ABOVE


class CellNote(NamedTuple):
    """What is to be said of a cell; rows and columns count from 1, and a 0 stands for all of them.
    `cure` is how to mend it, or what is taken instead."""

    row: int
    column: int
    value: str
    problem: str
    cure: str


class Merged(NamedTuple):
    """A merged range, ends included, counted from 1."""

    reference: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass
class Sheet:
    """One sheet. `rows` maps row numbers to cells as text; blank rows are left out; `is_1904` as
    of its book. The texts are those of figures: `shown` is all that a cell shows, by row and
    column, where that is more. `unreadable` cannot be taken, `notices` must be known."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    unreadable: list[CellNote] = field(default_factory=list)
    notices: list[CellNote] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    is_1904: bool = False


@dataclass
class Book:
    """A file with its sheets, each read when it is asked for; of `head` the first rows alone, as
    they are stored.

    `encoding` is that of a text file, "" of a workbook; `hidden` names hidden sheets;
    `is_1904` tells by which calendar the workbook numbers its days.
    """

    names: list[str]
    read: Callable[[str], Sheet]
    head: Callable[[str], Sheet]
    hidden: frozenset[str] = frozenset()
    encoding: str = ""
    is_1904: bool = False


def column_letter(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
