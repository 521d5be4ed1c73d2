"""A workbook that comes back: which row is which, what each cell held when it was downloaded, and
what it holds now. What it means is found by `comparing`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from progress.models import ReviewYear
from progress.sheets import columns
from progress.sheets.columns import NUMBER, SHEETS, SheetColumn, sheet_of
from progress.sheets.lines import Key
from progress.sheets.workbook import (
    BOOK,
    CODE,
    INDICATOR,
    KEY,
    KEY_HEADINGS,
    KEYS,
    KIND,
    LAYOUT,
    ROW,
)
from progress.workflow.posts import number
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.faults import Fault, Refused
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.sheets import Book
from sakado_dx.spreadsheets.tables import Row, Table, table_of

AGAIN = "記入用ブックをもう一度ダウンロードして、記入した内容を写してください。"
NO_BOOK = (
    "課の記入用ブックではありません。ポータルからダウンロードした記入用ブックを選んでください。"
)


@dataclass(frozen=True)
class Told:
    """A fault or a notice, with its sheet."""

    sheet: str
    fault: Fault


@dataclass(frozen=True)
class FilledRow:
    """A row as it came back; `base` is what its cells held when it was downloaded, both by the
    cells' names. `texts` has the cells whose columns stand in the sheet."""

    key: Key
    number: str
    table: Table
    row: int
    base: Mapping[str, str]
    texts: Mapping[str, str]

    def told(self, name: str, value: str, problem: str, cure: str) -> Told:
        """A fault of one of its cells, of the row where no cell is named."""
        heading = columns.label_of(name, self.key[0]) if name else ""
        return Told(self.key[0], self.table.fault(self.row, heading, value, problem, cure))


@dataclass
class Filled:
    """All rows of a file, and what must be said of them; `missing` counts rows of the download that
    do not stand in it any more."""

    rows: list[FilledRow] = field(default_factory=list)
    faults: list[Told] = field(default_factory=list)
    notices: list[Told] = field(default_factory=list)
    missing: int = 0


@dataclass(frozen=True)
class _Known:
    """A row of the hidden sheet."""

    key: Key
    code: str
    base: Mapping[str, str]


def read_filled(name: str, content: bytes, year: ReviewYear, division: Division) -> Filled:
    """The file's rows. Raises `Refused` where it is no workbook of this division and year."""
    book = read_book(name, content)
    if KEYS not in book.names:
        raise Refused(NO_BOOK)
    years = year.plan.fiscal_years
    keys = _Keys(book, years)
    keys.check_book(year, division)
    filled = Filled()
    for sheet, known in keys.by_sheet.items():
        if sheet not in book.names:
            raise Refused(f"シート「{sheet}」がありません。{AGAIN}")
        own = sheet_of(sheet, years)
        _take_sheet(filled, _table(book, sheet, own), own, known)
    return filled


def _table(book: Book, sheet: str, own: Sequence[SheetColumn]) -> Table:
    return table_of(
        book,
        title=sheet,
        headings=[each.heading for each in own],
        required=(NUMBER,),
        figures=[each.heading for each in own if each.is_figure],
        sheet=sheet,
    )


class _Keys:
    """The hidden sheet."""

    def __init__(self, book: Book, years: Sequence[int]):
        headings = [*KEY_HEADINGS, *columns.all_names(years)]
        self.years = years
        table = table_of(book, title=KEYS, headings=headings, required=KEY_HEADINGS, sheet=KEYS)
        if table.faults:
            raise Refused(f"どの行かを見分けるシート「{KEYS}」が変わっています。{AGAIN}")
        self.rows = [row.texts for row in table.rows]

    def check_book(self, year: ReviewYear, division: Division) -> None:
        """Refused unless it is of this year and division, and of a layout that is read."""
        book = next((row for row in self.rows if row[KIND] == BOOK), None)
        if book is None or book[ROW] != LAYOUT:
            raise Refused(f"この記入用ブックの様式は、取り込めません。{AGAIN}")
        if book[KEY] != str(year.pk):
            told = ReviewYear.objects.filter(pk=number(book[KEY]) or 0).first()
            which = f"（{told.label}のものです）" if told else ""
            raise Refused(f"{year.label}の記入用ブックではありません{which}。")
        if book[INDICATOR] != str(division.pk):
            told = Division.objects.filter(pk=number(book[INDICATOR]) or 0).first()
            which = f"（{told}のものです）" if told else ""
            raise Refused(f"{division}の記入用ブックではありません{which}。")

    @cached_property
    def by_sheet(self) -> dict[str, dict[str, _Known]]:
        found: dict[str, dict[str, _Known]] = {}
        for row in self.rows:
            if row[KIND] in SHEETS:
                base = {name: row[name] for name in columns.names_of(row[KIND], self.years)}
                known = _Known((row[KIND], row[KEY], row[INDICATOR]), row[CODE], base)
                found.setdefault(row[KIND], {})[row[ROW]] = known
        return found


def _take_sheet(
    filled: Filled, table: Table, own: Sequence[SheetColumn], known: Mapping[str, _Known]
) -> None:
    filled.faults += [Told(table.sheet, each) for each in table.faults]
    filled.notices += [Told(table.sheet, each) for each in table.notices]
    seen: dict[str, int] = {}
    for row in table.rows:
        text = row.texts[NUMBER].strip()
        if text not in known:
            filled.faults += _stranger(table, row, text)
        elif text in seen:
            problem = f"番号{text}の行が、{seen[text]}行目にもあります。"
            cure = "どちらかの行を削除してください。"
            filled.faults.append(
                Told(table.sheet, table.fault(row.number, NUMBER, text, problem, cure))
            )
        else:
            seen[text] = row.number
            filled.rows.append(_row(table, row, own, text, known[text]))
            filled.faults += _moved(table, row, known[text])
    filled.missing += len(known) - len(seen)


def _row(table: Table, row: Row, own: Sequence[SheetColumn], text: str, known: _Known) -> FilledRow:
    texts = {
        each.name: row.texts[each.heading]
        for each in own
        if each.name and each.heading in row.texts
    }
    return FilledRow(known.key, text, table, row.number, known.base, texts)


def _stranger(table: Table, row: Row, text: str) -> Iterator[Told]:
    """A row that was not downloaded: of one that says nothing, nothing is said."""
    if any(value.strip() for value in row.texts.values()):
        problem = "ダウンロードした記入用ブックにない行です。" if text else "行の番号が空欄です。"
        cure = "番号をダウンロードしたときのとおりに戻すか、この行を削除してください。"
        yield Told(table.sheet, table.fault(row.number, NUMBER, text, problem, cure))


def _moved(table: Table, row: Row, known: _Known) -> Iterator[Told]:
    """A row whose number and measure do not go together any more, as after sorting some columns."""
    code = row.texts.get(columns.CODE, known.code)
    if match_key(code) != match_key(known.code):
        problem = f"この番号の行は、施策{known.code}の行です。"
        cure = (
            "行や列がずれていないか確かめ、施策番号をダウンロードしたときのとおりに戻してください。"
        )
        yield Told(table.sheet, table.fault(row.number, columns.CODE, code, problem, cure))
