"""The rows of what is published, year by year: of each measure, and of each of its indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from measures.words import MISSING_WORDS
from progress.judging import facts as judging
from progress.models import IndicatorResult
from progress.open_data.gathering import Source
from progress.publication.content import FIELDS, PublicMeasure, PublicReport
from progress.publication.indicators import PublicIndicator, PublicJudgement
from progress.publication.published import PublishedReport, PublishedYear
from progress.reading.places import indicator_of

WITHHELD = "withheld"
STATUSES = {
    judging.REPORTED: str(IndicatorResult.Status.REPORTED.label),
    **MISSING_WORDS,
    WITHHELD: "公表しない",
}
CERTAINTIES = {judging.SETTLED: "確定", **judging.UNSETTLED_WORDS}


@dataclass(frozen=True)
class ReviewRow:
    """A measure in a public year, as its publication holds it."""

    source: Source
    year: PublishedYear
    report: PublishedReport

    @property
    def plan_title(self) -> str:
        """The plan as the publication names it."""
        return self.content.plan.title

    @property
    def fiscal_year(self) -> int:
        return self.year.fiscal_year

    @property
    def content(self) -> PublicReport:
        return self.report.content

    @property
    def part(self) -> PublicMeasure:
        return self.content.measure

    @property
    def whose(self) -> str:
        """Whose mark it is; nobody's where none is shown."""
        content = self.content
        return content.plan.mark_name(content.whose) if content.progress else ""

    @property
    def withheld(self) -> SimpleNamespace:
        """By the names of the fields, whether each is not published."""
        return SimpleNamespace(**{name: not self.content.shows(name) for name in FIELDS})


@dataclass(frozen=True)
class ResultRow(ReviewRow):
    """An indicator of a measure in a public year.

    Its value is a figure where the status is `reported`, and never 0 for what is missing.
    """

    indicator: PublicIndicator

    @property
    def facts(self) -> judging.IndicatorFacts:
        return self.indicator.facts

    @property
    def label(self) -> str:
        return self.indicator.label

    @property
    def figure(self) -> judging.Figure | None:
        figure = self.indicator.figure_in(self.fiscal_year)
        return figure if figure and figure.is_reported else None

    @property
    def judgement(self) -> PublicJudgement | None:
        return self.indicator.judgement

    @property
    def status(self) -> str:
        """実績あり, also of a milestone that an earlier year reached, why there is none, or
        公表しない."""
        figure = self.indicator.figure_in(self.fiscal_year)
        return figure.status if figure else WITHHELD

    @property
    def status_word(self) -> str:
        """The plan's own word for what is missing."""
        if self.status in MISSING_WORDS:
            return self.facts.word(self.status)
        return STATUSES[self.status]

    @property
    def goal(self) -> judging.TargetInForce | None:
        """The target in force in the year: none of an expansion, whose figure is no target."""
        if self.judgement is None or self.facts.is_expansion:
            return None
        return self.judgement.target

    @property
    def is_corrected(self) -> bool:
        """Whether the 正誤表 has a line of it."""
        places = (indicator_of(line.place) for line in self.content.errata)
        return self.indicator.id in places


def review_rows(source: Source) -> Iterator[ReviewRow]:
    """The oldest year first, in the order of the plan."""
    for year in source.years:
        for report in year.reports:
            yield ReviewRow(source, year, report)


def result_rows(source: Source) -> Iterator[ResultRow]:
    """The oldest year first, in the order of the plan."""
    for year in source.years:
        for report in year.reports:
            for indicator in report.content.indicators:
                yield ResultRow(source, year, report, indicator)
