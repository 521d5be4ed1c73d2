"""Where everything stands in the drawing of an indicator: bars, targets, labels.

One question: does the actual reach the target? Bars from 0 with their figure, the target as a
dashed line with its value, a word where there is no figure. Pure; px from the lower left.
"""

from collections.abc import Iterator
from decimal import Decimal

from progress.charts import indicator_labels
from progress.charts.frame import Frame
from progress.charts.indicator import Goal, IndicatorChart
from progress.charts.marks import Area, Box, Diamond, Label, Line, Mark
from progress.charts.placing import Placer
from progress.charts.style import ACTUAL, ACTUAL_EDGE, GRID, INK, PROVISIONAL, SHAPES, SUPPORT

LEAST_BAR = 3
DIAMOND_RADIUS = 5
# How far a target's line reaches to both sides of its year, as a share of the year's width.
REACH = 0.46


def indicator_size(chart: IndicatorChart, shape_name: str) -> tuple[int, int]:
    """Width and height of the drawing in px."""
    return SHAPES[shape_name].width, SHAPES[shape_name].height


def indicator_marks(chart: IndicatorChart, shape_name: str) -> list[Mark]:
    """All marks of the drawing, from the back to the front."""
    shape = SHAPES[shape_name]
    frame = Frame(chart, shape)
    bars = {year: _bar(frame, year, value) for year, value in _reported(chart)}
    lines = [_goal_line(frame, goal) for goal in chart.goals]
    diamonds = [_diamond(frame, goal, year) for goal in chart.goals for year in goal.printed]
    paces = [_pace_line(frame, ends) for ends in chart.paces]
    base = [_baseline_line(frame)] if chart.baseline is not None else []
    placer = Placer(_page(frame))
    placer.keep_off(*(each.area for each in diamonds))
    placer.avoid(*(box.area for box in bars.values()))
    placer.avoid(*(area for line in (*lines, *paces, *base) for area in _strips(line)))
    indicator_labels.place_all(placer, frame, {year: box.area for year, box in bars.items()})
    back = [] if shape.is_small else list(_grid(frame))
    ground = _level(frame, Decimal(0), SUPPORT, 1)
    marks = [*back, *bars.values(), ground, *base, *paces, *lines, *diamonds]
    return [*marks, *placer.labels, *indicator_labels.around(frame)]


def _page(frame: Frame) -> Area:
    """Where labels may stand: right of the scale, over the years, under the unit."""
    left = frame.left - 1
    return Area(left, frame.bottom, frame.shape.width - left, frame.ceiling - frame.bottom)


def _reported(chart: IndicatorChart) -> Iterator[tuple[int, Decimal]]:
    for year, value in zip(chart.years, chart.actuals, strict=True):
        if value is not None:
            yield year, value


def _bar(frame: Frame, year: int, value: Decimal) -> Box:
    """A bar from 0; one of 0 is a sliver, since 0 is a figure."""
    foot, head = sorted((frame.y(Decimal(0)), frame.y(value)))
    area = Area(
        frame.x(year) - frame.bar_width / 2, foot, frame.bar_width, max(head - foot, LEAST_BAR)
    )
    if not frame.chart.marks[frame.chart.years.index(year)]:
        return Box(area, ACTUAL, ACTUAL_EDGE)
    return Box(area, PROVISIONAL, ACTUAL_EDGE, dash="dashed")


def _goal_line(frame: Frame, goal: Goal) -> Line:
    y, reach = frame.y(goal.value), frame.slot * REACH
    is_last = goal.last_year == frame.chart.years[-1]
    end = frame.right if is_last else frame.x(goal.last_year) + reach
    return Line(
        ((frame.x(goal.first_year) - reach, y), (end, y)), INK, width=1.6, dash="dashed", halo=True
    )


def _diamond(frame: Frame, goal: Goal, year: int) -> Diamond:
    return Diamond(frame.x(year), frame.y(goal.value), DIAMOND_RADIUS)


def _pace_line(frame: Frame, ends) -> Line:
    points = tuple((frame.x(year), frame.y(value)) for year, value in ends)
    return Line(points, INK, width=1.2, dash="dotted")


def _baseline_line(frame: Frame) -> Line:
    return _level(frame, frame.chart.baseline, SUPPORT, 1.2, halo=True)


def _level(frame: Frame, value: Decimal, color: str, width: float, **more) -> Line:
    y = frame.y(value)
    return Line(((frame.left, y), (frame.right, y)), color, width, **more)


def _grid(frame: Frame) -> Iterator[Line | Label]:
    for tick in frame.scale.ticks:
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
