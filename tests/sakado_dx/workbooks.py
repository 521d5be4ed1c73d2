"""Files for the tests, made on the spot."""

import zipfile
from io import BytesIO

import xlsxwriter
from openpyxl import Workbook


def workbook(rows, title="施策", **sheets) -> bytes:
    """A workbook with one sheet of these rows, and further ones by name."""
    book = Workbook()
    book.active.title = title
    for sheet, lines in [(book.active, rows)] + [
        (book.create_sheet(name), lines) for name, lines in sheets.items()
    ]:
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def formatted(cells) -> bytes:
    """One column 値 of cells, each given as (value, number format)."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("値")
        sheet.write_string(0, 0, "値")
        for row, (value, number_format) in enumerate(cells, 1):
            sheet.write(row, 0, value, book.add_format({"num_format": number_format}))
    return buffer.getvalue()


def repacked(content: bytes, replace=None, add=None) -> bytes:
    """The workbook with parts replaced (by a function of their bytes) or added."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            change = (replace or {}).get(name, bytes)
            new.writestr(name, change(old.read(name)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return buffer.getvalue()
