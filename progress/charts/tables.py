"""The numbers and words of an indicator's picture as a table: headers and rows, a row a year."""

from collections.abc import Mapping, Sequence

from progress.charts.indicator import BOUNDS
from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts, Judgement, TargetInForce
from progress.judging.findings import BETTER, held
from progress.judging.judgement import judge
from progress.judging.milestones import due_target
from progress.judging.targets import RATED_KINDS, revisions
from progress.judging.totals import measured, sum_words
from sakado_dx.fiscal import label_short
from sakado_dx.numbers import format_number

# Of a year to come, or a year without a target: nothing is missing there.
NOTHING = "―"

Judgements = Mapping[int, Judgement]
Table = tuple[list[str], list[list[str]]]


def table_of(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    judgements: Judgements,
    years: Sequence[int],
) -> Table:
    """Headers and rows; `judgements` are those of the years up to the one that is looked at."""
    if indicator.kind == facts.MILESTONE:
        return _milestone_table(indicator, judgements, years)
    if indicator.kind == facts.QUALITATIVE:
        return _words_table(indicator, judgements)
    return _number_table(indicator, figures, judgements, years)


def _milestone_table(
    indicator: IndicatorFacts, judgements: Judgements, years: Sequence[int]
) -> Table:
    due = due_target(indicator, max(judgements, default=years[-1]))
    rows = [
        [
            label_short(year),
            "期限" if due and due.fiscal_year == year else NOTHING,
            _held(indicator, judgements[year]) if year in judgements else NOTHING,
            judgements[year].label if year in judgements else NOTHING,
        ]
        for year in years
    ]
    return ["年度", "期限", "実績", "判定"], rows


def _words_table(indicator: IndicatorFacts, judgements: Judgements) -> Table:
    rows = [[label_short(year), _held(indicator, each)] for year, each in judgements.items()]
    return ["年度", "記載"], rows


def _held(indicator: IndicatorFacts, judgement: Judgement) -> str:
    """What was reported, else the word for its absence; of a milestone not yet due neither."""
    if judgement.figure.status == facts.REPORTED:
        return held(indicator, judgement.figure)
    return NOTHING if judgement.code in ("not_due", "before") else judgement.label


def _number_table(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    judgements: Judgements,
    years: Sequence[int],
) -> Table:
    """Without the columns that say nothing of this indicator."""
    columns = {"年度": [label_short(year) for year in years]}
    shown = [judgements.get(year) or judge(indicator, {}, year) for year in years]
    olds = _olds(indicator, max(judgements, default=years[0]))
    past = _past_figures(indicator, years)
    goal = "当初値" if indicator.is_expansion else "目標"
    columns[f"{goal}（{indicator.unit}）"] = [
        _target(indicator, each) + olds.get(each.fiscal_year, "") for each in shown
    ]
    if any(each.pace is not None for each in judgements.values()):
        columns["目安"] = [_number(judgements, year, "pace") for year in years]
    columns[f"実績（{indicator.unit}）"] = [
        past.get(year) or _actual(judgements.get(year)) for year in years
    ]
    if indicator.past and indicator.past.references:
        anew = {each.fiscal_year: each.value for each in indicator.past.references}
        columns["参考値"] = [
            format_number(anew[year]) if year in anew else NOTHING for year in years
        ]
    if indicator.is_period_total:
        columns[f"累計（{indicator.unit}）"] = [
            _sum(indicator, figures, judgements.get(year)) for year in years
        ]
    if indicator.kind in RATED_KINDS:
        columns["達成率"] = [_rate(judgements.get(year)) for year in years]
    columns["判定"] = [
        judgements[year].label if year in judgements and year not in past else NOTHING
        for year in years
    ]
    return list(columns), [list(row) for row in zip(*columns.values(), strict=True)]


def _olds(indicator: IndicatorFacts, until: int) -> dict[int, str]:
    """By year what its target was before revisions."""
    found: dict[int, str] = {}
    for old, new in revisions(indicator, until):
        if old.value is not None and new.applies_from <= old.fiscal_year:
            name = "取下げ前" if new.withdrawn else "見直し前"
            found[old.fiscal_year] = f"（{name} {format_number(old.value)}）"
    return found


def _past_figures(indicator: IndicatorFacts, years: Sequence[int]) -> dict[int, str]:
    """What stands as the actual of years before a changed definition."""
    past, first = indicator.past, indicator.first_fiscal_year
    if past is None or first is None:
        return {}
    found = dict.fromkeys((year for year in years if year < first), NOTHING)
    for each in past.figures:
        if each.fiscal_year in found and each.value is not None:
            unit = "" if past.unit == indicator.unit else past.unit
            found[each.fiscal_year] = f"{format_number(each.value)}{unit}（変更前の定義）"
    return found


def _number(judgements: Judgements, year: int, name: str) -> str:
    value = getattr(judgements[year], name) if year in judgements else None
    return NOTHING if value is None else format_number(value)


def _target(indicator: IndicatorFacts, judgement: Judgement) -> str:
    target: TargetInForce | None = judgement.target
    if target is None:
        return NOTHING
    text = format_number(target.value)
    if indicator.kind == facts.ANNUAL_MINIMUM:
        return f"{text}{BOUNDS[indicator.sense]}"
    if indicator.is_expansion:
        started = target.carried_from is None
        return text if started else f"{text}を{BETTER[indicator.sense]}る"
    if target.carried_from is not None:
        return f"{text}（{label_short(target.carried_from)}の目標を継続）"
    return text


def _actual(judgement: Judgement | None) -> str:
    """The figure, else the word for its absence; of a year to come neither."""
    if judgement is None:
        return NOTHING
    figure = judgement.figure
    if figure.status != facts.REPORTED:
        return judgement.label
    return f"{format_number(figure.value)}{figure.marked}"


def _sum(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], judgement: Judgement | None
) -> str:
    """The sum up to a year that has an amount of its own."""
    if judgement is None or judgement.total is None:
        return NOTHING
    return sum_words(measured(indicator, figures, judgement.figure))


def _rate(judgement: Judgement | None) -> str:
    if judgement is None or judgement.rate is None:
        return NOTHING
    towards = judgement.rate.towards_year
    note = f"（{label_short(towards)}の目標に対し）" if towards else ""
    return f"{judgement.rate.text}{note}"
