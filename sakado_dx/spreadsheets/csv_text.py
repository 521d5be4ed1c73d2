"""CSV files to sheets of text: which encoding, which delimiter, one cell as it was meant."""

import csv
import re
from io import StringIO

from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.sheets import LAST_ROW, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Book, Sheet

SHEET_NAME = "CSV"
# As a spreadsheet program would take a cell for a formula, full-width signs included (they
# become live where a program or a person normalises them); an apostrophe or several in front
# belong to the scheme, so that reading gives back exactly what was written.
LIVE = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])")
DELIMITERS = ",\t;"
QUOTED = re.compile(r'"[^"]*"')
# Bytes that are no letter of cp932, and that Python lets pass as these.
NO_LETTERS = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
BY_MARK = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8（BOM付き）"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def protected(text: str) -> str:
    """The cell with an apostrophe before whatever a program would take for a formula."""
    return f"'{text}" if LIVE.match(text) else text


def unprotected(text: str) -> str:
    """The cell without the apostrophe that `protected`, or a spreadsheet program, put there."""
    return text[1:] if text.startswith("'") and LIVE.match(text, 1) else text


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by its mark, strict UTF-8, then cp932."""
    for mark, codec, name in BY_MARK:
        if content.startswith(mark):
            return _strictly(content, codec, name), name
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        name = "Shift_JIS（CP932）"
        return _strictly(content, "cp932", name), name


def _strictly(content: bytes, codec: str, name: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        raise _unknown(name, content[: error.start].count(b"\n") + 1) from error
    if codec == "cp932" and (found := NO_LETTERS.intersection(text)):
        raise _unknown(name, text[: min(map(text.index, found))].count("\n") + 1)
    return text


def _unknown(name: str, line: int) -> Refused:
    return Refused(
        f"文字コードを判別できません（{name}として読むと{line}行目に読めない文字があります）。"
        "「CSV UTF-8」として保存し直してください。"
    )


def read_book(content: bytes) -> Book:
    """The file as a book of one sheet; `Refused` where it is no CSV."""
    text, encoding = decoded(content)
    sheet = Sheet(SHEET_NAME)
    try:
        _fill(sheet, text)
    except csv.Error as error:
        raise Refused(
            'CSVとして読み取れません。引用符（"）が閉じられていないか、ファイルが途中で切れています。'
            "もう一度保存し、アップロードし直してください。"
        ) from error
    return Book([SHEET_NAME], lambda name: sheet, lambda name: sheet, encoding=encoding)


def _fill(sheet: Sheet, text: str) -> None:
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    cells = 0
    for number, row in enumerate(reader, 1):
        cells += len(row)
        _check_bounds(number, len(row), cells)
        if any(cell.strip() for cell in row):
            sheet.rows[number] = [unprotected(cell) for cell in row]


def _delimiter(text: str) -> str:
    """What the first line has of these; a comma where it has neither."""
    first_line = QUOTED.sub("", text).lstrip("\r\n").partition("\n")[0]
    return next((each for each in DELIMITERS if each in first_line), ",")


def _check_bounds(row: int, columns: int, cells: int) -> None:
    if row > LAST_ROW:
        raise Refused(f"行が多すぎます。{MAX_ROWS:,}行までに分けてください。")
    if columns > MAX_COLUMNS:
        raise Refused(f"{row}行目の列が多すぎます。{MAX_COLUMNS}列までにしてください。")
    if cells > MAX_CELLS:
        raise Refused(f"セルが多すぎます。{MAX_CELLS:,}個までに分けてください。")
