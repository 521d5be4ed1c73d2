"""Where everything stands on a milestone's track: due ◇, done ●, late →, a column a year.

Pure; px from the lower left.
"""

from collections.abc import Iterator
from typing import NamedTuple

from progress.charts.marks import Arrow, Diamond, Dot, Label, Line, Mark, label_at, sign, text_width
from progress.charts.placing import years_named
from progress.charts.style import ACTUAL, ACTUAL_EDGE, INK, SHAPES, SUPPORT, TEXT
from progress.charts.track import TrackChart
from sakado_dx.fiscal import label_short

MARGIN = 8
SMALLEST = 9
ROW_NAME = "判定"


class Track(NamedTuple):
    """Heights of one shape: of the picture, and of the track over the rows."""

    height: int
    level: int
    diamond: float
    dot: float


TRACKS = {
    "wide": Track(160, 108, diamond=9, dot=7),
    "narrow": Track(152, 102, diamond=9, dot=7),
    "screen": Track(256, 172, diamond=15, dot=12),
    "small": Track(150, 100, diamond=8, dot=6),
}


class Columns:
    """The columns of the years between the margins."""

    def __init__(self, chart: TrackChart, shape_name: str):
        self.chart, self.shape, self.track = chart, SHAPES[shape_name], TRACKS[shape_name]
        names = 0 if self.shape.is_small else text_width(ROW_NAME, self.shape.text_size - 1) + 6
        self.left, self.right = MARGIN + names, self.shape.width - MARGIN
        self.slot = (self.right - self.left) / len(chart.years)
        self.judged_row = 4.0
        self.word_row = self.judged_row + self.shape.text_size * 1.2 + 2
        self.year_row = self.word_row + self.shape.text_size * 1.2 + 2

    def x(self, year: int) -> float:
        return self.left + self.slot * (self.chart.years.index(year) + 0.5)


def track_size(chart: TrackChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px."""
    return SHAPES[shape_name].width, TRACKS[shape_name].height


def track_marks(chart: TrackChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    columns = Columns(chart, shape_name)
    return [*_lines(columns), *_points(columns), *_rows(columns)]


def _lines(columns: Columns) -> Iterator[Mark]:
    """The years that have gone solid, those to come dotted; how late it is as an arrow."""
    chart, y = columns.chart, columns.track.level
    gone = [year for year in chart.years if year <= chart.until]
    turn = columns.x(gone[-1]) + columns.slot / 2 if gone else columns.left
    if gone:
        yield Line(((columns.left, y), (turn, y)), SUPPORT, 2)
    if turn < columns.right:
        yield Line(((turn, y), (columns.right, y)), SUPPORT, 1.2, "dotted")
    for year in chart.years:
        yield Line(((columns.x(year), y - 4), (columns.x(year), y + 4)), SUPPORT, 1)
    if chart.late_until is not None:
        start, end = columns.x(chart.due), columns.x(chart.late_until)
        if chart.done is not None:
            end -= columns.track.dot
        elif chart.late_until == chart.due:
            end += columns.slot / 2
        yield Arrow(start + columns.track.diamond, end, y, INK, 3)


def _points(columns: Columns) -> Iterator[Mark]:
    chart, track, size = columns.chart, columns.track, columns.shape.text_size
    if chart.due is not None:
        yield Diamond(columns.x(chart.due), track.level, track.diamond)
        over = track.level + track.diamond + 5
        yield _clamped(columns, "期限", columns.x(chart.due), over)
    if chart.done is not None:
        small = chart.done == chart.due
        radius = track.dot * (0.6 if small else 1)
        yield Dot(columns.x(chart.done), track.level, radius, ACTUAL, ACTUAL_EDGE)
        under = track.level - track.diamond - 5 - size * 1.2
        yield _clamped(columns, chart.done_words, columns.x(chart.done), under)


def _clamped(columns: Columns, text: str, x: float, y: float, size: float | None = None) -> Label:
    size = size or columns.shape.text_size
    half = text_width(text, size) / 2
    left, right = MARGIN + half, columns.shape.width - MARGIN - half
    return label_at(text, min(max(x, left), max(right, left)), y, size)


def _rows(columns: Columns) -> Iterator[Mark]:
    chart, shape = columns.chart, columns.shape
    size = shape.text_size
    longest = max(map(len, chart.words), default=1) or 1
    fits = min(size, (columns.slot - 5) / longest)
    # Where they would run into each other, that of the year that is looked at.
    worded = set(chart.years) if fits >= SMALLEST else {chart.until}
    fits = fits if fits >= SMALLEST else size
    named = years_named(chart.years, chart.until, columns.slot, size)
    for year, word, met in zip(chart.years, chart.words, chart.met, strict=True):
        x, color = columns.x(year), TEXT if year <= chart.until else SUPPORT
        if year in named:
            yield label_at(label_short(year), x, columns.year_row, size, color=color)
        if word and year in worded:
            yield _clamped(columns, word, x, columns.word_row, fits)
        if met is not None:
            yield from sign(x, columns.judged_row + size * 0.6, size * 0.36, is_met=met)
    if not shape.is_small:
        left = columns.left - 6
        yield label_at(ROW_NAME, left, columns.word_row, size - 1, align="right", color=SUPPORT)
