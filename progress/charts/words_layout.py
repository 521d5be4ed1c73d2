"""Where the words of the years stand: a row a year, as many lines as the picture has room for.

Pure; px from the lower left.
"""

from collections.abc import Iterator
from typing import NamedTuple

from progress.charts.marks import Label, Line, Mark, label_at, text_width, wrapped
from progress.charts.style import GRID, INK, SHAPES, SUPPORT, TEXT
from progress.charts.words import WordsChart, WordsOfYear
from sakado_dx.fiscal import label_short

MARGIN = 8
GAP = 10
LINE = 1.45
MORE = "…"


class Sheet(NamedTuple):
    """Letters of a shape, and the most lines of one year, or the height of the whole picture."""

    size: float
    most: int = 0
    height: int = 0


SHEETS = {
    "wide": Sheet(15, most=6),
    "narrow": Sheet(14, most=7),
    "screen": Sheet(24, height=360),
    "small": Sheet(12, height=150),
}


def words_size(chart: WordsChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px; the height follows the words, or is that of its tile."""
    sheet = SHEETS[shape_name]
    if sheet.height:
        return SHAPES[shape_name].width, sheet.height
    rows = _rows(chart, shape_name)
    high = sum(len(lines) * sheet.size * LINE + GAP for _, lines in rows)
    return SHAPES[shape_name].width, round(high + MARGIN)


def words_marks(chart: WordsChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing, from the top to the bottom."""
    sheet, (width, height) = SHEETS[shape_name], words_size(chart, shape_name)
    marks: list[Mark] = []
    y = height - MARGIN / 2
    for number, (each, lines) in enumerate(_rows(chart, shape_name)):
        if number:
            marks.append(Line(((MARGIN, y), (width - MARGIN, y)), GRID))
        y -= len(lines) * sheet.size * LINE + GAP
        marks += _row(sheet, each, lines, y + GAP / 2)
    return marks


def _row(sheet: Sheet, each: WordsOfYear, lines: tuple[str, ...], y: float) -> Iterator[Label]:
    color = INK if each.is_told else SUPPORT
    for number, line in enumerate(reversed(lines)):
        bottom = y + number * sheet.size * LINE
        yield label_at(line, _left(sheet), bottom, sheet.size, align="left", color=color)
    top = y + (len(lines) - 1) * sheet.size * LINE
    year = label_short(each.fiscal_year)
    yield label_at(year, MARGIN, top, sheet.size, align="left", color=TEXT)


def _left(sheet: Sheet) -> float:
    return MARGIN + text_width("R10", sheet.size) + GAP


def _rows(chart: WordsChart, shape_name: str) -> list[tuple[WordsOfYear, tuple[str, ...]]]:
    """Each year with its lines. A picture of fixed height has all years where nothing need be cut,
    else the words that were said last."""
    sheet = SHEETS[shape_name]
    room = SHAPES[shape_name].width - _left(sheet) - MARGIN
    if not sheet.height:
        return [(each, _cut(each.text, room, sheet.size, sheet.most)) for each in chart.lines]
    rows = [(each, wrapped(each.text, room, sheet.size)) for each in chart.lines]
    high = sum(len(lines) * sheet.size * LINE + GAP for _, lines in rows)
    if high + MARGIN <= sheet.height or chart.newest is None:
        return rows
    most = int((sheet.height - MARGIN - GAP) / (sheet.size * LINE))
    return [(chart.newest, _cut(chart.newest.text, room, sheet.size, most))]


def _cut(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    lines = wrapped(text, room, size)
    if len(lines) <= most:
        return lines
    kept = wrapped(text, room, size)[:most]
    last = kept[-1]
    while last and text_width(last + MORE, size) > room:
        last = last[:-1]
    return (*kept[:-1], last + MORE)
