"""Reports and results of all years of an enlarged plan, written in bulk.

The figures are those of the demonstration; only the way in differs: a hundred plans through
the verbs, one report at a time, would take an hour.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from measures.models import Measure, Plan, PlanWord
from progress.demo.figures import invented_entry
from progress.demo.people import Cast
from progress.demo.scenario import Places, Words
from progress.demo.texts import texts_of_report
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.results import facts_of
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange

BATCH = 500
State = ProgressReport.State


def fill_years(plan: Plan, cast: Cast, fiscal_years: Sequence[int]) -> None:
    """Make these years of the plan and fill them; of its last one some reports are left."""
    words = Words(list(PlanWord.objects.filter(plan=plan)))
    bounds = (plan.first_fiscal_year, plan.last_fiscal_year)
    indicators = plan.indicators.prefetch_related("targets")
    facts = {each.pk: facts_of(each, *bounds) for each in indicators}
    figures: dict[int, dict] = {pk: {} for pk in facts}
    due = timezone.localdate() + timedelta(days=30)
    for fiscal_year in fiscal_years:
        year = ReviewYear.objects.create(plan=plan, fiscal_year=fiscal_year, report_due=due)
        Filling(year, cast, words, facts, figures).fill()


class Filling:
    """One year of reports, results and records, collected and then written."""

    def __init__(self, year: ReviewYear, cast: Cast, words: Words, facts: dict, figures: dict):
        self.year, self.cast, self.words = year, cast, words
        self.facts: dict[int, IndicatorFacts] = facts
        self.figures = figures
        self.is_last = year.fiscal_year == year.plan.last_fiscal_year
        self.results: list[IndicatorResult] = []
        self.changes: list[StatusChange] = []

    def fill(self) -> None:
        measures = Measure.objects.of_plan(self.year.plan).prefetch_related(
            "measure_indicators", "yearly_directions"
        )
        places = Places(int(self.is_last), not self.is_last)
        reports = [
            self._filled(ProgressReport(year=self.year, measure=measure), places, place)
            for place, measure in enumerate(measures)
        ]
        for rows in filter(None, (reports, self.results, self.changes)):
            type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)

    def _filled(self, report: ProgressReport, places: Places, place: int) -> ProgressReport:
        word = self.words.progress(places.part(is_early=False).mark)
        if self.is_last and place % 12 == 11:
            return report
        planned = {row.fiscal_year: row for row in report.measure.yearly_directions.all()}
        own = planned.get(self.year.fiscal_year)
        texts = texts_of_report(own.resolved if own else "", word.meaning, place)
        for name, value in texts.items():
            setattr(report, name, value)
        report.progress, report.outlook = word, self.words.outlook(word.meaning)
        report.actual_direction = own.resolved if own else ""
        is_draft = self.is_last and place % 12 == 3
        report.state, report.version = (State.DRAFT, 1) if is_draft else (State.CONFIRMED, 3)
        self._add_results(report, word.meaning, place)
        self._add_changes(report)
        return report

    def _add_results(self, report: ProgressReport, meaning: str, place: int) -> None:
        year = self.year.fiscal_year
        for link in report.measure.measure_indicators.all():
            pk = link.indicator_id
            own = self.figures[pk]
            if year in own:
                continue  # entered under an earlier measure
            entry = invented_entry(self.facts[pk], own, year, meaning, place)
            if entry is None:
                continue
            own[year] = Figure(
                year, entry.status, entry.value, entry.done, entry.done_on, entry.words
            )
            self.results.append(
                IndicatorResult(report=report, indicator_id=pk, fiscal_year=year, **vars(entry))
            )

    def _add_changes(self, report: ProgressReport) -> None:
        verbs = (
            ("save", State.NOT_STARTED, State.DRAFT, "reporter1"),
            ("submit", State.DRAFT, State.SUBMITTED, "head1"),
            ("confirm", State.SUBMITTED, State.CONFIRMED, "secretariat2"),
        )
        for version, (verb, before, after, who) in enumerate(verbs[: report.version], start=1):
            change = StatusChange(
                report=report, verb=verb, from_state=before, to_state=after, version=version,
                by=self.cast[who].user, at=timezone.now(),
            )  # fmt: skip
            self.changes.append(change)
