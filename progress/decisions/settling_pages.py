"""What 会議結果を確定する shows before it is done: all decisions, and what has none."""

from dataclasses import dataclass

from django.db.models import Prefetch

from progress.models import AgendaItem, FollowUp, Meeting, ProgressReport, ReviewDecision
from progress.models.decisions import is_newer
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.reports import ShownReport, shown


@dataclass(frozen=True)
class ToSettle:
    """A decision with its report; `is_outdated` where the report came in again since, so that
    the decision will not carry its evaluation."""

    report: ShownReport
    decision: ShownDecision
    is_outdated: bool


@dataclass(frozen=True)
class Result:
    """All that a meeting has decided, in the plan's order, and the items without a decision;
    `reviewed` is what it decided on 調書 and proposed measures."""

    rows: list[ToSettle]
    reviewed: list[ReviewDecision]
    undecided: list[AgendaItem]
    has_agenda: bool

    @property
    def follow_ups(self) -> int:
        return sum(len(each.decision.follow_ups) for each in self.rows)

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.reviewed)


def result_of(meeting: Meeting) -> Result:
    """At most 8 queries, however much was decided."""
    asked = Prefetch("follow_ups", FollowUp.objects.select_related("division"), to_attr="asked")
    rows = meeting.decisions.with_words().prefetch_related(asked)
    decisions = list(rows.order_by("report__measure__order", "pk"))
    reports = ProgressReport.objects.filter(pk__in=[each.report_id for each in decisions])
    told = {each.pk: each for each in shown(reports.with_measure())}
    editions = {pk: each.edition for pk, each in told.items() if each.edition}
    submitted = dict(reports.values_list("pk", "submitted_version"))
    found = [
        ToSettle(told[each.report_id], each, not is_newer(each, submitted[each.report_id]))
        for each in shown_decisions(decisions, editions)
    ]
    items = list(meeting.agenda.select_related("report__measure").in_order())
    undecided = [each for each in items if each.report_id and each.report_id not in told]
    reviewed = ReviewDecision.objects.with_words().filter(meeting=meeting)
    in_order = reviewed.order_by("measure_review__measure__order", "pk")
    return Result(found, list(in_order), undecided, bool(items))
