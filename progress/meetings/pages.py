"""What the pages of a meeting show: its agenda, one item, three judgements side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from measures.models import Measure
from progress.charts.pages import ShownIndicator, shown_indicators
from progress.judging.shown_years import cut_at, first_shown
from progress.meetings.agenda import Steps, steps_of
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
from progress.reading.indicators import parts_of
from progress.reading.reports import ShownReport, shown, shown_one
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
    items = list(meeting.agenda.in_order())
    wanted = ProgressReport.objects.filter(pk__in=[each.report_id for each in items])
    rows = {each.pk: each for each in with_decisions(wanted.with_measure())}
    told = {each.pk: each for each in shown(rows.values(), standing.day)}
    return [
        _line(standing, meeting, each, rows[each.report_id], told[each.report_id])
        if each.report_id
        else AgendaLine(each)
        for each in items
    ]


def _line(
    standing: Standing,
    meeting: Meeting,
    item: AgendaItem,
    report: ProgressReport,
    told: ShownReport,
) -> AgendaLine:
    decisions = _decisions_on(standing, report, told)
    return AgendaLine(
        item=item,
        row=report,
        report=told,
        divisions="、".join(told.divisions),
        judgements=judgements_of(standing, report, told, decisions),
        decision=_of_meeting(meeting.pk, decisions),
    )


def _decisions_on(
    standing: Standing, report: ProgressReport, told: ShownReport, *, on_screen: bool = False
) -> list[ShownDecision]:
    """The report's decisions, which were fetched with it, in their words; drafts for who reads
    them, `on_screen` those alone that were put there."""
    editions = {report.pk: told.edition} if told.edition else {}
    decisions = report.decisions.all()
    readable = [each for each in decisions if predicates.may_read_draft(standing, each)]
    return _as_seen(shown_decisions(readable, editions), on_screen)


def _as_seen(decisions: list[ShownDecision], on_screen: bool) -> list[ShownDecision]:
    if not on_screen:
        return decisions
    return [each for each in decisions if each.is_shown or not each.is_draft]


def _of_meeting(pk: int, decisions: Sequence[ShownDecision]) -> ShownDecision | None:
    return next((each for each in decisions if each.meeting.pk == pk), None)


@dataclass(frozen=True)
class RestLine:
    """A report that その他 covered, and what was decided with it."""

    report: ShownReport
    decision: ShownDecision


def members_of(meeting: Meeting) -> list[MeetingMember]:
    """The members with their attendance and answers, by reading; 1 query."""
    return list(meeting.memberships.select_related("user"))


def rest_lines(standing: Standing, meeting: Meeting) -> list[RestLine]:
    """What その他は事務局案のとおり了承 covered, in the plan's order; at most 4 queries. A draft is
    the secretariat's alone."""
    if not (meeting.is_settled or standing.is_secretariat):
        return []
    decisions = meeting.decisions.filter(manner=Decision.Manner.REST).with_words()
    decisions = list(decisions.order_by("report__measure__order"))
    wanted = ProgressReport.objects.filter(pk__in=[each.report_id for each in decisions])
    told = {each.pk: each for each in shown(wanted.with_measure())}
    editions = {pk: each.edition for pk, each in told.items() if each.edition}
    return [RestLine(told[each.report_id], each) for each in shown_decisions(decisions, editions)]


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


@dataclass(frozen=True)
class ItemPage:
    """One item of the agenda as the projector shows it; `row` is the report's own."""

    item: AgendaItem
    row: ProgressReport
    report: ShownReport
    divisions: str
    judgements: Judgements
    indicators: list[ShownIndicator]
    decisions: list[ShownDecision]
    decisions_since: int | None
    decision: ShownDecision | None
    steps: Steps


def item_page(standing: Standing, item: AgendaItem, *, on_screen: bool = False) -> ItemPage:
    """All that the meeting looks at for one report, `on_screen` as the room sees it; at most 13
    queries."""
    report = with_decisions(ProgressReport.objects.with_measure()).get(pk=item.report_id)
    told = shown_one(report, standing.day)
    own = _decisions_on(standing, report, told, on_screen=on_screen)
    since = first_shown(told.year.fiscal_year)
    return ItemPage(
        item=item,
        row=report,
        report=told,
        divisions="、".join(told.divisions),
        judgements=judgements_of(standing, report, told, own),
        indicators=_indicators(standing, report, told),
        decisions=_as_seen(decisions_of(standing, report.measure, since=since), on_screen),
        decisions_since=cut_at(told.frame.fiscal_years, told.year.fiscal_year),
        decision=_of_meeting(item.meeting_id, own),
        steps=steps_of(item),
    )


def _indicators(
    standing: Standing, report: ProgressReport, told: ShownReport
) -> list[ShownIndicator]:
    """The measure's indicators judged for the report's year.

    A figure that is not confirmed yet counts for those alone who have the switch 確定前を含む:
    the picture of a chart asks for the same right.
    """
    pending = not report.counts and predicates.may_see_pending(standing)
    pending = pending and predicates.may_read_content(standing, report)
    # An unlocked report's figures are in the making: its rows say more than its edition.
    kept = told.edition if told.edition and not report.is_unlocked else None
    parts = kept.indicators if kept else parts_of(report.measure, report.year)
    return shown_indicators(parts, told.frame, report.year, pending=pending)
