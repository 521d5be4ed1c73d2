"""新旧対照表: what a revision changes, place by place, the words that change marked on both sides.

Made of the plan's rows before and after the lines, so that it says what is stored and nothing else;
the lines give the reasons. Touches no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from progress.models import PlanChange
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.tables import TABLE, Key
from sakado_dx.text_changes import ADDED, REMOVED, SAME, Piece, change_of

NEW, GONE, LEFT_OUT = "（新設）", "（削除）", "（略）"
NOTE = "注　下線部分は改定部分"


@dataclass(frozen=True)
class Text:
    """A paragraph: pieces of text, those of the kind that changed to be underlined."""

    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Grid:
    """A small table: a line of headings (years), and under each what stands there."""

    title: str
    headings: tuple[str, ...]
    cells: tuple[Text, ...]


Block = Text | Grid


@dataclass
class Entry:
    """A line of the table: where, what stands after and before, and why."""

    place: str
    new: tuple[Block, ...]
    old: tuple[Block, ...]
    reason: str = ""
    lines: list[PlanChange] = field(default_factory=list)


def marked(text: str, kind: str = SAME) -> Text:
    """A paragraph that is wholly of one kind."""
    return Text((Piece(kind, text),) if text else ())


def sides(before: str, after: str, nothing: str = "（空欄）") -> tuple[Text, Text]:
    """The later and the earlier text, what differs marked; a blank is named."""
    change = change_of(before, after)
    later = Text(change.later) if after else marked(nothing)
    return later, Text(change.earlier) if before else marked(nothing)


def grid_sides(
    title: str, headings: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> tuple[Grid, Grid]:
    """Two small tables with the same headings: each cell that differs is marked as a whole."""
    new = [marked(b, SAME if a == b else ADDED) for a, b in zip(before, after, strict=True)]
    old = [marked(a, SAME if a == b else REMOVED) for a, b in zip(before, after, strict=True)]
    heads = tuple(headings)
    return Grid(title, heads, tuple(new)), Grid(title, heads, tuple(old))


def joined(entries: Iterable[Entry], fallback: str) -> list[Entry]:
    """The entries that have something to say, with the reasons of their lines."""
    kept = [entry for entry in entries if entry.new or entry.old]
    for entry in kept:
        reasons = dict.fromkeys(line.reason for line in entry.lines if line.reason)
        entry.reason = "\n".join(reasons) or fallback
    return kept


def own_entries(teller: LineTeller, lines: Iterable[PlanChange]) -> list[Entry]:
    """Those of the plan itself and of its lists: a column each, a row that begins or goes whole."""
    return [entry for line in lines for entry in _of_line(teller, line)]


def _of_line(teller: LineTeller, line: PlanChange) -> list[Entry]:
    told = teller.told(line)
    place = f"{teller.label(line.noun)}　{told.title}"
    if line.column:
        label, before, after = told.columns[0]
        new, old = sides(before, after)
        return [Entry(f"{place}\n{label}", (new,), (old,), lines=[line])]
    texts = [(label, before, after) for label, before, after in told.columns]
    if line.is_new_row:
        new = tuple(marked(f"{label}：{after}", ADDED) for label, _, after in texts)
        return [Entry(place, new or (marked(told.title, ADDED),), (marked(NEW),), lines=[line])]
    old = tuple(marked(f"{label}：{before}", REMOVED) for label, before, _ in texts)
    return [Entry(place, (marked(GONE),), old or (marked(told.title, REMOVED),), lines=[line])]


def lines_by_measure(
    teller: LineTeller, lines: Iterable[PlanChange]
) -> tuple[list[PlanChange], dict[Key, list[PlanChange]]]:
    """The lines of the plan itself in the order of its parts, and those of each measure in the
    plan's order."""
    own: list[PlanChange] = []
    by_measure: dict[Key, list[PlanChange]] = {}
    for line in lines:
        measure = teller.measure_of(line)
        (own if measure is None else by_measure.setdefault(measure, [])).append(line)
    places = {noun: place for place, noun in enumerate(TABLE)}
    own.sort(key=lambda line: (places[line.noun], line.key))
    rows = teller.before["measures"] | teller.after["measures"]
    ordered = sorted(by_measure, key=lambda key: rows[key]["order"] if key in rows else 0)
    return own, {key: by_measure[key] for key in ordered}


def lines_of_nouns(lines: Iterable[PlanChange], *nouns: str) -> list[PlanChange]:
    return [line for line in lines if line.noun in nouns]


def lines_of_row(lines: Iterable[PlanChange], noun: str, key: Key) -> list[PlanChange]:
    """The lines of one row, or of rows that hang on it by their key's first part."""
    found = []
    for line in lines:
        own = key_of(line.key)
        if line.noun == noun and (own == key or own[0] == key):
            found.append(line)
    return found
