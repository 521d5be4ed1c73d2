"""The rules of a meeting: which reports come on its agenda, and what the rest of them is."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from measures.models import PlanWord
from progress.judging.council import ENDING, STOPPED, may_accept, needs_council
from progress.models import (
    AgendaItem,
    Decision,
    Meeting,
    ProgressReport,
)
from progress.models.decisions import in_force, with_decisions
from progress.reading.attention import Attention, attention_in, seen_of
from progress.reading.before import Before, years_before
from progress.reading.reports import ShownReport, shown
from progress.reading.rows import MeasureRow
from progress.reading.years import read_year
from sakado_dx.prepared import prepared


def candidates(meeting: Meeting) -> list[Attention]:
    """What the rule puts on the agenda, in its order; at most 8 queries. What is handed in counts,
    confirmed or not."""
    rows = read_year(meeting.year, pending=True).rows
    return attention_in(rows, years_before(meeting.year, pending=True))


@dataclass(frozen=True)
class Proposal:
    """What the secretariat proposes to a meeting for one report."""

    judgement: PlanWord | None
    outlook: PlanWord | None
    taken_from: str = Decision.TakenFrom.DIVISION
    accepted_until: date | None = None


def can_accept_until(meeting: Meeting, day: date) -> bool:
    """Whether the meeting may accept until this day that a measure is behind: one after its own."""
    return day > meeting.held_on


def proposal_of(report: ProgressReport, meeting: Meeting) -> Proposal:
    """その他は事務局案のとおり: what another body has decided and is in force, else the
    secretariat's mark, else the division's; no query where `decisions` are prefetched by
    `with_decisions`. The day until which the other body accepted a delay comes along as long as
    this meeting may accept it."""
    took = Decision.TakenFrom
    other = in_force(report.decisions.all(), report.submitted_version)
    source = took.SECRETARIAT if report.second_judgement else took.DIVISION
    judged = report.second_judgement or report.progress
    if other is None:
        return Proposal(judged, report.outlook, source)
    words = other.judgement or judged, other.outlook or report.outlook
    return Proposal(*words, took.MEETING, _still_accepted(other.accepted_until, meeting, *words))


def _still_accepted(
    until: date | None, meeting: Meeting, judgement: PlanWord | None, outlook: PlanWord | None
) -> date | None:
    """The day, where the meeting itself could set it with these words."""
    if until is None or not (judgement and outlook and can_accept_until(meeting, until)):
        return None
    return until if may_accept(judgement.meaning, outlook.meaning) else None


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
    """What その他は事務局案のとおり了承 would cover at this meeting; at most 12 queries.

    A report that stands on the agenda waits for its own decision; it is never swept in, nor is
    what stops, merges or rests a measure, undoes a decision, or contradicts its figures
    without a word why.
    """
    reports = ProgressReport.objects.for_year(meeting.year).with_measure().in_plan_order()
    on_agenda = set(meeting.agenda.values_list("report_id", flat=True))
    open_ones = [
        report
        for report in with_decisions(reports)
        if all(each.meeting_id != meeting.pk for each in report.decisions.all())
    ]
    seen = {each.report_id: each for each in read_year(meeting.year, pending=True).rows}
    before = years_before(meeting.year, pending=True)
    rows = []
    for report, each in zip(open_ones, shown(open_ones), strict=True):
        proposal = proposal_of(report, meeting)
        against = _why_not(report, on_agenda) or _must_be_seen(
            report, seen[report.pk], proposal, before
        )
        rows.append(InRest(report, each, proposal, against))
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


def _must_be_seen(
    report: ProgressReport, row: MeasureRow, proposal: Proposal, before: Before
) -> str:
    """Why the council decides on the measure by itself, by what is proposed for it."""
    if proposal.judgement.meaning in STOPPED or proposal.outlook.meaning in ENDING:
        return "取組を止める、まとめる、休むことになるため、議題にしてください。"
    words = (proposal.judgement, proposal.outlook)
    progress, outlook = ((each.word, each.meaning) for each in words)
    seen = replace(seen_of(row, before), progress=progress, outlook=outlook)
    causes = {cause.code for cause in needs_council(seen)}
    if "undone" in causes:
        return "前回までの決定と食い違うため、議題にしてください。"
    if "contradiction" in causes and not (row.reason or report.secretariat_note).strip():
        return "進捗と目標の達成が食い違い、理由の記載がないため、議題にしてください。"
    return ""


@dataclass(frozen=True)
class Steps:
    """Where an item stands on its agenda, and the ids of those before and after it."""

    place: int
    total: int
    before: int | None
    after: int | None


@prepared
def item_ids(meeting_id: int) -> QuerySet:
    """The ids of a meeting's items, each in a tuple, in their order."""
    return AgendaItem.objects.filter(meeting=meeting_id).in_order().values_list("pk")


def steps_of(item: AgendaItem) -> Steps:
    """1 query."""
    row = [pk for (pk,) in item_ids(item.meeting_id)]
    place = row.index(item.pk)
    return Steps(
        place=place + 1,
        total=len(row),
        before=row[place - 1] if place else None,
        after=row[place + 1] if place + 1 < len(row) else None,
    )
