"""The rows of a city's own table: vertical merges filled, totals and notes left out, all of it
told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from progress.plan_document.own_table.finding import Found, Range
from progress.plan_document.own_table.roles import LEVELS
from progress.plan_document.schema.faults import DocumentRefused, Fault
from sakado_dx.readings import shorten
from sakado_dx.spreadsheets.tables import beside_the_rows

RULE = (
    "先頭のセルが「合計」「小計」「計」「平均」「注」「備考」「出典」「※」などで始まり、施策名か所管課のない行は、"
    "合計や注記の行として取り込みません。"
)
CURE = "結合を解除し、それぞれのセルに値を入力してください。"
NO_NAME = "施策名の列が決まっていません。どの列が施策名かを選んでください。"


@dataclass
class OwnRow:
    """A row: its number, its texts by role (of a year, target or effect by the column's heading
    too), and whether it goes on with the measure of the row above."""

    number: int
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def text(self, role: str) -> str:
        """The texts of a role in one, a line each."""
        return "\n".join(text for _, text in self.texts.get(role, ()))

    def cells(self, role: str) -> list[tuple[int, str]]:
        """(column, text) of each cell of a role that says something."""
        return self.texts.get(role, [])


@dataclass
class OwnRows:
    """The rows that are taken, and what was done to them."""

    rows: list[OwnRow]
    filled: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def rows_of(found: Found, roles: Mapping[int, str]) -> OwnRows:
    """The table's rows by the roles of its columns.

    Raises ``DocumentRefused`` for merges that could mean several things, and where no column is
    the measures' name.
    """
    names = [column for column, role in roles.items() if role == "name"]
    if not names:
        raise DocumentRefused.because(NO_NAME, f"シート「{found.sheet}」")
    cells, told = found.cells.copy(), OwnRows([])
    needed = {role: column for column, role in roles.items() if role in ("name", "divisions")}
    for number, row in cells.iterrows():
        texts = {role: row[column] for role, column in needed.items()}
        if not any(text.strip() for text in row):
            continue
        if note := beside_the_rows(list(row), texts, needed):
            told.left_out.append(f"{number}行目「{shorten(note)}」")
            cells = cells.drop(index=number)
    _fill(found, roles, cells, names[0], told)
    for number, row in cells.iterrows():
        own = OwnRow(int(number))
        for column, role in roles.items():
            if role and row[column].strip():
                own.texts.setdefault(role, []).append((column, row[column].strip()))
        if own.texts:
            told.rows.append(own)
    return told


def _fill(found: Found, roles: Mapping[int, str], cells, name: int, told: OwnRows) -> None:
    """Write what a vertical merge of a level says into each of its rows; refuse other merges."""
    blocks = {(each.top, each.bottom) for each in found.merged if each.left == name}
    faults: list[Fault] = []
    for each in found.merged:
        rows = cells.index[(cells.index >= each.top) & (cells.index <= each.bottom)]
        if each.top not in rows or each.left not in roles:
            continue
        role = roles[each.left]
        if each.is_vertical and role in LEVELS:
            text = cells.loc[each.top, each.left]
            cells.loc[rows, each.left] = text
            told.filled.append(_said(found, each, text))
        elif not (each.is_vertical and (not role or (each.top, each.bottom) in blocks)):
            heading = found.headings[each.left] or f"{found.letter(each.left)}列"
            place = f"シート「{found.sheet}」{found.letter(each.left)}{each.top}「{heading}」"
            faults.append(Fault(place, f"：セルが結合されています（{each.reference}）。{CURE}"))
    if faults:
        raise DocumentRefused(faults)


def _said(found: Found, each: Range, text: str) -> str:
    heading = found.headings[each.left]
    return f"{each.reference}「{heading}」の結合を解き、各行に「{shorten(text)}」を入れました。"
