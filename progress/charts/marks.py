"""What a drawing consists of, as plain values in px from the lower left corner.

Layouts make these and can be tested without drawing; `progress.charts.drawing` paints them in
their order, so a later mark covers an earlier one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from progress.charts.style import INK, WHITE

# Widths of IPAex Gothic in em, rounded up: a text must never be wider than its box.
THINNEST = frozenset(" ,.'")
THIN = frozenset("!():;I[]fijlrt|-/")
BROAD = frozenset("%@MWmw£")
NEVER_FIRST = frozenset("、。，．・」』）)】〕｝〉》！？ーっゃゅょッャュョぁぃぅぇぉァィゥェォ々")
LINE_HEIGHT = 1.2


class Area(NamedTuple):
    """A rectangle by its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    def overlaps(self, other: "Area") -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.top
            and other.y < self.top
        )

    def lies_in(self, other: "Area") -> bool:
        return (
            other.x <= self.x
            and self.right <= other.right
            and other.y <= self.y
            and self.top <= other.top
        )


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `dash` is solid, dashed or dotted, `hatch` as matplotlib writes it."""

    area: Area
    face: str
    edge: str
    dash: str = "solid"
    hatch: str = ""
    edge_width: float = 1.0


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    color: str
    width: float = 1.0
    dash: str = "solid"


@dataclass(frozen=True)
class Arrow:
    """A level arrow from `start` to the right, its point at `end`."""

    start: float
    end: float
    y: float
    color: str
    width: float


@dataclass(frozen=True)
class Dot:
    """A figure on a cut axis, by its middle and half its width; filled and edged as a bar."""

    x: float
    y: float
    radius: float
    face: str
    edge: str
    dash: str = "solid"
    edge_width: float = 1.0

    @property
    def area(self) -> Area:
        return Area(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True)
class Diamond:
    """The white diamond of a printed target, by its middle and half its width."""

    x: float
    y: float
    radius: float

    @property
    def area(self) -> Area:
        reach = self.radius + 1
        return Area(self.x - reach, self.y - reach, 2 * reach, 2 * reach)


@dataclass(frozen=True)
class Label:
    """Lines of text, aligned in their box; `ground` is a colour behind them, over a hatch."""

    area: Area
    lines: tuple[str, ...]
    size: float
    color: str = INK
    align: str = "center"
    ground: str = ""


Mark = Box | Line | Arrow | Dot | Diamond | Label


def sign(x: float, y: float, radius: float, *, is_met: bool) -> Iterator["Mark"]:
    """○ or × around a middle, of one size: the font's × is half as large as its ○."""
    if is_met:
        yield Dot(x, y, radius, WHITE, INK, edge_width=1.6)
    else:
        yield from cross(x, y, radius, INK, 1.8)


def cross(x: float, y: float, radius: float, color: str, width: float) -> Iterator[Line]:
    """The two strokes of a ×."""
    for left, right in ((x - radius, x + radius), (x + radius, x - radius)):
        yield Line(((left, y - radius), (right, y + radius)), color, width)


def text_width(text: str, size: float) -> float:
    """An upper bound of the text's width in px."""
    return size * sum(_em(char) for char in text)


def _em(char: str) -> float:
    if char in THINNEST:
        return 0.27
    if char in THIN:
        return 0.5
    if unicodedata.east_asian_width(char) == "Na":
        return 0.93 if char in BROAD else 0.64 if char.isdigit() or char.islower() else 0.8
    return 1.0


def label_at(text: str, x: float, y: float, size: float, *, align: str = "center", **more) -> Label:
    """A label whose bottom is at `y`, and whose middle, left or right edge is at `x`."""
    lines = tuple(text.split("\n"))
    width = max(text_width(line, size) for line in lines)
    left = {"center": x - width / 2, "left": x, "right": x - width}[align]
    area = Area(left, y, width, len(lines) * size * LINE_HEIGHT)
    return Label(area, lines, size, align=align, **more)


@lru_cache(maxsize=1_024)  # the same few names on each page that shows the chart
def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text in as few lines as fit the width, of about equal length.

    Japanese breaks between any two letters; equal, since a last line of one letter looks lost.
    """
    count = len(_filled(text, width, size))
    for share in (width * step / 20 for step in range(10, 20)):
        lines = _filled(text, share, size)
        if len(lines) == count:
            return lines
    return _filled(text, width, size)


def _carried(line: str, char: str) -> str:
    """What goes along to the next line with a letter: no line begins with a full stop, and no
    figure is torn."""
    if char in NEVER_FIRST and len(line) > 1:
        return line[-1]
    figure = line[len(line.rstrip("0123456789,.")) :] if char.isdigit() else ""
    return figure if len(figure) < len(line) else ""


def _filled(text: str, width: float, size: float) -> tuple[str, ...]:
    lines = [""]
    for char in text:
        if lines[-1] and text_width(lines[-1] + char, size) > width:
            carried = _carried(lines[-1], char)
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
        lines[-1] += char
    return tuple(lines)
