"""Pictures and tables of what is published: the same drawings, from publications alone.

Of a year that is not published, or whose results are withheld, a picture says 非公表: it does not
know whether there was a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from progress.charts.cache import Chart
from progress.charts.context import alt_of
from progress.charts.indicator import IndicatorChart
from progress.charts.kinds import chart_of
from progress.charts.notes import note_of
from progress.charts.tables import NOTHING, Table, table_of
from progress.charts.track import TrackChart
from progress.charts.words import WordsChart
from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, Judgement
from progress.judging.judgement import judge
from progress.judging.shown_years import charted_from, charted_years
from progress.publication.content import PublicReport
from progress.publication.indicators import PublicIndicator, PublicJudgement
from progress.publication.published import PublishedYear

WITHHELD, IN_A_PICTURE = "公表していません", "非公表"
# What a judgement of its own year is told by, wherever the year is shown.
TOLD = ("code", "label", "met", "finding", "target", "next_target", "rate", "total")


@dataclass(frozen=True)
class PublicSeries:
    """An indicator of a published year, with what the years up to it publish of it (`told`)."""

    indicator: PublicIndicator
    fiscal_year: int
    years: tuple[int, ...]
    told: Mapping[int, PublicIndicator] = field(default_factory=dict)
    cut_at: int | None = None  # the first of `years`, where the plan has earlier ones

    @cached_property
    def figures(self) -> dict[int, Figure]:
        """The published figures; of a milestone that an unpublished year reached, when."""
        found = {year: each.figure for year, each in self.told.items() if each.figure}
        reached = self.indicator.achieved_in
        if reached is not None and reached not in found:
            found[reached] = self.indicator.achievement
        return found

    @property
    def gaps(self) -> set[int]:
        """The years up to this one of which no result is published."""
        past = (year for year in self.years if year <= self.fiscal_year)
        return {
            year
            for year in past
            if year not in self.told or self.told[year].judgement is None
            if year not in self.figures and self._is_expected(year)
        }

    def _is_expected(self, year: int) -> bool:
        facts = self.indicator.facts
        return facts.covers(year) and not facts.lifetime.outside(year)

    @cached_property
    def chart(self) -> Chart | None:
        """What is drawn; None where there is nothing to draw, or where the published figures alone
        would give another judgement than the one that is published (a sum that lacks years)."""
        facts, own = self.indicator.facts, self.indicator.judgement
        if own is None or not self.figures and facts.kind != judging_facts.MILESTONE:
            return None
        again = judge(facts, self.figures, self.fiscal_year)
        if (again.code, again.total) != (own.code, own.total):
            return None
        drawn = chart_of(facts, self.figures, self.years, until=self.fiscal_year)
        return self._as_published(drawn) if drawn.has_content else None

    def _as_published(self, chart: Chart) -> Chart:
        if isinstance(chart, WordsChart):
            lines = (
                replace(each, text=IN_A_PICTURE) if each.fiscal_year in self.gaps else each
                for each in chart.lines
            )
            return replace(chart, lines=tuple(lines))
        words = zip(chart.years, chart.words, strict=True)
        chart = replace(
            chart,
            words=tuple(IN_A_PICTURE if year in self.gaps else word for year, word in words),
        )
        return chart if isinstance(chart, TrackChart) else self._met_as_published(chart)

    def _met_as_published(self, chart: IndicatorChart) -> IndicatorChart:
        """Each year as it was judged then, which a later target does not change."""
        judged = {year: each.judgement for year, each in self.told.items() if each.judgement}
        met = zip(chart.years, chart.met, strict=True)
        return replace(
            chart,
            met=tuple(judged[year].met if year in judged else met_now for year, met_now in met),
        )

    @property
    def finding(self) -> str:
        """What the year's judgement says; that results are withheld."""
        own = self.indicator.judgement
        return own.finding if own else f"実績は{WITHHELD}。"

    @property
    def alt(self) -> str:
        return alt_of(self.chart, self.years, f"{self.indicator.facts.name}：{self.finding}")

    @property
    def note(self) -> str:
        return note_of(self.indicator.facts, self.fiscal_year, self.cut_at)

    @cached_property
    def table(self) -> Table:
        """A row a year, as each year published it; 公表していません in those that did not."""
        facts = self.indicator.facts
        judged = {
            year: _judgement(judge(facts, self.figures, year), each.judgement)
            for year, each in self.told.items()
            if each.judgement and year in self.years
        }
        headers, rows = table_of(facts, self.figures, judged, self.years)
        if facts.kind == judging_facts.QUALITATIVE:
            return headers, rows
        at = next(n for n, name in enumerate(headers) if name.startswith("実績"))
        for year, row in zip(self.years, rows, strict=True):
            if year in self.gaps and row[at] == NOTHING:
                row[at] = WITHHELD
        return headers, rows


def _judgement(again: Judgement, published: PublicJudgement) -> Judgement:
    return replace(again, **{name: getattr(published, name) for name in TOLD})


def series_of(year: PublishedYear, own: Mapping[int, PublicReport]) -> list[PublicSeries]:
    """The indicators of a measure in a published year, with what the years up to it publish of
    them; `own` is what is published of the measure, by the fiscal year."""
    earlier = {
        fiscal_year: {one.key: one for one in content.indicators}
        for fiscal_year, content in sorted(own.items())
        if fiscal_year <= year.fiscal_year
    }
    return [
        PublicSeries(
            indicator=_beside_its_past(each, earlier, year.fiscal_year),
            fiscal_year=year.fiscal_year,
            years=charted_years(year.frame.fiscal_years, year.fiscal_year),
            cut_at=charted_from(year.frame.fiscal_years, year.fiscal_year),
            told={
                fiscal_year: indicators[each.key]
                for fiscal_year, indicators in earlier.items()
                if each.key in indicators and _is_alike(each, indicators[each.key])
            },
        )
        for each in earlier[year.fiscal_year].values()
    ]


def _beside_its_past(
    own: PublicIndicator, told: Mapping[int, Mapping[str, PublicIndicator]], fiscal_year: int
) -> PublicIndicator:
    """An indicator whose definition changed, with what earlier years publish of the one before: of
    the same name and unit, and no indicator of this year."""
    past, now = own.facts.past, told[fiscal_year]
    if past is None:
        return own
    figures = (
        each.figure
        for year, indicators in sorted(told.items())
        if year < fiscal_year
        for key, each in indicators.items()
        if key not in now and (each.facts.name, each.facts.unit) == (past.name, past.unit)
    )
    past = replace(past, figures=tuple(filter(None, figures)))
    return replace(own, facts=replace(own.facts, past=past))


def _is_alike(own: PublicIndicator, other: PublicIndicator) -> bool:
    """Whether figures of both can stand in one picture."""
    return (own.facts.kind, own.facts.unit) == (other.facts.kind, other.facts.unit)
