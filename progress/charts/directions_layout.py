"""Where the two ribbons stand: 計画 over 実際, a column a year, neighbours that are alike as one.

What went otherwise than planned is hatched and edged, so that it is seen without colour. Pure; px
from the lower left.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from progress.charts.directions import DirectionsChart, YearDirection
from progress.charts.marks import Area, Box, Label, Mark, label_at, text_width, wrapped
from progress.charts.placing import years_named
from progress.charts.style import FILLS, INK, SHAPES, SUPPORT, TEXT, WHITE
from sakado_dx.fiscal import label_short

MARGIN = 8
GAP = 6
PADDING = 4
PLANNED, ACTUAL = "計画", "実際"
HATCHED = "斜線は、計画と違う年度"
PLAN_FACE = "#E8F1FE"
SMALLEST = 10


class Sizes(NamedTuple):
    """Letters and heights of one shape."""

    size: float
    bar: int
    most: int


SIZES = {"wide": Sizes(14, 40, most=2), "narrow": Sizes(12, 52, most=3)}


class Piece(NamedTuple):
    """Years side by side that say the same, from `start` to `end` (of the years' numbers)."""

    start: int
    end: int
    text: str
    look: str


def directions_size(chart: DirectionsChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px."""
    sizes, foot = SIZES[shape_name], _foot(chart, shape_name)
    ribbons = 2 * sizes.bar + GAP + 4 + sizes.size * 1.2
    return SHAPES[shape_name].width, round(foot + ribbons + MARGIN)


def _foot(chart: DirectionsChart, shape_name: str) -> float:
    """The room under the ribbons, for the word on what is hatched."""
    return MARGIN + (SIZES[shape_name].size * 1.2 + 2 if chart.slipped else 0)


def directions_marks(chart: DirectionsChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing."""
    sizes, (width, height) = SIZES[shape_name], directions_size(chart, shape_name)
    left = MARGIN + text_width(PLANNED, sizes.size) + GAP
    slot = (width - MARGIN - left) / len(chart.years)
    head = height - MARGIN - sizes.size * 1.2
    upper = head - 4 - sizes.bar
    lower = upper - GAP - sizes.bar
    foot = [label_at(HATCHED, left, MARGIN / 2, sizes.size - 1, align="left", color=SUPPORT)]
    years = [each.fiscal_year for each in chart.years]
    named = years_named(years, chart.until, slot, sizes.size)
    marks: list[Mark] = [
        _year(each, left + (at + 0.5) * slot, head, sizes.size, chart.until)
        for at, each in enumerate(chart.years)
        if each.fiscal_year in named
    ]
    for name, y, pieces in ((PLANNED, upper, _planned(chart)), (ACTUAL, lower, _actual(chart))):
        middle = y + sizes.bar / 2 - sizes.size * 0.6
        marks.append(label_at(name, MARGIN, middle, sizes.size, align="left", color=SUPPORT))
        for piece in pieces:
            area = Area(left + piece.start * slot, y, (piece.end - piece.start) * slot, sizes.bar)
            marks += _drawn(piece, area, sizes)
    return [*marks, *(foot if chart.slipped else [])]


def _year(each: YearDirection, x: float, y: float, size: float, until: int) -> Label:
    color = TEXT if each.fiscal_year <= until else SUPPORT
    return label_at(label_short(each.fiscal_year), x, y, size, color=color)


def _planned(chart: DirectionsChart) -> Iterator[Piece]:
    yield from _pieces([(each.planned, "planned" if each.planned else "") for each in chart.years])


def _actual(chart: DirectionsChart) -> Iterator[Piece]:
    yield from _pieces([_told(each) for each in chart.years])


def _told(each: YearDirection) -> tuple[str, str]:
    if each.actual:
        return each.actual, "slipped" if each.slipped else "kept"
    return (each.word, "unknown") if each.word else ("", "")


def _pieces(told: list[tuple[str, str]]) -> Iterator[Piece]:
    """Neighbours that say the same together; years of which nothing is said are left out."""
    at = 0
    for (text, look), run in groupby(told):
        end = at + len(list(run))
        if look:
            yield Piece(at, end, text, look)
        at = end


def _drawn(piece: Piece, area: Area, sizes: Sizes) -> Iterator[Mark]:
    area = Area(area.x + 1, area.y, area.width - 2, area.height)
    fill = FILLS["slightly_late"]
    look = {
        "planned": Box(area, PLAN_FACE, INK, dash="dashed"),
        "kept": Box(area, FILLS["on_track"].face, INK),
        "slipped": Box(area, fill.face, INK, hatch=fill.hatch, edge_width=2),
        "unknown": Box(area, WHITE, SUPPORT, dash="dotted"),
    }[piece.look]
    yield look
    size, lines = _lines(piece.text, area.width - 2 * PADDING, sizes)
    y = area.y + area.height / 2 - len(lines) * size * 0.6
    ground = look.face if look.hatch else ""
    x = area.x + area.width / 2
    yield label_at("\n".join(lines), x, y, size, color=INK, ground=ground)


def _lines(text: str, room: float, sizes: Sizes) -> tuple[float, tuple[str, ...]]:
    """The text in the largest letters with which it fits its piece, broken after a 、 or ・ where
    that helps; the last resort is its beginning with …."""
    for size in (sizes.size, sizes.size - 1, SMALLEST):
        lines = wrapped(text, room, size)
        if len(lines) <= sizes.most and all(text_width(line, size) <= room for line in lines):
            return size, lines
    kept = wrapped(text, room - SMALLEST, SMALLEST)[: sizes.most]
    return SMALLEST, (*kept[:-1], f"{kept[-1]}…")
