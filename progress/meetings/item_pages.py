"""What the pages of one item of an agenda show: all that the meeting looks at for one report."""

from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from progress.charts.pages import ShownIndicator, shown_indicators
from progress.judging.shown_years import cut_at, first_shown
from progress.meetings.agenda import Steps, item_ids, steps_of
from progress.meetings.pages import (
    Judgements,
    as_seen,
    decision_rows,
    decisions_of,
    decisions_on,
    judgements_of,
    of_meeting,
)
from progress.models import AgendaItem, ProgressReport
from progress.models.decisions import with_decisions
from progress.reading.decisions import ShownDecision
from progress.reading.edition import IndicatorPart
from progress.reading.indicators import links_and_targets, parts_of
from progress.reading.kept import said
from progress.reading.reports import ShownReport, shown_one
from progress.rights import predicates
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared
from sakado_dx.records.kept import KeptWhile
from sakado_dx.together import ask_ahead


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


# Of items and who looks at them: a meeting goes through its agenda with one on the screen.
_kept: KeptWhile[ItemPage] = KeptWhile(12)


def kept_item_page(standing: Standing, item: AgendaItem) -> ItemPage:
    """`item_page` for a page that only shows it; 1 query as long as nothing was recorded since, else
    at most 14."""
    rows = tuple(map(said, (item, item.meeting)))
    return _kept.of((standing.told, rows), partial(item_page, standing, item))


def forget() -> None:
    """Keep nothing of the items' pages."""
    _kept.forget()


def item_page(standing: Standing, item: AgendaItem, *, on_screen: bool = False) -> ItemPage:
    """All that the meeting looks at for one report, `on_screen` as the room sees it; at most 13
    queries."""
    ask_ahead(*asked_first(item))
    [report] = _report_decided_on(item.report_id)
    told = shown_one(report, standing.day)
    own = decisions_on(standing, report, told, on_screen=on_screen)
    since, measure = first_shown(told.year.fiscal_year), report.measure
    on_decisions = (decision_rows, (measure.pk,), since)
    if _kept_indicators(report, told) is None:
        on_links = (links_and_targets, measure.pk, measure.plan_id, report.year_id, None)
        ask_ahead(on_decisions, on_links)
    return ItemPage(
        item=item,
        row=report,
        report=told,
        divisions="、".join(told.divisions),
        judgements=judgements_of(standing, report, told, own),
        indicators=_indicators(standing, report, told),
        decisions=as_seen(decisions_of(standing, measure, since=since), on_screen),
        decisions_since=cut_at(told.frame.fiscal_years, told.year.fiscal_year),
        decision=of_meeting(item.meeting_id, own),
        steps=steps_of(item),
    )


def asked_first(item: AgendaItem) -> tuple[tuple, ...]:
    """What `item_page` asks before all else, for `ask_ahead`."""
    return (_report_decided_on, item.report_id), (item_ids, item.meeting_id)


@prepared
def _report_decided_on(report_id: int) -> QuerySet[ProgressReport]:
    return with_decisions(ProgressReport.objects.filter(pk=report_id).with_measure())


def _indicators(
    standing: Standing, report: ProgressReport, told: ShownReport
) -> list[ShownIndicator]:
    """The measure's indicators judged for the report's year.

    A figure that is not confirmed yet counts for those alone who have the switch 確定前を含む:
    the picture of a chart asks for the same right.
    """
    pending = not report.counts and predicates.may_see_pending(standing)
    pending = pending and predicates.may_read_content(standing, report)
    parts = _kept_indicators(report, told)
    if parts is None:
        parts = parts_of(report.measure, report.year)
    return shown_indicators(parts, told.frame, report.year, pending=pending)


def _kept_indicators(report: ProgressReport, told: ShownReport) -> tuple[IndicatorPart, ...] | None:
    """Those of its edition. An unlocked report's figures are in the making: its rows say more."""
    return told.edition.indicators if told.edition and not report.is_unlocked else None
