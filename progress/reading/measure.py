"""One measure through its plan's years: promised, done, measured."""

from dataclasses import dataclass

from django.db.models import Prefetch

from measures.models import Measure, MeasureIndicator, YearlyDirection
from measures.words import is_slip
from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.judgement import judge
from progress.judging.results import facts_of, figures_of
from progress.models import ProgressReport
from progress.reading.closed_names import newest_contents
from sakado_dx import fiscal


@dataclass(frozen=True)
class YearBox:
    """A fiscal year of the measure: planned and actual direction, and its report."""

    fiscal_year: int
    printed: str
    planned: str
    actual: str
    slipped: bool
    report: ProgressReport | None
    is_readable: bool

    @property
    def label(self) -> str:
        return fiscal.label_long(self.fiscal_year)

    @property
    def short_label(self) -> str:
        return fiscal.label_short(self.fiscal_year)


@dataclass(frozen=True)
class IndicatorYears:
    """An indicator with its figures and judgements of all years up to the last one judged."""

    indicator_id: int
    label: str
    printed: str
    note: str
    facts: IndicatorFacts
    figures: dict[int, Figure]
    judgement: Judgement
    is_numeric: bool
    entered_under: Measure | None


@dataclass(frozen=True)
class MeasureYears:
    boxes: tuple[YearBox, ...]
    indicators: tuple[IndicatorYears, ...]


def measure_years(
    measure: Measure,
    reports: list[ProgressReport],
    readable_ids: set[int],
    fiscal_year: int,
) -> MeasureYears:
    """Boxes and indicators of a measure, judged for a fiscal year.

    `reports` are its reports of all years, `readable_ids` those whose content the reader may
    see. Figures count from confirmed reports only, on every page alike. 4 queries, 5 where a
    year is closed.
    """
    return MeasureYears(
        boxes=tuple(_boxes(measure, reports, readable_ids)),
        indicators=tuple(_indicators(measure, fiscal_year)),
    )


def _boxes(measure: Measure, reports, readable_ids) -> list[YearBox]:
    by_year = {report.year.fiscal_year: report for report in reports}
    planned = {row.fiscal_year: row for row in measure.yearly_directions.all()}
    planned |= _planned_then(reports)
    boxes = []
    for fiscal_year in measure.plan.fiscal_years:
        report = by_year.get(fiscal_year)
        readable = report is not None and report.pk in readable_ids
        actual = report.actual_direction if readable else ""
        row = planned.get(fiscal_year)
        resolved = row.resolved if row else ""
        boxes.append(
            YearBox(
                fiscal_year=fiscal_year,
                printed=row.printed if row else "",
                planned=resolved,
                actual=actual,
                slipped=is_slip(resolved, actual),
                report=report,
                is_readable=readable,
            )
        )
    return boxes


def _planned_then(reports: list[ProgressReport]) -> dict[int, YearlyDirection]:
    """What was planned for closed years when they were closed; 1 query where there is one."""
    contents = newest_contents(each.pk for each in reports if not each.year.is_open)
    return {
        row["fiscal_year"]: YearlyDirection(printed=row["printed"], resolved=row["planned"])
        for content in contents.values()
        for row in content["plan"]["years"]
        if row["fiscal_year"] == content["fiscal_year"]
    }


def _indicators(measure: Measure, fiscal_year: int) -> list[IndicatorYears]:
    everywhere = MeasureIndicator.objects.select_related("measure").order_by("pk")
    links = list(
        measure.measure_indicators.select_related("indicator").prefetch_related(
            "indicator__targets",
            Prefetch("indicator__measure_indicators", queryset=everywhere),
        )
    )
    figures = figures_of(
        [link.indicator_id for link in links], states=ProgressReport.COUNTED_STATES
    )
    plan = measure.plan
    result = []
    for link in links:
        facts = facts_of(link.indicator, plan.first_fiscal_year, plan.last_fiscal_year)
        own = figures.get(link.indicator_id, {})
        result.append(
            IndicatorYears(
                indicator_id=link.indicator_id,
                label=link.label,
                printed=link.indicator.printed,
                note=link.indicator.note,
                facts=facts,
                figures=own,
                judgement=judge(facts, own, fiscal_year),
                is_numeric=link.indicator.is_numeric,
                entered_under=_entered_elsewhere(link, measure, fiscal_year),
            )
        )
    return result


def _entered_elsewhere(link, measure: Measure, fiscal_year: int) -> Measure | None:
    """The measure under which a shared indicator is entered, where it is another one."""
    start = fiscal.first_day(fiscal_year)
    active = [
        each.measure
        for each in link.indicator.measure_indicators.all()
        if each.measure.last_day is None or each.measure.last_day >= start
    ]
    first = min(active, key=lambda each: (each.order, each.pk), default=measure)
    return None if first.pk == measure.pk else first
