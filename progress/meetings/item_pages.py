"""What the pages of one item of an agenda show: all that the meeting looks at for one report."""

from dataclasses import dataclass

from progress.charts.pages import ShownIndicator, shown_indicators
from progress.judging.shown_years import cut_at, first_shown
from progress.meetings.agenda import Steps, steps_of
from progress.meetings.pages import (
    Judgements,
    as_seen,
    decisions_of,
    decisions_on,
    judgements_of,
    of_meeting,
)
from progress.models import AgendaItem, ProgressReport
from progress.models.decisions import with_decisions
from progress.reading.decisions import ShownDecision
from progress.reading.indicators import parts_of
from progress.reading.reports import ShownReport, shown_one
from progress.rights import predicates
from sakado_dx.organization.access import Standing


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
    own = decisions_on(standing, report, told, on_screen=on_screen)
    since = first_shown(told.year.fiscal_year)
    return ItemPage(
        item=item,
        row=report,
        report=told,
        divisions="、".join(told.divisions),
        judgements=judgements_of(standing, report, told, own),
        indicators=_indicators(standing, report, told),
        decisions=as_seen(decisions_of(standing, report.measure, since=since), on_screen),
        decisions_since=cut_at(told.frame.fiscal_years, told.year.fiscal_year),
        decision=of_meeting(item.meeting_id, own),
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
