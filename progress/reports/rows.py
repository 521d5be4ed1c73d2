"""One row a measure: what a fiscal year's lists, dashboards and exports are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from measures.models import Indicator, Measure, MeasureIndicator, YearlyDirection
from progress.models import ProgressReport, ReviewYear
from progress.results import Figures, facts_of, figures_of
from progress.rules import Figure, IndicatorFacts, Judgement, attention_reasons, judge

State = ProgressReport.State


@dataclass(frozen=True)
class IndicatorYear:
    """An indicator under a measure, with its judgement of the year."""

    indicator_id: int
    label: str
    facts: IndicatorFacts
    judgement: Judgement
    is_entered_here: bool
    figures: dict[int, Figure]


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a fiscal year, as far as its report counts.

    `counts` is false while the report is not confirmed (nor, with 確定前を含む, submitted):
    then progress, direction and figures of the year are blank, which is 未報告, not zero.
    """

    measure_id: int
    report_id: int
    code: str
    name: str
    policy_id: int
    policy_number: int
    policy_name: str
    direction_id: int
    direction_name: str
    divisions: tuple[str, ...]
    state: str
    counts: bool
    is_late: bool
    progress: str
    meaning: str
    reason: str
    planned: str
    actual: str
    outlook: str
    indicators: tuple[IndicatorYear, ...]

    @property
    def url(self) -> str:
        return reverse("progress:measure_detail", args=[self.measure_id])

    @property
    def attention(self) -> list[str]:
        """Why the measure needs attention, one sentence each."""
        judgements = [each.judgement for each in self.indicators] if self.counts else []
        reasons = attention_reasons(
            judgements,
            self.meaning,
            word=self.progress,
            planned=self.planned,
            actual=self.actual,
            is_returned=self.state == State.RETURNED,
            is_overdue=self.is_late,
        )
        if reasons and self.reason:
            reasons.append(f"理由：{self.reason}")
        return reasons

    @property
    def urgency(self) -> int:
        """The place among those that need attention: the latest first."""
        order = ("late", "cancelled", "suspended", "slightly_late", "not_started")
        return order.index(self.meaning) if self.meaning in order else len(order)


def counted_states(pending: bool) -> tuple[str, ...]:
    """States whose figures count; 提出済み too where the switch 確定前を含む is on."""
    counted = ProgressReport.COUNTED_STATES
    return (*counted, State.SUBMITTED) if pending else counted


def year_rows(
    year: ReviewYear, *, pending: bool = False, policy_id: int | None = None
) -> list[MeasureRow]:
    """The year's measures in the plan's order; 6 queries however many they are."""
    states = counted_states(pending)
    reports = _reports_of(year)
    if policy_id is not None:
        reports = reports.filter(measure__direction__policy=policy_id)
    reports = list(reports)
    links = [link for report in reports for link in report.measure.measure_indicators.all()]
    ids = {link.indicator_id for link in links}
    figures = figures_of(ids, up_to=year.fiscal_year, states=states)
    first_under = {link.indicator_id: link.measure_id for link in reversed(links)}
    today = timezone.localdate()
    return [_row(report, states, figures, first_under, today) for report in reports]


def _reports_of(year: ReviewYear):
    links = MeasureIndicator.objects.select_related("indicator").prefetch_related(
        "indicator__targets"
    )
    directions = YearlyDirection.objects.filter(fiscal_year=year.fiscal_year)
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    return reports.prefetch_related(
        Prefetch("measure__measure_indicators", queryset=links),
        Prefetch("measure__yearly_directions", queryset=directions, to_attr="planned_directions"),
    )


def _row(
    report: ProgressReport,
    states: Iterable[str],
    figures: Figures,
    first_under: dict[int, int],
    today: date,
) -> MeasureRow:
    measure: Measure = report.measure
    policy = measure.direction.policy
    year = report.year
    counts = report.state in states
    return MeasureRow(
        measure_id=measure.pk,
        report_id=report.pk,
        code=measure.code,
        name=measure.name,
        policy_id=policy.pk,
        policy_number=policy.number,
        policy_name=policy.name,
        direction_id=measure.direction_id,
        direction_name=measure.direction.name,
        divisions=tuple(each.name for each in report.divisions(today)),
        state=report.state,
        counts=counts,
        is_late=report.is_editable and year.is_open and year.days_left(today) < 0,
        progress=str(report.progress) if counts and report.progress else "",
        meaning=report.progress.meaning if counts and report.progress else "",
        reason=report.progress_reason if counts else "",
        planned=next((each.resolved for each in measure.planned_directions), ""),
        actual=report.actual_direction if counts else "",
        outlook=str(report.outlook) if counts and report.outlook else "",
        indicators=_judged(measure, year, figures, first_under),
    )


def _judged(
    measure: Measure, year: ReviewYear, figures: Figures, first_under: dict[int, int]
) -> tuple[IndicatorYear, ...]:
    return tuple(
        IndicatorYear(
            indicator_id=link.indicator_id,
            label=link.label,
            facts=(facts := _facts(link.indicator, year)),
            judgement=judge(facts, figures.get(link.indicator_id, {}), year.fiscal_year),
            is_entered_here=first_under.get(link.indicator_id) == measure.pk,
            figures=figures.get(link.indicator_id, {}),
        )
        for link in measure.measure_indicators.all()
    )


def _facts(indicator: Indicator, year: ReviewYear) -> IndicatorFacts:
    plan = year.plan
    return facts_of(indicator, plan.first_fiscal_year, plan.last_fiscal_year)
