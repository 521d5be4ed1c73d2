"""The secretariat's desk: the next report in line, the thread, what happened to a measure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from measures.models import Measure
from progress.judging.facts import Judgement
from progress.judging.judgement import judge
from progress.judging.results import figures_of
from progress.models import ProgressReport, ReportEffect, StatusChange
from progress.reading.inputs import changes_of, inputs_of
from progress.rights import lookups
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared

State = ProgressReport.State


@dataclass(frozen=True)
class Line:
    """The reports of a year that wait for a person, one after the other: where one of them
    stands (`place`, None for one that does not wait for him), and its neighbours by their ids."""

    place: int | None
    total: int
    before: int | None
    after: int | None
    first: int | None

    @property
    def following(self) -> int | None:
        """The next one, round to the first."""
        return self.after or self.first


def line_of(report: ProgressReport, standing: Standing) -> Line:
    """The submitted reports of the report's year that this person may confirm and has written
    nothing of, in the plan's order; 1 query."""
    ids = places_waiting(report.year_id, standing.user.pk)
    here = (report.measure.order, report.measure_id)
    before = [pk for pk, *place in ids if tuple(place) < here]
    after = [pk for pk, *place in ids if tuple(place) > here]
    is_waiting = report.pk in {pk for pk, *_ in ids}
    return Line(
        place=len(before) + 1 if is_waiting else None,
        total=len(ids),
        before=before[-1] if before else None,
        after=after[0] if after else None,
        first=next((pk for pk, *_ in ids if pk != report.pk), None),
    )


@prepared
def places_waiting(year_id: int, user_id: int) -> QuerySet:
    """The places in the plan of the reports that wait for a person, who has written nothing of
    them."""
    waiting = ProgressReport.objects.filter(year=year_id).taking_changes()
    waiting = waiting.filter(~lookups.written_by(user_id), state=State.SUBMITTED)
    return waiting.in_plan_order().values_list("pk", "measure__order", "measure_id")


def thread_of(report: ProgressReport) -> list[StatusChange]:
    """All that happened to the report, newest first; 1 query."""
    changes = changes_of(report.pk)
    for each in changes:
        each.report = report
    return changes


def effects_on(report: ProgressReport) -> list[ReportEffect]:
    """What changes of the plan did to the report since it was handed in, newest first; 1 query."""
    return effect_rows(report.pk) if report.bears("effects_on_it") else []


@prepared
def effect_rows(report_id: int) -> QuerySet[ReportEffect]:
    """The same by the report's number."""
    return ReportEffect.objects.filter(report=report_id).newest_first()


def answer_to(last_return: StatusChange | None, thread: Iterable[StatusChange]) -> str:
    """The division's word on a return, as it stands with the submission after it."""
    if last_return is None:
        return ""
    later = (each for each in thread if each.version > last_return.version)
    return next((each.reason for each in later if each.is_answer), "")


def findings_of(report: ProgressReport) -> list[Judgement]:
    """The judgements that this report's figures would have if it counted; 3 queries."""
    asked, year = inputs_of(report).entered, report.year.fiscal_year
    figures = figures_of(
        [each.id for each in asked],
        up_to=year,
        states=ProgressReport.COUNTED_STATES,
        also_report=report.pk,
    )
    return [judge(each.facts, figures.get(each.id, {}), year) for each in asked]


@dataclass(frozen=True)
class HistoryLine:
    """One verb in a measure's history; its words only for those who may read the report."""

    change: StatusChange
    year_label: str
    reason: str
    without_parts: str


def effects_in_history(
    measure: Measure, readable_ids: set[int], since: int = 0
) -> list[ReportEffect]:
    """What changes of the plan did to a measure's reports (of fiscal years from `since` on), newest
    first; of what was written in them only for those who may read that. 1 query."""
    found = ReportEffect.objects.filter(
        report__measure=measure, report__year__fiscal_year__gte=since
    ).newest_first()
    return [
        each
        for each in found.select_related("report__year")
        if not each.is_content or each.report_id in readable_ids
    ]


def history_of(measure: Measure, readable_ids: set[int], since: int = 0) -> list[HistoryLine]:
    """All verbs on a measure's reports (of fiscal years from `since` on), newest first; repeated
    saves in a row are one line.

    1 query.
    """
    lines: list[HistoryLine] = []
    for change in changes_of_measure(measure.pk, since):
        if lines and _continues(lines[-1].change, change):
            continue
        is_readable = change.report_id in readable_ids
        words = (change.reason, change.without_parts) if is_readable else ("", "")
        lines.append(HistoryLine(change, change.report.year.short_label, *words))
    return lines


@prepared
def changes_of_measure(measure_id: int, since: int) -> QuerySet[StatusChange]:
    """All verbs on a measure's reports from a year on with their people, newest first."""
    own = {"report__measure": measure_id, "report__year__fiscal_year__gte": since}
    changes = StatusChange.objects.filter(**own)
    # A draft was the secretariat's alone, and so is that it was dropped.
    changes = changes.exclude(verb=StatusChange.Verb.DROP_DECISION)
    return changes.select_related("by", "report__year").order_by("-pk")


def _continues(later: StatusChange, earlier: StatusChange) -> bool:
    """Whether two saves of one person follow each other."""
    return (later.verb, later.by_id, later.report_id) == (
        StatusChange.Verb.SAVE,
        earlier.by_id,
        earlier.report_id,
    ) and earlier.verb == StatusChange.Verb.SAVE
