"""Where everything stands in level bars: names, bars to one scale, figures. Pure; px from the
lower left."""

from collections.abc import Iterator
from dataclasses import dataclass

from progress.charts.bars import Bar, BarsChart
from progress.charts.marks import Area, Box, Line, Mark, label_at, text_width, wrapped
from progress.charts.style import ACTUAL, ACTUAL_EDGE, SUPPORT, TEXT, WHITE

MARGIN = 8
LINE = 1.2


@dataclass(frozen=True)
class Columns:
    """How one shape of the drawing divides its width."""

    width: int
    names: int
    size: float
    bar: int
    gap: int


COLUMNS = {
    "wide": Columns(720, names=200, size=14, bar=22, gap=12),
    "narrow": Columns(328, names=112, size=13, bar=20, gap=12),
}


class Sheet:
    """The drawing's measures: the room of the bars, and the height of each row."""

    def __init__(self, chart: BarsChart, shape: str):
        self.chart, self.columns = chart, COLUMNS[shape]
        columns = self.columns
        self.left = MARGIN + columns.names
        figure = text_width(_figure(chart, chart.largest), columns.size) + MARGIN
        self.room = columns.width - self.left - figure - MARGIN
        self.names = [
            wrapped(each.label, columns.names - MARGIN, columns.size) for each in chart.bars
        ]
        self.heights = [
            max(len(lines) * columns.size * LINE, columns.bar) + columns.gap for lines in self.names
        ]
        self.height = round(sum(self.heights) + MARGIN)

    def width_of(self, bar: Bar) -> float:
        return self.room * bar.value / self.chart.largest if self.chart.largest else 0


def bars_size(chart: BarsChart, shape: str) -> tuple[int, int]:
    """Width and height of the drawing in px; the height follows the bars."""
    sheet = Sheet(chart, shape)
    return sheet.columns.width, sheet.height


def bars_marks(chart: BarsChart, shape: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    sheet, marks = Sheet(chart, shape), []
    top = float(sheet.height)
    for bar, name, height in zip(chart.bars, sheet.names, sheet.heights, strict=True):
        marks += _row(sheet, bar, name, top - height / 2)
        top -= height
    marks.append(Line(((sheet.left, top), (sheet.left, sheet.height)), SUPPORT))
    return marks


def _row(sheet: Sheet, bar: Bar, name: tuple[str, ...], middle: float) -> Iterator[Mark]:
    columns, chart = sheet.columns, sheet.chart
    name_y = middle - len(name) * columns.size * LINE / 2
    yield label_at("\n".join(name), MARGIN, name_y, columns.size, align="left", color=TEXT)
    area = Area(sheet.left, middle - columns.bar / 2, sheet.width_of(bar), columns.bar)
    if bar.value and bar.is_told:
        yield Box(area, ACTUAL, ACTUAL_EDGE)
    elif bar.value:
        yield Box(area, WHITE, SUPPORT, dash="dashed")
    figure, y = _figure(chart, bar.value), middle - columns.size * LINE / 2
    yield label_at(figure, area.right + 6, y, columns.size, align="left", color=TEXT)


def _figure(chart: BarsChart, value: int) -> str:
    return f"{value:,}{chart.unit}"
