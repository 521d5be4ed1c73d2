"""Where everything stands in the stacked bars: names, shares with word and number, a key.

A part carries its word and number where they fit, else its number; then a key over the bars
names the fills. Pure; px from the lower left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from progress.charts.marks import Area, Box, Label, Line, Mark, label_at, text_width, wrapped
from progress.charts.policies import PoliciesChart, PolicyBar
from progress.charts.style import APART, FILLS, INK, SUPPORT, TEXT

MARGIN = 8
PADDING = 3
KEY_SIZE = 16
KEY_ROW = 28


@dataclass(frozen=True)
class Columns:
    """How one shape of the drawing divides its width; `names` of 0 puts them over the bars."""

    width: int
    names: int
    size: float
    bar: int
    row_gap: int


COLUMNS = {
    "wide": Columns(720, names=224, size=14, bar=30, row_gap=16),
    "narrow": Columns(328, names=0, size=13, bar=28, row_gap=14),
}


class Sheet:
    """The drawing's measures: height, rows and the px of a bar, which is a policy's whole: its
    parts are shares, each with its count."""

    def __init__(self, chart: PoliciesChart, shape_name: str):
        self.chart, self.columns = chart, COLUMNS[shape_name]
        columns = self.columns
        self.left = MARGIN + columns.names
        largest = max((bar.total for bar in chart.bars), default=0)
        self.total_room = text_width(f"{largest:,}件", columns.size) + 6
        self.room = columns.width - self.left - self.total_room - MARGIN
        self.names = [self._name_lines(bar) for bar in chart.bars]
        self.key = list(self._key_rows())
        self.height = round(
            len(self.key) * KEY_ROW + sum(self.row_height(n) for n in range(len(chart.bars))) + 8
        )

    def row_height(self, number: int) -> float:
        lines = len(self.names[number]) * self.columns.size * 1.2
        bar, gap = self.columns.bar, self.columns.row_gap
        return (max(lines, bar) if self.columns.names else lines + 4 + bar) + gap

    def top(self, number: int) -> float:
        """The y over a bar's row."""
        above = sum(self.row_height(each) for each in range(number))
        return self.height - len(self.key) * KEY_ROW - above

    def places(self, number: int) -> tuple[float, float]:
        """The y of a bar's name and of its foot."""
        top, height, columns = self.top(number), self.row_height(number), self.columns
        text_height = len(self.names[number]) * columns.size * 1.2
        if columns.names:
            middle = top - height / 2
            return middle - text_height / 2, middle - columns.bar / 2
        name_y = top - columns.row_gap / 2 - text_height
        return name_y, name_y - 4 - columns.bar

    def width_of(self, bar: PolicyBar, number: int) -> float:
        """The px of so many of the policy's measures."""
        return self.room * number / bar.total

    def text_of(self, bar: PolicyBar, meaning: str, word: str, number: int) -> str:
        """``順調 5``, or ``5`` where that is too long; ``休1`` or ``休`` of fills that are alike."""
        room = self.width_of(bar, number) - 2 * PADDING
        short = [f"{number:,}"]
        if FILLS[meaning] is APART:
            short = [f"{word[0]}{number:,}", word[0]]
        texts = [f"{word} {number:,}", *short]
        return next((text for text in texts if text_width(text, self.columns.size) <= room), "")

    def _name_lines(self, bar: PolicyBar) -> tuple[str, ...]:
        columns = self.columns
        room = (columns.names or columns.width - MARGIN) - MARGIN
        return wrapped(f"{bar.label} {bar.name}", room, columns.size)

    def _key_rows(self) -> Iterator[list[tuple[float, str, str]]]:
        """Rows of (x, meaning, word); none where every part carries its own word."""
        if all(
            self.text_of(b, *part).startswith(part[1]) for b in self.chart.bars for part in b.parts
        ):
            return
        row, x = [], float(MARGIN)
        for meaning, word in self.chart.parts_in_use:
            width = KEY_SIZE * 1.5 + 6 + text_width(word, self.columns.size) + 14
            if row and x + width > self.columns.width:
                yield row
                row, x = [], float(MARGIN)
            row.append((x, meaning, word))
            x += width
        yield row


def policies_size(chart: PoliciesChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px; the height follows the policies."""
    sheet = Sheet(chart, shape_name)
    return sheet.columns.width, sheet.height


def policies_marks(chart: PoliciesChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    sheet = Sheet(chart, shape_name)
    marks = []
    for place, row in enumerate(sheet.key, 1):
        marks += _key_marks(sheet, row, sheet.height - place * KEY_ROW)
    for number, bar in enumerate(chart.bars):
        marks += _row_marks(sheet, bar, sheet.names[number], *sheet.places(number))
    if sheet.columns.names:
        axis = ((sheet.left, sheet.top(len(chart.bars)) + 4), (sheet.left, sheet.top(0)))
        marks.append(Line(axis, SUPPORT))
    return marks


def policies_areas(chart: PoliciesChart, shape_name: str) -> list[tuple[int, str, int, Area]]:
    """Where each part of a bar lies in the picture: the bar's place, the part's word and count,
    and its rectangle in px from the upper left."""
    sheet = Sheet(chart, shape_name)
    return [
        (place, word, number, area._replace(y=sheet.height - area.top))
        for place, bar in enumerate(chart.bars)
        for _, word, number, area in _parts(sheet, bar, sheet.places(place)[1])
    ]


def _parts(sheet: Sheet, bar: PolicyBar, foot: float) -> Iterator[tuple[str, str, int, Area]]:
    x = float(sheet.left)
    for meaning, word, number in bar.parts:
        area = Area(x, foot, sheet.width_of(bar, number), sheet.columns.bar)
        yield meaning, word, number, area
        x = area.right


def _row_marks(
    sheet: Sheet, bar: PolicyBar, names: tuple[str, ...], name_y: float, foot: float
) -> Iterator[Mark]:
    columns, x = sheet.columns, float(sheet.left)
    yield label_at("\n".join(names), MARGIN, name_y, columns.size, align="left", color=TEXT)
    for meaning, word, number, area in _parts(sheet, bar, foot):
        yield from _part(area, meaning, sheet.text_of(bar, meaning, word, number), columns.size)
        x = area.right
    middle = foot + columns.bar / 2 - columns.size * 0.6
    yield label_at(f"{bar.total:,}件", x + 6, middle, columns.size, align="left", color=SUPPORT)


def _part(area: Area, meaning: str, text: str, size: float) -> Iterator[Box | Label]:
    fill = FILLS[meaning]
    yield Box(area, fill.face, INK, dash=fill.dash, hatch=fill.hatch)
    if text:
        x, y = area.x + area.width / 2, area.y + area.height / 2 - size * 0.6
        yield label_at(text, x, y, size, color=fill.text, ground=fill.face if fill.hatch else "")


def _key_marks(sheet: Sheet, row: list[tuple[float, str, str]], y: float) -> Iterator[Mark]:
    size = sheet.columns.size
    for x, meaning, word in row:
        fill = FILLS[meaning]
        area = Area(x, y + (KEY_ROW - KEY_SIZE) / 2, KEY_SIZE * 1.5, KEY_SIZE)
        yield Box(area, fill.face, INK, dash=fill.dash, hatch=fill.hatch)
        yield label_at(
            word, area.right + 6, y + KEY_ROW / 2 - size * 0.6, size, align="left", color=TEXT
        )
