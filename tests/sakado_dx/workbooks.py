"""Files for the tests, made on the spot."""

import zipfile
from io import BytesIO

import xlsxwriter
from openpyxl import Workbook

from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.tables import table_of
from sakado_dx.spreadsheets.writing import to_xlsx


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


def exported(resource, queryset=None) -> list[list]:
    """What a resource exports: headings, then rows."""
    dataset = resource.export(queryset)
    return [list(dataset.headers), *map(list, dataset)]


def taken_in(resource, rows, *, dry_run=False, **context):
    """The outcome of importing these rows, headings first, or a workbook's bytes."""
    content = rows if isinstance(rows, bytes) else to_xlsx(resource.title, rows[0], rows[1:])
    table = table_of(
        read_book("a.xlsx", content),
        title=resource.title,
        headings=resource.headings,
        required=resource.needed_headings,
        figures=resource.figure_headings,
    )
    return resource.take_in(table, dry_run=dry_run, **context)


def told(outcome) -> list[tuple[str, str, str]]:
    """The faults of an outcome, short: place, column, problem."""
    return [(each.place, each.column, each.problem) for each in outcome.faults]


def changes(outcome) -> dict[str, list[tuple[str, str, str]]]:
    """The differences of an outcome by the name of what changes."""
    rows = outcome.added + outcome.changed
    return {row.name: [tuple(change) for change in row.changes] for row in rows}
