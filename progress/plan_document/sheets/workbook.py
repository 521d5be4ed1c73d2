"""A plan's workbook: filled with a document, or blank for a city that begins."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from measures.naming import ROMAN
from progress.plan_document.schema.completing import MEETING_KINDS, OUTLOOK_WORDS, PROGRESS_WORDS
from progress.plan_document.sheets.columns import Column, Mark, Planned
from progress.plan_document.sheets.guide import guide_lines
from progress.plan_document.sheets.list_shapes import PLAN
from progress.plan_document.sheets.measure_shapes import YEARS
from progress.plan_document.sheets.shape import MEMO
from progress.plan_document.sheets.shapes import SHAPES
from progress.plan_document.sheets.spreading import Row, columns_of, rows_by_sheet
from progress.plan_document.sheets.taking import ABOUT, ANSWER, GUIDE, ITEM
from sakado_dx.fiscal import label_name
from sakado_dx.spreadsheets.writing import Cell, Formats, new_workbook, set_page, write_cell

HEAD = 1  # the row of the headings, from 0: above them a sentence says what the sheet holds
SPARE = 300  # rows below the last one that have drop-downs
MOST_LETTERS_OF_WORDS = 255  # of a drop-down's own list, as workbooks bound it
WIDEST = 60
EXAMPLES = ("（効果1の名称）", "（効果2の名称）", "（効果3の名称）")
BLANK_YEARS = 5
Extra = Mapping[str, Sequence[Sequence[Cell]]]


def to_workbook(document: dict, memos: Mapping[tuple[str, object], str] | None = None) -> bytes:
    """The workbook that tells a document (in normal form); `memos` are remarks by the sheet's name
    and the number of its row, from 0 (of the plan's own sheet by key)."""
    columns = {shape.name: columns_of(shape, document) for shape in SHAPES}
    return workbook_of(rows_by_sheet(document), columns, memos or {})


def blank_workbook(first_year: int) -> bytes:
    """A workbook to fill in, for a plan that begins with a fiscal year: the standard words stand."""
    rows: dict[str, list[Row]] = {shape.name: [] for shape in SHAPES}
    last_year = first_year + BLANK_YEARS - 1
    years = {"first_fiscal_year": first_year, "last_fiscal_year": last_year}
    rows["計画"] = [years | {"code_label": ROMAN}]
    rows["会議"] = list(MEETING_KINDS)
    rows["進捗の言葉"], rows["今後の方針の言葉"] = list(PROGRESS_WORDS), list(OUTLOOK_WORDS)
    columns = {shape.name: list(shape.columns) for shape in SHAPES}
    columns[YEARS.name] += [
        Column(label_name(year), ("printed", year), Planned())
        for year in range(first_year, last_year + 1)
    ]
    columns["効果"] += [Column(name, ("effect", name), Mark()) for name in EXAMPLES]
    return workbook_of(rows, columns, {})


def workbook_of(
    rows: Mapping[str, Sequence[Row]],
    columns: Mapping[str, Sequence[Column]],
    memos: Mapping[tuple[str, object], str],
    beside: Extra | None = None,
) -> bytes:
    """The workbook of these rows, with the page of instructions; `beside` are further sheets of
    plain cells, which are not read back."""
    buffer = BytesIO()
    with new_workbook(buffer) as file:
        book = Formats(file)
        _write_plain(file.add_worksheet(GUIDE), guide_lines(), book)
        for shape in SHAPES:
            sheet = file.add_worksheet(shape.name)
            own = {place: text for (name, place), text in memos.items() if name == shape.name}
            if shape is PLAN:
                _write_items(sheet, rows[shape.name][0], own, book)
            else:
                _write_sheet(sheet, shape, columns[shape.name], rows[shape.name], own, book)
        for name, lines in (beside or {}).items():
            _write_plain(file.add_worksheet(name), lines, book)
    return buffer.getvalue()


def _write_plain(sheet, lines: Sequence[Sequence[Cell]], book: Formats) -> None:
    """Lines of text; the first is the sheet's title."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 20, 44)
    for row, cells in enumerate(lines):
        if len(cells) == 1:
            sheet.write_string(row, 0, str(cells[0]), book.line if row else book.title)
            continue
        for column, cell in enumerate(cells):
            write_cell(sheet, row, column, cell, book)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_items(sheet, values: Row, memos: Mapping[object, str], book: Formats) -> None:
    """The plan's own sheet: an item a row, with what it is beside the answer."""
    sheet.write_string(0, 0, PLAN.about, book.line)
    for place, heading in enumerate((ITEM, ANSWER, ABOUT, MEMO)):
        write_cell(sheet, HEAD, place, heading, book, is_heading=True)
    for row, column in enumerate(PLAN.columns, HEAD + 1):
        about = (
            "（必須）" * column.needed
            + column.about
            + f"　{column.kind.told}" * bool(column.kind.told)
        )
        write_cell(sheet, row, 0, column.heading, book, is_heading=True)
        write_cell(sheet, row, 1, column.kind.show(values.get(column.key)) or "", book)
        write_cell(sheet, row, 2, about.strip(), book)
        write_cell(sheet, row, 3, memos.get(column.key, ""), book)
        _offer(sheet, column, row, row, 1)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, WIDEST)
    set_page(sheet, HEAD, 1)


def _write_sheet(sheet, shape, columns, rows, memos: Mapping[int, str], book: Formats) -> None:
    sheet.write_string(0, 0, shape.about, book.line)
    last = HEAD + len(rows)
    for place, column in enumerate(columns):
        write_cell(sheet, HEAD, place, column.heading, book, is_heading=True)
        # A cell that nobody has filled yet keeps what is typed: 1-1 is no date there.
        form = book.text if column.kind.is_text else book.plain
        sheet.set_column(place, place, _width(column), form)
        _offer(sheet, column, HEAD + 1, last + SPARE, place)
    write_cell(sheet, HEAD, len(columns), MEMO, book, is_heading=True)
    sheet.set_column(len(columns), len(columns), 40, book.text)
    for number, row in enumerate(rows):
        for place, column in enumerate(columns):
            if (value := row.get(column.key)) is not None:
                _write_value(sheet, HEAD + 1 + number, place, column.kind.show(value), book)
        if number in memos:
            write_cell(sheet, HEAD + 1 + number, len(columns), memos[number], book)
    set_page(sheet, HEAD, shape.held)


def _write_value(sheet, row: int, place: int, cell: Cell, book: Formats) -> None:
    """A number without a format: of one with 0 decimals the next that is typed would lose its own."""
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, place, cell, book.plain)
    elif cell:
        write_cell(sheet, row, place, cell, book)


def _width(column: Column) -> int:
    return min(max(column.kind.width, 2 * len(column.heading) + 2), WIDEST)


def _offer(sheet, column: Column, first: int, last: int, place: int) -> None:
    """A drop-down of the words that are fixed, or of the codes that another sheet lists."""
    words = list(column.kind.words)
    if words and len(",".join(words)) <= MOST_LETTERS_OF_WORDS:
        rule = {
            "validate": "list",
            "source": words,
            # A word may be typed in other letters; the portal says what it does not know.
            "error_type": "warning",
            "error_title": "用意した言葉ではありません",
            "error_message": f"使える言葉：{'、'.join(words)}"[:MOST_LETTERS_OF_WORDS],
        }
        sheet.data_validation(first, place, last, place, rule)
    elif column.listed:
        source = f"='{column.listed}'!$A${HEAD + 2}:$A$2000"
        rule = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(first, place, last, place, rule)
