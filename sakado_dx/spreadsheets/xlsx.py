"""Workbooks to sheets of text.

openpyxl reads them, since number formats matter (50% is stored as 0.5, 00123 as 123), and so
does the workbook's own calendar (1904). One pass over the sheet's XML goes before it: it
bounds the work, and sees what openpyxl does not tell in this mode: formulas that were never
calculated, and merged cells.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from sakado_dx.spreadsheets.era_years import era_year
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.guard import BROKEN
from sakado_dx.spreadsheets.sheets import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Book,
    Merged,
    Sheet,
    Unreadable,
    column_letter,
)

ERROR_CURE = "数式を直すか、正しい値を入力してください。"
UNCALCULATED = "数式の計算結果が保存されていません。"
UNCALCULATED_CURE = "表計算ソフトで開いて上書き保存するか、値を直接入力してください。"
# How a workbook writes a control character; openpyxl leaves it as it is.
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
# In these formats the zeros in front are part of what people see: 00123.
PADDED = re.compile(r"0{2,}")
NOT_XML = (DefusedXmlException, ParseError)
FAULTY_BOOK = (
    InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OverflowError, *NOT_XML,
)  # fmt: skip


def read_book(content: bytes) -> Book:
    """The workbook; `Refused` where its parts do not fit together. Ask `guard` first."""
    with _faults_as_refusal():
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if not sheets:
        raise Refused("シートがありません。表のあるファイルを選んでください。")
    hidden = frozenset(name for name, sheet in sheets.items() if sheet.sheet_state != "visible")

    def read(name: str) -> Sheet:
        with _faults_as_refusal():
            return _read_sheet(sheets[name], content)

    return Book(list(sheets), read, hidden, is_1904=workbook.epoch == CALENDAR_MAC_1904)


@contextmanager
def _faults_as_refusal() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FAULTY_BOOK as error:
        raise Refused(BROKEN) from error


@dataclass
class _Outline:
    """What the sheet's XML says before its values are read."""

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)

    def note(self, row: int, column: int, cell: Element) -> None:
        parts = {child.tag.rpartition("}")[2]: child.text for child in cell}
        self.cells += 1
        if not parts:
            return
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        # An empty text is a result too; without type and value nothing was ever calculated.
        if "f" in parts and not parts.get("v") and cell.get("t") != "str":
            self.uncalculated.append((row, column))

    def check(self, name: str) -> None:
        if self.last_row > MAX_ROWS:
            raise Refused(
                f"シート「{name}」の行が多すぎます（{self.last_row:,}行目に値があります）。"
                f"{MAX_ROWS:,}行までに分けてください。"
            )
        if self.last_column > MAX_COLUMNS:
            raise Refused(
                f"シート「{name}」の列が多すぎます（{column_letter(self.last_column)}列に値があります）。"
                f"{MAX_COLUMNS}列までにしてください。"
            )
        if self.cells > MAX_CELLS:
            raise Refused(
                f"シート「{name}」のセルが多すぎます。使っていない行と列を削除してください。"
            )


def _outline(sheet, content: bytes) -> _Outline:
    outline, row, column = _Outline(), 0, 0
    # openpyxl has resolved the workbook's relations; its name for the part is not public.
    with (
        zipfile.ZipFile(BytesIO(content)) as archive,
        archive.open(sheet._worksheet_path) as part,
    ):
        for event, element in iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r") or row + 1), 0
            elif tag == "c":
                row, column = _position(element, row, column + 1)
                outline.note(row, column, element)
                outline.check(sheet.title)
            elif tag == "row":
                element.clear()
            elif tag == "mergeCell":
                outline.merged.append(_merged(element.get("ref")))
    return outline


def _position(cell: Element, row: int, column: int) -> tuple[int, int]:
    """Where the cell says it stands; the next place where it says nothing."""
    if not (reference := cell.get("r")):
        return row, column
    letters, row = coordinate_from_string(reference)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return row, column


def _merged(reference: str) -> Merged:
    first_column, first_row, _, last_row = range_boundaries(reference)
    return Merged(reference, first_row, last_row, first_column)


def _read_sheet(sheet, content: bytes) -> Sheet:
    outline = _outline(sheet, content)
    is_1904 = sheet.parent.epoch == CALENDAR_MAC_1904
    result = Sheet(sheet.title, merged=outline.merged, is_1904=is_1904)
    result.unreadable = [
        Unreadable(row, column, "（数式）", UNCALCULATED, UNCALCULATED_CURE)
        for row, column in outline.uncalculated
    ]
    if not outline.last_row:
        return result
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=outline.last_row, max_col=outline.last_column)
    for number, cells in enumerate(rows, 1):
        texts = [_text(cell, number, column, result) for column, cell in enumerate(cells, 1)]
        if any(text.strip() for text in texts):
            result.rows[number] = texts
    return result


def _text(cell, row: int, column: int, sheet: Sheet) -> str:
    if cell.data_type == "e":
        problem = f"セルの値がエラー（{cell.value}）です。"
        sheet.unreadable.append(Unreadable(row, column, str(cell.value), problem, ERROR_CURE))
        return ""
    return text_of(cell.value, getattr(cell, "number_format", ""), sheet.is_1904)


def text_of(value: object, number_format: str = "", is_1904: bool = False) -> str:
    """The text that a person would type for a cell's value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return era_year(value, number_format, is_1904) or _number_text(value, number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else str(value)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))


def _number_text(number: int | float, number_format: str) -> str:
    # A sheet keeps 15 digits, and shows 0.1 + 0.2 as 0.3.
    exact = Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")
    if number_format.rstrip().endswith("%"):
        return f"{_plain(exact * 100)}%"
    text = _plain(exact)
    if PADDED.fullmatch(number_format) and text.isdigit():
        return text.zfill(len(number_format))
    return text


def _plain(number: Decimal) -> str:
    """No exponent and no closing zeros: 3, not 3.0."""
    return f"{number.normalize() + 0:f}"
