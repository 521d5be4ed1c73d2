"""Indicators of a year's measures with facts, figures and judgement, as an edition keeps them."""

from collections.abc import Iterable

from measures.models import Indicator, Measure
from progress.judging.facts import Figure
from progress.judging.judgement import judge
from progress.models import IndicatorResult, ProgressReport, ReviewYear
from progress.reading import codec
from progress.reading.closed import kept_figures
from progress.reading.codec import Json
from progress.reading.live import Link, links_by_measure

RESULT_COLUMNS = (
    "fiscal_year", "status", "value", "done", "done_on", "words", "certainty",
)  # fmt: skip


class IndicatorPart:
    """The indicators of one year's measures; 5 queries, however many they are."""

    def __init__(self, year: ReviewYear):
        self.year = year
        self.links = links_by_measure(year)
        ids = {link.indicator_id for own in self.links.values() for link in own}
        self.indicators = Indicator.objects.in_bulk(ids)
        self.figures = _figures(ids, year.fiscal_year)
        self.homes = self._homes()

    def of(self, measure_id: int) -> list[Json]:
        return [self._of(link) for link in self.links.get(measure_id, ())]

    def _of(self, link: Link) -> Json:
        indicator = self.indicators[link.indicator_id]
        entry = {
            "id": link.indicator_id,
            "key": indicator.key,
            "label": link.label,
            "printed": indicator.printed,
            "note": indicator.note,
            "is_entered_here": link.is_entered_here,
            "entered_under": None if link.is_entered_here else self.homes[link.indicator_id],
            "facts": codec.plain(link.facts),
            "figures": self.figures.get(link.indicator_id, {}),
        }
        return judged(entry, self.year.fiscal_year)

    def _homes(self) -> dict[int, list]:
        """By indicator, id and title of the measure in whose report its results stand."""
        first = {
            link.indicator_id: measure_id
            for measure_id, own in self.links.items()
            for link in own
            if link.is_entered_here
        }
        measures = Measure.objects.in_bulk(set(first.values()))
        return {pk: [home, str(measures[home])] for pk, home in first.items()}


def judged(entry: Json, fiscal_year: int) -> Json:
    """The indicator with its judgement, of the figures that count."""
    facts, figures = codec.facts(entry["facts"]), kept_figures(entry)
    return entry | {"judgement": codec.plain(judge(facts, figures, fiscal_year))}


def figures_entered(report: ProgressReport) -> dict[int, Json]:
    """The figures of the report's own year that it enters, by indicator; 1 query."""
    year = report.year.fiscal_year
    found = _kept(IndicatorResult.objects.filter(report=report, fiscal_year=year))
    return {pk: figures[str(year)] for pk, figures in found.items()}


def _figures(indicator_ids: Iterable[int], up_to: int) -> dict[int, dict[str, Json]]:
    """Figures of reports that were handed in, by indicator and year."""
    results = IndicatorResult.objects.filter(
        indicator__in=list(indicator_ids),
        report__state__in=ProgressReport.HANDED_IN_STATES,
    )
    return _kept(results.up_to(up_to))


def _kept(results) -> dict[int, dict[str, Json]]:
    found: dict[int, dict[str, Json]] = {}
    for pk, state, note, *held in results.order_by("fiscal_year").values_list(
        "indicator_id", "report__state", "note", *RESULT_COLUMNS
    ):
        figure = Figure(*held)
        found.setdefault(pk, {})[str(figure.fiscal_year)] = codec.plain(figure) | {
            "counts": state in ProgressReport.COUNTED_STATES,
            "note": note,
        }
    return found
