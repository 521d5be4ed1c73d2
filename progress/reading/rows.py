"""One row a measure: what a fiscal year's lists, dashboards and exports are made of."""

from dataclasses import dataclass

from django.urls import reverse

from measures.naming import DIVISION, MeasureNaming
from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.words import attention_reasons
from progress.models import ProgressReport
from progress.models.reports import shown_state
from progress.reading.edition import DirectionName, Mark, PolicyName, Word

State = ProgressReport.State


NO_MARK = Mark(None, None, DIVISION)


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
class MeasureRow(MeasureNaming):
    """A measure in a fiscal year, as far as its report counts.

    `mark` is what counts, `own` the division's and `second` the secretariat's mark.
    `counts` is false while the report is not confirmed (nor, with 確定前を含む, submitted):
    then marks, direction and figures of the year are blank, which is 未報告, not zero.
    """

    measure_id: int
    report_id: int
    code: str
    name: str
    group: str
    policy: PolicyName
    direction: DirectionName
    divisions: tuple[str, ...]
    state: str
    counts: bool
    is_late: bool
    mark: Mark
    own: Word | None
    second: Word | None
    reason: str
    planned: str
    actual: str
    indicators: tuple[IndicatorYear, ...]
    is_published: bool = False
    closed_year_id: int = 0

    @property
    def progress(self) -> str:
        """The word that counts; blank where there is none yet."""
        return self.mark.progress.word if self.mark.progress else ""

    @property
    def meaning(self) -> str:
        return self.mark.progress.meaning if self.mark.progress else ""

    @property
    def outlook(self) -> str:
        return self.mark.outlook.word if self.mark.outlook else ""

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


def counted_states(pending: bool) -> tuple[str, ...]:
    """States whose figures count; 提出済み too where the switch 確定前を含む is on."""
    counted = ProgressReport.COUNTED_STATES
    return (*counted, State.SUBMITTED) if pending else counted
