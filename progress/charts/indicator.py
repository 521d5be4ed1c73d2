"""What an indicator's chart shows: target against actual, as plain values.

Independent of the database and of any drawing. Everything that is drawn stands in here, so a
hash of it names the drawing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from progress.charts.scales import Scale, cut_scale, steady_scale
from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts, TargetInForce
from progress.judging.judgement import figure_of, judge
from progress.judging.lifetimes import ENDED, NOT_BEGUN
from progress.judging.rates import is_near_all
from progress.judging.targets import (
    baseline_for_rate,
    pace,
    printed_targets,
    revisions,
    start_of_pace,
    target_in_force,
)
from progress.judging.totals import Measured, measured
from sakado_dx.numbers import format_number

DRAWN_KINDS = (facts.NUMBER, facts.ANNUAL_MINIMUM, facts.EXPANSION)
PERCENT = ("%", "％")
# Room over what is printed: a target is reached, a minimum is exceeded, a start is grown from.
HEADROOM = {
    facts.NUMBER: Decimal("1.2"),
    facts.ANNUAL_MINIMUM: Decimal(2),
    facts.EXPANSION: Decimal(3),
}
REPLACED, WITHDRAWN = "見直し前", "取下げ前"
BOUNDS = {facts.UP: "以上", facts.DOWN: "以下"}


@dataclass(frozen=True)
class Goal:
    """A target through the years in which it is in force; diamonds stand at `printed`, and from
    `carried_from` on it is one that the plan printed for an earlier year."""

    first_year: int
    last_year: int
    value: Decimal
    name: str
    figure: str
    printed: tuple[int, ...] = ()
    carried_from: int | None = None


@dataclass(frozen=True)
class OldGoal:
    """A target that a revision replaced or withdrew, through its years with the same figure."""

    first_year: int
    last_year: int
    value: Decimal
    name: str


@dataclass(frozen=True)
class IndicatorChart:
    """Actuals (in the unit) and the words where there are none, by year, with their targets.

    A year after `until` holds neither figure nor word. `marks` say 見込 or 速報, `met` whether the
    year reached what it is judged by, None where nothing is decided. `paces` are the straight
    lines of 目安 between two printed targets, `baseline` is a measured 現状値 that the rates count
    from. With `is_total` the actuals are running sums (計画期間の累計で判定). `near_all` is a bound
    in % so near 100 that bars from 0 would all look alike. `olds` are what revisions replaced. At
    `break_at` the definition changed: by year `before` are the figures of the one before,
    `references` the 参考値 by the new one.
    """

    name: str
    unit: str
    kind: str
    until: int
    years: tuple[int, ...]
    actuals: tuple[Decimal | None, ...]
    words: tuple[str, ...]
    marks: tuple[str, ...]
    goals: tuple[Goal, ...]
    paces: tuple[tuple[tuple[int, Decimal], tuple[int, Decimal]], ...] = ()
    baseline: Decimal | None = None
    is_total: bool = False
    met: tuple[bool | None, ...] = ()
    less_is_better: bool = False
    near_all: Decimal | None = None
    olds: tuple[OldGoal, ...] = ()
    break_at: int | None = None
    before: tuple[Decimal | None, ...] = ()
    references: tuple[Decimal | None, ...] = ()

    @property
    def past_values(self) -> list[Decimal]:
        """What is drawn of years before the definition changed."""
        return [each for each in (*self.before, *self.references) if each is not None]

    @property
    def has_content(self) -> bool:
        """Whether any year has a figure."""
        return any(value is not None for value in self.actuals) or bool(self.past_values)

    @property
    def is_cut(self) -> bool:
        """Whether figures are points on a cut axis."""
        return self.near_all is not None and self.scale.low > 0

    @cached_property
    def scale(self) -> Scale:
        """One scale for every shape of the drawing and, as far as figures allow, for every year:
        what is printed makes it."""
        values = [value for value in self.actuals if value is not None] + self.past_values
        olds = [old.value for old in self.olds]
        cut = cut_scale(self.near_all, values + olds) if self.near_all is not None else None
        if cut is not None:
            return cut
        anchors = [goal.value for goal in self.goals] + olds
        anchors += [value for line in self.paces for _, value in line]
        anchors += [self.baseline] if self.baseline is not None else []
        most = Decimal(100) if self.unit in PERCENT else None
        return steady_scale(anchors, values, headroom=HEADROOM[self.kind], most=most)


def indicator_chart(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    years: Sequence[int],
    *,
    until: int | None = None,
) -> IndicatorChart:
    """The chart of a numeric indicator over the fiscal years, with figures up to `until`.

    Figures of later years are left out: a year's chart stays as it was. ``ValueError`` for an
    indicator without numbers (milestone, words), which has no chart.
    """
    if indicator.kind not in DRAWN_KINDS:
        raise ValueError(f"An indicator of the kind {indicator.kind} has no chart")
    years = tuple(years)
    until = years[-1] if until is None else until
    shown = [_shown(indicator, figures, year) if year <= until else None for year in years]
    sums = [measured(indicator, figures, each) if each else None for each in shown]
    baseline = baseline_for_rate(indicator, years[-1])
    goals = tuple(_goals(indicator, years))
    bounds = [goal.value for goal in goals if is_near_all(indicator, goal.value)]
    break_at, before, references = _past(indicator, years, until)
    return IndicatorChart(
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        until=until,
        years=years,
        actuals=tuple(_plain(each.value) if each else None for each in sums),
        words=tuple(_word(indicator, figure) for figure in shown),
        marks=tuple(_mark(*each) if each[0] else "" for each in zip(shown, sums, strict=True)),
        goals=goals,
        paces=tuple(_paces(indicator, years)),
        baseline=_plain(baseline.value) if baseline else None,
        is_total=indicator.is_period_total,
        met=tuple(judge(indicator, figures, each).met if each <= until else None for each in years),
        less_is_better=indicator.sense == facts.DOWN,
        near_all=min(bounds, default=None),
        olds=tuple(_olds(indicator, years, until)),
        break_at=break_at,
        before=before,
        references=references,
    )


def _shown(indicator: IndicatorFacts, figures: Mapping[int, Figure], year: int) -> Figure:
    if not indicator.covers(year):
        return Figure(year, facts.NOT_APPLICABLE)
    return figure_of(indicator, figures, year)


def _mark(figure: Figure, found: Measured) -> str:
    """見込 or 速報; of a sum that lacks years 以上."""
    return figure.mark or ("以上" if found.value is not None and found.missing else "")


def _word(indicator: IndicatorFacts, figure: Figure | None) -> str:
    """Why there is no figure, in three letters: the column of a year is narrow."""
    if figure is None or figure.status == facts.REPORTED:
        return ""
    outside = indicator.lifetime.outside(figure.fiscal_year)
    if not indicator.covers(figure.fiscal_year):
        return _outside(indicator, figure.fiscal_year)
    if outside and figure.status == facts.NOT_REPORTED:
        return outside.removeprefix("ポータル")
    return indicator.word(figure.status)


def _outside(indicator: IndicatorFacts, year: int) -> str:
    """Of a year before or after those of the indicator; before a new definition stands the old."""
    if year > (indicator.last_fiscal_year or year):
        return ENDED
    return "" if indicator.past and indicator.past.figures else NOT_BEGUN


def _plain(value: Decimal | None) -> Decimal | None:
    """The same Decimal for 19, 19.00 and a column's 19.0000: one figure, one drawing."""
    return None if value is None else Decimal(format_number(value).replace(",", ""))


def _goals(indicator: IndicatorFacts, years: tuple[int, ...]) -> list[Goal]:
    """Targets in force, one for each run of years with the same value."""
    in_force = [(year, target_in_force(indicator, year)) for year in years]
    printed = {target.fiscal_year for target in printed_targets(indicator, years[-1])}
    runs = groupby(in_force, key=lambda pair: pair[1] and pair[1].value)
    return [_goal(indicator, value, dict(run), printed) for value, run in runs if value is not None]


def _goal(
    indicator: IndicatorFacts, value: Decimal, run: dict[int, TargetInForce], printed: set[int]
) -> Goal:
    name, figure = "目標", format_number(value)
    if indicator.kind == facts.ANNUAL_MINIMUM:
        name, figure = "毎年", f"{figure}{BOUNDS[indicator.sense]}"
    elif indicator.is_expansion:
        name = "当初値"
    marked = tuple(year for year in run if year in printed)
    carried = (year for year, target in run.items() if target.carried_from is not None)
    first, last = min(run), max(run)
    return Goal(first, last, _plain(value), name, figure, marked, next(carried, None))


def _olds(indicator: IndicatorFacts, years: tuple[int, ...], until: int) -> Iterator[OldGoal]:
    """What was replaced by then in years that the new version holds for."""
    found: dict[tuple[str, Decimal], list[int]] = {}
    for old, new in revisions(indicator, until):
        if old.value is not None and new.applies_from <= old.fiscal_year in years:
            name = WITHDRAWN if new.withdrawn else REPLACED
            found.setdefault((name, _plain(old.value)), []).append(old.fiscal_year)
    for (name, value), own in found.items():
        for first, last in _runs(own):
            yield OldGoal(first, last, value, name)


def _runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """First and last year of each run of years that follow one another."""
    first = last = years[0]
    for year in years[1:]:
        if year != last + 1:
            yield first, last
            first = year
        last = year
    yield first, last


def _past(indicator: IndicatorFacts, years: tuple[int, ...], until: int):
    """Where the definition changed, and by year the figures before it and the 参考値; nothing of a
    measure in another unit."""
    past, first = indicator.past, indicator.first_fiscal_year
    if past is None or first is None or not years[0] < first <= min(until, years[-1]):
        return None, (), ()
    figures = {each.fiscal_year: each.value for each in past.figures if each.is_reported}
    own = figures if past.unit == indicator.unit else {}
    anew = {each.fiscal_year: each.value for each in past.references}
    before, references = (
        tuple(_plain(values.get(year)) if year < first else None for year in years)
        for values in (own, anew)
    )
    return first, before, references


def _paces(indicator: IndicatorFacts, years: tuple[int, ...]):
    """The ends of each line of 目安 within the years: a start and a target after it, with years
    between them."""
    for end in printed_targets(indicator, years[-1]):
        start = start_of_pace(indicator, end.fiscal_year)
        if start is None or pace(indicator, end.fiscal_year - 1) is None:
            continue
        first = max(start.fiscal_year, years[0])
        begun = start.value if first == start.fiscal_year else pace(indicator, first)
        if first < end.fiscal_year <= years[-1]:
            yield (first, _plain(begun)), (end.fiscal_year, _plain(end.value))
