"""From years and figures to px: the plot within an indicator's drawing, and the rows under it."""

from decimal import Decimal

from progress.charts.indicator import Goal, IndicatorChart
from progress.charts.marks import text_width
from progress.charts.scales import compact
from progress.charts.style import Shape
from sakado_dx.numbers import format_number

MARGIN = 8
GAP = 6
WIDEST_BAR = 72
WIDEST_TICK = 60
WIDEST_END_LABEL = 150
WIDEST_IN_A_TILE = 44
# Between 0 and the first tick of a cut axis.
CUT_ROOM = 24


class Frame:
    """The plot's edges and the two directions; `ceiling` is as high as a label may reach.

    Under the ground stand the year, its figure and how it is judged, each in one row.
    """

    def __init__(self, chart: IndicatorChart, shape: Shape):
        self.chart, self.shape, self.scale = chart, shape, chart.scale
        self.is_cut = chart.is_cut
        pairs = zip(chart.years, chart.before, strict=False)
        self.before = {year: value for year, value in pairs if value is not None}
        self.end_labels = _end_labels(chart, shape)
        self.tick_texts = {tick: _tick_text(tick, shape) for tick in self.scale.ticks}
        self.left = MARGIN if shape.is_small else self._widest_at_left() + MARGIN + GAP
        self.right = shape.width - MARGIN - self._end_room()
        self.ground, self.top = shape.ground, shape.height - shape.top
        self.ceiling = shape.height if shape.is_small else shape.height - shape.text_size - GAP * 2
        self.slot = (self.right - self.left) / len(chart.years)
        self.bar_width = min(self.slot * shape.bar_share, WIDEST_BAR)

    def x(self, year: int) -> float:
        """The middle of a fiscal year's column."""
        return self.left + self.slot * (self.chart.years.index(year) + 0.5)

    def y(self, value: Decimal) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        foot = self.ground + (CUT_ROOM if self.is_cut else 0)
        return foot + float(share) * (self.top - foot)

    @property
    def zero(self) -> float:
        """Where bars begin; of a cut axis the ground."""
        return self.ground if self.is_cut else self.y(Decimal(0))

    @property
    def ticks(self) -> list[Decimal]:
        """Those that are drawn: every second one where their figures would touch."""
        low, step = self.scale.low, self.scale.step
        apart = self.y(low + step) - self.y(low)
        ticks = self.scale.ticks
        return (
            ticks if apart >= self.shape.text_size * 1.2 else [t for t in ticks if not t / step % 2]
        )

    def _widest_at_left(self) -> float:
        size = self.shape.text_size - 1
        return max(text_width(text, size) for text in (*self.tick_texts.values(), *ROW_NAMES))

    def _end_room(self) -> float:
        size = self.shape.text_size
        widths = [text_width(line, size) for text in self.end_labels for line in text.split("\n")]
        return max(widths) + GAP if widths else 0


# What the rows of figures and of judgements are called at their left; of a running sum 累計.
ROW_NAMES = ("実績", "判定")


def _end_labels(chart: IndicatorChart, shape: Shape) -> dict[str, Decimal]:
    """Names of the lines that end at the right edge, with the figures they stand at."""
    if not shape.has_end_labels:
        return {}
    named = {}
    for goal in chart.goals:
        if goal.last_year == chart.years[-1]:
            named[end_label(goal, shape)] = goal.value
    return named


def end_label(goal: Goal, shape: Shape) -> str:
    """``目標 8``; in two lines where that is long or the drawing small."""
    text = f"{goal.name} {goal.figure}"
    if not shape.is_small and text_width(text, shape.text_size) <= WIDEST_END_LABEL / 1.5:
        return text
    figure = goal.figure
    widest = WIDEST_IN_A_TILE if shape.is_small else WIDEST_END_LABEL
    if text_width(figure, shape.text_size) > widest:
        figure = compact(goal.value)
    return f"{goal.name}\n{figure}"


def _tick_text(tick: Decimal, shape: Shape) -> str:
    """``100,000``, or ``10万`` where that takes too much of the width (round, so exact)."""
    text = format_number(tick)
    is_wide = text_width(text, shape.text_size) > (WIDEST_TICK if shape.has_end_labels else 30)
    return compact(tick) if is_wide else text
