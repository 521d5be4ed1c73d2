"""The 調書 of a division's workbook: those of its measures in the review under way, a line for each
indicator whose last target may be proposed anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from progress.models import MeasureReview, PlanReview, ReviewYear
from progress.reading.live_indicators import IndicatorParts
from progress.reviews.indicators import AskedTarget, targets_by_measure
from progress.reviews.measure_pages import by_measure, others_in, planned_for
from progress.sheets import columns
from progress.sheets.columns import PAPERS
from progress.sheets.lines import DivisionBook, Line, Paper
from sakado_dx.fiscal import label_name
from sakado_dx.organization.models import Division
from sakado_dx.together import at_once

# Of a measure's first line alone.
OWN = ("outlook", columns.MERGE_INTO, "reason", "work")
BUDGET = (columns.BUDGET_AMOUNT, "budget_note")


def papers_under_way(
    year: ReviewYear, divisions: Sequence[Division] | None, day: date
) -> QuerySet[MeasureReview]:
    """The 調書 of the plan's newest review under way, of measures that these divisions lead, or of
    all; the measures' divisions are for the caller to read."""
    under_way = PlanReview.objects.under_way().filter(plan=year.plan_id).newest_first()
    rows = MeasureReview.objects.filter(review__in=under_way.values("pk")[:1])
    if divisions is not None:
        rows = rows.led_by([each.pk for each in divisions], day)
    return rows.with_measure().prefetch_related(None).in_plan_order()


def add_papers(
    books: Mapping[int, DivisionBook],
    rows: Sequence[MeasureReview],
    day: date,
    newest: ReviewYear,
    known: IndicatorParts,
) -> None:
    """Put each 調書 into the workbook of its lead division; `newest` is the plan's newest year, and
    `known` what was read of the workbooks' own."""
    if not rows:
        return
    review = rows[0].review
    measures, planned = at_once(others_in(review), planned_for(rows, review))
    targets, planned = targets_by_measure(rows, newest, known), by_measure(planned)
    for row in rows:
        lead = row.lead_division(day)
        if lead and lead.pk in books:
            own = books[lead.pk]
            own.review, own.measures = row.review, measures
            paper = Paper(row, planned.get(row.measure_id, {}), targets[row.measure_id])
            own.lines[PAPERS] += _lines_of(paper)


def _lines_of(paper: Paper) -> Iterator[Line]:
    row = paper.row
    short = {
        columns.CODE: row.measure.code,
        columns.MEASURE: row.measure.name,
        columns.STATE: row.get_state_display(),
    }
    own = Line(
        sheet=PAPERS,
        # Of this review: what was filled in for another is not taken for it.
        key=(PAPERS, f"{row.review_id}:{row.measure.key}", ""),
        title=row.measure.title,
        known=short,
        values=_own_values(paper),
        why_closed="" if row.is_editable else f"調書が「{row.get_state_display()}」の",
        paper=paper,
    )
    for each in paper.targets or [None]:
        yield own if each is None else _with_target(own, each)
        own = replace(own, values={})


def _own_values(paper: Paper) -> dict[str, Any]:
    row, years = paper.row, paper.row.review.changed_years
    values: dict[str, Any] = {name: getattr(row, name) for name in OWN}
    values[columns.MERGE_INTO] = row.merge_into.title if row.merge_into else ""
    for year in years:
        said = row.directions.get(str(year), paper.planned.get(year, ""))
        values[f"{columns.DIRECTION}{year}"] = said
    values[columns.BUDGET] = row.get_budget_display() if row.budget else ""
    return values | {name: getattr(row, name) for name in BUDGET}


def _with_target(line: Line, each: AskedTarget) -> Line:
    stored = line.paper.row.targets.get(each.key, {})
    values: dict[str, Any] = {}
    if each.takes_value:
        said = stored.get("value")
        values[columns.TARGET] = None if said is None else Decimal(said)
    elif each.takes_year:
        said = stored.get("year")
        values[columns.TARGET_YEAR] = label_name(int(said)) if said else ""
    if each.target is not None:
        values[columns.WITHDRAW] = stored.get("withdrawn", "")
    return replace(
        line,
        key=(*line.key[:2], each.key),
        known={
            **line.known,
            columns.INDICATOR: each.part.facts.name,
            columns.GOAL: each.now,
        },
        values=line.values | values,
        asked=each,
    )


def names_in(lines: Iterable[Line]) -> set[str]:
    """Of the cells those that some row of the sheet has."""
    return {name for line in lines for name in line.values}
