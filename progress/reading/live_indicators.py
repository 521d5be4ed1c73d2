"""Indicators of a year's measures with facts, figures and judgement, from live rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from progress.judging.facts import Figure
from progress.judging.judgement import judge
from progress.models import IndicatorResult, ProgressReport, ReviewYear
from progress.reading.edition import AskedIndicator, IndicatorPart, KeptFigure, MeasureName
from progress.reading.live import Link, links_by_measure
from progress.reading.names_then import NamesToday, names_then
from sakado_dx.prepared import prepared

Figures = dict[int, KeptFigure]


class IndicatorParts:
    """The indicators of one year's measures, all or some; 3 queries, however many they are, and
    2 without figures (of what is entered, `inputs` reads more).

    `names` are those of the year, where they are known already (names_then)."""

    def __init__(
        self,
        year: ReviewYear,
        measure_ids: Collection[int] | None = None,
        names: NamesToday | None = None,
        *,
        with_figures: bool = True,
    ):
        self.year = year
        # Of the whole year even so: which measure enters a shared indicator, the others say.
        links = links_by_measure(year, told=True)
        wanted = links if measure_ids is None else set(measure_ids)
        self.links = {pk: own for pk, own in links.items() if pk in wanted}
        self.names = names or names_then(each.names_from for own in links.values() for each in own)
        self.homes = {
            pk: MeasureName(pk, own[0].told.code, own[0].told.name) for pk, own in links.items()
        }
        self.figures: Mapping[int, Figures] = {}
        if with_figures:
            self.read_figures(self.links)

    def read_figures(self, measure_ids: Iterable[int]) -> None:
        """Of these measures' indicators alone, where it was made without; 1 query."""
        ids = {link.indicator_id for pk in measure_ids for link in self.links.get(pk, ())}
        self.figures = handed_in(ids, self.year.fiscal_year)

    def of(self, measure_id: int) -> tuple[IndicatorPart, ...]:
        found = (self._of(link, measure_id) for link in self.links.get(measure_id, ()))
        return tuple(self.names.asked(measure_id, each) for each in found)

    def asked(self, measure_id: int) -> tuple[AskedIndicator, ...]:
        """The same without figures, and so without a judgement."""
        links = self.links.get(measure_id, ())
        found = (AskedIndicator(**self._told(each, measure_id)) for each in links)
        return tuple(self.names.asked(measure_id, each) for each in found)

    def _told(self, link: Link, measure_id: int) -> dict[str, Any]:
        return {
            "id": link.indicator_id,
            "key": link.told.key,
            "label": link.label,
            "printed": link.told.printed,
            "note": link.told.note,
            "entered_under": None if link.home_id == measure_id else self.homes[link.home_id],
            "facts": link.facts,
        }

    def _of(self, link: Link, measure_id: int) -> IndicatorPart:
        figures = self.figures.get(link.indicator_id, {})
        counted = {year: kept.figure for year, kept in figures.items() if kept.counts}
        return IndicatorPart(
            **self._told(link, measure_id),
            figures=figures,
            judgement=judge(link.facts, counted, self.year.fiscal_year),
        )


def figures_entered(report: ProgressReport) -> dict[int, KeptFigure]:
    """The figures of the report's own year that it enters, by indicator; 1 query."""
    year = report.year.fiscal_year
    found = _kept(_columns(IndicatorResult.objects.filter(report=report, fiscal_year=year)))
    return {pk: figures[year] for pk, figures in found.items()}


def rows_entered(report_ids: Iterable[int]) -> QuerySet:
    """What these reports enter, whatever their state, for `entered` to read."""
    return _columns(IndicatorResult.objects.filter(report__in=list(report_ids)))


def entered(rows: Iterable[tuple]) -> dict[int, dict[int, Figure]]:
    """The figures of rows that reports enter, by indicator and year.

    For those who may read the reports themselves: a draft's figures count nowhere.
    """
    found = _kept(rows)
    return {pk: {year: each.figure for year, each in own.items()} for pk, own in found.items()}


def handed_in(indicator_ids: Iterable[int], up_to: int) -> Mapping[int, Figures]:
    """Figures of reports that were handed in, by indicator and year; 1 query."""
    return _kept(_handed_in(tuple(indicator_ids), up_to))


@prepared
def _handed_in(indicator_ids: tuple[int, ...], up_to: int) -> QuerySet:
    results = IndicatorResult.objects.filter(
        indicator__in=indicator_ids, report__state__in=ProgressReport.HANDED_IN_STATES
    )
    return _columns(results.up_to(up_to))


def _columns(results: QuerySet[IndicatorResult]) -> QuerySet:
    return results.order_by("fiscal_year").values_list(
        "indicator_id", "report__state", "note", "fiscal_year", *IndicatorResult.HELD
    )


def _kept(rows: Iterable[tuple]) -> dict[int, Figures]:
    found: dict[int, Figures] = {}
    for pk, state, note, *held in rows:
        kept = KeptFigure(Figure(*held), state in ProgressReport.COUNTED_STATES, note)
        found.setdefault(pk, {})[kept.figure.fiscal_year] = kept
    return found
