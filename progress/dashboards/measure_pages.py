"""All that the page of a measure shows: the plan, the years, the newest report, decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import QuerySet

from glossary.links import term_index, term_rows
from measures.models import Measure
from progress import access
from progress.charts.context import directions_context
from progress.charts.directions import directions_in, directions_of
from progress.charts.pages import ShownIndicator, shown_indicators
from progress.desk.pages import changes_of_measure, effects_in_history, history_of
from progress.entry.contribution_pages import parts_of, submits_of
from progress.entry.evidence_pages import present, present_rows
from progress.judging.shown_years import first_shown
from progress.meetings import pages as meetings_pages
from progress.models import ProgressNote, ProgressReport, ReportEffect
from progress.reading import indicators
from progress.reading.edition import IndicatorPart, MeasurePart
from progress.reading.live_plan import frame_of, measure_part
from progress.reading.measure import NEWEST, boxes_of, reports_of_measure
from progress.reading.names_then import names_then
from progress.reading.reports import ShownReport, shown
from progress.rights import predicates
from progress.workflow.table import may
from sakado_dx import together
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared

State = ProgressReport.State


@dataclass(frozen=True)
class ReportOnPage:
    """One of the measure's reports with what this person may do to it."""

    shown: ShownReport
    row: ProgressReport
    is_readable: bool
    may_save: bool


def ask_ahead(
    standing: Standing, measure: Measure, newest: ProgressReport | None, since: int, menu: tuple
) -> None:
    """Ask in one statement for what the page takes of tables that stand side by side; `menu` is the
    call that asks for its years."""
    calls: list[tuple] = [
        menu,
        (changes_of_measure, measure.pk, since),
        (meetings_pages.decision_rows, (measure.pk,), since),
        (term_rows, measure.plan_id),
    ]
    if newest is not None:
        year = newest.year
        if access.may_read_notes(standing, newest):
            calls.append((note_rows, measure.pk))
        if newest.has_evidence:
            calls.append((present_rows, newest.pk))
        if not newest.is_editable and newest.bears("contributions"):
            calls.append((submits_of, (newest.pk,)))
        if year.is_open:
            calls.append((indicators.links_and_targets, measure.pk, measure.plan_id, year.pk, None))
    together.ask_ahead(*calls)


@prepared
def note_rows(measure_id: int) -> QuerySet[ProgressNote]:
    """The notes on a measure, with who wrote them."""
    return ProgressNote.objects.filter(measure=measure_id).select_related("by")


def rows_on_page(measure: Measure, year_id: int | None, *, is_whole: bool) -> list[ProgressReport]:
    """The measure's reports of all years, newest first, or the newest; 1 query, 2 where the newest
    ones do not reach back as far as the page of the asked year."""
    rows = reports_of_measure(measure, is_whole=is_whole)
    if is_whole or year_id is None or len(rows) < NEWEST:
        return rows
    asked = (each.year.fiscal_year for each in rows if each.year_id == year_id)
    since = first_shown(next(asked, rows[-1].year.fiscal_year))
    return rows if rows[-1].year.fiscal_year <= since else reports_of_measure(measure)


def chosen_of(
    rows: Sequence[ProgressReport], year_id: int | None, day: date
) -> ProgressReport | None:
    """The report that the page is of: the asked year's, else the newest with anything in it, else
    the newest of a year that has begun."""
    asked = (each for each in rows if each.year_id == year_id)
    begun = [each for each in rows if each.year.opened_on <= day]
    with_content = (each for each in begun if each.state != State.NOT_STARTED)
    return next(chain(asked, with_content, begun, rows), None)


def reports_on_page(
    standing: Standing, rows: Iterable[ProgressReport], since: int
) -> list[ReportOnPage]:
    """Those of the fiscal years from `since` on; no query, 1 where one is closed."""
    rows = [each for each in rows if each.year.fiscal_year >= since]
    readable = access.readable_ids(standing, rows)
    return [
        ReportOnPage(each, row, row.pk in readable, may(standing, row, "save"))
        for each, row in zip(shown(rows, standing.day), rows, strict=True)
    ]


def page_of(
    standing: Standing,
    measure: Measure,
    reports: list[ReportOnPage],
    chosen: ProgressReport | None,
    asked: int | None,
    since: int,
) -> dict:
    """The page without its forms, of the report that was chosen, by the names of its year where
    that one was `asked` for; of the fiscal years from `since` on."""
    newest = next((each for each in reports if each.row is chosen), None)
    readable = {each.row.pk for each in reports if each.is_readable}
    is_of_year = newest is not None and newest.row.year_id == asked and newest.row.year.is_open
    names = names_then([newest.row.names_from] if is_of_year else [])
    plan = names.part(measure_part(measure, standing.day))
    parts = _indicator_parts(measure, newest)
    return {
        "measure": measure,
        "plan": plan,
        "frame": names.frame(frame_of(measure.plan)),
        "slips": slips_of(measure) if standing.is_secretariat else [],
        "boxes": boxes_of(
            [each for each in measure.plan.fiscal_years if each >= since],
            plan.years,
            [each.shown for each in reports],
            {each.row.pk: each.row.shown_state for each in reports},
            readable,
            plan.lifetime,
        ),
        "earlier_than": since if measure.plan.first_fiscal_year < since else None,
        "ribbons": _ribbons(measure, plan, reports, newest),
        "indicators": _shown_indicators(measure, newest, parts),
        "earlier": [each for each in _beside(reports, newest, is_later=False) if each.is_readable],
        "later": _beside(reports, newest, is_later=True),
        "history": history_of(measure, readable, since),
        "plan_effects": _effects(measure, reports, readable, since),
        "terms": term_index(measure.plan),
        **_decided(standing, measure, reports, newest, since),
        **(_newest(standing, newest, parts) if newest else {}),
    }


def _effects(
    measure: Measure, reports: Iterable[ReportOnPage], readable: set[int], since: int
) -> list[ReportEffect]:
    """What changes of the plan did to them; asked for where they did something to one."""
    if any(each.row.bears("effects_on_it") for each in reports):
        return effects_in_history(measure, readable, since)
    return []


def _beside(
    reports: Iterable[ReportOnPage], newest: ReportOnPage | None, *, is_later: bool
) -> list[ReportOnPage]:
    """The reports of the years before the page's, or after it, newest first."""
    if newest is None:
        return []
    year = newest.row.year.fiscal_year
    others = (each for each in reports if each is not newest)
    return [each for each in others if (each.row.year.fiscal_year > year) == is_later]


def _newest(standing: Standing, newest: ReportOnPage, asked: Sequence[IndicatorPart]) -> dict:
    """The newest report, and the buttons under it."""
    row = newest.row
    return {
        "report": newest.shown,
        "shown_state": row.shown_state,
        "is_readable": newest.is_readable,
        "parts": parts_of(row, newest.shown.edition, asked) if newest.is_readable else None,
        "evidence": present(row) if newest.is_readable and row.has_evidence else [],
        "may_save": newest.may_save,
        "may_withdraw": may(standing, row, "withdraw"),
        "may_review": predicates.may_review(standing, row),
        "leads": predicates.leads(standing, row),
    }


def _indicator_parts(measure: Measure, newest: ReportOnPage | None) -> tuple[IndicatorPart, ...]:
    """Judged for the newest report's year: of a closed one as it was closed."""
    edition = newest.shown.edition if newest else None
    if edition:
        return edition.indicators
    return indicators.parts_of(measure, newest.row.year if newest else None)


def _shown_indicators(
    measure: Measure, newest: ReportOnPage | None, parts: Sequence[IndicatorPart]
) -> list[ShownIndicator]:
    if newest is None:
        return shown_indicators(parts, frame_of(measure.plan), None)
    return shown_indicators(parts, newest.shown.frame, newest.row.year)


def _ribbons(
    measure: Measure,
    plan: MeasurePart,
    reports: Sequence[ReportOnPage],
    newest: ReportOnPage | None,
) -> dict | None:
    """The variables of the picture of planned and actual directions."""
    if newest is None:
        return None
    year = newest.row.year
    if newest.shown.edition:
        chart = directions_of(newest.shown.edition)
    else:
        planned = ((each.fiscal_year, each.planned) for each in plan.years)
        told = [each.shown for each in reports]
        years, until = measure.plan.fiscal_years, year.fiscal_year
        chart = directions_in(plan.title, years, planned, told, until=until)
    return directions_context(chart, measure.pk, year.pk)


def _decided(
    standing: Standing,
    measure: Measure,
    reports: Sequence[ReportOnPage],
    newest: ReportOnPage | None,
    since: int,
) -> dict:
    """The council's decisions with their follow-ups, and the three judgements on the page's
    report."""
    editions = {each.row.pk: each.shown.edition for each in reports if each.shown.edition}
    decisions = meetings_pages.decisions_of(standing, measure, editions, since)
    if newest is None:
        return {"decisions": decisions}
    own = [each for each in decisions if each.report_id == newest.row.pk]
    judgements = meetings_pages.judgements_of(standing, newest.row, newest.shown, own)
    return {"decisions": decisions, "judgements": judgements}


def slips_of(measure: Measure) -> list[str]:
    """How matrix and detail differ in the printed plan, and other spellings; no query."""
    rows = measure.division_rows
    detail = "・".join(row.division.name for row in rows if row.in_detail)
    matrix = "・".join(row.division.name for row in rows if row.in_matrix)
    slips = [f"{each['place']}：{each['text']}" for each in measure.other_readings]
    if detail != matrix:
        slips.insert(0, f"所管課は、体系表では「{matrix}」、個別施策の欄では「{detail}」です。")
    return slips
