"""A workbook as rows of the plan's sheets: which sheets, which columns, each cell read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from progress.plan_document.schema.faults import Fault
from progress.plan_document.sheets.columns import Column
from progress.plan_document.sheets.list_shapes import PLAN
from progress.plan_document.sheets.origins import Cell, Origin, cell_fault
from progress.plan_document.sheets.shape import EXAMPLE, MEMO, Shape
from progress.plan_document.sheets.shapes import SHAPE, SHAPES
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets import faults as sheet_faults
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.sheets import Book, Sheet, column_letter
from sakado_dx.spreadsheets.tables import ROWS_ABOVE, Row, Table, table_of

GUIDE = "使い方"
ITEM, ANSWER, ABOUT = "項目", "内容", "説明"


@dataclass
class TakenRow:
    """A row of a sheet: its values by the keys of its columns, blank ones left out."""

    origin: Origin
    values: dict[object, object] = field(default_factory=dict)


@dataclass
class Taken:
    """All rows by the sheets' names, the columns of each, what is wrong, and what must be known."""

    rows: dict[str, list[TakenRow]]
    columns: dict[str, list[Column]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    faulted: set[tuple[str, str]] = field(default_factory=set)

    def refuse(self, origin: Origin, key: object, problem: str, cure: str) -> None:
        """A fault of a cell, or of the row where it has no such cell."""
        self.faulted.add((origin.told(), origin.told(key)))
        self.faults.append(cell_fault(origin.told(key), origin.text(key), problem, cure))


def take(book: Book) -> Taken:
    """Every sheet of the plan in the workbook. `Refused` where it cannot be read at all."""
    taken = Taken({shape.name: [] for shape in SHAPES})
    book = replace(book, read=cache(book.read))
    names = _sheets_by_shape(book, taken)
    for shape in SHAPES:
        if shape.name in names:
            _take_sheet(shape, names[shape.name], book, taken)
    return taken


def is_plan_book(book: Book) -> bool:
    """Whether the workbook has the sheets of a plan, and is no table of another sort."""
    keys = {match_key(name) for name in book.names}
    return match_key("施策") in keys and match_key(PLAN.name) in keys


def _sheets_by_shape(book: Book, taken: Taken) -> dict[str, str]:
    """The workbook's sheet of each shape; a fault for every sheet that is none and no memo."""
    known = {match_key(name): name for name in SHAPE}
    found: dict[str, str] = {}
    for name in book.names:
        shape = known.get(match_key(name))
        if shape and name in book.hidden:
            problem = "は非表示です。表示してから保存するか、削除してください。"
        elif shape and shape not in found:
            found[shape] = name
            continue
        elif match_key(name) == match_key(GUIDE) or name.startswith(MEMO):
            continue
        else:
            problem = (
                "は、計画のシートではありません。名前を直すか、削除してください"
                f"（残すときは、名前を「{MEMO}」で始めます）。使えるシート：{'、'.join(SHAPE)}"
            )
        taken.faults.append(Fault(f"シート「{name}」", problem))
    return found


def _take_sheet(shape: Shape, name: str, book: Book, taken: Taken) -> None:
    if not (sheet := book.read(name)).rows:
        return
    vertical = shape is PLAN
    columns = list(shape.columns) + ([] if vertical else _further_columns(shape, sheet))
    fixed = [ITEM, ANSWER, ABOUT] if vertical else [each.heading for each in columns]
    needed = [ITEM, ANSWER] if vertical else [c.heading for c in shape.columns if c.needed]
    figures = () if vertical else [each.heading for each in columns if each.kind.is_figure]
    table = table_of(
        book,
        title=name,
        headings=[*fixed, MEMO, *_examples(shape, sheet)],
        required=needed,
        figures=figures,
        sheet=name,
    )
    taken.columns[shape.name] = columns
    for each in table.faults:
        place = _place(shape.name, each)
        taken.faults.append(cell_fault(place, each.value, each.problem, each.cure))
    for each in table.notices:
        place = _place(shape.name, each)
        said = f"「{each.value}」：{each.problem}{each.cure}"
        taken.notices.append(Fault(place, said))
    if vertical:
        _take_items(table, taken)
        return
    for row in table.rows:
        _take_row(shape, columns, table, row, taken)


def _place(sheet: str, fault: sheet_faults.Fault) -> str:
    column = f"「{fault.column}」" if fault.column else ""
    return f"シート「{sheet}」{fault.place}{column}"


def _headings(shape: Shape, sheet: Sheet) -> list[str]:
    """The sheet's own headings: of the first row that has all that are needed."""
    needed = {match_key(each.heading) for each in shape.columns if each.needed}
    for cells in list(sheet.rows.values())[:ROWS_ABOVE]:
        if needed <= {match_key(text) for text in cells}:
            return [text.strip() for text in cells if text.strip()]
    return []


def _further_columns(shape: Shape, sheet: Sheet) -> list[Column]:
    if not shape.others:
        return []
    known = {match_key(each.heading) for each in shape.columns} | {match_key(MEMO)}
    made = [shape.others(text) for text in _headings(shape, sheet) if match_key(text) not in known]
    return [each for each in made if each]


def _examples(shape: Shape, sheet: Sheet) -> list[str]:
    """Headings of a blank sheet that wait for a name: nothing stands below them."""
    if not shape.others:
        return []
    return [text for text in _headings(shape, sheet) if text.startswith(EXAMPLE)]


def _take_row(shape: Shape, columns: list[Column], table: Table, row: Row, taken: Taken) -> None:
    origin = Origin(shape, row.number)
    for column in columns:
        if column.heading in table.columns:
            letter = column_letter(table.columns[column.heading])
            text = row.texts[column.heading]
            origin.cells[column.key] = Cell(row.number, letter, column.heading, text)
    found = TakenRow(origin)
    for column in columns:
        _read_cell(column, found, taken)
    for heading, text in row.texts.items():
        if heading.startswith(EXAMPLE) and text.strip():
            letter = column_letter(table.columns[heading])
            place = Cell(row.number, letter, heading).told(shape.name)
            cure = "見出しに名称を書いてください。"
            taken.faults.append(cell_fault(place, text, "見出しが名称になっていません。", cure))
    taken.rows[shape.name].append(found)


def _read_cell(column: Column, row: TakenRow, taken: Taken) -> None:
    text = row.origin.text(column.key)
    if not text.strip() or column.names:
        return
    try:
        row.values[column.key] = column.kind.read(text)
    except UnreadableValue as error:
        taken.refuse(row.origin, column.key, error.problem, error.cure)


def _take_items(table: Table, taken: Taken) -> None:
    """The plan's own sheet has an item a row."""
    items = {match_key(each.heading): each for each in PLAN.columns}
    origin = Origin(PLAN, 0)
    found = TakenRow(origin)
    letter = column_letter(table.columns.get(ANSWER, 0))
    for row in table.rows:
        item, text = row.texts.get(ITEM, ""), row.texts.get(ANSWER, "")
        column = items.get(match_key(item))
        if column is None or column.key in origin.cells:
            taken.faults += _strange_item(row.number, item, text, is_double=column is not None)
            continue
        origin.cells[column.key] = Cell(row.number, letter, column.heading, text)
        _read_cell(column, found, taken)
    taken.rows[PLAN.name].append(found)


def _strange_item(row: int, item: str, text: str, *, is_double: bool) -> Iterator[Fault]:
    if is_double:
        problem, cure = "同じ項目が2つあります。", "どちらかの行を削除してください。"
    else:
        known = "、".join(each.heading for each in PLAN.columns)
        problem, cure = (
            "この項目は取り込めません。",
            f"行を削除するか、直してください。使える項目：{known}",
        )
    if item.strip() or text.strip():
        yield cell_fault(f"シート「{PLAN.name}」{row}行目", item, problem, cure)
