"""参考資料1: one page a measure, as 答弁資料 shows it, for all measures at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from progress.charts.pages import ShownIndicator, shown_indicators
from progress.charts.tables import NOTHING
from progress.dashboards import brief_pages
from progress.meetings.pages import decisions_by_measure
from progress.models import ProgressReport, ReviewYear
from progress.reading.before import Before
from progress.reading.decisions import ShownDecision
from progress.reading.edition import NO_MARK, Edition
from progress.rights import predicates
from sakado_dx.organization.access import Standing


@dataclass(frozen=True)
class MeasurePage:
    """A measure on one page, as 答弁資料 shows it; of a report that a council may not read yet
    the plan and the earlier years alone (`is_readable`)."""

    edition: Edition
    years: Sequence[brief_pages.BriefYear]
    indicators: Sequence[ShownIndicator]
    texts: Sequence[tuple[str, str]]
    decisions: Sequence[ShownDecision]
    is_readable: bool
    shown_state: str

    @property
    def anchor(self) -> str:
        return f"measure-{self.edition.plan.id}"


def as_read(
    reader: Standing, rows: Mapping[int, ProgressReport], editions: Mapping[int, Edition]
) -> dict[int, Edition]:
    """The editions in the plan's order; of a report that the reader may not read its plan alone."""
    return {
        pk: editions[pk] if predicates.may_read_content(reader, row) else _plan_alone(editions[pk])
        for pk, row in rows.items()
        if pk in editions
    }


def _plan_alone(edition: Edition) -> Edition:
    said = edition.report
    blank = replace(
        said,
        progress=None,
        outlook=None,
        second_judgement=None,
        mark=NO_MARK,
        secretariat_note="",
        is_unchanged=False,
        texts=dict.fromkeys(said.texts, ""),
        amounts=dict.fromkeys(said.amounts),
    )
    return replace(edition, report=blank, terms=())


def measure_pages(
    reader: Standing,
    year: ReviewYear,
    rows: Mapping[int, ProgressReport],
    editions: Mapping[int, Edition],
    before: Before,
) -> Iterator[MeasurePage]:
    """A page each, in the plan's order; at most 3 queries."""
    measures = [rows[pk].measure for pk in editions]
    decided = decisions_by_measure(reader, measures)
    for pk, edition in editions.items():
        row = rows[pk]
        own = decided.get(row.measure_id, [])
        yield MeasurePage(
            edition=edition,
            years=brief_pages.years_of(edition, before),
            indicators=_indicators(edition, year),
            texts=brief_pages.texts_of(edition),
            decisions=[each for each in own if not each.is_draft][: brief_pages.MOST_DECISIONS],
            is_readable=predicates.may_read_content(reader, row),
            shown_state=row.shown_state,
        )


def _indicators(edition: Edition, year: ReviewYear) -> list[ShownIndicator]:
    """Each with its chart, the table beside it without the years that say nothing."""
    shown = shown_indicators(edition.indicators, edition.frame, year, pending=True)
    return [replace(each, chart=each.chart and _shortened(each.chart)) for each in shown]


def _shortened(chart: dict) -> dict:
    return chart | {"rows": [row for row in chart["rows"] if set(row[1:]) != {NOTHING}]}
