"""What the XML of a sheet says that openpyxl does not tell in its reading mode.

One pass before the values are read bounds the work, and sees formulas that were never calculated,
merged cells, hidden rows and columns, and struck letters in a cell's own text.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import coordinate_from_string, range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.parts import iterparse
from sakado_dx.spreadsheets.sheets import (
    LAST_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    Merged,
    column_letter,
)

OFF = frozenset(("0", "false", "off"))
# Built-in styles of tables that paint headings and totals, and leave the rest white or nearly so.
PALE = ("TableStyleLight", "TableStyleMedium")
Area = tuple[int, int, int, int]  # first column and row, last column and row


@dataclass
class Outline:
    """Rows and columns count from 1. `formulas` are the kept results of cells with a formula,
    `uncalculated` those without one; `standing` is the text of a cell's own text without its
    struck letters, where it has some; `conditional` are the ranges of conditional formats with the
    numbers of their styles, None for one that itself says how numbers look; `painted` is what the
    styles of tables colour, with colours that are not known here."""

    name: str
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    standing: dict[tuple[int, int], str] = field(default_factory=dict)
    conditional: list[tuple[str, set[int | None]]] = field(default_factory=list)
    painted: list[Area] = field(default_factory=list)

    def note(self, row: int, column: int, cell: Element) -> None:
        self.cells += 1
        if not len(cell):
            return
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        parts = {_tag(child): child.text for child in cell}
        if "f" in parts:
            # An empty text is a result too; without type and value nothing was ever calculated.
            if parts.get("v") or cell.get("t") == "str":
                self.formulas[row, column] = parts.get("v") or ""
            else:
                self.uncalculated.append((row, column))
        if cell.get("t") == "inlineStr" and (runs := _runs(cell)) and any(s for s, _ in runs):
            self.standing[row, column] = "".join(text for struck, text in runs if not struck)

    def note_besides(self, tag: str, element: Element) -> None:
        """What stands beside the rows."""
        if tag == "col" and _is_on(element.get("hidden")):
            self.hidden_columns.append((int(element.get("min")), int(element.get("max"))))
        elif tag == "mergeCell":
            self.merged.append(_merged(element.get("ref")))
            self.check()
        elif tag == "conditionalFormatting":
            self.conditional.append(_conditional(element))

    def check(self) -> None:
        if self.last_row > LAST_ROW:
            raise Refused(
                f"シート「{self.name}」の行が多すぎます（{self.last_row:,}行目に値があります）。"
                f"{MAX_ROWS:,}行までに分けてください。"
            )
        if self.last_column > MAX_COLUMNS:
            raise Refused(
                f"シート「{self.name}」の列が多すぎます（{column_letter(self.last_column)}列に値があります）。"
                f"{MAX_COLUMNS}列までにしてください。"
            )
        if len(self.merged) > MAX_MERGED:
            raise Refused(
                f"シート「{self.name}」の結合されたセルが多すぎます。結合を解除してください。"
            )
        if self.cells > MAX_CELLS:
            raise Refused(
                f"シート「{self.name}」のセルが多すぎます。使っていない行と列を削除してください。"
            )

    def is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def outline_of(sheet, content: bytes) -> Outline:
    """The outline of an openpyxl sheet of the workbook; `Refused` beyond the bounds, and where
    cells stand in no order or twice in one place."""
    outline, row, column = Outline(sheet.title), 0, 0
    # openpyxl has resolved the workbook's relations; its name for the part is not public.
    with (
        zipfile.ZipFile(BytesIO(content)) as archive,
        archive.open(sheet._worksheet_path) as part,
    ):
        for event, element in iterparse(part, events=("start", "end")):
            tag = _tag(element)
            if event == "start":
                if tag == "row":
                    before, row, column = row, int(element.get("r") or row + 1), 0
                    _check_order(outline, f"{row}行目", is_later=row > before)
                    if _is_on(element.get("hidden")):
                        outline.hidden_rows.add(row)
            elif tag == "c":
                place = _position(outline, element, row, column + 1)
                told = f"セル{element.get('r')}"
                _check_order(outline, told, is_later=place[0] == row and place[1] > column)
                column = place[1]
                outline.note(row, column, element)
                outline.check()
            elif tag == "row":
                element.clear()
            elif tag == "tableParts":
                outline.painted += _painted(archive, sheet._worksheet_path)
            else:
                outline.note_besides(tag, element)
    return outline


def _painted(archive: zipfile.ZipFile, path: str) -> Iterator[Area]:
    """What the styles of a sheet's tables colour."""
    for each in get_dependents(archive, get_rels_path(path)):
        if each.Type.endswith("/table"):
            table = fromstring(archive.read(each.target))
            named = (part.get("name") for part in table if _tag(part) == "tableStyleInfo")
            if style := next(named, None):
                area = range_boundaries(table.get("ref"))
                yield from _ends(table, *area) if style.startswith(PALE) else (area,)


def _ends(table: Element, first: int, top: int, last: int, bottom: int) -> Iterator[Area]:
    """The rows of headings and of totals."""
    yield first, top, last, top + int(table.get("headerRowCount", 1)) - 1
    yield first, bottom - int(table.get("totalsRowCount", 0)) + 1, last, bottom


def _conditional(element: Element) -> tuple[str, set[int | None]]:
    """The ranges of a conditional format and its styles; newer programs write both inside it."""
    parts = list(element.iter())
    told = (each.text for each in parts if _tag(each) == "sqref" and each.text)
    styles = {int(each.get("dxfId")) for each in parts if each.get("dxfId", "").isdecimal()}
    own = {None} if any(_tag(each) == "numFmt" for each in parts) else set()
    return element.get("sqref") or " ".join(told), styles | own


def _tag(element: Element) -> str:
    return _plain_name(element.tag)


@lru_cache(maxsize=256)  # a sheet has a dozen names, and says them for each cell
def _plain_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _is_on(value: str | None) -> bool:
    return value is not None and value.lower() not in OFF


def _check_order(outline: Outline, place: str, *, is_later: bool) -> None:
    if not is_later:
        raise Refused(
            f"シート「{outline.name}」の{place}の位置が正しくありません（同じ位置に二つあるか、順序が逆です）。"
            "表計算ソフトで開いて保存し直してください。"
        )


def _position(outline: Outline, cell: Element, row: int, column: int) -> tuple[int, int]:
    """Where the cell says it stands; the next place where it says nothing."""
    if not (reference := cell.get("r")):
        return row, column
    try:
        letters, row = coordinate_from_string(reference)
    except CellCoordinatesException:
        _check_order(outline, f"セル{reference}", is_later=False)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return row, column


def _merged(reference: str) -> Merged:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return Merged(reference, first_row, last_row, first_column, last_column)


def _runs(cell: Element) -> list[tuple[bool, str]]:
    """(whether it is struck, its letters) of each run of a text that stands in the cell itself."""
    return [
        (any(_tag(each) == "strike" and _is_on(each.get("val", "1")) for each in run.iter()), text)
        for run in cell.iter()
        if _tag(run) == "r"
        for text in ["".join(each.text or "" for each in run if _tag(each) == "t")]
    ]
