"""Results as the rules want them: facts of indicators, figures by fiscal year."""

from collections.abc import Iterable

from django.db.models import QuerySet

from measures.models import Indicator
from progress.judging.completeness import ResultEntry
from progress.judging.facts import TARGET_COLUMNS, Figure, IndicatorFacts, Past, Target
from progress.judging.lifetimes import Lifetime
from progress.models import IndicatorResult
from sakado_dx.prepared import prepared

Figures = dict[int, dict[int, Figure]]


def facts_of(
    indicator: Indicator,
    first_year: int,
    last_year: int,
    lifetime: Lifetime | None = None,
    missing_words: tuple[str, ...] = (),
    past: Past | None = None,
) -> IndicatorFacts:
    """The indicator with its targets (prefetched, or one query), in its plan's years and words."""
    targets = tuple(
        Target(*(getattr(row, name) for name in TARGET_COLUMNS)) for row in indicator.targets.all()
    )
    return IndicatorFacts(
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        sense=indicator.sense,
        targets=targets,
        first_fiscal_year=first_year,
        last_fiscal_year=last_year,
        measured_as=indicator.measured_as,
        period_from=indicator.period_from,
        lifetime=lifetime or Lifetime(),
        missing_words=missing_words,
        numerator_name=indicator.numerator_name,
        denominator_name=indicator.denominator_name,
        past=past,
    )


def figures_of(
    indicator_ids: Iterable[int], *, up_to: int | None = None, states=None, also_report: int = 0
) -> Figures:
    """Figures by indicator and fiscal year; 1 query.

    `states` keeps those whose report stands in one of them (a result follows the report that
    enters it); `also_report` adds those of one report whatever its state.
    """
    # As plain values: a dashboard reads the figures of all years, a thousand rows and more.
    figures: Figures = {}
    of_states = None if states is None else ",".join(sorted(states))
    for pk, *held in _figure_rows(tuple(indicator_ids), up_to, of_states, also_report):
        figure = Figure(*held)
        figures.setdefault(pk, {})[figure.fiscal_year] = figure
    return figures


@prepared
def _figure_rows(
    indicator_ids: tuple[int, ...], up_to: int | None, states: str | None, also_report: int
) -> QuerySet:
    results = IndicatorResult.objects.filter(indicator__in=indicator_ids)
    if up_to is not None:
        results = results.up_to(up_to)
    if states is not None:
        results = results.readable(states.split(","), also_report)
    columns = ("indicator_id", "fiscal_year", *IndicatorResult.HELD)
    return results.order_by().values_list(*columns)


def figure_of(result: IndicatorResult) -> Figure:
    return figure_in(result, result.fiscal_year)


def figure_in(entry: ResultEntry | IndicatorResult, fiscal_year: int) -> Figure:
    """The figure of a year that an entry, stored or not, holds."""
    return Figure(fiscal_year, *(getattr(entry, name) for name in IndicatorResult.HELD))


def entry_of(result: IndicatorResult) -> ResultEntry:
    return ResultEntry(**{name: getattr(result, name) for name in IndicatorResult.ENTERED})
