"""Where everything stands in the drawing of an indicator: bars, targets, labels.

One question: does the actual reach the target? Bars from 0 with their figure, the target as a
dashed line with its value, a word where there is no figure. Figures near 100 % are points on a
cut axis. Pure; px from the lower left.
"""

from collections.abc import Iterator
from decimal import Decimal

from progress.charts import indicator_labels
from progress.charts.frame import CUT_ROOM, Frame
from progress.charts.indicator import Goal, IndicatorChart
from progress.charts.marks import Area, Box, Diamond, Dot, Label, Line, Mark, cross
from progress.charts.past_layout import break_lines, old_lines, past_marks, place_past
from progress.charts.placing import Placer
from progress.charts.style import (
    ACTUAL,
    ACTUAL_EDGE,
    GRID,
    INK,
    PROVISIONAL,
    SHAPES,
    SUPPORT,
    WHITE,
)

LEAST_BAR = 3
DIAMOND_RADIUS = 5
IN_A_TILE = 3.5
# How far a target's line reaches to both sides of its year, as a share of the year's width.
REACH = 0.46
# The outline of a figure by whether it reached what it is judged by.
OUTLINES = {
    True: {"edge": ACTUAL_EDGE, "edge_width": 2.5},
    False: {"edge": INK, "edge_width": 2.0, "dash": "dashed"},
    None: {"edge": ACTUAL_EDGE, "edge_width": 1.0},
}
WAVE = 12


def indicator_size(chart: IndicatorChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px."""
    return SHAPES[shape_name].width, SHAPES[shape_name].height


def indicator_marks(chart: IndicatorChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    shape = SHAPES[shape_name]
    frame = Frame(chart, shape)
    figures = {year: _figure(frame, year, value) for year, value in _reported(chart)}
    past = list(past_marks(frame))
    lines = [line for goal in chart.goals for line in _goal_lines(frame, goal)]
    diamonds = [_diamond(frame, goal, year) for goal in chart.goals for year in goal.printed]
    paces = [_pace_line(frame, ends) for ends in chart.paces]
    base = [_baseline_line(frame)] if chart.baseline is not None else []
    placer = Placer(_page(frame))
    placer.keep_off(*(each.area for each in (*diamonds, *figures.values(), *past)))
    olds = list(old_lines(frame))
    placer.keep_off(*(area for line in (*lines, *paces, *base, *olds) for area in _strips(line)))
    bars = {year: each.area for year, each in figures.items()}
    indicator_labels.place_all(placer, frame, bars)
    place_past(placer, frame, bars)
    back = [] if shape.is_small else list(_grid(frame))
    ground = Line(((frame.left, frame.zero), (frame.right, frame.zero)), SUPPORT)
    cut = [_wave(frame)] if frame.is_cut else []
    crosses = [line for year, each in figures.items() for line in _crossed(frame, year, each)]
    back += break_lines(frame)
    back += past
    marks = [
        *back,
        *figures.values(),
        *crosses,
        ground,
        *cut,
        *base,
        *olds,
        *paces,
        *lines,
        *diamonds,
    ]
    return [*marks, *placer.labels, *indicator_labels.around(frame)]


def _page(frame: Frame) -> Area:
    """Where labels may stand: right of the scale, over the ground, under the unit."""
    left = frame.left - 1
    return Area(left, frame.ground, frame.shape.width - left, frame.ceiling - frame.ground)


def _reported(chart: IndicatorChart) -> Iterator[tuple[int, Decimal]]:
    for year, value in zip(chart.years, chart.actuals, strict=True):
        if value is not None:
            yield year, value


def _figure(frame: Frame, year: int, value: Decimal) -> Box | Dot:
    """A bar from 0 (one of 0 is a sliver, since 0 is a figure), or a point on a cut axis."""
    chart, at = frame.chart, frame.chart.years.index(year)
    look = {"face": PROVISIONAL if chart.marks[at] else ACTUAL, **OUTLINES[chart.met[at]]}
    if frame.is_cut:
        return Dot(frame.x(year), frame.y(value), frame.shape.dot, **look | {"dash": "solid"})
    foot, head = sorted((frame.zero, frame.y(value)))
    left, height = frame.x(year) - frame.bar_width / 2, head - foot
    if height < LEAST_BAR:
        return Box(Area(left, foot, frame.bar_width, LEAST_BAR), look["face"], ACTUAL_EDGE)
    return Box(Area(left, foot, frame.bar_width, height), **look)


def _crossed(frame: Frame, year: int, figure: Box | Dot) -> Iterator[Line]:
    """A point that missed has a white × in it, where a bar has its dashed outline."""
    chart = frame.chart
    if isinstance(figure, Dot) and chart.met[chart.years.index(year)] is False:
        color = INK if figure.face == PROVISIONAL else WHITE
        yield from cross(figure.x, figure.y, figure.radius * 0.5, color, 1.8)


def _goal_lines(frame: Frame, goal: Goal) -> Iterator[Line]:
    """Dashed as far as the plan prints it, dotted where it is carried on."""
    y, reach = frame.y(goal.value), frame.slot * REACH
    is_last = goal.last_year == frame.chart.years[-1]
    start = frame.x(goal.first_year) - reach
    end = frame.right if is_last else frame.x(goal.last_year) + reach
    turn = end if goal.carried_from is None else frame.x(goal.carried_from) - frame.slot / 2
    if goal.carried_from != goal.first_year:
        yield Line(((start, y), (turn, y)), INK, width=1.6, dash="dashed")
    else:
        turn = start
    if goal.carried_from is not None:
        yield Line(((turn, y), (end, y)), INK, width=1.6, dash="dotted")


def _diamond(frame: Frame, goal: Goal, year: int) -> Diamond:
    radius = IN_A_TILE if frame.shape.is_small else DIAMOND_RADIUS
    return Diamond(frame.x(year), frame.y(goal.value), radius)


def _pace_line(frame: Frame, ends) -> Line:
    points = tuple((frame.x(year), frame.y(value)) for year, value in ends)
    return Line(points, INK, width=1.0, dash="dotted")


def _baseline_line(frame: Frame) -> Line:
    return _level(frame, frame.chart.baseline, SUPPORT, 1.2)


def _level(frame: Frame, value: Decimal, color: str, width: float) -> Line:
    y = frame.y(value)
    return Line(((frame.left, y), (frame.right, y)), color, width)


def _wave(frame: Frame) -> Line:
    """The wave between 0 and the first tick by which a drawing says that something is left out."""
    y, count = frame.ground + CUT_ROOM / 2, int((frame.right - frame.left) / WAVE)
    points = ((frame.left + n * WAVE, y + (3 if n % 2 else -3)) for n in range(count + 1))
    return Line(tuple(points), SUPPORT, 1.2)


def _grid(frame: Frame) -> Iterator[Line | Label]:
    for tick in frame.ticks:
        if tick:
            yield _level(frame, tick, GRID, 1)
        yield indicator_labels.tick_label(frame, tick)


def _strips(line: Line) -> list[Area]:
    """The line as a row of narrow areas, so that a slanting one keeps little away."""
    (x0, y0), (x1, y1) = line.points
    count = 1 if y0 == y1 else 24
    width, rise = (x1 - x0) / count, (y1 - y0) / count
    return [
        Area(x0 + n * width, min(y0 + n * rise, y0 + (n + 1) * rise) - 2, width, abs(rise) + 4)
        for n in range(count)
    ]
