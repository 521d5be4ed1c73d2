"""From a city's own table to the plan's workbook, filled in for a person to put right and load."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from progress.plan_document.own_table.finding import Found, find_table
from progress.plan_document.own_table.proposing import propose
from progress.plan_document.own_table.roles import ROLES, is_heading, proposed
from progress.plan_document.own_table.rows import RULE, OwnRows, rows_of
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.sheets.shape import MEMO
from progress.plan_document.sheets.workbook import workbook_of
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.sheets import Book, CellNote, Sheet, column_letter
from sakado_dx.spreadsheets.tables import ROWS_ABOVE
from sakado_dx.spreadsheets.writing import Cell

SHEET = f"{MEMO}（読み取り）"
MISSING_SHEET = "というシートはありません。シートを選び直してください。"


@dataclass(frozen=True)
class Look:
    """A table as it is found in a file, with a role for each of its columns."""

    sheets: list[str]
    sheet: Sheet
    found: Found
    roles: dict[int, str]

    @property
    def columns(self) -> list[tuple[int, str, str, list[str]]]:
        """(number, letter, heading, some cells) of each column."""
        return [
            (column, self.found.letter(column), heading, self.found.samples(column))
            for column, heading in self.found.headings.items()
        ]


def look_at(
    name: str,
    content: bytes,
    *,
    sheet: str = "",
    head_row: int | None = None,
    kept: Callable[[Iterable[str]], Mapping[str, str]] = lambda headings: {},
) -> Look:
    """The table in a file: of the sheet that is named, or that has most such headings; `kept` tells
    what its headings were chosen for before (imports/choices.py).

    Raises ``DocumentRefused`` with a sentence for whoever chose the file.
    """
    try:
        book = read_book(name, content)
        if sheet and sheet not in book.names:
            raise DocumentRefused.because(MISSING_SHEET, f"「{sheet}」")
        read = book.read(sheet or _likeliest(book))
    except Refused as refusal:
        raise DocumentRefused.because(f"は読み込めません。{refusal}", f"「{name}」") from refusal
    found = find_table(read, head_row)
    before = kept(found.headings.values())
    return Look(book.names, read, found, proposed(found.headings, found.cells, before))


def _likeliest(book: Book) -> str:
    """The visible sheet with most words that head such a table in one of its first rows."""
    visible = [name for name in book.names if name not in book.hidden] or book.names
    if len(visible) == 1:
        return visible[0]
    return max(visible, key=lambda name: _known(book.read(name)))


def _known(sheet: Sheet) -> int:
    rows = list(sheet.rows.values())[:ROWS_ABOVE]
    return max((sum(map(is_heading, cells)) for cells in rows), default=0)


def fill(name: str, look: Look, roles: Mapping[int, str]) -> bytes:
    """The plan's workbook with what the table tells by these roles; its memos say the rest.

    Raises ``DocumentRefused`` where the table cannot be read so.
    """
    taken = rows_of(look.found, roles)
    proposal = propose(look.found, roles, taken.rows)
    lines = list(_lines(name, look, roles, taken, proposal.unused))
    return workbook_of(proposal.rows, proposal.columns, proposal.memos, {SHEET: lines})


def _lines(
    name: str, look: Look, roles: Mapping[int, str], taken: OwnRows, unused: list[str]
) -> Iterator[list[Cell]]:
    """What was read from where, what was done, and what is left to a person."""
    found = look.found
    yield ["元の表の読み取り"]
    yield [f"ファイル「{name}」、シート「{found.sheet}」、見出しは{_rows(found)}。"]
    yield [
        "各シートの「メモ」の列に、推測したことと、記入が要ることを書きました。直してから「計画の読込」で選んでください。"
    ]
    yield [""]
    yield ["列の対応"]
    for column, letter, heading, _ in look.columns:
        yield [f"{letter}列「{heading}」", ROLES[roles.get(column, "")]]
    for title, lines in (
        ("結合を解いて補ったところ", taken.filled),
        (f"取り込まない行（{RULE}）", taken.left_out),
        ("使わなかった行", unused),
        ("確かめるところ", [_note(each) for each in (*look.sheet.unreadable, *look.sheet.notices)]),
    ):
        yield [""]
        yield [f"{title}：{len(lines)}件"]
        for line in lines:
            yield [line]


def _rows(found: Found) -> str:
    first, last = found.head
    return f"{first}行目" if first == last else f"{first}〜{last}行目"


def _note(note: CellNote) -> str:
    place = f"{column_letter(note.column)}{note.row or ''}" if note.column else f"{note.row}行目"
    return f"{place}「{note.value}」：{note.problem}{note.cure}"
