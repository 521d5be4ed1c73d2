"""Which reports of a year can be evaluated or approved now, and why the others cannot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from progress.meetings.agenda import holds, last_decision, with_decisions
from progress.models import Approval, Decision, ProgressReport, ReviewYear
from progress.reading.closed_names import named_as_then

State = ProgressReport.State


@dataclass(frozen=True)
class Prospect:
    """A report, the decision that counts for it, and what stands against the verb (or "")."""

    report: ProgressReport
    decision: Decision | None
    refusal: str


@dataclass(frozen=True)
class Prospects:
    """What a bulk action would do, what it refuses, and how many have it behind them."""

    ready: list[Prospect]
    refused: list[Prospect]
    done: int


def _reports(year: ReviewYear):
    approvals = Approval.objects.filter(ended_at__isnull=True)
    reports = with_decisions(ProgressReport.objects.for_year(year).with_measure())
    return reports.prefetch_related(
        Prefetch("approvals", queryset=approvals, to_attr="approvals_in_force")
    ).in_plan_order()


def to_evaluate(year: ReviewYear) -> Prospects:
    """Reports with a decision that stands; 5 queries however many they are."""
    return _sorted(_reports(year), _against_evaluation, lambda each: each.state == State.EVALUATED)


def to_approve(year: ReviewYear, *, only: int | None = None) -> Prospects:
    """Evaluated reports without an approval in force, all or the one; 5 queries."""
    reports = _reports(year) if only is None else _reports(year).filter(pk=only)
    return _sorted(reports, _against_approval, lambda each: bool(each.approvals_in_force))


def next_ready(prospects: Prospects, after: ProgressReport) -> ProgressReport | None:
    """The next report after this one, round to the first, that waits for the same act."""
    others = [each.report for each in prospects.ready if each.report.pk != after.pk]
    later = [each for each in others if each.measure.order > after.measure.order]
    return next(iter(later or others), None)


def _sorted(
    reports: Iterable[ProgressReport],
    against: Callable[[ProgressReport, Decision | None], str],
    is_done: Callable[[ProgressReport], bool],
) -> Prospects:
    rows, done = [], 0
    for report in named_as_then(reports):
        if is_done(report):
            done += 1
            continue
        decision = last_decision(report.decisions.all())
        rows.append(Prospect(report, decision, against(report, decision)))
    ready = [each for each in rows if not each.refusal]
    return Prospects(ready, [each for each in rows if each.refusal], done)


def _against_evaluation(report: ProgressReport, decision: Decision | None) -> str:
    if not report.takes_changes:
        return "年度が締められています。"
    if report.state != State.CONFIRMED:
        return f"報告が「{report.get_state_display()}」です。"
    if decision is None:
        return "会議の決定が記録されていません。"
    if not holds(decision, report):
        return "会議の決定が、最後の提出より前のものです。"
    return ""


def _against_approval(report: ProgressReport, decision: Decision | None) -> str:
    if report.state != State.EVALUATED:
        return f"報告が「{report.get_state_display()}」です。"
    return ""
