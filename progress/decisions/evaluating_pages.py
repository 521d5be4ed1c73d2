"""Which reports of a year can be evaluated now, and why the others cannot."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from progress.models import Decision, ProgressReport, ReviewYear
from progress.models.decisions import in_force, weight, with_decisions
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.reports import ShownReport, shown
from progress.workflow.many import Ids, Prospects, page_of, sorted_out
from sakado_dx.prepared import prepared

State = ProgressReport.State


@dataclass(frozen=True)
class Decided:
    """A report, the decision that counts for it, and what stands against the verb (or "")."""

    row: ProgressReport
    report: ShownReport
    decision: ShownDecision | None
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)


def reports_with_decisions(year: ReviewYear, ids: Collection[int] | None = None):
    """The year's reports in the plan's order, all or those of these `ids`, each with all decisions on
    it."""
    reports = ProgressReport.objects.for_year(year)
    if ids is not None:
        reports = reports.filter(pk__in=ids)
    return with_decisions(reports.with_measure()).in_plan_order()


def to_evaluate(year: ReviewYear, ids: Collection[int] | None = None) -> Prospects[Decided]:
    """Reports with a decision that stands, of all or of these `ids`; 3 queries however many, 4 in a
    closed year."""
    rows = with_decision(reports_with_decisions(year, ids), against_evaluation)
    return sorted_out(rows, lambda each: each.row.state == State.EVALUATED)


def page_to_evaluate(year: ReviewYear, asked: str | None) -> Prospects[Decided]:
    """A page of them; 4 queries however many, 5 in a closed year."""
    return page_of(ids_to_evaluate(year), asked, partial(to_evaluate, year))


def ids_to_evaluate(year: ReviewYear) -> Ids:
    """What `against_evaluation` says of all of them, as a question to the database; 1 query."""
    return Ids.of(
        (pk, _list_of(state, is_decided=(year.is_open or is_unlocked) and is_decided))
        for pk, state, is_unlocked, is_decided in _decided_rows(year.pk)
    )


def _list_of(state: str, *, is_decided: bool) -> str:
    if state == State.EVALUATED:
        return "done"
    return "ready" if state == State.CONFIRMED and is_decided else "refused"


@prepared
def _decided_rows(year_id: int) -> QuerySet:
    decisions = Decision.objects.filter(report=OuterRef("pk"))
    decisions = decisions.standing(OuterRef("submitted_version"))
    reports = ProgressReport.objects.filter(year=year_id).annotate(is_decided=Exists(decisions))
    return reports.in_plan_order().values_list("pk", "state", "is_unlocked", "is_decided")


def next_ready(ids: Ids, after: ProgressReport) -> int | None:
    """The next report after this one, round to the first, that waits for the same act; 1 query."""
    own = ProgressReport.objects.filter(year=after.year_id).in_plan_order()
    waiting, others = {*ids.ready} - {after.pk}, list(own.values_list("pk", flat=True))
    place = others.index(after.pk)
    return next((pk for pk in (*others[place:], *others[:place]) if pk in waiting), None)


def with_decision(
    reports, against: Callable[[ProgressReport, Decision | None], str]
) -> list[Decided]:
    """Each of the reports with the decision that counts for it, or would, and what stands
    `against` the verb."""
    rows = list(reports)
    found = []
    for row, report in zip(rows, shown(rows), strict=True):
        decisions = row.decisions.all()
        settled = (each for each in decisions if not each.is_draft)
        newest = max(settled, key=weight, default=None)
        decision = in_force(decisions, row.submitted_version) or newest
        editions = {row.pk: report.edition} if report.edition else {}
        told = shown_decisions([decision], editions)[0] if decision else None
        found.append(Decided(row, report, told, against(row, decision)))
    return found


def against_evaluation(report: ProgressReport, decision: Decision | None) -> str:
    if not report.takes_changes:
        return "年度が締められています。"
    if report.state != State.CONFIRMED:
        return f"報告が「{report.get_state_display()}」です。"
    if decision is None:
        if any(each.is_draft for each in report.decisions.all()):
            return "会議の決定が案のままです。会議結果を確定してください。"
        return "会議の決定が記録されていません。"
    if in_force([decision], report.submitted_version) is None:
        return "会議の決定が、最後の提出より前のものです。"
    return ""
