"""Where in a workbook a value of the document came from, and a fault in the workbook's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from measures.models import Indicator, Measure
from progress.plan_document.schema.faults import Fault
from progress.plan_document.sheets.shape import Shape
from progress.plan_document.sheets.shapes import SHAPES
from sakado_dx.readings import shorten

STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
# What the strict parser says outside of quotation marks: places, keys and constants.
QUOTED = re.compile(r"(「[^」]*」)")
TOKEN = re.compile(
    r"(?P<own>この施策の )? ?(?P<word>[a-z_]+(?:\[\d+\]|\.[a-z_]+)*|[A-Z]+(?:_[A-Z]+)+|[A-Z]{4,}) ?"
)
MISSING = re.compile(r"に「(?P<key>\w+)」がありません(?:（(?P<why>.+)）)?。")
ECHOES = ("key", "divisions_in_matrix")
CURE = "書き方を確かめるか、そのシートに行を加えてください。"
# Parts of the document whose sheet has another name than its own noun says.
SHEETS = {shape.part: shape.name for shape in SHAPES} | {"effect_kinds": "効果"}
CONSTANTS = {
    **{value.upper(): f"「{label}」" for value, label in Indicator.Kind.choices},
    **{value.upper(): f"「{label}」" for value, label in Indicator.MeasuredAs.choices},
    **{value: f"「{label}」" for value, label in Measure.Ending.choices},
    "true": "○",
    "key": "変わらない番号",
}


class Cell(NamedTuple):
    """One cell: its row, its column's letter and heading, and what stands there."""

    row: int
    letter: str
    heading: str
    text: str = ""

    def told(self, sheet: str) -> str:
        """``シート「施策」D12「所管課」``."""
        return f"シート「{sheet}」{self.letter}{self.row}「{self.heading}」"


@dataclass
class Origin:
    """The row of a sheet that an object of the document came from; its cells by their keys."""

    shape: Shape
    row: int
    cells: dict[object, Cell] = field(default_factory=dict)

    def told(self, key: object = None) -> str:
        """The cell of a key, or else the row."""
        if key in self.cells:
            return self.cells[key].told(self.shape.name)
        row = f"{self.row}行目" if self.row else ""
        return f"シート「{self.shape.name}」{row}"

    def text(self, key: object) -> str:
        """What stands in the cell of a key."""
        return self.cells[key].text if key in self.cells else ""


def cell_fault(place: str, value: str, problem: str, cure: str) -> Fault:
    """A fault of a place in a workbook: what stands there, why it is wrong, how to mend it."""
    said = f"の値「{shorten(value)}」は使えません。" if value.strip() else "："
    return Fault(place, f"{said}{problem}{cure}")


class Origins:
    """Of every object of a document that is gathered from sheets, the row that it came from."""

    def __init__(self) -> None:
        self._by_object: dict[int, Origin] = {}
        self._kept: list[object] = []

    def note(self, made: dict, origin: Origin) -> dict:
        """Remember where an object came from; the object."""
        self._by_object[id(made)] = origin
        self._kept.append(made)  # so that no other object takes its number
        return made

    def of(self, made: dict) -> Origin:
        """The row that an object came from; ``KeyError`` for one that was not noted."""
        return self._by_object[id(made)]

    def locate(self, place: str, document: dict) -> tuple[Origin | None, str]:
        """The row of a place of the document (``policies[0].name``), and the key within it."""
        value, origin, key = document, None, ""
        for name, index in STEP.findall(place):
            value = _step(value, name, index)
            key = name or key
            if id(value) in self._by_object:
                origin, key = self._by_object[id(value)], ""
        return origin, key

    def told(self, fault: Fault, document: dict) -> Fault:
        """A fault of the document in the workbook's words."""
        origin, key = self.locate(fault.place, document)
        if found := MISSING.fullmatch(fault.problem):
            return self._blank(origin, found["key"], found["why"] or "", fault)
        if origin is None:
            name = SHEETS.get(key)
            place = f"シート「{name}」" if name else "ブック"
        else:
            place = origin.told(key)
        problem = "".join(self._pieces(fault.problem, origin, document))
        if problem.endswith("にありません。"):
            problem += CURE
        return Fault(place, problem)

    def is_an_echo(self, fault: Fault, document: dict) -> bool:
        """Whether the fault is of a value that the cell does not say, and that is another's: a key
        that is the code, divisions of the matrix that are those of the detail."""
        origin, key = self.locate(fault.place, document)
        key = "key" if fault.problem.startswith("のkey「") else key
        return bool(origin) and key in ECHOES and not origin.text(key).strip()

    def _blank(self, origin: Origin | None, key: str, why: str, fault: Fault) -> Fault:
        if origin is None:
            return Fault("ブック", fault.problem)
        why = "".join(self._pieces(why, origin, {})) if why else ""
        why = f"（{why}）" if why else ""
        if key in origin.cells:
            return Fault(origin.told(key), f"が空欄です{why}。値を入力してください。")
        heading = origin.shape.heading(key) or key
        problem = f"に「{heading}」がありません{why}。列か項目を加えて入力してください。"
        return Fault(origin.told(), problem)

    def _pieces(self, problem: str, origin: Origin | None, document: dict) -> Iterator[str]:
        for piece in QUOTED.split(problem):
            if piece.startswith("「"):
                heading = origin.shape.heading(piece[1:-1]) if origin and "_" in piece else ""
                yield f"「{heading}」" if heading else piece
            else:
                yield TOKEN.sub(lambda match: self._word(match, origin, document), piece)

    def _word(self, match: re.Match, origin: Origin | None, document: dict) -> str:
        """What a word of the parser is called in the workbook: a place, a sheet, a heading."""
        word, own = match["word"], match["own"] or ""
        if "[" in word or "." in word:
            found, key = self.locate(word, document)
            return found.told(key) if found else SHEETS.get(key, word)
        if word in SHEETS and not own:
            return f"シート「{SHEETS[word]}」"
        if origin and (heading := origin.shape.heading(word)):
            return f"{own}「{heading}」"
        return own + CONSTANTS.get(word, word)


def _step(value: object, name: str, index: str) -> object:
    """The part of a value that a step names; None where there is none."""
    if name:
        return value.get(name) if isinstance(value, dict) else None
    number = int(index)
    return value[number] if isinstance(value, list) and number < len(value) else None
