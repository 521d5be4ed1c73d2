"""Where everything stands in a chronology: years below each other, months side by side. Pure; px
from the lower left.

A mark carries the number under which the list tells what happened. Several of one month stand
below each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from progress.charts.marks import Diamond, Dot, Line, Mark, label_at
from progress.charts.style import ACTUAL, ACTUAL_EDGE, GRID, SUPPORT, TEXT
from progress.charts.timeline import TimelineChart, YearRow

MARGIN = 8
LINE = 1.2
HEAD = 24
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Columns:
    """How one shape of the drawing divides its width."""

    width: int
    names: int
    size: float
    row: int
    radius: float
    is_short: bool


COLUMNS = {
    "wide": Columns(720, names=136, size=14, row=24, radius=5, is_short=False),
    "narrow": Columns(328, names=40, size=10, row=20, radius=3.5, is_short=True),
}


class Sheet:
    """The drawing's measures: the height of each year, by the month in which most happened."""

    def __init__(self, chart: TimelineChart, shape: str):
        self.columns = COLUMNS[shape]
        self.left = MARGIN + self.columns.names
        self.step = (self.columns.width - self.left - MARGIN) / len(MONTHS)
        self.heights = [_most(each) * self.columns.row for each in chart.years]
        self.height = round(HEAD + sum(self.heights) + MARGIN)

    def x_of(self, month: int) -> float:
        """The left of a month's column."""
        return self.left + (month - 1) * self.step


def _most(year: YearRow) -> int:
    months = [each.month for each in year.points]
    return max((months.count(each) for each in months), default=1)


def timeline_size(chart: TimelineChart, shape: str) -> tuple[int, int]:
    """Width and height of the drawing in px; the height follows the years."""
    sheet = Sheet(chart, shape)
    return sheet.columns.width, sheet.height


def timeline_marks(chart: TimelineChart, shape: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    sheet = Sheet(chart, shape)
    marks = list(_months(sheet))
    top = float(sheet.height - HEAD)
    for year, height in zip(chart.years, sheet.heights, strict=True):
        marks.append(Line(((MARGIN, top), (sheet.columns.width - MARGIN, top)), GRID))
        marks += _year(sheet, year, top)
        top -= height
    return marks


def _months(sheet: Sheet) -> Iterator[Mark]:
    size, y = sheet.columns.size, sheet.height - HEAD + 4
    for month in MONTHS:
        x = sheet.x_of(month)
        yield Line(((x, MARGIN), (x, sheet.height - HEAD)), GRID)
        name = str(month) if sheet.columns.is_short else f"{month}月"
        yield label_at(name, x + sheet.step / 2, y, size, color=SUPPORT)


def _year(sheet: Sheet, year: YearRow, top: float) -> Iterator[Mark]:
    columns = sheet.columns
    middle = top - columns.row / 2
    y = middle - columns.size * LINE / 2
    name = year.short if columns.is_short else year.label
    yield label_at(name, MARGIN, y, columns.size, align="left", color=TEXT)
    stacked: dict[int, int] = {}
    for point in year.points:
        place = stacked[point.month] = stacked.get(point.month, -1) + 1
        x, at = sheet.x_of(point.month) + columns.radius + 2, middle - place * columns.row
        if point.is_milestone:
            yield Diamond(x, at, columns.radius)
        else:
            yield Dot(x, at, columns.radius - 1, ACTUAL, ACTUAL_EDGE)
        label_x, label_y = x + columns.radius + 1, at - columns.size * LINE / 2
        yield label_at(str(point.number), label_x, label_y, columns.size, align="left", color=TEXT)
