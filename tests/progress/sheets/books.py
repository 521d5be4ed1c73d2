"""The workbook of the small city's leading division: made, filled in with openpyxl, given back."""

from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from progress.sheets.columns import NUMBER, PARTS, REPORTS, Readers
from progress.sheets.gathering import book_of
from progress.sheets.workbook import to_xlsx
from tests.progress.conftest import World

HEAD = 3  # the row of the headings


def made(world: World, division: str = "lead") -> bytes:
    """The division's workbook as of now."""
    book = book_of(world.year, world.divisions[division], timezone.localdate())
    return to_xlsx(book, Readers(world.year.plan), timezone.now())


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def saved(book) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_of(book, heading: str, number: int = 1, sheet: str = REPORTS):
    """The cell under a heading, in the row of this number."""
    page = book[sheet]
    column = next(cell.column for cell in page[HEAD] if cell.value == heading)
    numbers = next(cell.column for cell in page[HEAD] if cell.value == NUMBER)
    row = next(
        each[0].row for each in page.iter_rows(HEAD + 1) if each[numbers - 1].value == number
    )
    return page.cell(row, column)


def filled(
    content: bytes, cells: Mapping[str, object], number: int = 1, sheet: str = REPORTS
) -> bytes:
    """The workbook with these cells of a row typed over, by heading."""
    book = opened(content)
    for heading, value in cells.items():
        write(cell_of(book, heading, number, sheet), value)
    return saved(book)


def write(cell, value) -> None:
    """As a person types it into a cell of text: nothing is a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def answered(content: bytes, cells: Mapping[str, object], number: int = 1) -> bytes:
    return filled(content, cells, number, PARTS)


def upload(content: bytes, name: str = "記入用ブック.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def address(world: World, name: str = "division_workbook", division: str = "lead") -> str:
    return reverse(f"progress:{name}", args=[world.year.pk, world.divisions[division].pk])


def given_back(client, world: World, content: bytes, division: str = "lead"):
    """The answer to the upload of a workbook."""
    return client.post(address(world, division=division), {"file": upload(content)})


def confirmed(client, world: World, page, division: str = "lead", **fields):
    """The answer to the yes to a preview."""
    ticket = page.context["form"]["ticket"].value()
    where = address(world, "division_workbook_store", division)
    return client.post(where, {"ticket": ticket, **fields})


def taken_in(client, world: World, content: bytes, division: str = "lead", **fields):
    """Uploaded, and confirmed."""
    page = given_back(client, world, content, division)
    return confirmed(client, world, page, division, **fields)
