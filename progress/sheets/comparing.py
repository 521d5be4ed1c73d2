"""What a file would change: each cell of three, as it was downloaded, as it came back, as it stands.

What the file did not change is left, whatever stands there by now. What it alone changed is taken.
Where both changed, and differ, a person chooses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from progress.sheets import columns
from progress.sheets.columns import Readers
from progress.sheets.lines import DivisionBook, Key, Line, text_of
from progress.sheets.reading import Filled, FilledRow, Told
from sakado_dx.readings import UnreadableValue

TAKEN, KEPT, CONFLICT = "taken", "kept", "conflict"
MINE, THEIRS = "mine", "theirs"
PUT_BACK = "差戻しか引戻しの後に取り込むか、この行をダウンロードしたときの内容に戻してください。"
KINDS = {columns.REPORTS: "report", columns.PARTS: "part", columns.PAPERS: "paper"}
_UNREAD = object()


@dataclass(frozen=True)
class Difference:
    """A cell that the file, or the portal since, has changed: what it held when it was downloaded
    (`base`), holds in the file (`mine`, read as `value`) and in the portal (`theirs`)."""

    line: Line
    filled: FilledRow
    name: str
    kind: str
    mine: str
    theirs: str
    value: Any = None

    @property
    def label(self) -> str:
        return columns.label_of(self.name, self.line.sheet)

    @property
    def of(self) -> str:
        """Whose result it is, or whose target; blank for what report or 調書 itself says."""
        if self.line.asked and self.name in columns.TARGET_NAMES:
            return self.line.asked.part.facts.name
        is_result = self.name in columns.RESULT_NAMES and self.line.indicator
        return self.line.indicator.facts.name if is_result else ""

    @property
    def choice(self) -> str:
        """The field by which a person chooses between the two."""
        return f"choice-{KINDS[self.line.sheet]}-{self.filled.number}-{self.name}"

    @property
    def base(self) -> str:
        return self.filled.base.get(self.name, "")

    @property
    def told(self) -> tuple[str, ...]:
        """What is confirmed when this difference is."""
        return (*self.line.key, self.name, self.kind, self.mine, self.theirs)


@dataclass
class Comparison:
    """All differences, in the order of the file, and what is wrong with it."""

    differences: list[Difference] = field(default_factory=list)
    faults: list[Told] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Difference]:
        return [each for each in self.differences if each.kind == kind]


def compare(filled: Filled, book: DivisionBook, readers: Readers) -> Comparison:
    """The file beside what stands now; asks nothing of the database."""
    found, lines = Comparison(faults=list(filled.faults)), book.by_key
    for row in filled.rows:
        line = lines.get(row.key)
        if line is None:
            found.faults += _gone(row)
        else:
            _compare_row(found, row, line, readers)
    return found


def _gone(row: FilledRow) -> Iterator[Told]:
    """A row that the division's workbook has no more: nothing is lost where it says nothing new."""
    if any(not _same(text, row.base.get(name, "")) for name, text in row.texts.items()):
        problem = "この行の施策や指標は、今は、この課の記入用ブックにありません。"
        yield row.told("", "", problem, "この行をダウンロードしたときの内容に戻してください。")


def _compare_row(found: Comparison, row: FilledRow, line: Line, readers: Readers) -> None:
    changed, now = [], line.texts
    for name, mine in row.texts.items():
        base = row.base.get(name, "")
        if name not in line.values:
            found.faults += _closed_cell(row, name, mine, base)
        elif _same(mine, base):
            if not _same(now[name], base):
                found.differences.append(Difference(line, row, name, KEPT, mine, now[name]))
        else:
            changed.append(name)
    read = {}
    for name in changed:
        try:
            read[name] = readers.read(name, row.texts[name].strip(), _facts(line))
        except UnreadableValue as error:
            found.faults.append(row.told(name, error.value, error.problem, error.cure))
    _take_changed(found, row, line, readers, read)


def _take_changed(
    found: Comparison, row: FilledRow, line: Line, readers: Readers, read: Mapping[str, Any]
) -> None:
    """The cells that say another thing than they did, by what stands in them now."""
    now, differing = line.texts, []
    for name, value in read.items():
        mine, base = row.texts[name].strip(), row.base.get(name, "")
        before = _read(readers, name, base, line)
        standing = _read(readers, name, now[name], line)
        if value == before:
            kind = KEPT
        elif _same(now[name], base) or standing == before:
            kind = TAKEN
        else:
            kind = CONFLICT
        if value != standing:
            differing.append(Difference(line, row, name, kind, mine, now[name], value))
    if line.why_closed and any(each.kind != KEPT for each in differing):
        problem = f"施策{line.known[columns.CODE]}：{line.why_closed}ため、取り込めません。"
        found.faults.append(row.told("", "", problem, PUT_BACK))
    else:
        found.differences += differing


def _read(readers: Readers, name: str, text: str, line: Line) -> Any:
    """The value of a text that the portal wrote: of a word that is no word any more no value."""
    try:
        return readers.read(name, text.strip(), _facts(line))
    except UnreadableValue:
        return _UNREAD


def _facts(line: Line):
    return line.indicator.facts if line.indicator else None


def _closed_cell(row: FilledRow, name: str, mine: str, base: str) -> Iterator[Told]:
    """Something written into a cell that belongs to no question of the row."""
    if mine.strip() and not _same(mine, base):
        problem = "この行では、この欄には記入できません。"
        cure = "施策の最初の行（灰色でない欄）に記入し、この欄を空欄にしてください。"
        yield row.told(name, mine, problem, cure)


def _same(one: str, other: str) -> bool:
    return text_of(one).strip() == text_of(other).strip()


def chosen(differences: Iterable[Difference], answers: Mapping[str, str]) -> list[Difference]:
    """What is taken of the differences: of those that need a choice what was not left to the other."""
    return [
        each
        for each in differences
        if each.kind == TAKEN or (each.kind == CONFLICT and answers.get(each.choice) != THEIRS)
    ]


def unanswered(differences: Iterable[Difference], answers: Mapping[str, str]) -> list[Difference]:
    """The conflicts in which nothing was chosen."""
    return [
        each
        for each in differences
        if each.kind == CONFLICT and answers.get(each.choice) not in (MINE, THEIRS)
    ]


def lines_by_key(differences: Iterable[Difference]) -> dict[Key, list[Difference]]:
    """The differences of each row."""
    found: dict[Key, list[Difference]] = {}
    for each in differences:
        found.setdefault(each.line.key, []).append(each)
    return found
