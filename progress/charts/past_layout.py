"""Old beside new in an indicator's drawing: targets that were replaced, and a changed definition.

A replaced target is a grey dotted line. Where the definition changed a dotted line stands between
the years; before it are grey bars of the old definition, and hollow points of the 参考値. Pure.
"""

from collections.abc import Iterator

from progress.charts.frame import Frame
from progress.charts.indicator import OldGoal
from progress.charts.marks import Area, Box, Dot, Label, Line, label_at
from progress.charts.placing import Placer
from progress.charts.style import ACTUAL_EDGE, BEFORE, SUPPORT, WHITE
from sakado_dx.numbers import format_number

# How far a replaced target's line reaches to both sides of its year, as that of one in force.
REACH = 0.46
LEAST_BAR = 3
CHANGED, REFERENCE = "定義の変更", "参考値"


def old_lines(frame: Frame) -> Iterator[Line]:
    """The lines of targets that revisions replaced."""
    for old in frame.chart.olds:
        y, reach = frame.y(old.value), frame.slot * REACH
        ends = (frame.x(old.first_year) - reach, y), (frame.x(old.last_year) + reach, y)
        yield Line(ends, SUPPORT, 1.6, "dotted")


def break_lines(frame: Frame) -> Iterator[Line]:
    """The line between two years where the definition changed."""
    if frame.chart.break_at is not None:
        x = frame.x(frame.chart.break_at) - frame.slot / 2
        top = frame.top + (0 if frame.shape.is_small else 8)
        yield Line(((x, frame.ground), (x, top)), SUPPORT, 1.4, "dashed")


def past_marks(frame: Frame) -> Iterator[Box | Dot]:
    """Bars (on a cut axis points) of the old definition, and before them the hollow points."""
    chart = frame.chart
    for year, value in zip(chart.years, chart.before, strict=False):
        if value is None:
            continue
        if frame.is_cut:
            yield Dot(frame.x(year), frame.y(value), frame.shape.dot, BEFORE, SUPPORT)
            continue
        foot, head = sorted((frame.zero, frame.y(value)))
        left, height = frame.x(year) - frame.bar_width / 2, max(head - foot, LEAST_BAR)
        yield Box(Area(left, foot, frame.bar_width, height), BEFORE, SUPPORT)
    for year, value in zip(chart.years, chart.references, strict=False):
        if value is not None:
            x, y, radius = frame.x(year), frame.y(value), frame.shape.dot
            yield Dot(x, y, radius, WHITE, ACTUAL_EDGE, edge_width=2.0)


def place_past(placer: Placer, frame: Frame, bars: dict[int, Area]) -> None:
    """The names of what is old; a tile has none."""
    if frame.shape.is_small:
        return
    for old in frame.chart.olds:
        placer.place(_over_old(frame, old, bars))
    if frame.chart.break_at is not None:
        placer.place(_at_break(frame))
    if any(value is not None for value in frame.chart.references):
        placer.place(_near_references(frame))


def _over_old(frame: Frame, old: OldGoal, bars: dict[int, Area]) -> Iterator[Label]:
    size, line = frame.shape.text_size - 1, frame.y(old.value)
    figure = format_number(old.value)
    for text in (f"{old.name} {figure}", f"{old.name}\n{figure}"):
        height = label_at(text, 0, 0, size).area.height
        for year in range(old.last_year, old.first_year - 1, -1):
            top = bars[year].top if year in bars else 0
            for bottom in (line + 4, line - 4 - height, max(line, top) + 4, line + 18):
                for shift in (0, -0.2, 0.2):
                    x = frame.x(year) + frame.slot * shift
                    yield label_at(text, x, bottom, size, color=SUPPORT)


def _at_break(frame: Frame) -> Iterator[Label]:
    size = frame.shape.text_size - 1
    x = frame.x(frame.chart.break_at) - frame.slot / 2
    for bottom in (frame.top - 4, frame.top - 20, frame.top - 36, frame.top + 6):
        yield label_at(CHANGED, x - 4, bottom, size, align="right", color=SUPPORT)
        yield label_at(CHANGED, x + 4, bottom, size, align="left", color=SUPPORT)


def _near_references(frame: Frame) -> Iterator[Label]:
    size, chart = frame.shape.text_size - 1, frame.chart
    pairs = zip(chart.years, chart.references, strict=False)
    for year, value in [each for each in pairs if each[1] is not None][::-1]:
        y, radius = frame.y(value), frame.shape.dot
        for bottom in (y + radius + 3, y - radius - 3 - size * 1.2):
            yield label_at(REFERENCE, frame.x(year), bottom, size, color=ACTUAL_EDGE)
