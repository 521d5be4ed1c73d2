"""What is written into an indicator's drawing, and the places where each may stand.

In this order, since the first finds most room: names at the ends of lines, figures and words of
the years, names of the other targets, 目安.
"""

from collections.abc import Iterator
from decimal import Decimal

from progress.charts.frame import GAP, MARGIN, Frame
from progress.charts.indicator import Goal
from progress.charts.marks import Area, Label, label_at, text_width
from progress.charts.placing import Candidate, Placer
from progress.charts.scales import compact
from progress.charts.style import INK, SUPPORT, TEXT, WHITE
from sakado_dx.fiscal import label_short
from sakado_dx.numbers import format_number

SMALLEST = 11
# From a target's line to a label over its diamond.
CLEAR = 8
# A figure keeps to its bar.
NEAR = 30


def place_all(placer: Placer, frame: Frame, bars: dict[int, Area]) -> None:
    """Place every label of figures and targets; `bars` are by fiscal year."""
    chart = frame.chart
    at_end = [goal for goal in chart.goals if goal.last_year == chart.years[-1]]
    if frame.end_labels:
        for text, value in frame.end_labels.items():
            placer.place(_at_the_end(frame, text, value))
    _place_figures(placer, frame, bars)
    for goal in reversed(chart.goals):
        if not frame.shape.is_small and not (frame.end_labels and goal in at_end):
            placer.place(_along(frame, goal))
    if frame.shape.is_small:
        return
    for (start, low), (end, high) in chart.paces:
        placer.place(_near_the_pace(frame, start, low, end, high))
    if chart.baseline is not None:
        placer.place(_over_the_baseline(frame))


def around(frame: Frame) -> list[Label]:
    """What stands around the plot: the years, and what the bars are."""
    shape, chart = frame.shape, frame.chart
    labels = [_year_label(frame, year) for year in chart.years if _is_named(frame, year)]
    if shape.is_small:
        return labels
    size = shape.text_size
    room = shape.width - 2 * MARGIN
    text = f"{'累計' if chart.is_total else '実績'}（{chart.unit}）"
    while text_width(text, size) > room and size > SMALLEST:
        size -= 1
    top = shape.height - shape.text_size * 1.2 - 4
    return [*labels, label_at(text, MARGIN, top, size, align="left", color=SUPPORT)]


def tick_label(frame: Frame, tick: Decimal) -> Label:
    size = frame.shape.text_size - 1
    y = frame.y(tick) - size * 0.6
    text = frame.tick_texts[tick]
    return label_at(text, frame.left - GAP, y, size, align="right", color=SUPPORT)


def _is_named(frame: Frame, year: int) -> bool:
    """Every year, or the two ends where the columns are narrower than ``R10``."""
    years = frame.chart.years
    fits = text_width("R10", frame.shape.text_size) <= frame.slot
    return year in (years[0], years[-1]) or (fits and not frame.shape.is_small)


def _year_label(frame: Frame, year: int) -> Label:
    size = frame.shape.text_size
    color = TEXT if year <= frame.chart.until else SUPPORT
    return label_at(
        label_short(year), frame.x(year), frame.bottom - size * 1.2 - 4, size, color=color
    )


def _at_the_end(frame: Frame, text: str, value: Decimal) -> Iterator[Candidate]:
    size = frame.shape.text_size
    label = label_at(text, frame.right + GAP, 0, size, align="left")
    middle = frame.y(value) - label.area.height / 2
    lowest, highest = frame.bottom + 1, frame.ceiling - label.area.height
    y = min(max(middle, lowest), highest)
    yield Candidate(label_at(text, frame.right + GAP, y, size, align="left"))


def _place_figures(placer: Placer, frame: Frame, bars: dict[int, Area]) -> None:
    chart = frame.chart
    size, write = _figure_style(frame)
    newest = max(bars, default=None)
    for year, value, word, mark in zip(
        chart.years, chart.actuals, chart.words, chart.marks, strict=True
    ):
        if word:
            placer.place(_words(frame, year, word))
        elif value is not None and (year == newest or not frame.shape.is_small):
            is_marked = mark and not frame.shape.is_small
            text = f"{write(value)}\n{mark}" if is_marked else write(value)
            ink = INK if mark else WHITE
            placer.place(_by_the_bar(frame, bars[year], text, size, ink))


def _figure_style(frame: Frame):
    """One size and one way of writing for all figures: the largest that fits the columns."""
    size, values = frame.shape.value_size, [v for v in frame.chart.actuals if v is not None]
    room = frame.slot * (2 if frame.shape.is_small else 1) - 2
    sizes = range(int(size), SMALLEST - 1, -1)
    ways = [(size, write) for write in (format_number, compact) for size in sizes]
    for way in ways:
        if all(text_width(way[1](value), way[0]) <= room for value in values):
            return way
    return ways[-1]


def _by_the_bar(frame: Frame, bar: Area, text: str, size: float, ink: str) -> Iterator[Candidate]:
    """Over the bar (under it below 0), else inside it, else over a line that is in the way."""
    x, is_below = bar.x + bar.width / 2, bar.y < frame.y(Decimal(0)) - 1
    height = label_at(text, x, 0, size).area.height
    yield Candidate(label_at(text, x, bar.y - height - 2 if is_below else bar.top + 2, size))
    lines = sorted({frame.y(goal.value) for goal in frame.chart.goals})
    yield from _inside(bar, text, size, ink, [bar.top - 3])
    near = [y for y in lines if abs(y - bar.top) < NEAR]
    if not is_below and not near:
        yield from (Candidate(label_at(text, x, bar.top + up, size)) for up in (8, 14))
    lower = [bar.top - 3 - 8 * step for step in range(1, 12)]
    yield from _inside(bar, text, size, ink, [*(y - CLEAR for y in near), *lower])
    for bottom in (*(y + CLEAR for y in near), *(y - CLEAR - height for y in near)):
        yield Candidate(label_at(text, x, bottom, size))


def _inside(bar: Area, text: str, size: float, ink: str, tops: list[float]) -> Iterator[Candidate]:
    x = bar.x + bar.width / 2
    for top in tops:
        for smaller in range(int(size), SMALLEST - 1, -1):
            bottom = top - label_at(text, x, 0, smaller).area.height
            label = label_at(text, x, bottom, smaller, color=ink)
            if label.area.lies_in(bar):
                yield Candidate(label, on=bar)
                break


def _words(frame: Frame, year: int, word: str) -> Iterator[Candidate]:
    """未報告 and the like on the ground of their year, higher where a line is in the way."""
    size = max(min(frame.shape.text_size, (frame.slot - 2) / len(word)), SMALLEST - 1)
    ground = frame.y(Decimal(0)) + 5
    for step in range(12):
        yield Candidate(label_at(word, frame.x(year), ground + 6 * step, size, color=SUPPORT))


def _along(frame: Frame, goal: Goal) -> Iterator[Candidate]:
    """The target's name over or under its line, from its right end to its left."""
    size, y = frame.shape.text_size, frame.y(goal.value)
    for text in (f"{goal.name} {goal.figure}", f"{goal.name}\n{goal.figure}"):
        height = label_at(text, 0, 0, size).area.height
        for bottom in (y + CLEAR, y - CLEAR - height):
            if goal.last_year == frame.chart.years[-1]:
                yield Candidate(label_at(text, frame.right, bottom, size, align="right"))
            for x in _along_the_years(frame, goal.first_year, goal.last_year):
                yield Candidate(label_at(text, x, bottom, size))


def _along_the_years(frame: Frame, first: int, last: int) -> Iterator[float]:
    for year in range(last, first - 1, -1):
        for shift in (0, -0.25, 0.25, 0.5, -0.5):
            yield frame.x(year) + shift * frame.slot


def _near_the_pace(
    frame: Frame, start: int, low: Decimal, end: int, high: Decimal
) -> Iterator[Candidate]:
    size = frame.shape.text_size
    for share in (0.5, 0.625, 0.375, 0.75, 0.25):
        x = frame.x(start) + (frame.x(end) - frame.x(start)) * share
        y = frame.y(low) + (frame.y(high) - frame.y(low)) * share
        for bottom in (y + 6, y + 14, y + 22, y - 6 - size * 1.2, y - 14 - size * 1.2):
            yield Candidate(label_at("目安", x, bottom, size))


def _over_the_baseline(frame: Frame) -> Iterator[Candidate]:
    size, y = frame.shape.text_size, frame.y(frame.chart.baseline)
    text = f"現状値 {format_number(frame.chart.baseline)}"
    for bottom in (y + 4, y - 4 - size * 1.2):
        for x in _along_the_years(frame, frame.chart.years[0], frame.chart.years[-1]):
            yield Candidate(label_at(text, x, bottom, size, color=SUPPORT))
