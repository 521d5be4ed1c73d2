"""What the pages of a meeting show: its agenda, three judgements side by side, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from measures.models import Measure
from progress.models import (
    AgendaItem,
    Decision,
    FollowUp,
    Meeting,
    MeetingMember,
    ProgressReport,
    ReviewYear,
)
from progress.models.decisions import in_force, weight, with_decisions
from progress.reading import stored
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.edition import Edition, PlanFrame, Word
from progress.reading.reports import ShownReport, shown
from progress.rights import predicates
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared


def list_crumb(year: ReviewYear) -> tuple[str, str]:
    """The way back to the year's meetings."""
    return ("会議", reverse("progress:meeting_list", args=[year.pk]))


def crumbs(meeting: Meeting, *below: tuple[str, str | None]) -> list:
    """The way back up from a page below a meeting."""
    return [list_crumb(meeting.year), (str(meeting), meeting.get_absolute_url()), *below]


@dataclass(frozen=True)
class Judgements:
    """The three marks side by side under the names of the plan (`frame`), each as far as this person may
    read it; `counts` says whose counts, `draft` what a meeting is about to decide."""

    division: Word | None
    division_outlook: Word | None
    secretariat: Word | None
    decision: ShownDecision | None
    draft: ShownDecision | None
    is_readable: bool
    shows_decision: bool
    counts: str
    is_led_by_secretariat: bool
    frame: PlanFrame


def judgements_of(
    standing: Standing,
    report: ProgressReport,
    told: ShownReport,
    decisions: Sequence[ShownDecision],
) -> Judgements:
    """The three judgements on a report; `decisions` are those on it that this person may read, in
    any order. No query."""
    readable = predicates.may_read_content(standing, report)
    shows = predicates.may_read_decisions(standing, report)
    said = told.said
    return Judgements(
        division=said.progress if readable else None,
        division_outlook=said.outlook if readable else None,
        secretariat=said.second_judgement if readable else None,
        decision=in_force(decisions, report.submitted_version) if shows else None,
        draft=_draft_in(decisions) if shows else None,
        counts=said.mark.whose if readable else "",
        is_led_by_secretariat=told.is_led_by_secretariat,
        frame=told.frame,
        is_readable=readable,
        shows_decision=shows,
    )


def _draft_in(decisions: Sequence[ShownDecision]) -> ShownDecision | None:
    """The weightiest of those that are drafts."""
    return max((each for each in decisions if each.is_draft), key=weight, default=None)


@dataclass(frozen=True)
class AgendaLine:
    """A line of the agenda; `row` is the report's own, `decision` the one of this meeting. A
    matter that is no report's has neither report nor marks."""

    item: AgendaItem
    row: ProgressReport | None = None
    report: ShownReport | None = None
    divisions: str = ""
    judgements: Judgements | None = None
    decision: ShownDecision | None = None

    @property
    def title(self) -> str:
        return self.item.title or str(self.report.measure)


def agenda_lines(standing: Standing, meeting: Meeting) -> list[AgendaLine]:
    """The agenda in its order; 4 queries however long it is, 5 in a closed year."""
    items = items_of(meeting.pk)
    return _agenda(standing, meeting, items, _reports(standing, meeting, with_rest=False))


def all_lines(standing: Standing, meeting: Meeting) -> tuple[list[AgendaLine], list["RestLine"]]:
    """The agenda, and what その他は事務局案のとおり了承 covered, in the plan's order; 4 queries
    however many they are, 5 in a closed year. A draft of the rest is the secretariat's alone."""
    items = items_of(meeting.pk)
    found = _reports(standing, meeting, with_rest=True)
    return _agenda(standing, meeting, items, found), _rest(standing, meeting, found)


@prepared
def items_of(meeting_id: int) -> QuerySet[AgendaItem]:
    """A meeting's agenda, in its order."""
    return AgendaItem.objects.filter(meeting=meeting_id).in_order()


@prepared
def _reports_at(meeting_id: int, with_rest: bool) -> QuerySet[ProgressReport]:
    """Those on a meeting's agenda, or also those that it decided on with その他."""
    wanted = AgendaItem.objects.of_reports().filter(meeting=meeting_id).order_by()
    wanted = wanted.values("report")
    if with_rest:
        rest = Decision.objects.filter(meeting=meeting_id, manner=Decision.Manner.REST).order_by()
        wanted = wanted.union(rest.values("report"))
    return with_decisions(ProgressReport.objects.filter(pk__in=wanted).with_measure())


Found = Mapping[int, tuple[ProgressReport, ShownReport]]


def _reports(standing: Standing, meeting: Meeting, *, with_rest: bool) -> Found:
    """The rows with what is shown of them, by their ids, in the plan's order."""
    rows = _reports_at(meeting.pk, with_rest)
    told = shown(rows, standing.day)
    return {row.pk: (row, each) for row, each in zip(rows, told, strict=True)}


def _agenda(
    standing: Standing, meeting: Meeting, items: Sequence[AgendaItem], found: Found
) -> list[AgendaLine]:
    """Without an item that was taken off the agenda before the reports were read."""
    return [
        _line(standing, meeting, each, *found[each.report_id])
        if each.report_id
        else AgendaLine(each)
        for each in items
        if each.report_id is None or each.report_id in found
    ]


def _line(
    standing: Standing,
    meeting: Meeting,
    item: AgendaItem,
    report: ProgressReport,
    told: ShownReport,
) -> AgendaLine:
    decisions = decisions_on(standing, report, told)
    return AgendaLine(
        item=item,
        row=report,
        report=told,
        divisions="、".join(told.divisions),
        judgements=judgements_of(standing, report, told, decisions),
        decision=of_meeting(meeting.pk, decisions),
    )


def decisions_on(
    standing: Standing, report: ProgressReport, told: ShownReport, *, on_screen: bool = False
) -> list[ShownDecision]:
    """The report's decisions, which were fetched with it, in their words; drafts for who reads
    them, `on_screen` those alone that were put there."""
    editions = {report.pk: told.edition} if told.edition else {}
    decisions = report.decisions.all()
    readable = [each for each in decisions if predicates.may_read_draft(standing, each)]
    return as_seen(shown_decisions(readable, editions), on_screen)


def as_seen(decisions: list[ShownDecision], on_screen: bool) -> list[ShownDecision]:
    """All of them, or `on_screen` without the drafts that were not put there."""
    if not on_screen:
        return decisions
    return [each for each in decisions if each.is_shown or not each.is_draft]


def of_meeting(pk: int, decisions: Sequence[ShownDecision]) -> ShownDecision | None:
    """The meeting's own."""
    return next((each for each in decisions if each.meeting.pk == pk), None)


@dataclass(frozen=True)
class RestLine:
    """A report that その他 covered, and what was decided with it."""

    report: ShownReport
    decision: ShownDecision


def members_of(meeting: Meeting) -> list[MeetingMember]:
    """The members with their attendance and answers, by reading; 1 query."""
    return members_by_reading(meeting.pk)


@prepared
def members_by_reading(meeting_id: int) -> QuerySet[MeetingMember]:
    """The rows of `members_of`."""
    return MeetingMember.objects.filter(meeting=meeting_id).select_related("user")


def _rest(standing: Standing, meeting: Meeting, found: Found) -> list[RestLine]:
    if not (meeting.is_settled or standing.is_secretariat):
        return []
    lines = []
    for row, told in found.values():
        own = [each for each in row.decisions.all() if each.meeting_id == meeting.pk]
        rest = [each for each in own if each.manner == Decision.Manner.REST]
        editions = {row.pk: told.edition} if told.edition else {}
        lines += [RestLine(told, each) for each in shown_decisions(rest, editions)]
    return lines


def decisions_of(
    standing: Standing,
    measure: Measure,
    editions: Mapping[int, Edition] | None = None,
    since: int = 0,
) -> list[ShownDecision]:
    """All decisions on a measure that this person may read, of all bodies and the years from
    `since` on, the newest first, each with its follow-ups and their last words, of a draft for the
    secretariat alone (`may_read_follow_up`); 2 queries, 3 where one is on a closed year.

    `measure` comes with its divisions; `editions` are its reports' newest, by the report's id, as
    far as they were read already.
    """
    return decisions_by_measure(standing, [measure], editions, since).get(measure.pk, [])


def decisions_by_measure(
    standing: Standing,
    measures: Sequence[Measure],
    editions: Mapping[int, Edition] | None = None,
    since: int = 0,
) -> dict[int, list[ShownDecision]]:
    """The same of several measures, by their ids; no more queries than of one."""
    by_id = {each.pk: each for each in measures}
    readable = []
    for decision in decision_rows(tuple(by_id), since):
        decision.report.measure = by_id[decision.report.measure_id]
        if predicates.may_read_decision(standing, decision):
            if decision.is_draft and not standing.is_secretariat:
                decision.asked = []
            readable.append(decision)
    closed = {each.report_id for each in readable if not each.report.year.is_open}
    known = dict(editions or {})
    known |= stored.newest(closed - known.keys())
    found: dict[int, list[ShownDecision]] = {}
    for decision, told in zip(readable, shown_decisions(readable, known), strict=True):
        found.setdefault(decision.report.measure_id, []).append(told)
    return found


@prepared
def decision_rows(measure_ids: tuple[int, ...], since: int) -> QuerySet[Decision]:
    """The decisions on these measures of the fiscal years from `since` on, with their words and
    follow-ups, the last first."""
    follow_ups = FollowUp.objects.select_related("division").with_last_words()
    decisions = Decision.objects.filter(report__year__fiscal_year__gte=since).with_words()
    decisions = decisions.filter(report__measure__in=measure_ids)
    decisions = decisions.select_related("meeting__year", "report__year")
    asked = Prefetch("follow_ups", queryset=follow_ups, to_attr="asked")
    return decisions.prefetch_related(asked).by_weight().reverse()
