"""What is written into an indicator's drawing: three rows under the ground, names in the plot.

Year, figure and judgement stand in rows of their own, so that nothing in the plot is in their
way. Names of targets, 目安 and 現状値 stand where they cover nothing.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from progress.charts.frame import GAP, MARGIN, ROW_NAMES, Frame
from progress.charts.indicator import Goal
from progress.charts.marks import Area, Label, Mark, label_at, sign, text_width
from progress.charts.placing import Placer, years_named
from progress.charts.scales import compact
from progress.charts.style import INK, SUPPORT, TEXT
from sakado_dx.fiscal import label_short
from sakado_dx.numbers import format_number

SMALLEST = 11
# Between a year's figure and the next.
FIGURE_GAP, IN_A_TILE = 5, 2
# From a target's line to a label over its diamond.
CLEAR = 8
LESS_IS_BETTER = "少ないほどよい"


def place_all(placer: Placer, frame: Frame, bars: dict[int, Area]) -> None:
    """Place the names of all lines; `bars` are by fiscal year."""
    chart = frame.chart
    at_end = [goal for goal in chart.goals if goal.last_year == chart.years[-1]]
    for text, value in frame.end_labels.items():
        placer.place(_at_the_end(frame, text, value))
    if frame.shape.is_small:
        return
    # Those in force for fewest years have fewest places.
    for goal in sorted(chart.goals, key=lambda each: each.last_year - each.first_year):
        if not (frame.end_labels and goal in at_end):
            placer.place(_over_its_line(frame, goal, bars))
    for (start, low), (end, high) in chart.paces:
        placer.place(_near_the_pace(frame, start, low, end, high))
    if chart.baseline is not None:
        placer.place(_over_the_baseline(frame, bars))


def around(frame: Frame) -> list[Mark]:
    """What stands around the plot: the rows under it, and over it what is drawn."""
    return [*_rows(frame), *_judged_row(frame), *_heading(frame)]


def tick_label(frame: Frame, tick: Decimal) -> Label:
    size = frame.shape.text_size - 1
    y = frame.y(tick) - size * 0.6
    text = frame.tick_texts[tick]
    return label_at(text, frame.left - GAP, y, size, align="right", color=SUPPORT)


def _heading(frame: Frame) -> Iterator[Label]:
    """``実績（件）　少ないほどよい``; in a tile the last alone."""
    shape, chart = frame.shape, frame.chart
    bars = f"{'累計' if chart.is_total else '実績'}（{chart.unit}）"
    cut = f"縦軸は{format_number(chart.scale.low)}から（途中を省略）" if frame.is_cut else ""
    told = [LESS_IS_BETTER if chart.less_is_better else "", cut]
    text = "　".join(filter(None, told if shape.is_small else [bars, *told]))
    if not text:
        return
    size, room = shape.text_size, shape.width - 2 * MARGIN
    while text_width(text, size) > room and size > SMALLEST:
        size -= 1
    yield label_at(text, MARGIN, shape.height - size * 1.2 - 4, size, align="left", color=SUPPORT)


def _rows(frame: Frame) -> Iterator[Label]:
    shape, chart = frame.shape, frame.chart
    figure_size, write, written = _figure_style(frame)
    named = years_named(chart.years, chart.until, frame.slot, shape.text_size)
    for year, value, word in zip(chart.years, chart.actuals, chart.words, strict=True):
        if year in named:
            color = TEXT if year <= chart.until else SUPPORT
            yield _in_row(frame, year, label_short(year), shape.year_row, shape.text_size, color)
        if word:
            yield from _word(frame, year, word)
        elif year in frame.before and year in written:
            text = write(frame.before[year])
            yield _in_row(frame, year, text, shape.figure_row, figure_size, SUPPORT)
        elif value is not None and year in written:
            yield _in_row(frame, year, write(value), shape.figure_row, figure_size, INK)
    if not shape.is_small:
        yield from _row_names(frame)


def _judged_row(frame: Frame) -> Iterator[Mark]:
    """○ or × under each year that is decided, and beside it 見込 or 速報."""
    chart, shape = frame.chart, frame.shape
    for year, met, word in zip(chart.years, chart.met, chart.marks, strict=True):
        x, radius = frame.x(year), shape.text_size * 0.36
        size = max(min(shape.text_size - 1, (frame.slot - 3 * radius) / (len(word) or 1)), 9)
        width = text_width(word, size)
        if met is not None and word:
            x -= width / 2
        if met is not None:
            yield from sign(x, shape.judged_row + shape.text_size * 0.6, radius, is_met=met)
        if word:
            left = x + radius + 3 if met is not None else x - width / 2
            yield label_at(word, left, shape.judged_row + 1, size, align="left")


def _word(frame: Frame, year: int, word: str) -> Iterator[Label]:
    """Why a year has no figure; where the words would run into each other that of the newest."""
    size = min(frame.shape.text_size, (frame.slot - 2) / len(word))
    if size >= SMALLEST - 1:
        yield _in_row(frame, year, word, frame.shape.figure_row, size, SUPPORT)
    elif year == frame.chart.until:
        yield _in_row(frame, year, word, frame.shape.figure_row, SMALLEST, SUPPORT)


def _in_row(frame: Frame, year: int, text: str, y: float, size: float, color: str) -> Label:
    half = text_width(text, size) / 2
    x = min(max(frame.x(year), half), frame.shape.width - half)
    return label_at(text, x, y, size, color=color)


def _row_names(frame: Frame) -> Iterator[Label]:
    shape, chart, size = frame.shape, frame.chart, frame.shape.text_size - 1
    names = dict(zip(ROW_NAMES, (shape.figure_row, shape.judged_row), strict=True))
    if chart.is_total:
        names = {"累計": shape.figure_row, ROW_NAMES[1]: shape.judged_row}
    if not any(met is not None for met in chart.met):
        del names[ROW_NAMES[1]]
    for name, y in names.items():
        yield label_at(name, frame.left - GAP, y + 0.5, size, align="right", color=SUPPORT)


def _figure_style(frame: Frame) -> tuple[int, Callable[[Decimal], str], set[int]]:
    """One size and one way of writing for all figures, the largest that fits the columns, and the
    years whose figure is written: where they would run into each other that of the year that is looked at."""
    gap = IN_A_TILE if frame.shape.is_small else FIGURE_GAP
    size, room = int(frame.shape.value_size), frame.slot - gap
    reported = {
        year: value
        for year, value in zip(frame.chart.years, frame.chart.actuals, strict=True)
        if value is not None
    } | frame.before
    ways = [
        (smaller, write)
        for write in (format_number, compact)
        for smaller in range(size, SMALLEST - 3, -1)
    ]
    for smaller, write in ways:
        if all(text_width(write(value), smaller) <= room for value in reported.values()):
            return smaller, write, set(reported)
    alone = compact(reported.get(frame.chart.until, Decimal(0)))
    # Wider than its column it would cover the word of the year beside it.
    sizes = range(SMALLEST, SMALLEST - 3, -1)
    fitting = (each for each in sizes if text_width(alone, each) <= frame.slot)
    return next(fitting, SMALLEST - 2), compact, {frame.chart.until}


def _at_the_end(frame: Frame, text: str, value: Decimal) -> Iterator[Label]:
    size = frame.shape.text_size
    label = label_at(text, frame.right + GAP, 0, size, align="left")
    middle = frame.y(value) - label.area.height / 2
    lowest, highest = frame.ground + 1, frame.ceiling - label.area.height
    y = min(max(middle, lowest), highest)
    yield label_at(text, frame.right + GAP, y, size, align="left")


def _over_its_line(frame: Frame, goal: Goal, bars: dict[int, Area]) -> Iterator[Label]:
    """The target's name over its line, first where no bar passes it, then over the bar that does;
    else under the line, and last where no bar reaches."""
    size, line = frame.shape.text_size, frame.y(goal.value)
    years = [*goal.printed, *reversed(range(goal.first_year, goal.last_year + 1))]
    texts = (f"{goal.name} {goal.figure}", f"{goal.name}\n{goal.figure}")
    tops = {year: bars[year].top if year in bars else 0 for year in dict.fromkeys(years)}
    for year in sorted(tops, key=lambda each: tops[each] > line + CLEAR):
        for bottom in (max(line + CLEAR, tops[year] + 4), max(line, tops[year]) + 16):
            yield from _across(frame, year, texts, bottom, size)
    for year in tops:
        for text in texts:
            height = label_at(text, 0, 0, size).area.height
            yield from _across(frame, year, (text,), line - CLEAR - height, size)
    for year in tops:
        height = label_at(texts[0], 0, 0, size).area.height
        yield from _across(frame, year, texts[:1], frame.ceiling - height, size)


def _across(
    frame: Frame, year: int, texts: tuple[str, ...], bottom: float, size: float
) -> Iterator[Label]:
    """At a year's middle, or moved to a side as far as its column reaches."""
    for text in texts:
        width = label_at(text, 0, bottom, size).area.width
        reach = max(frame.slot * 0.6 - width / 2, frame.slot * 0.25)
        for shift in (0, -reach, reach):
            x = frame.x(year) + shift
            x = min(max(x, frame.left + width / 2), frame.shape.width - MARGIN - width / 2)
            yield label_at(text, x, bottom, size)


def _near_the_pace(
    frame: Frame, start: int, low: Decimal, end: int, high: Decimal
) -> Iterator[Label]:
    size = frame.shape.text_size
    for share in (0.5, 0.625, 0.375, 0.75, 0.25, 0.875, 0.125):
        x = frame.x(start) + (frame.x(end) - frame.x(start)) * share
        y = frame.y(low) + (frame.y(high) - frame.y(low)) * share
        for bottom in (y + 6, y + 14, y + 22, y - 6 - size * 1.2, y - 14 - size * 1.2):
            yield label_at("目安", x, bottom, size)


def _over_the_baseline(frame: Frame, bars: dict[int, Area]) -> Iterator[Label]:
    """現状値 over its line in a year whose bar does not reach it, else under it."""
    size, y = frame.shape.text_size, frame.y(frame.chart.baseline)
    text = (f"現状値 {format_number(frame.chart.baseline)}",)
    for bottom in (y + 4, y - 4 - size * 1.2, y + 14):
        for year in reversed(frame.chart.years):
            yield from _across(frame, year, text, bottom, size)
    for year in reversed(frame.chart.years):
        top = bars[year].top if year in bars else 0
        yield from _across(frame, year, text, max(y, top) + 4, size)
