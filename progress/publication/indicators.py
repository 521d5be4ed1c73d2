"""An indicator as citizens see it: its targets, the year's own figure, the judgement."""

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from progress.judging.facts import (
    MILESTONE,
    NOT_REPORTED,
    REPORTED,
    SETTLED,
    Figure,
    IndicatorFacts,
    Past,
    Rate,
    Target,
    TargetInForce,
)
from progress.judging.findings import LAST_YEAR, actual_words, held, last_years, reached
from progress.judging.judgement import figure_of
from progress.judging.milestones import achieved_year, done_figure
from progress.reading.edition import IndicatorPart


@dataclass(frozen=True)
class PublicJudgement:
    code: str
    label: str
    met: bool | None
    finding: str
    target: TargetInForce | None
    next_target: Target | None
    rate: Rate | None
    total: Decimal | None = None


@dataclass(frozen=True)
class PublicIndicator:
    """An indicator with its targets, and of its figures the year's own alone.

    Without a figure where none counts, and of a milestone that an earlier year reached; without a
    judgement too where results are withheld.
    """

    id: int
    key: str
    label: str
    printed: str
    note: str
    facts: IndicatorFacts
    figure: Figure | None
    judgement: PublicJudgement | None
    achieved_in: int | None = None
    achieved_on: date | None = None
    achieved_certainty: str = SETTLED

    def figure_in(self, year: int) -> Figure | None:
        """What holds in the year, as programs and files are told: its own figure, of a milestone
        that an earlier year reached that one, else 未報告; None where results are withheld."""
        if self.judgement is None:
            return None
        if self.figure is None and self.achieved_in is not None:
            return self.achievement
        return self.figure or Figure(year, NOT_REPORTED)

    @property
    def achievement(self) -> Figure:
        """The figure of a milestone that was reached."""
        return Figure(
            self.achieved_in,
            REPORTED,
            done=True,
            done_on=self.achieved_on,
            certainty=self.achieved_certainty,
        )

    def without_result(self) -> "PublicIndicator":
        """Where results are withheld."""
        nothing = {"achieved_in": None, "achieved_on": None, "achieved_certainty": SETTLED}
        return replace(self, figure=None, judgement=None, **nothing)

    @property
    def actual(self) -> str:
        """The figure with its unit and 見込 or 速報, in words."""
        if self.figure is None and self.judgement is None:
            return "公表していません"
        if self.figure is None and self.achieved_in is not None:
            return reached(self.achieved_on, self.achieved_in)
        if self.judgement is not None and self.judgement.total is not None:
            return actual_words(self.facts, self.figure, self.judgement.total)
        return held(self.facts, self.figure)


def public_indicator(part: IndicatorPart, year: int) -> PublicIndicator:
    kept = part.figures.get(year)
    is_before = figure_of(part.facts, part.counted(), year).fiscal_year < year
    achieved = _achievement(part, year) or {}
    return PublicIndicator(
        id=part.id,
        key=part.key,
        label=part.label,
        printed=part.printed,
        note=part.note,
        facts=replace(part.facts, past=_past_named(part.facts.past)),
        figure=kept.figure if kept and kept.counts and not is_before else None,
        judgement=_judgement(part, year),
        **achieved,
    )


def _past_named(past: Past | None) -> Past | None:
    """What the indicator follows, by name: figures of other years are published with their own,
    and 参考値 not at all."""
    return past and replace(past, figures=(), references=())


def _achievement(part: IndicatorPart, year: int) -> dict | None:
    """When a milestone was reached, also in an earlier year; None for all else."""
    if part.facts.kind != MILESTONE:
        return None
    figure = done_figure(part.counted(), year)
    return figure and {
        "achieved_in": achieved_year(figure.fiscal_year, figure),
        "achieved_on": figure.done_on,
        "achieved_certainty": figure.certainty,
    }


def _judgement(part: IndicatorPart, year: int) -> PublicJudgement:
    named = {each.name: getattr(part.judgement, each.name) for each in fields(PublicJudgement)}
    return PublicJudgement(**named | {"finding": _finding(part, year)})


def _finding(part: IndicatorPart, year: int) -> str:
    """The finding without last year's figure, which an expansion is compared with: that one is
    published with its own year, or withheld or taken back there."""
    finding, before = part.judgement.finding, part.counted().get(year - 1)
    if not part.facts.is_expansion or before is None or before.value is None:
        return finding
    return finding.replace(last_years(part.facts, before.value), LAST_YEAR)
