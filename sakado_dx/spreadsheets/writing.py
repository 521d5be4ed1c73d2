"""Tables out of the portal: text cells that no program ever takes for a formula.

A workbook's text cells are string cells in the text format, so that they stay text even when
somebody edits them; a CSV file has no types, so there an apostrophe stands before whatever
could become live (`csv_text.protected`), which reading takes away again.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from sakado_dx.spreadsheets.csv_text import protected

Cell = str | int | Decimal | None

FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
WIDTHS = (8, 60)


def sheet_name(text: str) -> str:
    """A name that workbooks accept, and that begins like no formula."""
    name = FORBIDDEN_IN_NAME.sub("＿", text).strip().strip("'")
    if protected(name) != name:
        name = f"＿{name}"
    return name[:LONGEST_NAME].strip("'") or "一覧"


def to_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet with a fixed heading row; numbers are numbers, the rest text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(sheet_name(title))
        text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        bold = workbook.add_format(
            {"num_format": "@", "text_wrap": True, "bold": True, "bg_color": "#E8F1FE", "border": 1}
        )
        number = workbook.add_format({"valign": "top"})
        widths = [WIDTHS[0]] * len(headings)
        for row, cells in enumerate([headings, *rows]):
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, number if row else bold, text if row else bold)
                widths[column] = max(widths[column], _width(cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()


def _write(sheet, row: int, column: int, cell: Cell, number_format, text_format) -> None:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, number_format)
    elif cell:
        if sheet.write_string(row, column, str(cell), text_format):
            raise ValueError("A cell of a workbook holds 32,767 letters at the most")
    else:
        sheet.write_blank(row, column, None, text_format)


def _width(cell: Cell) -> int:
    """The widest line, Japanese letters counted twice."""
    lines = str(cell if cell is not None else "").split("\n")
    return 2 + max(sum(2 if ord(char) > 0xFF else 1 for char in line) for line in lines)


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, lines ended by CR LF, as spreadsheet programs want it.

    Every cell in quotes: a tab in one is no reason to take tabs for the delimiter.
    """
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for cells in [headings, *rows]:
        writer.writerow([_csv_cell(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize() + 0:f}"
    return protected(cell) if isinstance(cell, str) else str(cell if cell is not None else "")
