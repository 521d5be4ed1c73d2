"""The rules of a meeting: which reports come on its agenda, and what the rest of them is.

The first is a rule on plain values; what it looks at is read for a whole year in a fixed
number of queries.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from measures.models import PlanWord
from measures.words import counts_in_denominator
from progress.models import (
    AgendaItem,
    Decision,
    FollowUp,
    Meeting,
    ProgressReport,
    ReviewYear,
    StatusChange,
)
from progress.models.decisions import in_force, with_decisions
from progress.reading.reports import ShownReport, shown
from progress.reading.rows import MeasureRow
from progress.reading.years import read_year

Cause = AgendaItem.Cause
LATE = frozenset({"slightly_late", "late"})
MANY_RETURNS = 2


@dataclass(frozen=True)
class ReportFacts:
    """What the rule looks at, of one report. `meanings`: the division's progress and the
    secretariat's second judgement, blank where there is none."""

    meanings: Collection[str] = ()
    misses_target: bool = False
    returns: int = 0
    is_new: bool = False
    has_open_follow_up: bool = False


def cause_of(facts: ReportFacts) -> str | None:
    """Why a report comes on the agenda: the first of the causes that holds, or none."""
    causes = {
        Cause.LATE: bool(LATE & set(facts.meanings)),
        Cause.OFF_TARGET: facts.misses_target,
        Cause.RETURNED: facts.returns >= MANY_RETURNS,
        Cause.NEW: facts.is_new,
        Cause.FOLLOW_UP: facts.has_open_follow_up,
    }
    return next((cause for cause, holds in causes.items() if holds), None)


def candidates(meeting: Meeting) -> list[tuple[int, str]]:
    """(report's id, cause) of what the rule puts on the agenda: by cause, then in the plan's
    order; at most 10 queries. What is handed in counts, confirmed or not."""
    rows = read_year(meeting.year, pending=True).rows
    seconds, returns = _second_meanings(meeting.year), _returns(meeting.year)
    known = _known_measures(meeting.year)
    asked = _measures_with_open_follow_ups(meeting)
    found = []
    for row in rows:
        facts = ReportFacts(
            meanings=(row.meaning, seconds.get(row.report_id, "") if row.counts else ""),
            misses_target=_misses_target(row),
            returns=returns.get(row.report_id, 0),
            is_new=known is not None and row.measure_id not in known,
            has_open_follow_up=row.measure_id in asked,
        )
        if cause := cause_of(facts):
            found.append((row.report_id, cause))
    return sorted(found, key=lambda each: Cause.values.index(each[1]))


def _misses_target(row: MeasureRow) -> bool:
    """Whether a target that is in force is missed, by an indicator that is entered here."""
    if not row.counts or not counts_in_denominator(row.meaning):
        return False
    return any(each.judgement.met is False for each in row.indicators if each.is_entered_here)


def _second_meanings(year: ReviewYear) -> dict[int, str]:
    reports = ProgressReport.objects.for_year(year).filter(second_judgement__isnull=False)
    return dict(reports.order_by().values_list("pk", "second_judgement__meaning"))


def _returns(year: ReviewYear) -> dict[int, int]:
    changes = StatusChange.objects.filter(report__year=year, verb=StatusChange.Verb.SEND_BACK)
    rows = changes.order_by().values_list("report_id").annotate(number=Count("pk"))
    return dict(rows)


def _known_measures(year: ReviewYear) -> set[int] | None:
    """The measures that an earlier year of the plan reported; None where there is none:
    in the first year everything would be new."""
    earlier = ProgressReport.objects.filter(
        year__plan=year.plan_id, year__fiscal_year__lt=year.fiscal_year
    )
    return set(earlier.order_by().values_list("measure_id", flat=True)) or None


def _measures_with_open_follow_ups(meeting: Meeting) -> set[int]:
    """Measures of which an earlier meeting, of any year, asked what is not yet accepted."""
    open_ones = FollowUp.objects.exclude(state=FollowUp.State.ACCEPTED)
    open_ones = open_ones.exclude(decision__meeting=meeting.pk)
    return set(open_ones.order_by().values_list("decision__report__measure_id", flat=True))


@dataclass(frozen=True)
class Proposal:
    """What the secretariat proposes to a meeting for one report."""

    judgement: PlanWord | None
    outlook: PlanWord | None
    taken_from: str = Decision.TakenFrom.DIVISION


def proposal_of(report: ProgressReport) -> Proposal:
    """その他は事務局案のとおり: what another body has decided and is in force, else the
    secretariat's mark, else the division's; no query where `decisions` are prefetched by
    `with_decisions`."""
    took = Decision.TakenFrom
    other = in_force(report.decisions.all(), report.submitted_at)
    source = took.SECRETARIAT if report.second_judgement else took.DIVISION
    judged = report.second_judgement or report.progress
    if other is None:
        return Proposal(judged, report.outlook, source)
    return Proposal(other.judgement or judged, other.outlook or report.outlook, took.MEETING)


@dataclass(frozen=True)
class InRest:
    """A report that その他 covers, with its names and what is proposed; or why it does not."""

    row: ProgressReport
    report: ShownReport
    proposal: Proposal
    refusal: str


@dataclass(frozen=True)
class Rest:
    """その他: the reports that one decision covers, and the others with the reason why not."""

    covered: list[InRest]
    left_out: list[InRest]


def rest_of(meeting: Meeting) -> Rest:
    """What その他は事務局案のとおり了承 would cover at this meeting; 4 queries, 5 in a
    closed year.

    A report that stands on the agenda waits for its own decision; it is never swept in.
    """
    reports = ProgressReport.objects.for_year(meeting.year).with_measure().in_plan_order()
    on_agenda = set(meeting.agenda.values_list("report_id", flat=True))
    open_ones = [
        report
        for report in with_decisions(reports)
        if all(each.meeting_id != meeting.pk for each in report.decisions.all())
    ]
    rows = [
        InRest(report, each, proposal_of(report), _why_not(report, on_agenda))
        for report, each in zip(open_ones, shown(open_ones), strict=True)
    ]
    return Rest(
        [each for each in rows if not each.refusal], [each for each in rows if each.refusal]
    )


def _why_not(report: ProgressReport, on_agenda: set[int]) -> str:
    if not report.takes_changes:
        return "年度が締められています。"
    if report.pk in on_agenda:
        return "議題にあり、まだ決定が記録されていません。"
    if not report.counts:
        return f"報告が「{report.get_state_display()}」です。"
    return ""
