"""What a report asks for and what is stored of it: read once for form, check and save."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from measures.models import PlanWord
from progress.judging.completeness import DueResult, ResultEntry
from progress.judging.facts import NOT_APPLICABLE, NOT_REPORTED, Figure
from progress.judging.judgement import is_result_due
from progress.judging.milestones import reached_before
from progress.judging.results import Figures, entry_of, figure_in, figure_of
from progress.judging.targets import target_in_force
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.reading import stored
from progress.reading.edition import AskedIndicator, Edition
from progress.reading.indicators import asked_of, links_and_targets
from progress.reading.live_indicators import IndicatorParts
from sakado_dx import together
from sakado_dx.prepared import prepared


@dataclass(frozen=True)
class Inputs:
    """The indicators of a report's measure; `entered` are those that this report enters.

    `entries` is what is stored for them in the report's year, `figures` theirs of all years up
    to it whatever their reports' state, `last_notes` their 補足 of the year before; all by
    indicator.
    """

    version: int
    asked: tuple[AskedIndicator, ...]
    entries: dict[int, ResultEntry]
    figures: Figures
    last_notes: dict[int, str] = field(default_factory=dict)

    @property
    def entered(self) -> list[AskedIndicator]:
        return [each for each in self.asked if each.is_entered_here]

    def to_enter(self, fiscal_year: int) -> list[AskedIndicator]:
        """Those that a form asks for: all but the milestones that an earlier year reached."""
        return [
            each
            for each in self.entered
            if not reached_before(each.facts, self.figures.get(each.id, {}), fiscal_year)
        ]

    def with_entries(self, entries: Mapping[int, ResultEntry], fiscal_year: int) -> "Inputs":
        """The same, were these entries of the year stored."""
        figures = {pk: dict(own) for pk, own in self.figures.items()}
        for pk, entry in entries.items():
            figures.setdefault(pk, {})[fiscal_year] = figure_in(entry, fiscal_year)
        return replace(self, entries={**self.entries, **entries}, figures=figures)

    def due(self, fiscal_year: int) -> list[DueResult]:
        """Each result that a complete report needs."""
        return [
            self._due(each, own, fiscal_year)
            for each in self.entered
            for own in [self.figures.get(each.id, {})]
            if is_result_due(each.facts, own, fiscal_year)
        ]

    def _due(self, each: AskedIndicator, own: dict[int, Figure], fiscal_year: int) -> DueResult:
        entry = self.entries.get(each.id)
        return DueResult(
            each.id,
            each.facts.name,
            own[fiscal_year].status if fiscal_year in own else NOT_REPORTED,
            entry.note if entry else "",
            target_in_force(each.facts, fiscal_year) is not None,
            each.facts.word(NOT_APPLICABLE),
        )


def inputs_of(report: ProgressReport, edition: Edition | None = None) -> Inputs:
    """At most 4 queries a version of the report: results change with the version alone, so what
    was read for the form is good for the save."""
    kept = report.inputs_read
    if kept is None or kept.version != report.version:
        kept = report.inputs_read = _read(report, edition)
    return kept


def ask_ahead(report: ProgressReport) -> None:
    """Ask in one statement for what a form takes of the plan of an open year: what `inputs_of` reads
    of the links, where it is yet to, and the words."""
    year, kept = report.year, report.inputs_read
    if year.is_open and (kept is None or kept.version != report.version):
        together.ask_ahead(
            (links_and_targets, report.measure_id, year.plan_id, year.pk, None),
            (words_of_plan, year.plan_id),
        )


def read_together(
    year: ReviewYear, reports: Sequence[ProgressReport], parts: IndicatorParts | None = None
) -> None:
    """Read the inputs of many reports of an open year at once, so that `inputs_of` asks nothing
    more for them; 3 queries, however many they are, 1 where the year's `parts` are at hand."""
    parts = parts or IndicatorParts(year, with_figures=False)
    asked = {each.pk: parts.asked(each.measure_id) for each in reports}
    entered = [part.id for own in asked.values() for part in own if part.is_entered_here]
    stored_ones = IndicatorResult.objects.filter(indicator__in=entered).up_to(year.fiscal_year)
    columns = ("indicator_id", "fiscal_year", *IndicatorResult.ENTERED)
    results: dict[int, list[IndicatorResult]] = {}
    for result in stored_ones.values_list(*columns, named=True):  # by the thousand: no rows of ours
        results.setdefault(result.indicator_id, []).append(result)
    for report in reports:
        inputs = Inputs(report.version, asked[report.pk], {}, {})
        for each in inputs.entered:
            _hold(inputs, results.get(each.id, ()), year.fiscal_year)
        report.inputs_read = inputs


def _hold(inputs: Inputs, results: Iterable[IndicatorResult], fiscal_year: int) -> None:
    for result in results:
        figures = inputs.figures.setdefault(result.indicator_id, {})
        figures[result.fiscal_year] = figure_of(result)
        if result.fiscal_year == fiscal_year:
            inputs.entries[result.indicator_id] = entry_of(result)
        if result.fiscal_year == fiscal_year - 1:
            inputs.last_notes[result.indicator_id] = result.note


def _read(report: ProgressReport, edition: Edition | None) -> Inputs:
    year = report.year.fiscal_year
    if edition is None and not report.year.is_open:
        edition = stored.newest([report.pk]).get(report.pk)
    inputs = Inputs(report.version, asked_of(report, edition), {}, {})
    ids = [each.id for each in inputs.entered]
    _hold(inputs, _results(tuple(ids), year), year)
    return inputs


@prepared
def _results(indicator_ids: tuple[int, ...], up_to: int) -> QuerySet[IndicatorResult]:
    return IndicatorResult.objects.filter(indicator__in=indicator_ids).up_to(up_to).order_by()


@prepared
def changes_of(report_id: int) -> QuerySet[StatusChange]:
    """All that was done with a report, newest first, with who did it; 1 query."""
    changes = StatusChange.objects.filter(report=report_id)
    return changes.select_related("by").order_by("-version")


@prepared
def words_of_plan(plan_id: int) -> QuerySet[PlanWord]:
    """The words of all of a plan's vocabularies; 1 query."""
    return PlanWord.objects.filter(plan=plan_id)
