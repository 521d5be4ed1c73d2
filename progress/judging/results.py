"""Results as the rules want them: facts of indicators, figures by fiscal year."""

from collections.abc import Iterable
from typing import NamedTuple

from measures.models import Indicator
from progress.judging.completeness import ResultEntry
from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import is_result_due
from progress.models import IndicatorResult, ProgressReport

Figures = dict[int, dict[int, Figure]]


def facts_of(indicator: Indicator, first_year: int, last_year: int) -> IndicatorFacts:
    """The indicator with its targets (prefetched, or one query), in its plan's years."""
    targets = tuple(
        Target(row.fiscal_year, row.value, row.role, row.year_assumed, row.source)
        for row in indicator.targets.all()
    )
    return IndicatorFacts(
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        sense=indicator.sense,
        targets=targets,
        first_fiscal_year=first_year,
        last_fiscal_year=last_year,
    )


def figures_of(
    indicator_ids: Iterable[int], *, up_to: int | None = None, states=None, also_report: int = 0
) -> Figures:
    """Figures by indicator and fiscal year; 1 query.

    `states` keeps those whose report stands in one of them (a result follows the report that
    enters it); `also_report` adds those of one report whatever its state.
    """
    results = IndicatorResult.objects.filter(indicator__in=list(indicator_ids))
    if up_to is not None:
        results = results.up_to(up_to)
    if states is not None:
        results = results.readable(states, also_report)
    # As plain values: a dashboard reads the figures of all years, a thousand rows and more.
    figures: Figures = {}
    for pk, certainty, *held in results.order_by().values_list(
        "indicator_id", "certainty", "fiscal_year", "status", "value", "done", "done_on", "words"
    ):
        figure = Figure(*held, certainty=certainty)
        figures.setdefault(pk, {})[figure.fiscal_year] = figure
    return figures


class StoredResults(NamedTuple):
    """The results of a report's indicators as of one version of the report."""

    version: int
    entries: dict[int, ResultEntry]
    figures: Figures


def _stored(report: ProgressReport) -> StoredResults:
    """1 query a version of the report.

    Results change with the version alone, so what was read for the form is good for the save.
    """
    kept = report.__dict__.get("_stored_results")
    if kept is None or kept.version != report.version:
        year = report.year.fiscal_year
        kept = StoredResults(report.version, {}, {})
        ids = [indicator.pk for indicator in report.entered_indicators]
        for result in IndicatorResult.objects.filter(indicator__in=ids).up_to(year).order_by():
            figures = kept.figures.setdefault(result.indicator_id, {})
            figures[result.fiscal_year] = figure_of(result)
            if result.fiscal_year == year:
                kept.entries[result.indicator_id] = entry_of(result)
        report.__dict__["_stored_results"] = kept
    return kept


def entries_of(report: ProgressReport) -> dict[int, ResultEntry]:
    """What is stored for the report's indicators in its year."""
    return _stored(report).entries


def own_figures(report: ProgressReport) -> Figures:
    """The figures of the report's indicators up to its year, whatever their reports' state."""
    return _stored(report).figures


def figure_of(result: IndicatorResult) -> Figure:
    return Figure(
        fiscal_year=result.fiscal_year,
        status=result.status,
        value=result.value,
        done=result.done,
        done_on=result.done_on,
        words=result.words,
        certainty=result.certainty,
    )


def entry_of(result: IndicatorResult) -> ResultEntry:
    return ResultEntry(
        status=result.status,
        value=result.value,
        done=result.done,
        done_on=result.done_on,
        words=result.words,
        note=result.note,
        certainty=result.certainty,
    )


def due_results(report: ProgressReport) -> list[tuple[int, str, str]]:
    """(indicator's id, name, status) of each result that a complete report needs."""
    year = report.year.fiscal_year
    plan = report.year.plan
    figures = own_figures(report)
    due = []
    for indicator in report.entered_indicators:
        own = figures.get(indicator.pk, {})
        facts = facts_of(indicator, plan.first_fiscal_year, plan.last_fiscal_year)
        if is_result_due(facts, own, year):
            status = own[year].status if year in own else "not_reported"
            due.append((indicator.pk, indicator.name, status))
    return due


def keep_entries(report: ProgressReport, entries: dict[int, ResultEntry]) -> None:
    """Write the entries of a report in one statement; the workflow alone calls this."""
    rows = [
        IndicatorResult(
            indicator_id=indicator_id,
            fiscal_year=report.year.fiscal_year,
            report=report,
            status=entry.status,
            value=entry.value,
            done=entry.done,
            done_on=entry.done_on,
            words=entry.words,
            note=entry.note,
            certainty=entry.certainty,
        )
        for indicator_id, entry in entries.items()
    ]
    IndicatorResult.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "fiscal_year"],
        update_fields=[
            "report", "status", "value", "done", "done_on", "words", "note", "certainty",
        ],
    )  # fmt: skip
