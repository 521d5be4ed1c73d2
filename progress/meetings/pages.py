"""What the pages of a meeting show: its agenda, one item, three judgements side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from measures.models import Indicator, Measure, PlanWord
from progress.charts import chart_context
from progress.judging.facts import Judgement
from progress.judging.judgement import judge
from progress.judging.results import facts_of, figures_of
from progress.meetings.agenda import last_decision, with_decisions
from progress.models import AgendaItem, Decision, FollowUp, FollowUpEntry, Meeting, ProgressReport
from progress.reading.closed_names import decisions_as_then, named_as_then
from progress.rights import predicates
from sakado_dx.organization.access import Standing


@dataclass(frozen=True)
class Judgements:
    """所管課, 事務局, 会議 side by side, each as far as this person may read it."""

    division: PlanWord | None
    division_outlook: PlanWord | None
    secretariat: PlanWord | None
    decision: Decision | None
    is_readable: bool
    shows_decision: bool


def judgements_of(
    standing: Standing, report: ProgressReport, decisions: Sequence[Decision]
) -> Judgements:
    """The three judgements on a report; `decisions` are those on this report. No query."""
    readable = predicates.may_read_content(standing, report)
    shows = predicates.may_read_decisions(standing, report)
    return Judgements(
        division=report.progress if readable else None,
        division_outlook=report.outlook if readable else None,
        secretariat=report.second_judgement if readable else None,
        decision=last_decision(decisions) if shows else None,
        is_readable=readable,
        shows_decision=shows,
    )


@dataclass(frozen=True)
class AgendaLine:
    """A line of the agenda; `decision` is the one of this meeting."""

    item: AgendaItem
    report: ProgressReport
    divisions: str
    judgements: Judgements
    decision: Decision | None


def agenda_lines(standing: Standing, meeting: Meeting) -> list[AgendaLine]:
    """The agenda in its order; 5 queries however long it is."""
    items = list(meeting.agenda.order_by("order", "pk"))
    wanted = ProgressReport.objects.filter(pk__in=[each.report_id for each in items])
    reports = {each.pk: each for each in named_as_then(with_decisions(wanted.with_measure()))}
    return [_line(standing, meeting, each, reports[each.report_id]) for each in items]


def _line(
    standing: Standing, meeting: Meeting, item: AgendaItem, report: ProgressReport
) -> AgendaLine:
    decisions = list(report.decisions.all())
    return AgendaLine(
        item=item,
        report=report,
        divisions=division_names(report, standing.day),
        judgements=judgements_of(standing, report, decisions),
        decision=next((each for each in decisions if each.meeting_id == meeting.pk), None),
    )


def division_names(report: ProgressReport, day: date) -> str:
    """``情報課、市民課``, the lead first; no query where divisions are prefetched."""
    return "、".join(report.division_names(day))


def rest_decisions(meeting: Meeting) -> list[Decision]:
    """What その他は事務局案のとおり了承 covered, in the plan's order; 1 query, 2 in a closed year."""
    decisions = meeting.decisions.filter(manner=Decision.Manner.REST)
    related = ("report__measure", "report__year", "judgement", "outlook")
    rows = list(decisions.select_related(*related).order_by("report__measure__order"))
    named_as_then(each.report for each in rows)
    return decisions_as_then(rows)


def decisions_of(standing: Standing, measure: Measure) -> list[Decision]:
    """All decisions on a measure that this person may read, of all bodies and years, the
    newest first, each with its follow-ups and their threads; 4 queries.

    `measure` comes with its divisions.
    """
    entries = FollowUpEntry.objects.select_related("by")
    follow_ups = FollowUp.objects.select_related("division").prefetch_related(
        Prefetch("entries", queryset=entries)
    )
    decisions = (
        Decision.objects.filter(report__measure=measure)
        .select_related("meeting__year", "judgement", "outlook", "report__year")
        .prefetch_related(Prefetch("follow_ups", queryset=follow_ups))
        .order_by("-meeting__held_on", "-at", "-pk")
    )
    readable = []
    for decision in decisions_as_then(decisions):
        decision.report.measure = measure
        if predicates.may_read_decisions(standing, decision.report):
            readable.append(decision)
    return readable


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator of the item with its finding, and the variables of its chart or none."""

    indicator: Indicator
    judgement: Judgement
    chart: dict | None


@dataclass(frozen=True)
class ItemPage:
    """One item of the agenda as the projector shows it."""

    item: AgendaItem
    report: ProgressReport
    divisions: str
    judgements: Judgements
    indicators: list[ShownIndicator]
    decisions: list[Decision]
    decision: Decision | None
    place: int
    total: int
    before: int | None
    after: int | None


def item_page(standing: Standing, item: AgendaItem) -> ItemPage:
    """All that the meeting looks at for one report; 13 queries."""
    reports = with_decisions(ProgressReport.objects.with_measure())
    [report] = named_as_then([reports.get(pk=item.report_id)])
    own = list(report.decisions.all())
    row = list(
        AgendaItem.objects.filter(meeting=item.meeting_id)
        .order_by("order", "pk")
        .values_list("pk", flat=True)
    )
    place = row.index(item.pk)
    return ItemPage(
        item=item,
        report=report,
        divisions=division_names(report, standing.day),
        judgements=judgements_of(standing, report, own),
        indicators=shown_indicators(standing, report),
        decisions=decisions_of(standing, report.measure),
        decision=next((each for each in own if each.meeting_id == item.meeting_id), None),
        place=place + 1,
        total=len(row),
        before=row[place - 1] if place else None,
        after=row[place + 1] if place + 1 < len(row) else None,
    )


def shown_indicators(standing: Standing, report: ProgressReport) -> list[ShownIndicator]:
    """The measure's indicators judged for the report's year; 3 queries.

    A figure that is not confirmed yet counts for those alone who have the switch 確定前を含む:
    the picture of a chart asks for the same right.
    """
    pending = not report.counts and predicates.may_see_pending(standing)
    pending = pending and predicates.may_read_content(standing, report)
    indicators = [each for each, _ in report.indicator_homes]
    prefetch_related_objects(indicators, "targets")
    states = ProgressReport.COUNTED_STATES
    if pending:
        states = (*states, ProgressReport.State.SUBMITTED)
    figures = figures_of([each.pk for each in indicators], states=states)
    return [_shown(report, each, figures.get(each.pk, {}), pending) for each in indicators]


def _shown(report: ProgressReport, indicator: Indicator, own: dict, pending: bool):
    plan, fiscal_year = report.year.plan, report.year.fiscal_year
    facts = facts_of(indicator, plan.first_fiscal_year, plan.last_fiscal_year)
    chart = None
    if indicator.is_numeric:
        chart = chart_context(
            facts,
            own,
            plan.fiscal_years,
            indicator.pk,
            report.year_id,
            until=fiscal_year,
            pending=pending,
        )
    return ShownIndicator(indicator, judge(facts, own, fiscal_year), chart)
