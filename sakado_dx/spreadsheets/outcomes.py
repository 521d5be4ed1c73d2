"""What taking a table in would do, or did: faults, and differences row by row."""

import hashlib
import json
from dataclasses import astuple, dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from sakado_dx.imports.recording import Rows
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.faults import MOST_SHOWN, Fault
from sakado_dx.spreadsheets.tables import Table

ADDED, CHANGED, UNCHANGED = "new", "update", "skip"
EMPTY_CODES = frozenset({"null", "blank", "required"})
CELL_CURE = "このセルを直して、もう一度取り込んでください。"
ROW_CURE = "この行を直して、もう一度取り込んでください。"


class CellError(ValidationError):
    """A fault of one cell, with its cure apart."""

    def __init__(self, error: UnreadableValue):
        super().__init__(error.problem, code="unreadable")
        self.cure = error.cure


class RowError(ValidationError):
    """A fault of a row as a whole, with its cure apart."""

    def __init__(self, problem: str, cure: str = ROW_CURE):
        super().__init__(problem, code="row")
        self.cure = cure


class Change(NamedTuple):
    """One cell's text before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowOutcome:
    """One row: added, changed or unchanged; `name` is that of the thing it describes."""

    number: int
    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    instance: object = None


@dataclass(frozen=True)
class Follow:
    """What comes of the rows, under a title (from when on): what changes, and what to look at."""

    title: str
    lines: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass
class Outcome:
    """All rows and faults of one table. `missing` names what the file does not mention,
    `follows` what comes of all rows together."""

    table: Table
    rows: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    follows: list[Follow] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def added(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.kind == ADDED]

    @property
    def changed(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.kind == CHANGED]

    @property
    def unchanged(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.kind == UNCHANGED]

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)

    def count(self, rows: Rows) -> None:
        """Tell an import how many rows it is."""
        rows.added, rows.changed = len(self.added), len(self.changed)
        rows.unchanged = len(self.unchanged)

    @property
    def shown_faults(self) -> list[Fault]:
        return self.faults[:MOST_SHOWN]

    @property
    def digest(self) -> str:
        """The same for the same differences: whoever confirms, confirms these and no others."""
        rows = [(row.number, row.kind, row.name, row.changes) for row in self.rows]
        follows = [astuple(each) for each in self.follows]
        told = [rows, follows] if follows else rows
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def faults_of(table: Table, row_result, number: int, headings: dict[str, str]) -> list[Fault]:
    """The faults of a row that import-export could not take; `headings` by attribute.

    An error that no cell explains is a defect of ours, and raised.
    """
    texts = next((row.texts for row in table.rows if row.number == number), {})
    if row_result.errors:
        [first, *_] = row_result.errors
        if not isinstance(first.error, DatabaseError):
            raise first.error
        problem = "データベースに登録できない内容です。"
        return [table.fault(number, "", "", problem, ROW_CURE)]
    error = row_result.validation_error
    if not hasattr(error, "error_dict"):
        return [table.fault(number, "", "", _text(each), _cure(each)) for each in error.error_list]
    return [
        table.fault(number, heading, texts.get(heading, ""), _text(each), _cure(each, heading))
        for name, errors in error.error_dict.items()
        for heading in [headings.get(name, "")]
        for each in errors
    ]


def _text(error: ValidationError) -> str:
    if error.code in EMPTY_CODES:
        return "空欄にできません。"
    return str(error.message % error.params if error.params else error.message)


def _cure(error: ValidationError, heading: str = "") -> str:
    if error.code in EMPTY_CODES:
        return "値を入力してください。"
    return getattr(error, "cure", "") or (CELL_CURE if heading else ROW_CURE)
