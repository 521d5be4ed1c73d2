"""A table as CSV, JSON and xlsx: the same rows and columns, for the same data the same bytes.

As machines want tables (総務省「統計表における機械判読可能なデータの表記方法」): one table a file,
headings in the first row, one datum a cell, numbers as numbers without separators, nothing merged,
coloured, hidden or reckoned. A text that a spreadsheet program would take for a formula has an
apostrophe before it in CSV alone (`sakado_dx.spreadsheets.writing`).
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from progress.open_data.columns import Cell
from progress.open_data.tables import Table
from progress.reading.codec import number_text
from sakado_dx.files import TYPES
from sakado_dx.spreadsheets import writing

if TYPE_CHECKING:
    import pandas

# The file format asks when a workbook was made; it is not said, so that the bytes stay the same.
UNDATED = datetime(2000, 1, 1)


def frame_of(table: Table, rows: Sequence[Sequence[Cell]]) -> "pandas.DataFrame":
    """The rows as a frame, sorted by year where the table has one, else as the plan has them.

    Raises ValueError where two rows have the same keys: a reader could not tell them apart.
    """
    # Late: pandas takes half a second and 60 MB, and most requests need none of it.
    import pandas

    frame = pandas.DataFrame(rows, columns=table.headings, dtype=object)
    if table.keys[0] == "年度":
        frame = frame.sort_values("年度", kind="stable")
    if frame.duplicated(list(table.keys)).any():
        raise ValueError(f"{table.name}: two rows with the same {'、'.join(table.keys)}")
    return frame


def to_csv(table: Table, frame: "pandas.DataFrame") -> bytes:
    """UTF-8 with its mark, each cell in quotes."""
    return writing.to_csv(table.headings, [list(map(_written, row)) for row in _rows(frame)])


def to_json(table: Table, frame: "pandas.DataFrame") -> bytes:
    """A list of rows by heading; a number with a fraction is text, so that nothing is rounded."""
    rows = [
        {name: _plain(cell) for name, cell in each.items()} for each in frame.to_dict("records")
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def to_xlsx(table: Table, frame: "pandas.DataFrame") -> bytes:
    """One sheet that begins with its headings, without any format but that of a text."""
    buffer = BytesIO()
    with writing.new_workbook(buffer) as workbook:
        workbook.set_properties({"created": UNDATED, "title": table.title})
        sheet = workbook.add_worksheet(table.name)
        text = workbook.add_format({"num_format": "@"})
        for number, row in enumerate([table.headings, *_rows(frame)]):
            for place, cell in enumerate(map(_written, row)):
                if isinstance(cell, str):
                    sheet.write_string(number, place, writing.cut(cell), text)
                elif cell is not None:
                    sheet.write_number(number, place, cell)
    return buffer.getvalue()


def _rows(frame: "pandas.DataFrame") -> list[list[Cell]]:
    return frame.to_numpy(dtype=object).tolist()


def _written(cell: Cell) -> Cell:
    """What a file without a type for yes and no holds: ``true``, ``false``."""
    return str(cell).lower() if isinstance(cell, bool) else cell


def _plain(cell: Cell) -> Cell:
    return number_text(cell) if isinstance(cell, Decimal) else cell


LABELS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel"}
# Media type and writer, by the ending of a file's name.
FORMATS: dict[str, tuple[str, Callable[[Table, "pandas.DataFrame"], bytes]]] = {
    "csv": (TYPES["csv"], to_csv),
    "json": (TYPES["json"], to_json),
    "xlsx": (TYPES["xlsx"], to_xlsx),
}
