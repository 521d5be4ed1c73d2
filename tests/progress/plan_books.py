"""Workbooks of plans for the tests: written by the portal, changed by hand, read back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.sheets.reading import read_workbook
from progress.plan_document.sheets.workbook import to_workbook
from tests.progress.documents import TWO_LEVELS, checked, raw

HEAD = 2  # the row of the headings


class Changed:
    """The workbook of a plan, to be changed cell by cell as a clerk would."""

    def __init__(self, document: dict | None = None):
        document = checked(raw(TWO_LEVELS)) if document is None else document
        self.book = load_workbook(BytesIO(to_workbook(document)))

    def cell(self, sheet: str, row: int, heading: str):
        """The cell of a data row, the first of which is 1, under a heading; of the plan's sheet that of an item."""
        found = self.book[sheet]
        if sheet == "計画":
            row = next(cells[0].row for cells in found.iter_rows() if cells[0].value == heading)
            return found.cell(row, 2)
        headings = [each.value for each in found[HEAD]]
        return found.cell(HEAD + row, headings.index(heading) + 1)

    def put(self, sheet: str, row: int, heading: str, value) -> "Changed":
        self.cell(sheet, row, heading).value = value
        return self

    @property
    def content(self) -> bytes:
        buffer = BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def read(self) -> dict:
        return read_workbook("計画.xlsx", self.content).document

    def notices(self) -> list[str]:
        return [str(each) for each in read_workbook("計画.xlsx", self.content).notices]

    def faults(self) -> list[str]:
        with pytest.raises(DocumentRefused) as refused:
            self.read()
        return [str(each) for each in refused.value.faults]
