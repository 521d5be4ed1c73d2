"""Which sheet is meant, where its headings stand, and its rows as text by column.

Nothing is chosen in silence: a sheet is taken by its name, or because it alone has the
headings that are needed; hidden sheets only by name.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sakado_dx.readings import shorten
from sakado_dx.spreadsheets.faults import Fault, Refused, SheetNotChosen
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.sheets import ROWS_ABOVE, Book, CellNote, Sheet, column_letter

# As many letters a workbook's cell holds: no text that comes in is longer, by whichever door.
MOST_LETTERS = 32_767
# Control characters, halves of letters, and the mark of letters that were lost.
STRANGE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
TOTAL_OR_NOTE = re.compile(
    r"[（(〔［【〈＜<「『◎○●◆■－-]?"
    r"(?:総?\s*合\s*計\s*額?|総\s*計|小\s*計|累\s*計|中\s*計|計|平均|注|備考|出典|資料)"
    r"(?:[0-9０-９①-⑳Ⅰ-Ⅹ（(〔［【〈＜<）)〕］】〉＞>」』：:、。\s－-]|$)|[※＊]|以\s*上[。\s]*$"
)
BESIDE, LEFT_OUT = "合計や注記の行です。", "取り込みません。"


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number there, and the text of each known column."""

    number: int
    texts: dict[str, str]


@dataclass
class Table:
    """The sheet that is taken in. `columns` maps each heading to the sheet's column, from 1;
    `absent` names headings that could stand there and do not. `notices` are what a person must
    know before the rows are taken, each with what is taken."""

    sheet: str
    encoding: str
    header_row: int
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    is_1904: bool = False

    def leave_out(self, numbers: Collection[int]) -> None:
        """Take the rows of these numbers away, and what is wrong with them."""
        self.rows = [each for each in self.rows if each.number not in numbers]
        self.faults = [each for each in self.faults if each.row not in numbers]

    def take(self, number: int, texts: Mapping[str, str]) -> None:
        """Add a row of these texts, with what no text that comes in may hold."""
        row = Row(number, {name: _one_kind_of_line(text) for name, text in texts.items()})
        self.rows.append(row)
        self.faults += [*_strange_letters(self, row), *_too_long(self, row)]

    def fault(self, row: int, column: str, value: str, problem: str, cure: str) -> Fault:
        letter = column_letter(self.columns.get(column, 0))
        return Fault(row, column, letter, shorten(value), problem, cure)


def table_of(
    book: Book,
    *,
    title: str,
    headings: list[str],
    required: Collection[str],
    figures: Collection[str] = (),
    sheet: str = "",
) -> Table:
    """The rows of the sheet named `sheet`, or of the one that `title` and headings single out.

    `headings` are all that may stand there, `required` those that must, `figures` those whose
    cells hold numbers or days; of all others the text is taken that the cell shows. Faults of
    headings and cells are in the table; `Refused` or `SheetNotChosen` where there is no table.
    """
    found = choose_sheet(book, title=title, required=required, named=sheet)
    if not found.rows:
        raise Refused(f"シート「{found.name}」は空です。表のあるシートを選んでください。")
    header_row = _header_row(found, headings, required)
    table = Table(found.name, book.encoding, header_row, {}, is_1904=book.is_1904)
    _place_columns(table, found, headings, required)
    _take_rows(table, found, figures, required)
    _name_unreadable(table, found)
    table.notices += [_told(table, each) for each in found.notices if _is_below(table, each)]
    table.notices.sort(key=lambda each: each.row)
    return table


def choose_sheet(book: Book, *, title: str, required: Collection[str], named: str = "") -> Sheet:
    if named:
        if named not in book.names:
            raise SheetNotChosen(f"シート「{shorten(named)}」はありません。", book.names)
        return book.read(named)
    visible = [name for name in book.names if name not in book.hidden]
    if len(book.names) == 1 and visible:
        return book.read(visible[0])
    fitting = [name for name in visible if match_key(name) == match_key(title)]
    fitting = fitting or [name for name in visible if _has_all(book.head(name), required)]
    if len(fitting) == 1:
        return book.read(fitting[0])
    raise SheetNotChosen(_which(fitting), book.names)


def known_headings(book: Book, headings: Collection[str], required: Collection[str]) -> int:
    """How many of the headings stand in one row of a visible sheet that has all that are required;
    0 where none has."""
    known, wanted = set(map(match_key, headings)), set(map(match_key, required))
    heads = [book.head(name) for name in book.names if name not in book.hidden]
    rows = [_keys(sheet, row) for sheet in heads for row in _first_rows(sheet)]
    return max((len(known & keys) for keys in rows if wanted <= keys), default=0)


def _which(fitting: list[str]) -> str:
    if fitting:
        return f"取り込めるシートが{len(fitting)}枚あります。シートを選んでください。"
    return "取り込むシートを決められません（非表示のシートは自動では選びません）。シートを選んでください。"


def _has_all(sheet: Sheet, required: Collection[str]) -> bool:
    wanted = {match_key(heading) for heading in required}
    return any(wanted <= _keys(sheet, row) for row in _first_rows(sheet))


def _first_rows(sheet: Sheet) -> list[int]:
    return list(sheet.rows)[:ROWS_ABOVE]


def _keys(sheet: Sheet, row: int) -> set[str]:
    return {match_key(text) for text in sheet.rows[row]}


def _header_row(sheet: Sheet, headings: list[str], required: Collection[str]) -> int:
    """The first row with all needed headings, else the one with most that are known."""
    known, wanted = set(map(match_key, headings)), set(map(match_key, required))
    rows = _first_rows(sheet)
    for row in rows:
        if wanted <= _keys(sheet, row):
            return row
    return max(rows, key=lambda row: (len(known & _keys(sheet, row)), -row))


def _place_columns(
    table: Table, sheet: Sheet, headings: list[str], required: Collection[str]
) -> None:
    known = {match_key(heading): heading for heading in headings}
    for column, text in enumerate(sheet.rows[table.header_row], 1):
        heading = known.get(match_key(text))
        if heading and heading not in table.columns:
            table.columns[heading] = column
        elif problem := _heading_problem(text, heading, column, sheet, table.header_row):
            letter, cure = column_letter(column), _heading_cure(text, heading, headings)
            fault = Fault(table.header_row, shorten(text), letter, shorten(text), problem, cure)
            table.faults.append(fault)
    table.absent = [heading for heading in headings if heading not in table.columns]
    for heading in (each for each in headings if each in required and each in table.absent):
        cure = f"見出しに「{heading}」の列を加えてください。"
        table.faults.append(
            table.fault(table.header_row, heading, "", f"「{heading}」の列がありません。", cure)
        )


def _heading_problem(text: str, heading: str | None, column: int, sheet: Sheet, row: int) -> str:
    if heading:
        return "同じ見出しの列が2つあります。"
    if text.strip():
        return "この見出しの列は取り込めません。"
    below = (cells for number, cells in sheet.rows.items() if number > row)
    filled = any(len(cells) >= column and cells[column - 1].strip() for cells in below)
    return "見出しのない列に値があります。" if filled else ""


def _heading_cure(text: str, heading: str | None, headings: list[str]) -> str:
    if heading or not text.strip():
        return "見出しを直すか、この列を削除してください。"
    near = difflib.get_close_matches(text, headings, n=1)
    if near:
        return f"「{near[0]}」のことであれば見出しを直し、そうでなければこの列を削除してください。"
    return f"この列を削除してください。取り込める見出し：{'、'.join(headings)}"


def _take_rows(
    table: Table, sheet: Sheet, figures: Collection[str], required: Collection[str]
) -> None:
    widest = len(sheet.rows[table.header_row])
    for number, cells in sheet.rows.items():
        if number <= table.header_row:
            continue
        padded = cells + [""] * (widest - len(cells))
        texts = {
            heading: padded[column - 1]
            if heading in figures
            else sheet.shown.get((number, column), padded[column - 1])
            for heading, column in table.columns.items()
        }
        if note := beside_the_rows(padded, texts, required):
            table.notices.append(Fault(number, "", "", shorten(note), BESIDE, LEFT_OUT))
            continue
        table.take(number, texts)
        if any(cell.strip() for cell in cells[widest:]):
            table.faults.append(_beyond(table, number, widest + 1))


def beside_the_rows(
    cells: Sequence[str], texts: Mapping[str, str], required: Collection[str]
) -> str:
    """The words by which a row is a total or a note and none of the rows: its first cell says so,
    and it lacks what a row must have or says nothing else. Blank for a row."""
    filled = [text.strip() for text in cells if text.strip()]
    first = filled[0] if filled else ""
    lacks = len(filled) == 1 or any(not texts.get(heading, "").strip() for heading in required)
    return first if lacks and TOTAL_OR_NOTE.match(first) else ""


def _too_long(table: Table, row: Row) -> list[Fault]:
    problem = f"{MOST_LETTERS:,}文字を超えています。"
    return [
        table.fault(row.number, heading, text, problem, "短くしてください。")
        for heading, text in row.texts.items()
        if len(text) > MOST_LETTERS
    ]


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _beyond(table: Table, row: int, column: int) -> Fault:
    cure = "列の区切りを確かめ、はみ出した値を削除してください。"
    return Fault(row, "", column_letter(column), "", "見出しのない列に値があります。", cure)


def _strange_letters(table: Table, row: Row) -> list[Fault]:
    faults = []
    for heading, text in row.texts.items():
        if strange := STRANGE.search(text):
            problem = f"使えない文字（U+{ord(strange[0]):04X}）が含まれています。"
            cure = "セルの文字を入力し直してください。"
            faults.append(table.fault(row.number, heading, text, problem, cure))
    return faults


def _is_below(table: Table, note: CellNote) -> bool:
    """Whether it is of the table, and not of the titles above it."""
    return not note.row or note.row >= table.header_row


def _told(table: Table, note: CellNote) -> Fault:
    by_column = {column: heading for heading, column in table.columns.items()}
    heading, letter = by_column.get(note.column, ""), column_letter(note.column)
    return Fault(note.row, heading, letter, shorten(note.value), note.problem, note.cure)


def _name_unreadable(table: Table, sheet: Sheet) -> None:
    by_column = {column: heading for heading, column in table.columns.items()}
    table.faults += [_told(table, each) for each in sheet.unreadable if _is_below(table, each)]
    for merged in sheet.merged:
        if merged.last_row >= table.header_row:
            letter = column_letter(merged.first_column)
            problem = f"セルが結合されています（{merged.reference}）。"
            cure = "結合を解除し、それぞれのセルに値を入力してください。"
            ends = (by_column.get(merged.first_column), by_column.get(merged.last_column))
            heading = "～".join(dict.fromkeys(filter(None, ends)))
            table.faults.append(Fault(merged.first_row, heading, letter, "", problem, cure))
