"""Workbooks to sheets of text, as people see them.

openpyxl reads them, since number formats decide what a cell shows (50% is stored as 0.5, 00123 as
123), and so does the workbook's own calendar (1904). `outline` sees before what openpyxl does
not tell, `cells` reads each cell.
"""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.reader import excel
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException
from openpyxl.worksheet import _reader as rows
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from sakado_dx.spreadsheets import parts
from sakado_dx.spreadsheets.cells import HIDDEN_CURE, STRUCK, CellReader
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.guard import BROKEN
from sakado_dx.spreadsheets.outline import Area, Outline, outline_of
from sakado_dx.spreadsheets.sheets import (
    MAX_COLUMNS,
    ROWS_ABOVE,
    Book,
    CellNote,
    Sheet,
    column_letter,
)

FORMULA = "（数式）"
UNCALCULATED = "数式の計算結果が保存されていません。"
# Programs that write no results put a 0 there, and leave the reckoning to whoever opens the file.
NOUGHT = "0"
KEPT = "数式の計算結果は、最後に保存されたときのものです（開くときに計算し直すファイルです）。"
KEPT_CURE = (
    "保存されている値を取り込みます。違うときは、表計算ソフトで開いて上書き保存してください。"
)
CALCULATE_CURE = "表計算ソフトで開いて上書き保存するか、値を直接入力してください。"
CONDITIONAL_CURE = (
    "条件付き書式によらない表示のとおりに取り込みます。"
    "違うときは、条件付き書式を消し、セルの表示形式を直してください。"
)
# Headings do not stand further down, however many blank rows lie above them.
ROWS_LOOKED_AT = 200
# What the parsers of XML raise: defusedxml, the standard one, lxml (both are SyntaxErrors).
NOT_XML = (DefusedXmlException, SyntaxError)
FAULTY_BOOK = (
    InvalidFileException, CellCoordinatesException, zipfile.BadZipFile, KeyError, ValueError,
    TypeError, AttributeError, IndexError, OverflowError, *NOT_XML,
)  # fmt: skip


class _UnmeasuredSheet(ReadOnlyWorksheet):
    """A sheet of reading mode that does not ask for its size: where the file does not tell it,
    openpyxl would read every sheet whole to open the book."""

    def _get_size(self) -> None:
        pass


# Its reader takes no class and no parser of ours.
excel.ReadOnlyWorksheet = _UnmeasuredSheet
excel.read_rich_text, rows.iterparse = parts.read_strings, parts.iterparse


def read_book(content: bytes) -> Book:
    """The workbook; `Refused` where its parts do not fit together. Ask `guard` first."""
    with _faults_as_refusal():
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, rich_text=True)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if not sheets:
        raise Refused("シートがありません。表のあるファイルを選んでください。")
    hidden = frozenset(name for name, sheet in sheets.items() if sheet.sheet_state != "visible")

    def read(name: str) -> Sheet:
        with _faults_as_refusal():
            return _read_sheet(sheets[name], content)

    def head(name: str) -> Sheet:
        with _faults_as_refusal():
            return _read_head(sheets[name])

    return Book(list(sheets), read, head, hidden, is_1904=workbook.epoch == CALENDAR_MAC_1904)


@contextmanager
def _faults_as_refusal() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FAULTY_BOOK as error:
        raise Refused(BROKEN) from error


def _read_head(sheet) -> Sheet:
    """The first rows that hold something, to know the sheet by its headings."""
    found = Sheet(sheet.title)
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=ROWS_LOOKED_AT, max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, 1):
        texts = ["" if value is None else str(value) for value in values]
        if any(text.strip() for text in texts):
            found.rows[number] = texts
        if len(found.rows) == ROWS_ABOVE:
            break
    return found


def _read_sheet(sheet, content: bytes) -> Sheet:
    outline = outline_of(sheet, content)
    workbook = sheet.parent
    is_1904 = workbook.epoch == CALENDAR_MAC_1904
    result = Sheet(sheet.title, merged=outline.merged, is_1904=is_1904)
    is_kept = not workbook.calculation.fullCalcOnLoad
    result.unreadable += _uncalculated(outline, is_kept=is_kept)
    result.notices += () if is_kept else _kept(outline)
    if not outline.last_row:
        return result
    painted = [*outline.painted, *_painted(outline, workbook)]
    reader = CellReader(workbook.epoch, result.unreadable.append, result.notices.append, painted)
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=outline.last_row, max_col=outline.last_column)
    for number, cells in enumerate(rows, 1):
        _take_row(result, outline, reader, number, cells)
    _say_hidden(result, outline)
    result.notices += _conditional(result, outline, workbook)
    return result


def _take_row(result: Sheet, outline: Outline, reader: CellReader, number: int, cells) -> None:
    told = len(result.notices)
    found = [
        reader.read(cell, number, column, outline.standing.get((number, column)))
        for column, cell in enumerate(cells, 1)
    ]
    if any(each.figure.strip() or each.text.strip() for each in found):
        result.rows[number] = [each.figure for each in found]
        for column, each in enumerate(found, 1):
            if each.text != each.figure:
                result.shown[number, column] = each.text
        return
    own = result.notices[told:]
    if own and all(each.problem == STRUCK for each in own):
        # Nothing of the row stands: one word for all of it.
        cure = "この行は取り込みません。"
        result.notices[told:] = [CellNote(number, 0, own[0].value, "行の全体に" + STRUCK, cure)]


def _uncalculated(outline: Outline, *, is_kept: bool) -> Iterator[CellNote]:
    """Formulas without a result; where results are not kept up a 0 is none."""
    places = list(outline.uncalculated)
    if not is_kept:
        places += [place for place, value in outline.formulas.items() if value == NOUGHT]
    for row, column in places:
        yield CellNote(row, column, FORMULA, UNCALCULATED, CALCULATE_CURE)


def _kept(outline: Outline) -> Iterator[CellNote]:
    """Formulas whose results the workbook itself would reckon anew."""
    for (row, column), value in outline.formulas.items():
        if value != NOUGHT:
            yield CellNote(row, column, value, KEPT, KEPT_CURE)


def _say_hidden(result: Sheet, outline: Outline) -> None:
    for row in sorted(outline.hidden_rows & result.rows.keys()):
        told = next(text for text in result.rows[row] if text.strip())
        result.notices.append(CellNote(row, 0, told, "非表示の行です。", HIDDEN_CURE))
    for column in range(1, outline.last_column + 1):
        filled = [cells for cells in result.rows.values() if len(cells) >= column]
        if outline.is_hidden(column) and any(cells[column - 1].strip() for cells in filled):
            told = f"{column_letter(column)}列"
            result.notices.append(CellNote(0, column, told, "非表示の列です。", HIDDEN_CURE))


def _conditional(result: Sheet, outline: Outline, workbook) -> Iterator[CellNote]:
    """Conditional formats that may show a number otherwise than its cell's own format."""
    styles = workbook._differential_styles.styles
    changing = {None} | {at for at, each in enumerate(styles) if each.numFmt is not None}
    for ranges, own in outline.conditional:
        places = [range_boundaries(each) for each in ranges.split()]
        if own & changing and (columns := _filled(result, places)):
            problem = f"条件付き書式で、表示形式が変わることがあります（{ranges}）。"
            yield CellNote(
                0, columns[0], f"{column_letter(columns[0])}列", problem, CONDITIONAL_CURE
            )


def _painted(outline: Outline, workbook) -> Iterator[Area]:
    """What conditional formats may colour."""
    styles = workbook._differential_styles.styles
    filling = {at for at, each in enumerate(styles) if each.fill is not None}
    for ranges, own in outline.conditional:
        if own & filling:
            for first, top, last, bottom in map(range_boundaries, ranges.split()):
                yield first or 1, top or 1, last or MAX_COLUMNS, bottom or outline.last_row


def _filled(result: Sheet, places: list[tuple]) -> list[int]:
    """The columns of these ranges that hold something in them, in their order."""
    return sorted(
        {
            column
            for first_column, first_row, last_column, last_row in places
            for row, cells in result.rows.items()
            if (first_row or 1) <= row <= (last_row or row)
            for column in range(first_column or 1, min(last_column or len(cells), len(cells)) + 1)
            if cells[column - 1].strip()
        }
    )
