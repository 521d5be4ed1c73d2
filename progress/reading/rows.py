"""One row a measure: what a fiscal year's lists, dashboards and exports are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.judgement import judge
from progress.judging.results import Figures, figures_of
from progress.judging.words import attention_reasons
from progress.models import ProgressReport, ReviewYear
from progress.reading.live import (
    DivisionDays,
    Link,
    ReportValues,
    divisions_by_measure,
    links_by_measure,
    planned_by_measure,
    report_values,
)

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
    is_published: bool = False
    closed_year_id: int = 0

    @property
    def url(self) -> str:
        """The measure's page; of a closed year the page that stays as it was."""
        if self.closed_year_id:
            return reverse("progress:measure_year", args=[self.closed_year_id, self.measure_id])
        return reverse("progress:measure_detail", args=[self.measure_id])

    @property
    def shown_state(self) -> str:
        """The state as lists name it: 公表済み and 未提出のまま締切 are told apart."""
        return shown_state(
            self.state, is_closed=bool(self.closed_year_id), is_published=self.is_published
        )

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


def shown_state(state: str, *, is_closed: bool, is_published: bool) -> str:
    """The state's name for `partials/_status.html`, published and unfinished ones included.

    A report that was sent back stays published, but what its division does counts here.
    """
    if is_published and state == State.EVALUATED:
        return "published"
    return "unfinished" if is_closed and state != State.EVALUATED else state


def counted_states(pending: bool) -> tuple[str, ...]:
    """States whose figures count; 提出済み too where the switch 確定前を含む is on."""
    counted = ProgressReport.COUNTED_STATES
    return (*counted, State.SUBMITTED) if pending else counted


def live_rows(
    year: ReviewYear, *, pending: bool = False, policy_id: int | None = None
) -> list[MeasureRow]:
    """The measures of an open year in the plan's order; 6 queries however many they are."""
    states = counted_states(pending)
    reports = report_values(year, policy_id)
    divisions = divisions_by_measure(year)
    planned = planned_by_measure(year)
    links = links_by_measure(year)
    ids = {link.indicator_id for each in reports for link in links.get(each.measure_id, ())}
    figures = figures_of(ids, up_to=year.fiscal_year, states=states)
    today = timezone.localdate()
    return [
        _row(
            report,
            counts=report.state in states,
            is_late=_is_late(year, report, today),
            divisions=_names(divisions.get(report.measure_id, ()), report.last_day, today),
            planned=planned.get(report.measure_id, ""),
            indicators=_judged(links.get(report.measure_id, ()), figures, year.fiscal_year),
        )
        for report in reports
    ]


def _is_late(year: ReviewYear, report: ReportValues, today: date) -> bool:
    """Whether it should be handed in by now, an extension of its division counted."""
    is_waited_for = year.is_open and report.state in ProgressReport.EDITABLE_STATES
    return is_waited_for and (report.extended_due or year.report_due) < today


def _names(
    divisions: Iterable[DivisionDays], last_day: date | None, today: date
) -> tuple[str, ...]:
    """The measure's divisions today; of an ended measure those of its last day."""
    day = min(today, last_day) if last_day else today
    return tuple(each.name for each in divisions if each.stands_on(day))


def _row(report: ReportValues, *, counts: bool, **derived) -> MeasureRow:
    """The row of a report; what does not count yet is blank."""
    return MeasureRow(
        measure_id=report.measure_id,
        report_id=report.report_id,
        code=report.code,
        name=report.name,
        policy_id=report.policy_id,
        policy_number=report.policy_number,
        policy_name=report.policy_name,
        direction_id=report.direction_id,
        direction_name=report.direction_name,
        state=report.state,
        counts=counts,
        progress=(counts and report.progress) or "",
        meaning=(counts and report.meaning) or "",
        reason=report.reason if counts else "",
        actual=report.actual if counts else "",
        outlook=(counts and report.outlook) or "",
        is_published=report.is_published,
        **derived,
    )


def _judged(links: Iterable[Link], figures: Figures, fiscal_year: int) -> tuple[IndicatorYear, ...]:
    return tuple(
        IndicatorYear(
            indicator_id=link.indicator_id,
            label=link.label,
            facts=link.facts,
            judgement=judge(link.facts, own := figures.get(link.indicator_id, {}), fiscal_year),
            is_entered_here=link.is_entered_here,
            figures=own,
        )
        for link in links
    )
