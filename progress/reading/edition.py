"""What a report of a year holds, as frozen objects: the same for a live and for a closed year.

An edition keeps just this (`codec`), so names, targets and words of a closed year stay those
that it was judged by. Live rows are read into it by `live_editions`, stored ones by `stored`.
Nothing here asks the database.
"""

from dataclasses import dataclass, field
from datetime import date

from measures.naming import MEETING, DirectionNaming, MeasureNaming, PlanNaming, PolicyNaming
from progress.judging.amounts import BUDGET_NAME, BUDGET_SCOPE, Amounts, money_lines
from progress.judging.facts import ESTIMATE, Figure, IndicatorFacts, Judgement
from progress.judging.judgement import judge
from progress.judging.lifetimes import Lifetime
from progress.models import report_fields
from progress.reading.lineage import Lineage
from progress.reading.words import Word
from sakado_dx.addresses import reverse
from systems_inventory.naming import SystemName


@dataclass(frozen=True)
class PlanFrame(PlanNaming):
    """The plan itself: what it and its levels are called."""

    title: str
    city: str
    level_names: tuple[str, ...]
    mark_names: tuple[str, ...]
    publishes_self_assessment: bool
    first_fiscal_year: int
    last_fiscal_year: int
    missing_words: tuple[str, ...] = ()

    @classmethod
    def unnamed(cls) -> "PlanFrame":
        """A plan that has no names of its own."""
        return cls("", "", (), (), False, 0, 0)


@dataclass(frozen=True)
class PolicyName(PolicyNaming):
    id: int
    number: int
    label: str
    name: str
    aim: str = ""
    source: str = ""

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:policy_detail", args=[self.id])


@dataclass(frozen=True)
class DirectionName(DirectionNaming):
    id: int
    number: int
    name: str

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class MeasureName(MeasureNaming):
    """A measure under its code and name of the year; it leads to the measure's page of today."""

    id: int
    code: str
    name: str

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:measure_detail", args=[self.id])


@dataclass(frozen=True)
class PlannedYear:
    """A fiscal year of the plan: the printed cell, what it means, and how it went so far.

    `actual` and `state` are those of the year's report, the direction only where it counts;
    `is_open` whether that year still was.
    """

    fiscal_year: int
    printed: str
    planned: str
    actual: str = ""
    state: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class MeasurePart(MeasureNaming):
    """What the plan says of a measure; `effects` are (mark, name), divisions the lead first."""

    id: int
    key: str
    code: str
    name: str
    group: str
    summary: str
    source: str
    policy: PolicyName
    direction: DirectionName
    divisions: tuple[str, ...]
    is_led_by_secretariat: bool = False
    effects: tuple[tuple[str, str], ...] = ()
    related: tuple[MeasureName, ...] = ()
    linked_systems: tuple[SystemName, ...] = ()
    years: tuple[PlannedYear, ...] = ()
    lifetime: Lifetime = Lifetime()
    lineage: Lineage = Lineage()

    def __str__(self) -> str:
        return self.title

    def planned_in(self, fiscal_year: int) -> str:
        """The direction that the plan scheduled for a year; blank where none."""
        own = (each.planned for each in self.years if each.fiscal_year == fiscal_year)
        return next(own, "")


@dataclass(frozen=True)
class KeptFigure:
    """A figure of a report that was handed in, and whether it counts (事務局確認済み)."""

    figure: Figure
    counts: bool
    note: str = ""


@dataclass(frozen=True)
class AskedIndicator:
    """An indicator under a measure. `entered_under` is the other measure that enters it."""

    id: int
    key: str
    label: str
    printed: str
    note: str
    entered_under: MeasureName | None
    facts: IndicatorFacts

    @property
    def is_entered_here(self) -> bool:
        return self.entered_under is None

    @property
    def is_numeric(self) -> bool:
        return self.facts.is_numeric


@dataclass(frozen=True)
class IndicatorPart(AskedIndicator):
    """The same with its figures up to the year, and the year's judgement."""

    figures: dict[int, KeptFigure]
    judgement: Judgement

    @property
    def result_note(self) -> str:
        """The 補足 of the year's result, where that is what is judged."""
        return self.note_beside(self.judgement)

    def note_beside(self, judgement: Judgement) -> str:
        kept = self.figures.get(judgement.fiscal_year)
        return kept.note if kept and kept.figure == judgement.figure else ""

    def counted(self, *, pending: bool = False) -> dict[int, Figure]:
        """The figures that count, by year; with `pending` those only submitted, too."""
        return {year: kept.figure for year, kept in self.figures.items() if kept.counts or pending}

    def judged(self, *, pending: bool = False) -> Judgement:
        """The year's judgement as it is kept; anew where figures only submitted count, too."""
        if not pending:
            return self.judgement
        return judge(self.facts, self.counted(pending=True), self.judgement.fiscal_year)


@dataclass(frozen=True)
class Mark:
    """The progress and outlook that count, and whose: `division` or `meeting` (judging.marks)."""

    progress: Word | None
    outlook: Word | None
    whose: str


NO_MARK = Mark(None, None, "")  # nothing counts yet, so nobody's


@dataclass(frozen=True)
class ReportPart:
    """What was reported. `progress` and `outlook` are the division's own, `second_judgement`
    is the secretariat's, `mark` is what counts. `texts` and `amounts` by the names of
    models.report_fields; `certainty` is that of 決算 (見込 or 確定)."""

    state: str
    progress: Word | None
    outlook: Word | None
    second_judgement: Word | None
    mark: Mark
    secretariat_note: str
    is_unchanged: bool
    texts: dict[str, str]
    amounts: dict[str, int | None]
    certainty: str = ESTIMATE

    @property
    def money(self) -> Amounts:
        """The amounts with their 予算事業, as they are added and shared."""
        named = {"name": self.texts.get(BUDGET_NAME, ""), "scope": self.texts.get(BUDGET_SCOPE, "")}
        return Amounts(**named, **self.amounts, certainty=self.certainty)

    @property
    def money_lines(self) -> list[tuple[str, str]]:
        """What is said of the money, as (label, text)."""
        return money_lines(self.money, self.texts)

    @property
    def is_decided(self) -> bool:
        """Whether a meeting's mark counts."""
        return self.mark.whose == MEETING

    @property
    def further(self) -> list[tuple[str, str]]:
        """What is said besides what pages lead with, and the money, as (label, text)."""
        return report_fields.further(self.texts)

    def value(self, name: str) -> Word | str | int | None:
        """What a field holds; of one that a later program added, nothing."""
        if name in ("progress", "outlook"):
            return getattr(self, name)
        return self.amounts[name] if name in self.amounts else self.texts.get(name, "")


@dataclass(frozen=True)
class DecisionPart:
    """What a meeting decided on the report."""

    id: int
    body: str
    rank: int
    held_on: date
    manner: str
    taken_from: str
    judgement: Word | None
    outlook: Word | None
    opinion: str
    is_public: bool


@dataclass(frozen=True)
class Erratum:
    """A line of the 正誤表: place, 誤, 正, date, reason; of a decision's slip of the pen also the
    day on which the chair agreed."""

    kind: str
    place: str
    label: str
    before: str
    after: str
    reason: str
    on: date
    consented_on: date | None = None


@dataclass(frozen=True)
class Edition:
    """All that is kept of a report of a year.

    `terms` are spelling and address of the glossary's terms that its texts link to,
    `contributors` the names of the divisions that were asked for a part, by id, `unfinished`
    the reason why a report stayed behind when its year was closed.
    """

    fiscal_year: int
    is_migrated: bool
    frame: PlanFrame
    plan: MeasurePart
    indicators: tuple[IndicatorPart, ...]
    report: ReportPart
    decisions: tuple[DecisionPart, ...] = ()
    errata: tuple[Erratum, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    contributors: dict[int, str] = field(default_factory=dict)
    unfinished: str = ""

    @property
    def planned(self) -> str:
        """The direction that the plan scheduled for the year."""
        return self.plan.planned_in(self.fiscal_year)
