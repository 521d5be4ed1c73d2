"""Reports and results of all years of an enlarged plan, written in bulk.

The figures are those of the demonstration; only the way in differs: a hundred plans through
the verbs, one report at a time, would take an hour.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from measures.models import Measure, Plan, PlanWord
from progress.demo.figures import invented_entry
from progress.demo.loading import dates_of
from progress.demo.people import Cast
from progress.demo.scenario import Places, Words
from progress.demo.texts import RETURNS, texts_of_report
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.results import facts_of
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from tests.bench.closing import finish_year, hold_meeting

BATCH = 500
State = ProgressReport.State
# How far the reports of the year in progress are, by place among twelve; the rest is confirmed.
LEFT = {3: State.DRAFT, 11: State.NOT_STARTED}
# The same where the desk has work, too.
UNDER_WAY = LEFT | {5: State.SUBMITTED, 8: State.SUBMITTED, 9: State.RETURNED}
# How a report comes to each state.
WAYS = {
    State.DRAFT: (("save", "reporter1"),),
    State.SUBMITTED: (("save", "reporter1"), ("submit", "head1")),
    State.CONFIRMED: (("save", "reporter1"), ("submit", "head1"), ("confirm", "secretariat2")),
    State.RETURNED: (("save", "reporter1"), ("submit", "head1"), ("send_back", "secretariat2")),
}
AFTER = {
    "save": State.DRAFT, "submit": State.SUBMITTED, "confirm": State.CONFIRMED,
    "send_back": State.RETURNED,
}  # fmt: skip


def fill_years(plan: Plan, cast: Cast, fiscal_years: Sequence[int]) -> None:
    """Make these years of the plan and fill them; of its last one some reports are left."""
    makes = Makes(plan, cast)
    due = timezone.localdate() + timedelta(days=30)
    for fiscal_year in fiscal_years:
        year = ReviewYear.objects.create(plan=plan, fiscal_year=fiscal_year, report_due=due)
        is_last = fiscal_year == plan.last_fiscal_year
        Filling(year, makes, LEFT if is_last else {}).fill()


def play_years(plan: Plan, cast: Cast, closed: int) -> ReviewYear:
    """So many closed years with all that hangs on them, and the next one in progress, which is
    returned."""
    makes = Makes(plan, cast)
    *finished, running = plan.fiscal_years[: closed + 1]
    for fiscal_year in finished:
        dates = dates_of(fiscal_year, is_finished=True)
        year = ReviewYear.objects.create(
            plan=plan, fiscal_year=fiscal_year, asks_approval=True, **dates
        )
        Filling(year, makes, {}).fill()
        finish_year(year, cast)
    year = ReviewYear.objects.create(
        plan=plan, fiscal_year=running, asks_approval=True, **dates_of(running, is_finished=False)
    )
    Filling(year, makes, UNDER_WAY).fill()
    hold_meeting(year, cast)
    return year


class Makes:
    """What all years of a plan are made of; `figures` are those that stand already."""

    def __init__(self, plan: Plan, cast: Cast):
        self.cast, self.words = cast, Words(list(PlanWord.objects.filter(plan=plan)))
        bounds = (plan.first_fiscal_year, plan.last_fiscal_year)
        indicators = plan.indicators.prefetch_related("targets")
        self.facts: dict[int, IndicatorFacts] = {
            each.pk: facts_of(each, *bounds) for each in indicators
        }
        self.figures: dict[int, dict] = {pk: {} for pk in self.facts}


class Filling:
    """One year of reports, results and records, collected and then written. `states` are those of
    reports that are not confirmed, by their place among twelve."""

    def __init__(self, year: ReviewYear, makes: Makes, states: Mapping[int, str]):
        self.year, self.makes, self.states = year, makes, states
        self.results: list[IndicatorResult] = []
        self.changes: list[StatusChange] = []

    def fill(self) -> None:
        measures = Measure.objects.of_plan(self.year.plan).prefetch_related(
            "measure_indicators", "yearly_directions"
        )
        places = Places(int(bool(self.states)), not self.states)
        reports = [
            self._filled(ProgressReport(year=self.year, measure=measure), places, place)
            for place, measure in enumerate(measures)
        ]
        for rows in filter(None, (reports, self.results, self.changes)):
            type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)

    def _filled(self, report: ProgressReport, places: Places, place: int) -> ProgressReport:
        words = self.makes.words
        word = words.progress(places.part(is_early=False).mark)
        state = self.states.get(place % 12, State.CONFIRMED)
        if state == State.NOT_STARTED:
            return report
        planned = {row.fiscal_year: row for row in report.measure.yearly_directions.all()}
        own = planned.get(self.year.fiscal_year)
        texts = texts_of_report(own.resolved if own else "", word.meaning, place)
        for name, value in texts.items():
            setattr(report, name, value)
        report.progress, report.outlook = word, words.outlook(word.meaning)
        report.actual_direction = own.resolved if own else ""
        report.state, report.version = state, len(WAYS[state])
        self._time(report)
        self._add_results(report, word.meaning, place)
        self._add_changes(report)
        return report

    def _add_results(self, report: ProgressReport, meaning: str, place: int) -> None:
        year = self.year.fiscal_year
        for link in report.measure.measure_indicators.all():
            pk = link.indicator_id
            own = self.makes.figures[pk]
            if year in own:
                continue  # entered under an earlier measure
            entry = invented_entry(self.makes.facts[pk], own, year, meaning, place)
            if entry is None:
                continue
            own[year] = Figure(
                year, entry.status, entry.value, entry.done, entry.done_on, entry.words
            )
            self.results.append(
                IndicatorResult(report=report, indicator_id=pk, fiscal_year=year, **vars(entry))
            )

    def _time(self, report: ProgressReport) -> None:
        """When it was handed in and confirmed: before the meeting that decides on it."""
        if report.state in ProgressReport.HANDED_IN_STATES:
            report.submitted_at = timezone.now() - timedelta(days=2)
            report.submitted_version = len(WAYS[State.SUBMITTED])
        if report.state in ProgressReport.COUNTED_STATES:
            report.confirmed_at = timezone.now() - timedelta(days=1)
            report.confirmed_version = len(WAYS[State.CONFIRMED])

    def _add_changes(self, report: ProgressReport) -> None:
        before = State.NOT_STARTED
        for version, (verb, who) in enumerate(WAYS[report.state], start=1):
            change = StatusChange(
                report=report, verb=verb, from_state=before, to_state=AFTER[verb], version=version,
                by=self.makes.cast[who].user, at=timezone.now(),
                reason=RETURNS[0] if verb == "send_back" else "",
            )  # fmt: skip
            before = AFTER[verb]
            self.changes.append(change)
