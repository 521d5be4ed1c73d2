"""What a docstring promises of queries is counted here; a promise that nobody counts fails."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from types import GeneratorType

import pytest
from django.db import connection
from django.db.models import QuerySet, Value, prefetch_related_objects
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary.links import term_index
from measures.answers import words_of
from measures.frame import slips_of as slips_of_plan
from measures.importers import codes
from measures.importers.plan_sheets import division_lookup
from measures.models import Indicator, Measure, Policy
from measures.passwords import PlanWordsValidator
from progress import access
from progress.admin.charts import newest_chart
from progress.approvals import pages as approvals_pages
from progress.charts import pages as charts_pages
from progress.charts import sources
from progress.corrections import list_pages as errata
from progress.corrections import pages as corrections
from progress.dashboards import (
    agenda_pages,
    amounts_pages,
    beside_pages,
    brief_pages,
    budget_pages,
    direction_pages,
    division_pages,
    effect_pages,
    finding_pages,
    last_time_pages,
    measure_pages,
    strip_pages,
    tile_pages,
    verdict_pages,
    way_pages,
)
from progress.dashboards import pages as dashboards
from progress.decisions import evaluating, evaluating_pages, screen_pages, settling_pages
from progress.decisions import list_pages as decided_pages
from progress.decisions import paper_pages as meeting_papers
from progress.decisions import views as decisions_views
from progress.demo.loading import is_loaded
from progress.demo.people import login_rows
from progress.desk import (
    again_pages,
    bulk_pages,
    facts,
    next_steps,
    queue_pages,
    reminders,
    start_pages,
    waiting,
)
from progress.desk import pages as desk
from progress.desk.plan_lines import plan_with_revisions
from progress.editions import migrating
from progress.editions import verbs as editions
from progress.entry import (
    answers,
    cautions,
    contribution_pages,
    evidence_pages,
    my_pages,
    paper_pages,
    part_sheet_pages,
    part_sheet_views,
    table_pages,
    tasks,
)
from progress.entry import pages as entry
from progress.follow_ups import pages as follow_ups
from progress.imports import judged
from progress.judging.pasts import pasts_of
from progress.judging.results import facts_of, figures_of
from progress.letters import notices
from progress.letters import verbs as letter_verbs
from progress.meetings import agenda, detail_pages, item_pages, kit_pages, member_verbs
from progress.meetings import pages as meetings
from progress.meetings.forms import invited_people
from progress.models import (
    AgendaItem,
    Approval,
    Contribution,
    Correction,
    Decision,
    FollowUp,
    Meeting,
    PlanRevision,
    ProgressReport,
    Publication,
    ReviewYear,
    StatusChange,
)
from progress.models.decisions import with_decisions
from progress.open_data import gathering as open_data
from progress.pack import gathering, orders
from progress.pack import measures as pack_measures
from progress.pack import pages as pack_pages
from progress.pack.orders import Order
from progress.pack.public import gather_public
from progress.pack.systems import systems_by_measure
from progress.people import list_pages as people_list
from progress.people import pages as people
from progress.people import reorganization_pages, reorganization_verbs
from progress.plan_document.exporting import document_of
from progress.plan_document.rows.stored import stored_rows
from progress.plan_editions import public_plan
from progress.public import frame as public_frame
from progress.public import opinion_pages
from progress.publication import pages as publication
from progress.publication import published, shared
from progress.publication.public_names import public_words
from progress.reading import (
    before,
    heat_map,
    indicators,
    inputs,
    kept,
    live,
    live_indicators,
    live_plan,
    reports,
    sittings,
    stored,
    years,
)
from progress.reading import measure as measure_reading
from progress.reading.dashboard import dashboard_of
from progress.reading.decisions import shown_decisions
from progress.reading.live_editions import live_editions
from progress.reading.names_then import names_then
from progress.reference import system_pages, term_pages, timeline_pages
from progress.reference_values.verbs import past_years
from progress.retention import disposal_pages
from progress.retention import pages as retention_pages
from progress.revisions import applying, editing, fetching, renewing
from progress.revisions import pages as revision_pages
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from progress.rights import lookups
from progress.sheets.gathering import books_of
from progress.sheets.pages import book_lines
from progress.unsent import lists as unsent_lists
from progress.unsent import pages as unsent_pages
from progress.year import calendar, contributors, office_day_pages
from progress.year import verbs as year_verbs
from sakado_dx.organization import members
from sakado_dx.organization.access import Standing, person_in_session, standing_of
from sakado_dx.organization.importers import taking_back
from sakado_dx.organization.office_days import office_days
from sakado_dx.organization.unsent_verbs import hand_on
from sakado_dx.records import checking
from systems_inventory import groups
from tests.city import furnish
from tests.progress.closing import close_year
from tests.progress.conftest import World
from tests.street import ROOT

pytestmark = pytest.mark.one_database  # as many statements on both

APPS = ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
# Counted by tests of their own, since they take more than a call.
ELSEWHERE = {
    "at_once",  # tests/sakado_dx/test_together.py
    "adopt_with_year",  # tests/progress/plan_editions/test_verbs.py
    "acting",  # tests/records/test_acting.py
    "differences",  # tests/records/test_statements.py
    "displacing_pieces",  # tests/records/test_statements.py
    "disposal_or_404",  # tests/progress/retention/test_disposal.py
    "Disposals",  # tests/records/test_statements.py
    "foreign_faults",  # tests/records/test_statements.py
    "look_at_data",  # tests/records/test_statements.py
    "recorded_state",  # tests/records/test_state.py
    "numbers_of",  # tests/sakado_dx/test_counts.py
    "checklist_of",  # tests/progress/editions/test_closing.py
    "removed_of",  # tests/progress/retention/test_disposal.py
    "apply_due",  # tests/progress/revisions/test_taking_effect.py
    "faults",  # tests/records/test_triggers.py
    "fill",  # tests/progress/entry/test_table.py
    "forget",  # tests/organization/test_unsent.py
    "forget_rows",  # tests/progress/entry/test_table.py
    "forget_sent",  # tests/progress/test_query_counts.py
    "importing",  # tests/imports/test_recording.py
    "indicator_chart",  # tests/progress/charts/test_views.py
    "in_words",  # tests/progress/audit/test_plan_lines.py
    "keep",  # tests/organization/test_unsent.py
    "page_frame",  # tests/progress/test_query_counts.py
    "PlanLines",  # tests/progress/audit/test_plan_lines.py
    "policy_chart",  # tests/progress/charts/test_views.py
    "post",  # tests/records/test_mail.py
    "store",  # tests/records/test_storing.py
    "save",  # of a CityRole: tests/organization/powers/test_verbs.py
    "tell_of_account",  # tests/organization/powers/test_verbs.py
    "tell_of_roles",  # tests/organization/powers/test_verbs.py
    "to_approve",  # tests/organization/powers/test_verbs.py
    "write_editions",  # tests/progress/editions/test_verbs.py
    "year_now",  # tests/progress/reading/test_kept.py
}


Call = tuple[Callable, tuple]


@dataclass
class Stage:
    """A furnished city; every row is fetched anew, so that no call profits from another."""

    world: World

    @property
    def standing(self) -> Standing:
        return standing_of(self.world.people["secretariat"])

    @property
    def day(self):
        return timezone.localdate()

    @property
    def report(self) -> ProgressReport:
        return self.world.fresh()

    @property
    def year(self) -> ReviewYear:
        return ReviewYear.objects.select_related("plan").get(pk=self.world.year.pk)

    @property
    def measure(self) -> Measure:
        return access.measure_at_all(self.world.measure.pk)

    @property
    def meeting(self) -> Meeting:
        of_reports = Meeting.objects.filter(agenda__report__isnull=False)
        return of_reports.select_related("year__plan").first()

    @property
    def item(self) -> AgendaItem:
        items = AgendaItem.objects.filter(report__isnull=False)
        return items.select_related("meeting__year__plan").first()

    @property
    def part(self) -> Contribution:
        return Contribution.objects.with_report().first()

    @property
    def follow_up(self) -> FollowUp:
        return FollowUp.objects.with_report().first()

    @property
    def correction(self) -> Correction:
        return Correction.objects.select_related("report__year__plan", "report__measure").get()

    @property
    def approval(self) -> Approval:
        return Approval.objects.get()

    @property
    def told(self):
        return reports.shown_one(self.report)

    @property
    def decisions(self) -> list[Decision]:
        rows = Decision.objects.with_words().select_related("meeting", "report__year")
        return list(rows)


def of_a_year(s: Stage) -> Iterator[Call]:
    """What a year, its dashboards, charts and calendar are read by."""
    by, year = s.world.people["secretariat"], s.year
    yield calendar.calendars, (s.day,)
    yield charts_pages.shown_indicators, (
        indicators.parts_of(s.measure, year), live_plan.frame_of(year.plan), year,
    )  # fmt: skip
    yield errata.errata_of, (year,)
    yield dashboard_of, (years.read_year(year).rows,)
    yield dashboards.headline, (
        year, live_plan.frame_of(year.plan), dashboard_of(years.read_year(year).rows), False,
    )  # fmt: skip
    yield dashboards.listed_policies, (year.plan, year, False)
    yield queue_pages.by_division, (queue_pages.queue_rows(year, s.day), s.year)
    yield queue_pages.queue_rows, (year, s.day)
    yield queue_pages.queue_of, (year, s.day)
    yield editions.unfinished_reports, (year,)
    yield facts_of, (Indicator.objects.get(), 2023, 2025)
    yield figures_of, ([s.world.indicator.pk],)
    yield pasts_of, ({s.world.indicator.pk: s.world.indicator.pk}, s.year.fiscal_year)
    yield pasts_of, ({s.world.indicator.pk: None}, s.year.fiscal_year)
    yield before.years_before, (year,)
    yield (
        heat_map.heat_map,
        (
            year.pk,
            year.fiscal_year,
            dashboard_of(years.read_year(year).rows),
            before.Before(),
        ),
    )
    yield sittings.sittings_of, (year,)
    yield from _of_packs(s, year)
    yield from _of_the_council(s, year)
    yield indicators.parts_of, (s.measure, year)
    yield from _of_charts(s)
    yield year_verbs.opened_by, (by, year.plan, year.fiscal_year)
    yield amounts_pages.amounts_of, (year,)
    yield budget_pages.budget_of, (year,)
    yield paper_pages.sheets_of, (s.standing, year, [s.report])
    yield years.editions_in, (year,)
    yield years.editions_of, (year, [s.report.pk])
    whole = ProgressReport.objects.whole().get(pk=s.report.pk)
    yield years.editions_of_read, (year, [whole])
    yield years.edition_of_read, (whole,)
    yield years.indicators_of, (year, [s.report.pk])
    yield person_in_session, (s.world.people["head"].pk,)
    yield years.read_year, (year,)
    yield years.contributors_in, (year,)
    yield from _of_views(s, year)


def _of_charts(s: Stage) -> Iterator[Call]:
    year = s.year
    yield newest_chart, (Indicator.objects.get(), year)
    yield sources.chart_of_directions, (s.measure, year)
    yield sources.chart_of_indicator, (s.world.indicator.pk, year.pk, ["evaluated"])
    yield sources.chart_of_policies, (year, ["evaluated"])
    yield sources.charts_of_indicators, (year, ["evaluated"])


def _of_views(s: Stage, year: ReviewYear) -> Iterator[Call]:
    """Views on the rows of a year."""
    read, earlier = years.read_year(year), before.years_before(year)
    divisions = division_pages.divisions_of(read.rows, {})
    own = next(iter(divisions.values()))
    yield beside_pages.earlier_years, (year,)
    yield beside_pages.beside, (read.rows, read.rows)
    yield brief_pages.years_of, (years.edition_of(s.report), earlier)
    yield direction_pages.directions_in, (year,)
    yield division_pages.divisions_of, (read.rows, {})
    yield division_pages.counts_of, (year, dashboard_of(read.rows, earlier))
    yield division_pages.parts_of, (year, read.frame, own, earlier, False)
    yield years.effects_in, (year,)
    yield effect_pages.effects_in, (read.rows, years.effects_in(year))
    yield finding_pages.findings_in, (read.rows,)
    yield finding_pages.counts_in, (year, finding_pages.findings_in(read.rows), {})
    yield way_pages.ways_in, (read.rows,)


def _of_the_council(s: Stage, year: ReviewYear) -> Iterator[Call]:
    """What the dashboard begins with, of a meeting that has an agenda and decisions."""
    read, earlier = years.read_year(year), before.years_before(year)
    board = dashboard_of(read.rows, earlier)
    meeting = (
        Meeting.objects.up_to(year.plan_id, year.fiscal_year, is_open=year.is_open)
        .annotate(rest=Value(0))
        .first()
    )
    agenda = s.standing, year, meeting, board, read.frame, False
    yield agenda_pages.agenda_of, agenda
    yield last_time_pages.last_time, (s.standing, meeting, read.rows)
    yield partial(tile_pages.tiles_of, pending=False), (year, read.frame, read.rows)
    yield strip_pages.strip_of, (year, read.frame, read.rows, board.attention, earlier)
    yield verdict_pages.verdict, (year, board, agenda_pages.agenda_of(*agenda), False)


def _of_packs(s: Stage, year: ReviewYear) -> Iterator[Call]:
    """What the papers of a meeting are made of."""
    order, reader = Order(year, s.meeting, "meeting"), gathering.reader_on(s.day)
    rows = {each.pk: each for each in year.reports.with_measure().with_published()}
    found, earlier = years.editions_in(year), before.years_before(year)
    yield sittings.sitting_before, (s.meeting,)
    yield gathering.gather, (order, timezone.now(), s.day)
    yield gather_public, (Order(year, None, "report"), timezone.now(), s.day)
    yield pack_measures.measure_pages, (reader, year, rows, found, earlier)
    yield systems_by_measure, (year.plan,)
    yield orders.data_mark, ()
    yield pack_pages.packs_of, (year, s.meeting)
    yield Order.of, (order.arguments,)


def of_a_report(s: Stage) -> Iterator[Call]:
    """What a report is filled in, checked, corrected and published by."""
    by, report = s.world.people["secretariat"], s.report
    yield access.last_years_report, (report,)
    yield cautions.answers_for, ([report],)
    yield cautions.cautions_of, (s.report,)
    yield cautions.warnings_of, (s.report,)
    yield cautions.warnings_with, (s.report, {})
    yield corrections.places_of, (s.report,)
    yield corrections.holders_of, (s.report, "name-policy-1", "窓口の改善")
    yield desk.findings_of, (s.report,)
    yield desk.effects_in_history, (s.measure, {report.pk})
    yield desk.effects_on, (report,)
    yield desk.history_of, (s.measure, {report.pk})
    yield desk.line_of, (report, s.standing)
    yield desk.thread_of, (report,)
    yield entry.entry_for, (s.standing, s.report)
    yield evidence_pages.present, (report,)
    yield evidence_pages.present_and_taken_off, (report,)
    yield indicators.asked_of, (s.report,)
    yield inputs.inputs_of, (s.report,)
    rows = measure_pages.rows_on_page(s.measure, None, is_whole=True)
    yield measure_pages.reports_on_page, (s.standing, rows, 0)
    yield partial(measure_pages.rows_on_page, is_whole=False), (s.measure, None)
    yield measure_pages.slips_of, (s.measure,)
    yield from _of_what_is_public(s)
    yield reports.last_year, (s.report,)
    yield report.changes.last_return, ()
    yield StatusChange.objects.newest_of, ([report.pk],)
    yield reports.measures_of, ([report],)
    yield reports.shown, ([report],)
    yield reports.title_of, (report,)
    yield years.edition_of, (report,)
    yield ProgressReport.due.fget, (report,)
    yield ProgressReport.shown_state.fget, (report,)
    yield ProgressReport.planned_direction.func, (report,)
    yield ProgressReport.contributing_ids.func, (report,)
    yield partial(report.was_done, version=3), ("evaluate", by)
    yield s.correction.was_done, ("confirm", by)


def _of_what_is_public(s: Stage) -> Iterator[Call]:
    report, year = s.report, s.year
    yield publication.in_force, (report,)
    yield publication.last_edition, (report,)
    yield publication.lines_after, (report, Publication.objects.first())
    yield publication.to_publish, (year, s.day)
    yield public_words, (year, s.day)
    yield shared.hidden_in, (report,)
    yield shared.still_shown, (report, years.edition_of(report))
    yield shared.tellers, (report, years.edition_of(report))
    yield shared.withheld_before, (year,)
    yield open_data.source_on, (s.day,)
    yield public_plan.public_edition, (s.day,)
    yield public_plan.public_plan, (s.day,)
    yield public_frame.years_today, ()
    yield opinion_pages.terms_by_row, ()
    yield published.published_years, (s.day,)
    yield published.known_years, (s.day,)
    known = published.known_years(s.day)
    yield published.read_years, (known, s.day)
    own = published.PublishedReport(report.pk, 1, timezone.now(), content=None)
    yield published.of_its_measure, (own, known, s.day)
    yield published.published_year, (year.fiscal_year, s.day)


def of_meetings(s: Stage) -> Iterator[Call]:
    """What meetings look at and decide by."""
    by, report, year = s.world.people["secretariat"], s.report, s.year
    yield answers.answers_of, (report, s.told)
    yield answers.last_answers, (report, s.told)
    yield decisions_views.request_kwargs, (s.standing, None)
    yield decided_pages.decided_in, (year,)
    yield meeting_papers.material_of, (s.standing, s.meeting)
    yield screen_pages.screen_page, (s.standing, s.item)
    yield screen_pages.kept_screen_page, (s.standing, s.item)
    yield screen_pages._strip, (item_pages.item_page(s.standing, s.item),)
    yield settling_pages.result_of, (s.meeting,)
    yield partial(kit_pages.next_of, items=1, has_result=True), (s.meeting,)
    yield member_verbs.allows_proxy, (s.meeting,)
    yield meetings.members_of, (s.meeting,)
    yield agenda.steps_of, (s.item,)
    yield meetings.agenda_lines, (s.standing, s.meeting)
    yield meetings.decisions_of, (s.standing, s.measure)
    yield item_pages.item_page, (s.standing, s.item)
    yield item_pages.kept_item_page, (s.standing, s.item)
    yield meetings.judgements_of, (s.standing, report, s.told, [])
    yield meetings.all_lines, (s.standing, s.meeting)
    yield detail_pages.sitting_of, (s.standing, s.meeting)
    yield follow_ups.asked_at, (s.standing, s.meeting.pk)
    yield agenda.candidates, (s.meeting,)
    held = with_decisions(ProgressReport.objects.with_measure())[0]
    yield agenda.proposal_of, (held, s.meeting)
    yield agenda.rest_of, (s.meeting,)
    yield shown_decisions, (s.decisions,)
    yield partial(s.item.was_done, version=0), ("decide", by)
    yield with_decisions, (ProgressReport.objects.all(),)


def of_what_follows(s: Stage) -> Iterator[Call]:
    """What becomes of decisions: evaluation, 決裁, follow-ups, letters and people's tasks."""
    by, report, year = s.world.people["secretariat"], s.report, s.year
    yield evaluating.decision_in_force, (report,)
    yield approvals_pages.to_approve, (year,)
    yield approvals_pages.page_to_approve, (year, "1")
    yield approvals_pages.ids_to_approve, (year,)
    yield approvals_pages.page_to_check, (year, s.world.people["executive"], "1")
    yield approvals_pages.to_check, (year, s.world.people["executive"])
    yield s.approval.was_done, ("change", by)
    yield evaluating_pages.to_evaluate, (year,)
    yield evaluating_pages.page_to_evaluate, (year, "1")
    yield evaluating_pages.ids_to_evaluate, (year,)
    yield evaluating_pages.next_ready, (evaluating_pages.ids_to_evaluate(year), s.report)
    yield follow_ups.open_follow_ups, (s.standing,)
    yield follow_ups.open_of_measure, (s.measure,)
    yield follow_ups.readable_follow_ups, (s.standing, FollowUp.objects.all())
    yield follow_ups.thread_of, (s.follow_up,)
    yield checking.sealed_now, ()
    yield migrating.open_for_history, (year.plan,)
    yield notices.open_reports, (year,)
    yield notices.dues_of, (year,)
    yield letter_verbs.wording_of, (year.plan, "request")
    yield letter_verbs.office_of, (year.plan, "request")
    yield tasks.following, (standing_of(s.world.people["reporter"]), report.pk)
    yield tasks.tasks_for, (standing_of(s.world.people["reporter"]),)
    yield my_pages.mine_of, (standing_of(s.world.people["reporter"]),)
    yield tasks.measures_for, (standing_of(s.world.people["reporter"]),)
    yield FollowUp.objects.with_report, ()
    yield partial(s.follow_up.was_done, version=0), ("answer", by)


def of_people(s: Stage) -> Iterator[Call]:
    """Who works where, who may do what, and who is asked for a part."""
    by, report, year = s.world.people["secretariat"], s.report, s.year
    lead = s.world.divisions["lead"]
    yield contribution_pages.last_years_parts, (year, s.world.divisions["other"])
    yield contribution_pages.last_years_parts_of, (year, [s.world.divisions["other"].pk])
    yield books_of, (year, None, s.day)
    yield book_lines, (year, s.day)
    yield contribution_pages.all_rows, (report, [s.world.divisions["other"]], s.day)
    yield contribution_pages.closings_of, ([report],)
    yield contribution_pages.parts_of, (report, None, inputs.inputs_of(report).asked)
    yield contributors.named_before, (year.plan, year.fiscal_year + 1, s.day)
    yield division_lookup, ()
    yield invited_people, (s.day,)
    yield people_list.places_of_all, (s.day,)
    yield retention_pages.kept_years, (s.day,)
    yield retention_pages.retention_of, (year,)
    yield disposal_pages.disposal_of, (year,)
    yield office_days, ()
    yield office_day_pages.page_of, (s.day,)
    yield Contribution.due.fget, (s.part,)
    yield report.contributions.all().sheets_afterwards, ()
    yield report.contributions.missing, ()
    yield is_loaded, ()
    yield login_rows, ()
    yield lookups.author_ids, (report,)
    yield lookups.authors_of, ([report],)
    yield lookups.confirmers, ({1}, s.day)
    yield lookups.heads_of_lead, (report, s.day)
    yield lookups.endorsers, (report, s.day)
    yield lookups.lead_has_head, (report, s.day)
    yield lookups.manned_divisions, (s.day,)
    yield lookups.may_submit, (standing_of(s.world.people["reporter"]), report)
    yield lookups.needs_head_record, (standing_of(s.world.people["reporter"]), report)
    yield members.holders, ("secretariat", s.day)
    yield members.mannings, (s.day,)
    yield members.members_by_division, (s.day,)
    yield members.structure_now, ()
    yield members.with_predecessors, ([s.world.divisions["lead"].pk],)
    yield people.handover_of, (s.world.people["co_owner"], s.standing)
    yield people.promoter_register, (s.day,)
    yield reorganization_pages.divisions_to_change, ()
    yield reorganization_verbs.measures_of, (lead,)
    yield reorganization_verbs.people_of, (lead,)
    told = reorganization_verbs.Reorganization(lead, s.day, (s.world.divisions["other"],))
    yield reorganization_pages.asking_of, (told,)
    yield standing_of, (by,)
    yield taking_back.refusal_of, ([],)


def of_the_desk(s: Stage) -> Iterator[Call]:
    """What waits for the secretariat, and whom it writes to."""
    year = s.year
    yield next_steps.next_steps, (s.standing, kept.YearNow(year, pending=False))
    yield facts.facts_counted, (year, s.standing.user.pk, s.day)
    yield facts.waits_for_close, (year, ["evaluated"], s.day)
    yield start_pages.start_of, (s.standing,)
    dues = dict.fromkeys(ProgressReport.objects.values_list("pk", flat=True), s.day)
    yield waiting.parts_open, (dues, {year.pk: year})
    yield waiting.follow_ups_open, ()
    yield waiting.corrections_open, (s.standing,)
    yield waiting.meetings_of, ([year], s.day)
    yield waiting.undelivered, ()
    yield reminders.digests, (s.day,)
    yield reminders.waiting, (s.day,)
    yield bulk_pages.to_confirm, (s.standing, year)
    yield bulk_pages.page_to_confirm, (s.standing, year, "1")
    yield bulk_pages._ids, (s.standing, year)
    open_reports = notices.open_reports(year)
    parts = notices.open_parts(open_reports)
    yield notices.open_parts, (open_reports,)
    prefetch_related_objects([year], "extensions")
    yield notices.asking, (year, open_reports, parts, "open")
    yield again_pages.waiting_for, (year, s.day)
    waits = again_pages.waiting_for(year, s.day)
    yield again_pages.addressed, (year, waits, s.day)


def of_words(s: Stage) -> Iterator[Call]:
    """The words of the plan, and what is kept of those that were typed."""
    report, year = s.report, s.year
    yield PlanWordsValidator().validate, ("mikazuki-to-hotaru",)
    yield slips_of_plan, (year.plan, list(Policy.objects.all()))
    yield part_sheet_pages.sheet_of, (s.world.year, s.world.divisions["other"], s.day)
    yield part_sheet_pages.lines_of, (list(Contribution.objects.with_report()),)
    yield part_sheet_pages.titled, (part_sheet_pages.lines_of(Contribution.objects.with_report()),)
    yield term_index, (year.plan,)
    yield term_pages.uses_of, (year.plan,)
    yield term_pages.abbreviations_of, (year.plan,)
    yield term_pages.passages_of, (year.plan,)
    yield timeline_pages.timeline_of, (year.plan,)
    yield document_of, (year.plan,)
    yield stored_rows, (year.plan,)
    yield Contribution.objects.with_report, ()
    yield unsent_lists.number_of, (s.standing,)
    yield unsent_lists.own_rows, (s.standing,)
    yield unsent_lists._reports_of, ({"report": {report.pk}},)
    yield hand_on, ("contribution", {report.pk: report.pk + 1})
    yield part_sheet_views._has_unsent_of, (s.standing, None, [])
    yield unsent_pages.has_unsent, (s.standing, "report", report.pk)
    yield unsent_pages.unsent_at, (s.standing, "report", report.pk, [])
    yield unsent_pages.unsent_at_each, (s.standing, "row", {report.pk: []})


def of_systems(s: Stage) -> Iterator[Call]:
    """The inventory, looked at by what is registered."""
    plan = s.year.plan
    system, _ = plan.information_systems.get_or_create(name="台帳")
    system.system_divisions.get_or_create(division=s.world.divisions["lead"])
    system.system_measures.get_or_create(measure=s.world.measure)
    yield access.system_at_all, (system.pk,)
    yield groups.facts_of, (plan,)
    yield groups.by_division, (plan,)
    yield groups.costs_of, (plan,)
    yield system_pages.overview_of, (plan,)
    yield system_pages.chart_of, (plan, "zone")


def of_any_year(s: Stage) -> Iterator[Call]:
    """Calls that make sense in an open and in a closed year: a function and its arguments."""
    return chain.from_iterable(
        of(s)
        for of in (
            of_a_year,
            of_a_report,
            of_meetings,
            of_what_follows,
            of_people,
            of_the_desk,
            of_words,
            of_systems,
        )
    )


def of_live_rows(s: Stage) -> Iterator[Call]:
    year, report = s.year, s.report
    yield judged.judged_reports, (True,)
    yield judged.judged_reports, (False,)
    yield codes.measures_by_code, (s.year.plan,)
    yield inputs.changes_of, (report.pk,)
    yield inputs.words_of_plan, (s.year.plan_id,)
    yield words_of, (s.year.plan,)
    yield codes.indicators_by_key, (s.year.plan,)
    known = codes.measures_by_code(s.year.plan), codes.indicators_by_key(s.year.plan)
    yield codes.indicators_by_measure, (s.year.plan, *known)
    yield live.links_by_measure, (year,)
    yield names_then, ([None],)
    yield public_words, (year, s.day)
    yield live_editions, (year,)
    yield live_indicators.IndicatorParts, (year,)
    parts = live_indicators.IndicatorParts(year, with_figures=False)
    yield parts.read_figures, ([report.measure_id],)
    yield partial(inputs.read_together, parts=parts), (year, [report])
    yield inputs.read_together, (year, [report])
    yield live_indicators.figures_entered, (report,)
    yield table_pages.table_of, (s.standing, year, s.world.divisions["lead"])
    yield live_indicators.handed_in, ([s.world.indicator.pk], year.fiscal_year)
    yield live_plan.PlanPart, (year, [report])
    yield live_plan.PlanFacts, (year.plan, [s.world.measure.pk], s.day)
    yield live.planned_and_tags, (year, s.day)
    yield live_plan.measure_part, (s.measure, s.day)
    yield live_plan.frame_of, (year.plan,)


def of_editions(s: Stage) -> Iterator[Call]:
    year, pk = s.year.pk, s.world.report.pk
    yield measure_reading.measure_in_year, (s.year, s.world.measure.pk)
    yield sources.chart_in_edition, (s.world.indicator.pk, s.year, s.world.measure.pk, 1)
    yield stored.indicator, (year, s.world.indicator.pk)
    yield stored.indicators, (year,)
    yield stored.measure_names, ([pk],)
    yield stored.names, (year,)
    yield stored.newest, ([pk],)
    yield stored.of_year, (year,)


def of_revisions(s: Stage) -> Iterator[Call]:
    """Of a draft that changes a measure's name, as a 誤記訂正 where that is asked."""
    revision = PlanRevision.objects.select_related("plan", "base").get()
    lines = list(revision.changes.in_order())
    yield applying.due_lines, (revision, s.day)
    earlier = revision.version - 1
    yield partial(editing.stands, version=earlier, lines=lines, places=[]), (revision,)
    yield fetching.revisions_for, (s.standing,)
    yield revision_pages.drafts_of_today, ()
    yield renewing.shared_with, (revision, lines)
    yield plan_with_revisions, ()
    reading, revision.kind = reading_of(revision), PlanRevision.Kind.SLIP
    yield slips_in_editions, (revision, reading)
    anew = Indicator(plan=revision.plan, kind="number", predecessor=s.world.indicator)
    anew.pk = s.world.indicator.pk
    yield past_years, (anew,)


CALLS = (of_any_year, of_live_rows, of_editions, of_revisions)
SENTENCE = re.compile(r"[^.]*\bquer(?:y|ies)\b[^.]*")
WORDS = {"no": 0, "none": 0, "one": 1, "two": 2}


def promised(text: str) -> tuple[set[int], bool]:
    """The numbers of a docstring's promise, and whether they are but the most."""
    sentence = " ".join(SENTENCE.findall(" ".join(text.split())))
    numbers = {int(each) for each in re.findall(r"\b\d+\b", sentence)}
    words = re.findall(r"\b(no|none|one|two) (?:quer|without)", sentence.lower())
    words += re.findall(r", (none)\b", sentence.lower())
    return numbers | {WORDS[each] for each in words}, "at most" in sentence.lower()


def counted(call: Callable, arguments: tuple) -> int:
    with CaptureQueriesContext(connection) as statements:
        result = call(*arguments)
        if isinstance(result, QuerySet | GeneratorType):
            list(result)
    return len(statements)


def broken(calls: Iterator[Call]) -> list[str]:
    found = []
    for call, arguments in calls:
        numbers, is_most = promised(inspect.getdoc(getattr(call, "func", call)))
        number = counted(call, arguments)
        if not (number <= max(numbers) if is_most else number in numbers):
            name = getattr(call, "func", call).__qualname__
            found.append(f"{name}: {number}, not {sorted(numbers)}")
    return found


@pytest.fixture
def stage(world, mailing_off) -> Stage:
    world.bring_to("evaluated")
    return Stage(furnish(world))


@pytest.fixture
def mailing_off(settings) -> None:
    settings.EMAIL_HOST = ""


def close(stage: Stage) -> None:
    left = dict.fromkeys(stage.year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(stage.year, by=stage.world.people["secretariat"], reasons=left)


def test_functions_take_the_queries_that_they_promise(stage):
    assert broken(of_any_year(stage)) == []
    assert broken(of_live_rows(stage)) == []
    assert broken(of_revisions(stage)) == []


def test_functions_take_the_queries_that_they_promise_of_a_closed_year(stage):
    close(stage)
    assert broken(of_any_year(stage)) == []
    assert broken(of_editions(stage)) == []


def promising(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            numbers, _ = promised(ast.get_docstring(node) or "")
            if numbers:
                yield node.name


def test_every_promise_is_counted():
    source = Path(__file__).read_text()
    wanting = [
        f"{path.relative_to(ROOT)}: {name}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for name in promising(path)
        if name not in ELSEWHERE and not re.search(rf"\b{name}\b", source)
    ]
    assert wanting == []
