"""Which reports of a year can be evaluated now, and why the others cannot."""

from collections.abc import Callable
from dataclasses import dataclass

from progress.models import Decision, ProgressReport, ReviewYear
from progress.models.decisions import in_force, weight, with_decisions
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.reports import ShownReport, shown
from progress.workflow.many import Prospects, sorted_out

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


def reports_with_decisions(year: ReviewYear):
    """The year's reports in the plan's order, each with all decisions on it."""
    return with_decisions(ProgressReport.objects.for_year(year).with_measure()).in_plan_order()


def to_evaluate(year: ReviewYear) -> Prospects[Decided]:
    """Reports with a decision that stands; 3 queries however many, 4 in a closed year."""
    rows = with_decision(reports_with_decisions(year), against_evaluation)
    return sorted_out(rows, lambda each: each.row.state == State.EVALUATED)


def next_ready(prospects: Prospects[Decided], after: ProgressReport) -> ProgressReport | None:
    """The next report after this one, round to the first, that waits for the same act."""
    others = [each.row for each in prospects.ready if each.row.pk != after.pk]
    later = [each for each in others if each.measure.order > after.measure.order]
    return next(iter(later or others), None)


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
