"""One row a measure: what a fiscal year's lists, dashboards and exports are made of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from measures.naming import MeasureNaming
from measures.words import is_on_course
from progress.judging.council import JudgedIndicator
from progress.judging.lifetimes import Lifetime
from progress.judging.shares import WAITING, Share, share_of, standing_of
from progress.models import ProgressReport
from progress.models.shown_states import shown_state
from progress.reading.edition import DirectionName, Mark, PolicyName
from progress.reading.lineage import Tag
from progress.reading.words import UNCONFIRMED, UNREPORTED, Word
from sakado_dx.addresses import reverse

State = ProgressReport.State


@dataclass(frozen=True)
class IndicatorYear(JudgedIndicator):
    """An indicator under a measure, with its figures and its judgement of the year."""

    indicator_id: int
    label: str
    is_entered_here: bool


@dataclass(frozen=True)
class MeasureRow(MeasureNaming):
    """A measure in a fiscal year, as far as its report counts.

    `asked_from`: the year on which a meeting first asked what is not settled, 0 where nothing is
    open; of a closed year it is not told.
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
    mark: Mark
    own: Word | None
    second: Word | None
    reason: str
    planned: str
    actual: str
    indicators: tuple[IndicatorYear, ...]
    fiscal_year: int
    asked_from: int = 0
    is_published: bool = False
    year_id: int = 0
    is_closed: bool = False
    lifetime: Lifetime = Lifetime()
    tags: tuple[Tag, ...] = ()

    @property
    def progress(self) -> str:
        """The word that counts; blank where there is none yet."""
        return self.mark.progress.word if self.mark.progress else ""

    @property
    def meaning(self) -> str:
        return self.mark.progress.meaning if self.mark.progress else ""

    @property
    def is_on_course(self) -> bool:
        return is_on_course(self.meaning)

    @property
    def standing(self) -> str:
        """What it adds to the year's share (judging.shares)."""
        return standing_of(self.meaning, counts=self.counts, is_open=not self.is_closed)

    @property
    def counted_word(self) -> Word:
        """The word under which it is counted: the plan's, 確認前, or 未報告."""
        return self.mark.progress or (UNCONFIRMED if self.standing == WAITING else UNREPORTED)

    @property
    def outlook(self) -> str:
        return self.mark.outlook.word if self.mark.outlook else ""

    @property
    def url(self) -> str:
        """The measure's page in this year."""
        return reverse("progress:measure_year", args=[self.year_id, self.measure_id])

    @property
    def shown_state(self) -> str:
        """The state as lists name it: 公表済み, and what a closing left behind, are told apart."""
        return shown_state(self.state, is_closed=self.is_closed, is_published=self.is_published)


def share_in(rows: Iterable[MeasureRow]) -> Share:
    """How many of these measures are on course, and how many are still to be confirmed."""
    return share_of(Counter(row.standing for row in rows))


def counted_states(pending: bool) -> tuple[str, ...]:
    """States whose figures count; 提出済み too where the switch 確定前を含む is on."""
    counted = ProgressReport.COUNTED_STATES
    return (*counted, State.SUBMITTED) if pending else counted
