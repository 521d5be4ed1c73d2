"""The division's workbook as a file: what is to be filled in is white and open, all else is grey and
locked; drop-downs, widths and print layout as an office keeps them. Text is text in every cell."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from progress.judging.result_cells import words_of
from progress.judging.typed import is_counted
from progress.models.report_fields import ANSWER
from progress.sheets import columns, instructions
from progress.sheets.columns import MERGE_INTO, PAPERS, PARTS, REPORTS, Readers, SheetColumn
from progress.sheets.lines import DivisionBook, Line
from progress.sheets.papers import names_in
from sakado_dx.clock import format_stamp
from sakado_dx.letters import plain
from sakado_dx.spreadsheets.sheets import column_letter
from sakado_dx.spreadsheets.writing import A4, LINE, in_header, let_grow, lines_of, new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

GUIDE, WORDS, KEYS = "記入のしかた", "選択肢", "照合用"
LAYOUT = "1"
# The columns of the hidden sheet before those of the cells.
KIND, ROW, KEY, INDICATOR, VERSION, CODE = "種類", "番号", "キー", "指標", "版", "施策番号"
BOOK = "ブック"
KEY_HEADINGS = (KIND, ROW, KEY, INDICATOR, VERSION, CODE)
# Sheets of A4 side by side: in fewer nobody could read what is to be filled in.
SIDE_BY_SIDE = {REPORTS: 3, PAPERS: 2}
TITLE_ROWS = 2
GREY, LIGHT, BLUE = "#D9D9D9", "#F2F2F2", "#E8F1FE"
# Lines of a row: to write by hand, as high as a row can be, and of a heading in larger letters.
ROOM, MOST_LINES, PART = 3, 27, 1.5
# What people may do in a locked sheet besides filling it in.
ALLOWED = {"format_columns": True, "format_rows": True}


def to_xlsx(book: DivisionBook, readers: Readers, at: datetime) -> bytes:
    """The workbook, as of a moment."""
    buffer = BytesIO()
    with new_workbook(buffer) as file:
        file.set_properties({"title": plain(f"{book.division} {book.year.label}"), "author": ""})
        writer = _Writer(file, book, at)
        writer.guide()
        lists = _Lists(readers, book)
        for sheet, own in book.lines.items():
            if own:
                writer.sheet(sheet, columns_of(book, sheet), own, lists)
        writer.lists(lists)
        writer.keys()
    return buffer.getvalue()


def to_zip(books: Iterable[tuple[DivisionBook, str]], readers: Readers, at: datetime) -> bytes:
    """Several workbooks, each under its name."""
    buffer = BytesIO()
    with zipfile.ZipFile(
        buffer, "w", zipfile.ZIP_STORED
    ) as archive:  # a workbook is packed already
        for book, name in books:
            archive.writestr(name, to_xlsx(book, readers, at))
    return buffer.getvalue()


def columns_of(book: DivisionBook, sheet: str) -> tuple[SheetColumn, ...]:
    """The columns of a sheet, without those that none of its rows needs."""
    if sheet == PARTS:
        return columns.part_sheet()
    if sheet == PAPERS:
        return columns.paper_sheet(book.year.plan.fiscal_years, names=names_in(book.lines[PAPERS]))
    values = [line.values for line in book.lines[REPORTS]]
    return columns.report_sheet(
        has_fraction=any(columns.FRACTION[0] in each for each in values),
        has_answer=any(ANSWER in each for each in values),
    )


def _shown(own: Sequence[SheetColumn], line: Line) -> list:
    """What the cells of a row hold, in the order of the columns."""
    return [
        line.values.get(column.name) if column.name else line.known.get(column.heading)
        for column in own
    ]


class _Lists:
    """What the drop-downs offer, as ranges of the hidden sheet: in a cell's own list a comma would
    part a word."""

    def __init__(self, readers: Readers, book: DivisionBook):
        self.columns: list[list[str]] = []
        self.by_words: dict[tuple[str, ...], str] = {}
        self.words = readers.words | {MERGE_INTO: [each.title for each in book.measures]}

    def source(self, name: str, line: Line) -> str:
        """The range for a cell; blank where it has no list."""
        if name == columns.RESULT:
            return self._range(tuple(words_of(line.indicator.facts)))
        return self._range(tuple(line.choices.get(name) or self.words.get(name, ())))

    def _range(self, words: tuple[str, ...]) -> str:
        if not words:
            return ""
        if words not in self.by_words:
            place = len(self.columns)
            self.columns.append(list(words))
            letter = column_letter(place + 1)
            self.by_words[words] = f"={WORDS}!${letter}$1:${letter}${len(words)}"
        return self.by_words[words]


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, file: "Workbook", book: DivisionBook, at: datetime):
        self.file, self.book, self.at = file, book, at
        self.formats: dict[tuple, Any] = {}

    def format(self, **wanted):
        """A format of these properties, made once; text where nothing else is said."""
        properties = {"num_format": "@", "valign": "top", "text_wrap": True} | wanted
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(properties)
        return self.formats[key]

    def guide(self) -> None:
        page, widths = self.file.add_worksheet(GUIDE), (18, 90)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        self._set_page(page, GUIDE)
        for row, (heading, text) in enumerate(instructions.lines_of(self.book)):
            is_part = not text
            own = self.format(bold=is_part, font_size=14 if is_part else 11, text_wrap=not is_part)
            page.write_string(row, 0, plain(heading), own)
            page.write_string(row, 1, plain(text), self.format())
            # The heading of a part is higher by half, and has no text beside it.
            self._set_height(page, row, ["", text], widths, PART if is_part else 1)
        page.protect("", ALLOWED)

    def sheet(
        self, name: str, own: Sequence[SheetColumn], lines: Sequence[Line], lists: _Lists
    ) -> None:
        page = self.file.add_worksheet(name)
        let_grow(page)
        title = f"{self.book.year.label}　{name}　{self.book.division}"
        page.write_string(0, 0, plain(title), self.format(bold=True, font_size=14, text_wrap=False))
        said = "白い欄に記入してください。灰色の欄は参照用で、保護しています。"
        page.write_string(1, 0, said, self.format(text_wrap=False))
        for at, column in enumerate(own):
            page.set_column(at, at, column.width)
            page.write_string(
                TITLE_ROWS, at, column.heading, self._head(is_filled=bool(column.name))
            )
        widths = [column.width for column in own]
        self._set_height(page, TITLE_ROWS, [column.heading for column in own], widths)
        for number, line in enumerate(lines, 1):
            self._set_height(page, TITLE_ROWS + number, _shown(own, line), widths, ROOM)
            for at, column in enumerate(own):
                self._cell(page, TITLE_ROWS + number, at, column, line, number)
                if column.name in line.values and not line.why_closed:
                    _validate(
                        page, TITLE_ROWS + number, at, column, lists.source(column.name, line)
                    )
        self._set_page(page, name)
        page.freeze_panes(TITLE_ROWS + 1, 3)
        page.repeat_rows(TITLE_ROWS)
        page.repeat_columns(0, 2)
        page.protect("", ALLOWED)

    def _set_height(
        self, page, row: int, texts: Sequence, widths: Sequence[int], least: float = 1
    ) -> None:
        """As many lines as the highest cell takes, stored: LibreOffice prints rows without a height
        one over the other."""
        lines = max(least, min(lines_of(texts, widths), MOST_LINES))
        page.set_row(row, LINE * lines)

    def _head(self, *, is_filled: bool):
        return self.format(bold=True, border=1, bg_color=BLUE if is_filled else GREY)

    def _cell(self, page, row: int, at: int, column: SheetColumn, line: Line, number: int) -> None:
        if column.heading == columns.NUMBER:
            page.write_number(
                row, at, number, self.format(num_format="0", border=1, bg_color=LIGHT)
            )
        elif not column.name:
            text = plain(line.known.get(column.heading, ""))
            _write(page, row, at, text, self.format(border=1, bg_color=LIGHT))
        elif column.name not in line.values:
            page.write_blank(row, at, None, self.format(border=1, bg_color=GREY))
        else:
            value = line.values[column.name]
            _write(page, row, at, value, self._filled(column, line))

    def _filled(self, column: SheetColumn, line: Line):
        """White and open; the number format shows each digit of what is typed into it."""
        own: dict[str, Any] = {"border": 1, "num_format": _number_format(column, line)}
        if line.why_closed:
            return self.format(**own, bg_color=LIGHT)
        return self.format(**own, locked=False)

    def lists(self, lists: _Lists) -> None:
        """The hidden sheet that the drop-downs read."""
        page = self.file.add_worksheet(WORDS)
        for at, words in enumerate(lists.columns):
            for row, word in enumerate(words):
                page.write_string(row, at, plain(word), self.format())
        page.hide()
        page.protect("", {})

    def keys(self) -> None:
        """The hidden sheet by which a row is known again, with what each cell held."""
        page = self.file.add_worksheet(KEYS)
        book = (BOOK, LAYOUT, str(self.book.year.pk), str(self.book.division.pk), "", "")
        names = columns.all_names(self.book.year.plan.fiscal_years)
        rows = [(*KEY_HEADINGS, *names), book]
        for sheet, own in self.book.lines.items():
            rows += [_key_row(sheet, number, line, names) for number, line in enumerate(own, 1)]
        for at, cells in enumerate(rows):
            for place, text in enumerate(cells):
                _write(page, at, place, text, self.format(text_wrap=False))
        page.hide()
        page.protect("", {})

    def _set_page(self, page, name: str) -> None:
        """A4 landscape, as wide as the paper, or as some of them side by side."""
        page.set_paper(A4)
        page.set_landscape()
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(SIDE_BY_SIDE.get(name, 1), 0)
        page.set_header(f"&L{in_header(str(self.book.division))}&R{in_header(name)}")
        page.set_footer(f"&L{self.book.year.short_label}&C&P／&N&R{format_stamp(self.at)}作成")


def _key_row(sheet: str, number: int, line: Line, names: Sequence[str]) -> tuple[str, ...]:
    known = (sheet, str(number), line.key[1], line.key[2], str(line.version))
    texts = line.texts
    cells = (texts.get(name, "") for name in names)
    return (*known, line.known.get(columns.CODE, ""), *cells)


def _write(page, row: int, at: int, value: Any, form) -> None:
    """A number as a number, all else as text; nothing that could be taken for a formula."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        page.write_number(row, at, value, form)
    elif text := plain("" if value is None else str(value)):
        if page.write_string(row, at, text, form):
            raise ValueError("A cell of a workbook holds 32,767 letters at the most")
    else:
        page.write_blank(row, at, None, form)


def _number_format(column: SheetColumn, line: Line) -> str:
    """Amounts with their separators, counts too; a figure that may have decimals as it is typed,
    since a cell is taken as it shows; text elsewhere."""
    if columns.is_amount(column.name):
        return "#,##0"
    facts = line.indicator.facts if line.indicator else None
    if column.name == columns.RESULT and facts:
        if not line.indicator.is_numeric:
            return "@"
        return "#,##0" if is_counted(facts.unit) and not _has_decimals(line.values) else "General"
    return "General" if column.is_figure else "@"


def _has_decimals(values: Mapping[str, Any]) -> bool:
    value = values[columns.RESULT]
    return isinstance(value, Decimal) and value != value.to_integral_value()


def _validate(page, row: int, at: int, column: SheetColumn, source: str) -> None:
    """The drop-down and the words beside the cell. Of a result the list only proposes: it takes
    figures, too."""
    rule: dict[str, Any] = {"validate": "any"}
    if source:
        is_free = column.name == columns.RESULT
        rule = {"validate": "list", "source": source, "show_error": not is_free}
        rule |= {
            "error_title": "一覧にありません",
            "error_message": "一覧の言葉から選んでください。",
        }
    elif columns.is_amount(column.name):
        rule = {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "整数ではありません",
        }
        rule |= {"error_message": "0以上の千円単位の整数で入力してください。"}
    told = f"{column.help}{f'提出できるのは{column.limit}文字までです。' if column.limit else ''}"
    if told:
        rule |= {"input_title": column.heading[:32], "input_message": told[:255]}
    if source or told or rule["validate"] != "any":
        page.data_validation(row, at, row, at, rule)
