"""Tables out of the portal: text cells that no program ever takes for a formula.

A workbook's text cells are string cells in the text format, so that they stay text even when
somebody edits them; a CSV file has no types, so there an apostrophe stands before whatever
could become live (`csv_text.protected`), which reading takes away again.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sakado_dx.letters import plain
from sakado_dx.spreadsheets import cp932
from sakado_dx.spreadsheets.csv_text import protected

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | None

FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
WIDTHS = (8, 60)
A4 = 9  # as the file format numbers papers
LINE = 15  # pt, of a line of text in a row
MOST_IN_A_CELL = 32_000  # letters; a workbook holds 32,767
CUT = "\n…（長いため、ここまで。続きは画面かCSVで読めます）"


def sheet_name(text: str) -> str:
    """A name that workbooks accept, and that begins like no formula."""
    name = FORBIDDEN_IN_NAME.sub("＿", text).strip().strip("'")
    if protected(name) != name:
        name = f"＿{name}"
    return name[:LONGEST_NAME].strip("'") or "一覧"


def in_header(text: str) -> str:
    """A text for the head or foot of a printed page: there an & begins a command, and all has room
    for 255 letters."""
    return plain(text).replace("&", "&&")[:60]


def new_workbook(buffer: BytesIO) -> "Workbook":
    """A workbook to write, which its block ends; no text becomes a formula or a link by itself."""
    import xlsxwriter  # late, for commands; workers have it before they part (wsgi.py)

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(buffer, options)


def to_xlsx(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    above: Sequence[str] = (),
    made_at: datetime | None = None,
) -> bytes:
    """A workbook of one sheet as an office keeps it: the lines `above` (what it is, as of when),
    a heading row that stays in view and is printed on each page, filters, A4 landscape as wide as
    the page. Numbers are numbers, the rest is text. The bytes are the same for the same rows and
    `made_at`, the moment (now where none is named) that the file says it was made."""
    buffer = BytesIO()
    with new_workbook(buffer) as workbook:
        if made_at:
            workbook.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        sheet = workbook.add_worksheet(sheet_name(title))
        book = Formats(workbook)
        for row, line in enumerate(above):
            sheet.write_string(row, 0, line, book.line if row else book.title)
        head, last = len(above), len(above)
        widths = [WIDTHS[0]] * len(headings)
        for last, cells in enumerate([headings, *rows], head):
            for column, cell in enumerate(cells):
                write_cell(sheet, last, column, cell, book, is_heading=last == head)
                if widths[column] < WIDTHS[1]:
                    widths[column] = max(widths[column], width_of(cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, WIDTHS[1]))
        _set_page(sheet, head, last, len(headings))
    return buffer.getvalue()


def _set_page(sheet, head: int, last: int, columns: int) -> None:
    if columns:
        sheet.autofilter(head, 0, max(last, head + 1), columns - 1)
    set_page(sheet, head)


def set_page(sheet, head: int, held: int = 0) -> None:
    """A heading row that stays in view, with `held` columns, and stands on each page; A4 landscape
    as wide as the page."""
    sheet.freeze_panes(head + 1, held)
    sheet.repeat_rows(head)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P／&N")


def let_grow(sheet: "Worksheet") -> None:
    """Let the rows keep the height that is stored until somebody types into them, and then grow
    with the text: the library marks each height as the user's own, which programs hold to."""
    begin = sheet._xml_start_tag_unencoded

    def begin_unmarked(tag: str, attributes=()) -> None:
        begin(tag, [each for each in attributes if (tag, each[0]) != ("row", "customHeight")])

    sheet._xml_start_tag_unencoded = begin_unmarked


class Formats:
    """The formats of a workbook's cells; those of numbers by their decimals."""

    def __init__(self, workbook: "Workbook"):
        top = {"text_wrap": True, "valign": "top", "num_format": "@"}
        self.text = workbook.add_format(top)
        self.bold = workbook.add_format({**top, "bold": True, "bg_color": "#E8F1FE", "border": 1})
        self.title = workbook.add_format({"bold": True, "font_size": 14, "num_format": "@"})
        self.line = workbook.add_format({"num_format": "@"})
        self.plain = workbook.add_format({"valign": "top"})
        self._workbook, self._numbers = workbook, {}

    def number(self, value: int | Decimal):
        """``1,234`` and ``12.5``, as pages show them."""
        places = max(-Decimal(value).normalize().as_tuple().exponent, 0)
        if places not in self._numbers:
            code = "#,##0" + ("." + "0" * places if places else "")
            self._numbers[places] = self._workbook.add_format({"num_format": code, "valign": "top"})
        return self._numbers[places]


def write_cell(
    sheet, row: int, column: int, cell: Cell, book: Formats, *, is_heading: bool = False
) -> None:
    """A cell by its type: a number as one, anything else as text that no program reckons with."""
    text_format = book.bold if is_heading else book.text
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, book.number(cell))
    elif cell:
        if sheet.write_string(row, column, str(cell), text_format):
            raise ValueError("A cell of a workbook holds 32,767 letters at the most")
    else:
        sheet.write_blank(row, column, None, text_format)


def cut(cell: Cell) -> Cell:
    """What a workbook's cell can hold of a text, with a word on what was left off."""
    if isinstance(cell, str) and len(cell) > MOST_IN_A_CELL:
        return cell[:MOST_IN_A_CELL] + CUT
    return cell


def width_of(cell: Cell) -> int:
    """The column of a cell: its widest line, with some room."""
    return 2 + letters_of(str(cell if cell is not None else ""))


def letters_of(text: str) -> int:
    """The widest line of a text, Japanese letters counted twice."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(2 * len(line) - len(line.encode("latin-1", "ignore")) for line in text.split("\n"))


def lines_of(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the highest cell of a row takes; a Japanese letter is two wide."""
    return max(
        sum(
            1 + sum(1 + (ord(char) > 0xFF) for char in line) // width
            for line in str(cell or "").split("\n")
        )
        for cell, width in zip(cells, widths, strict=False)
    )


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, lines ended by CR LF, as spreadsheet programs want it.

    Every cell in quotes: a tab in one is no reason to take tabs for the delimiter.
    """
    return _csv_text(headings, rows).encode("utf-8-sig")


def to_cp932_csv(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, stand_ins: bool = False
) -> bytes:
    """The same as programs without Unicode read it. Raises LettersLost where they lack letters,
    unless others may stand in for them."""
    rows = list(rows)
    if not stand_ins and (lost := cp932.lost_letters(headings, rows)):
        raise cp932.LettersLost(lost)
    # First the letters: one that stands in may be what a program would take for a formula.
    table = [list(map(cp932.in_letters, cells)) for cells in [headings, *rows]]
    return _csv_text(table[0], table[1:]).encode(cp932.CODEC)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """Each row as a line of a CSV file, without its end."""
    lines: list[str] = []
    # The writer asks its file for nothing else, and hands it a row at a time.
    whole = SimpleNamespace(write=lines.append)
    writer = csv.writer(whole, lineterminator="", quoting=csv.QUOTE_ALL)
    for cells in rows:
        writer.writerow([_csv_cell(cell) for cell in cells])
    return lines


def csv_file(lines: Iterable[str]) -> bytes:
    """A file of such lines: UTF-8 with its mark, lines ended by CR LF, as spreadsheet programs want
    it."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    return "".join(f"{line}\r\n" for line in csv_lines([headings, *rows]))


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize() + 0:f}"
    return protected(cell) if isinstance(cell, str) else str(cell if cell is not None else "")
