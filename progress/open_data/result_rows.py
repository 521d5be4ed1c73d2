"""The rows of the results: what is published of each indicator, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from measures.words import MISSING_WORDS
from progress.judging import facts as judging
from progress.models import IndicatorResult
from progress.open_data.gathering import Source
from progress.publication.content import PublicMeasure
from progress.publication.indicators import PublicIndicator, PublicJudgement
from progress.publication.published import PublishedReport, PublishedYear

REACHED, WITHHELD = "reached_before", "withheld"
STATUSES = {
    judging.REPORTED: str(IndicatorResult.Status.REPORTED.label),
    **MISSING_WORDS,
    REACHED: "達成済み",
    WITHHELD: "公表しない",
}
CERTAINTIES = {judging.SETTLED: "確定", **judging.UNSETTLED_WORDS}


@dataclass(frozen=True)
class ResultRow:
    """An indicator of a measure in a public year, as its publication holds it.

    Its value is a figure where the status is `reported`, and never 0 for what is missing.
    """

    source: Source
    year: PublishedYear
    report: PublishedReport
    indicator: PublicIndicator

    @property
    def plan_title(self) -> str:
        """The plan as the publication names it."""
        return self.report.content.plan.title

    @property
    def fiscal_year(self) -> int:
        return self.year.fiscal_year

    @property
    def facts(self) -> judging.IndicatorFacts:
        return self.indicator.facts

    @property
    def label(self) -> str:
        return self.indicator.label

    @property
    def part(self) -> PublicMeasure:
        return self.report.content.measure

    @property
    def figure(self) -> judging.Figure | None:
        figure = self.indicator.figure
        return figure if figure and figure.is_reported else None

    @property
    def judgement(self) -> PublicJudgement | None:
        return self.indicator.judgement

    @property
    def status(self) -> str:
        """実績あり, why there is none, 達成済み of a milestone that an earlier year reached, or
        公表しない."""
        if self.judgement is None:
            return WITHHELD
        if self.indicator.figure:
            return self.indicator.figure.status
        return REACHED if self.indicator.achieved_in is not None else judging.NOT_REPORTED

    @property
    def status_word(self) -> str:
        """The plan's own word for what is missing."""
        if self.status in MISSING_WORDS:
            return self.facts.word(self.status)
        return STATUSES[self.status]

    @property
    def done_on(self) -> date | None:
        """The day on which a milestone was reached, also in an earlier year."""
        return self.indicator.achieved_on or (self.figure and self.figure.done_on)

    @property
    def goal(self) -> judging.TargetInForce | None:
        """The target in force in the year: none of an expansion, whose figure is no target."""
        if self.judgement is None or self.facts.is_expansion:
            return None
        return self.judgement.target


def result_rows(source: Source) -> Iterator[ResultRow]:
    """The oldest year first, in the order of the plan."""
    for year in source.years:
        for report in year.reports:
            for indicator in report.content.indicators:
                yield ResultRow(source, year, report, indicator)
