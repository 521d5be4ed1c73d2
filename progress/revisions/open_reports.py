"""What taking effect does to the reports of open years: those that are made, taken out or left,
and what becomes of the others (README: 改定)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from django.utils import timezone

from measures.models import Measure, Plan
from progress.entry import contribution_verbs
from progress.imports.consequences import Consequence, consequences
from progress.imports.judged import judged_reports
from progress.models import (
    PlanChange,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    ReportEffect,
    ReviewYear,
)
from progress.plan_document.rows.keys import key_of
from progress.year import back_verbs
from sakado_dx.organization.models import Division, User

Outcome = PlanEdition.Outcome


@dataclass(frozen=True)
class Touched:
    """A report of an open year that a revision touched as it took effect, kept with its edition.

    `said` are what changes of what the plan asks, in words; never of what was written in it.
    `parts` are what other divisions are asked for since, `released` those that are asked no more;
    `version` is the report's as it was left.
    """

    what: str
    measure_id: int
    measure: str
    year_id: int
    year: str
    report_id: int | None = None
    state: str = ""
    said: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    version: int = 0

    @property
    def word(self) -> str:
        return Outcome(self.what).label

    def kept(self) -> dict:
        """As it stands with the edition."""
        return asdict(self)


class OpenReports:
    """The open years of a plan and how their reports are judged when it is made, to be compared
    after the plan was changed; in the caller's transaction, in which nobody else changes them."""

    def __init__(self, plan: Plan, revision: PlanRevision, by: User):
        self.plan, self.revision, self.by = plan, revision, by
        self.years = list(ReviewYear.objects.open().filter(plan=plan).order_by("fiscal_year"))
        for year in self.years:
            back_verbs.hold(year)
        self.before = judged_reports(reads_content=True)
        self.leads = self._leads()

    def _leads(self) -> dict[int, Division]:
        today = timezone.localdate()
        reports = ProgressReport.objects.taking_changes().filter(year__plan=self.plan)
        found = {each.pk: each.lead_division(today) for each in reports.with_measure()}
        return {pk: lead for pk, lead in found.items() if lead}

    def follow(self, lines: Iterable[PlanChange], reason: str) -> list[Touched]:
        """Make and take out what the lines ask for, once they are written."""
        begun, ended, owned = set(), set(), set()
        for each in lines:
            if each.noun == "measure_divisions":
                owned.add(key_of(each.key)[0][0])
            if each.noun == "measures" and (each.is_new_row or each.column == "first_day"):
                begun.add(key_of(each.key)[0])
            if each.noun == "measures" and each.column in ("first_day", "last_day"):
                ended.add(key_of(each.key)[0])
        measures = Measure.objects.of_plan(self.plan).filter(key__in=begun | ended)
        moved = list(measures.with_divisions().prefetch_related("yearly_directions"))
        found = [
            touched
            for year in self.years
            for measure in moved
            for touched in self._moved(year, measure, measure.key in begun, reason)
        ]
        for year in self.years:
            for report in year.reports.filter(measure__key__in=owned).with_measure():
                found += [*self._asked(year, report), *self._released(year, report)]
        return found

    def _asked(self, year: ReviewYear, report: ProgressReport) -> Iterator[Touched]:
        """What divisions are asked for that own the measure beside its lead from now on."""
        if parts := contribution_verbs.ask_co_owners(report, by=self.by):
            divisions = Division.objects.in_bulk([each.division_id for each in parts])
            names = "、".join(str(divisions[each.division_id]) for each in parts)
            said = [f"関係課に加わる課：{names}"]
            touched = self._touched(Outcome.ASKED, year, report.measure, report, said)
            yield replace(touched, parts=[each.pk for each in parts])

    def _released(self, year: ReviewYear, report: ProgressReport) -> Iterator[Touched]:
        """Whose unanswered row is closed, since they own the measure no more."""
        if divisions := contribution_verbs.release_former(report):
            said = [
                f"関係課から外れる課：{'、'.join(map(str, divisions))}（回答は不要になりました）"
            ]
            touched = self._touched(Outcome.RELEASED, year, report.measure, report, said)
            yield replace(touched, released=[each.pk for each in divisions])

    def _moved(
        self, year: ReviewYear, measure: Measure, is_begun: bool, reason: str
    ) -> Iterator[Touched]:
        report = year.reports.filter(measure=measure).first()
        is_active = Measure.objects.active_in(year.fiscal_year).filter(pk=measure.pk).exists()
        if report is None and is_active and is_begun and not is_unplanned(measure, year):
            yield self._begin(year, measure, reason)
        elif report is not None and not is_active:
            yield self._end(report, measure, reason)

    def _begin(self, year: ReviewYear, measure: Measure, reason: str) -> Touched:
        if against := back_verbs.against_adding(year, measure):
            return self._touched(Outcome.NOT_MADE, year, measure, said=[against])
        report = back_verbs.give_report(year, measure, by=self.by, reason=reason)
        return self._touched(Outcome.MADE, year, measure, report)

    def _end(self, report: ProgressReport, measure: Measure, reason: str) -> Touched:
        year = report.year
        if against := back_verbs.against_taking_out(report):
            return self._touched(Outcome.STAYS, year, measure, report, said=[against])
        gone = self._touched(Outcome.TAKEN_OUT, year, measure, report)
        back_verbs.take_report(report, by=self.by, reason=reason)
        return gone

    def _touched(self, what: str, year, measure, report=None, said=()) -> Touched:
        state = report.get_state_display() if report else ""
        place = (measure.pk, str(measure), year.pk, year.short_label)
        if report is None:
            return Touched(what, *place, said=list(said))
        return Touched(what, *place, report.pk, state, list(said), version=report.version)

    def changed(self) -> list[Consequence]:
        """What differs by now of the reports that stood before."""
        return list(consequences(self.before, judged_reports(reads_content=True)))

    def keep(self, found: Sequence[Consequence], reason: str, *, is_undo: bool = False) -> None:
        """Let it stand on the reports that were handed in."""
        ReportEffect.objects.bulk_create(
            ReportEffect(
                revision=self.revision, report_id=each.report_id, state=each.state,
                what=each.what, before=each.before, after=each.after,
                is_content=each.is_content, is_undo=is_undo, reason=reason, by=self.by,
                at=timezone.now(),
            )
            for each in found
            if each.is_handed_in
        )  # fmt: skip


def touched_by(found: Iterable[Consequence]) -> list[Touched]:
    """The reports of which something changed, each with what the plan asks of it otherwise."""
    by_report: dict[int, list[Consequence]] = {}
    for each in found:
        by_report.setdefault(each.report_id, []).append(each)
    reports = ProgressReport.objects.select_related("year", "measure").in_bulk(by_report)
    return [
        Touched(
            what=Outcome.CHANGED,
            measure_id=reports[pk].measure_id,
            measure=str(reports[pk].measure),
            year_id=reports[pk].year_id,
            year=reports[pk].year.short_label,
            report_id=pk,
            state=own[0].state,
            version=reports[pk].version,
            said=[
                f"{each.what} {each.before} → {each.after}" for each in own if not each.is_content
            ],
        )
        for pk, own in by_report.items()
    ]


def is_unplanned(measure: Measure, year: ReviewYear) -> bool:
    """計画なし: the plan schedules other years of the measure, and nothing for this one."""
    cells = {each.fiscal_year: each.resolved for each in measure.yearly_directions.all()}
    return any(cells.values()) and not cells.get(year.fiscal_year)
