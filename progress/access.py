"""Fetches what a view works on, for those who may (README: 状態と操作).

That a report exists, and its state, all staff may know; its content and its forms are
refused with a sentence that says whose they are.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from measures.models import Measure, Plan, Policy
from progress.models import (
    AgendaItem,
    Approval,
    Contribution,
    Correction,
    Decision,
    FollowUp,
    MeasureReview,
    Meeting,
    PlanEdition,
    ProgressReport,
    Publication,
    ReviewYear,
)
from progress.reading import one_report
from progress.rights import predicates
from progress.workflow.table import TRANSITIONS
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.prepared import prepared
from systems_inventory.models import InformationSystem


def year_at_all(pk: int) -> ReviewYear:
    """A year, which all staff may see."""
    return _one_or_404(_year(pk))


def year_of_page(request: HttpRequest, pk: int) -> ReviewYear:
    """The same for a page that shows the menu: out of its years, which are read anyway
    (`frame.MenuYearsMiddleware`). What is changed by a form is read on its own."""
    years = request.years_of_menu if request.method in ("GET", "HEAD") else ()
    return next((each for each in years if each.pk == pk), None) or year_at_all(pk)


@prepared
def _year(pk: int) -> QuerySet[ReviewYear]:
    return ReviewYear.objects.filter(pk=pk).select_related("plan")


def newest_year() -> ReviewYear | None:
    return ReviewYear.objects.newest_begun(timezone.localdate())


def plan_or_404() -> Plan:
    plan = Plan.objects.current()
    if plan is None:
        raise Http404("計画がまだ読み込まれていません。")
    return plan


def plan_edition_at_all(pk: int) -> PlanEdition:
    """An edition of the plan, which all staff may see."""
    return get_object_or_404(PlanEdition.objects.select_related("plan", "revision"), pk=pk)


def system_at_all(pk: int) -> InformationSystem:
    """A system of the inventory, which all staff may see; 3 queries."""
    systems = InformationSystem.objects.select_related("plan").with_divisions().with_measures()
    return get_object_or_404(systems, pk=pk)


def policy_at_all(pk: int) -> Policy:
    """A policy, which all staff may see."""
    return get_object_or_404(Policy.objects.select_related("plan"), pk=pk)


def measure_at_all(pk: int) -> Measure:
    """A measure with its levels and divisions, which all staff may see."""
    return _one_or_404(_measure(pk))


@prepared
def _measure(pk: int) -> QuerySet[Measure]:
    measures = Measure.objects.with_levels().with_divisions().select_related("plan")
    return measures.filter(pk=pk)


def _one_or_404(rows: list):
    if not rows:
        raise Http404
    return rows[0]


def _report(pk: int, *, traces: bool = False, whole: bool = False) -> ProgressReport:
    return _one_or_404(one_report.read(pk, traces=traces, whole=whole))


def report_at_all(pk: int, *, whole: bool = False) -> ProgressReport:
    """A report whose content nobody reads by this: its existence all staff may know."""
    return _report(pk, whole=whole)


def report_to_edit(standing: Standing, pk: int) -> ProgressReport:
    """A report whose form this person may have open, whatever its state is by now."""
    report = _one_or_404(one_report.of_form(pk, standing.day))
    if not predicates.may_save(standing, report):
        raise PermissionDenied(f"この報告を入力できるのは、{TRANSITIONS['save'].who_words}です。")
    return report


def contribution_to_write(standing: Standing, pk: int) -> Contribution:
    """A division's part, with its report, whose form this person may have open."""
    contribution = get_object_or_404(Contribution.objects.select_related("division"), pk=pk)
    contribution.report = report_at_all(contribution.report_id)
    if not predicates.may_contribute(standing, contribution):
        raise PermissionDenied("この記載を入力できるのは、その課の職員と事務局です。")
    return contribution


def part_sheet_for(request: HttpRequest, year_id: int, pk: int) -> tuple[ReviewYear, Division]:
    """A year and a division whose parts this person may answer: a member, or the secretariat."""
    year = year_of_page(request, year_id)
    division = get_object_or_404(Division, pk=pk)
    if not predicates.may_answer_sheet(request.standing, division.pk):
        raise PermissionDenied("この回答票を開けるのは、その課の職員と事務局です。")
    return year, division


def workbook_for(request: HttpRequest, year_id: int, pk: int) -> tuple[ReviewYear, Division]:
    """A year and a division whose workbook this person may fill in: a member, or the secretariat."""
    year = year_of_page(request, year_id)
    division = get_object_or_404(Division, pk=pk)
    if not predicates.may_fill_workbook(request.standing, division.pk):
        raise PermissionDenied("この記入用ブックを使えるのは、その課の職員と事務局です。")
    return year, division


def report_to_read(standing: Standing, pk: int, *, whole: bool = False) -> ProgressReport:
    """A report whose content this person may read."""
    return if_readable(standing, _report(pk, whole=whole))


def if_readable(standing: Standing, report: ProgressReport) -> ProgressReport:
    """The report, `with_measure`, if this person may read its content."""
    if not predicates.may_read_content(standing, report):
        who = "所管課、関係課、その部と事務局"
        raise PermissionDenied(f"この報告の内容は、まだ{who}だけが読めます。")
    return report


def report_to_review(standing: Standing, pk: int) -> ProgressReport:
    """A report on the secretariat's desk; executives may read there."""
    report = _report(pk, traces=True)
    reads = standing.is_executive and predicates.may_read_content(standing, report)
    if reads or predicates.may_review(standing, report):
        return report
    raise Http404


def publication_for(standing: Standing, pk: int) -> Publication:
    """An edition of what citizens see or saw: for all staff, also when it was taken back; for
    the secretariat also what is not public yet."""
    publications = Publication.objects.select_related("report__year__plan", "report__measure")
    publication = get_object_or_404(publications, pk=pk)
    was_public = Publication.objects.once_public().filter(pk=pk)
    if not standing.is_secretariat and not was_public.exists():
        raise Http404
    return publication


def correction_for(standing: Standing, pk: int) -> Correction:
    """A correction on the desk of the secretariat."""
    named = ("report__year__plan", "report__measure", "proposed_by", "confirmed_by")
    corrections = Correction.objects.select_related(*named)
    correction = get_object_or_404(corrections, pk=pk)
    if not standing.is_secretariat:
        raise Http404
    return correction


def may_read_notes(standing: Standing, report: ProgressReport) -> bool:
    """Who reads a measure's 経過メモ: who writes them, and the 部 of its divisions."""
    return predicates.may_note(standing, report) or predicates.oversees(standing, report)


def year_to_check(standing: Standing, pk: int) -> ReviewYear:
    """A year for executives, who mark that they have read its reports (内容確認)."""
    if not standing.is_executive:
        raise Http404
    return year_at_all(pk)


def approval_for(standing: Standing, pk: int) -> Approval:
    """A 決裁 with its year, for who reads meetings."""
    approval = get_object_or_404(Approval.objects.select_related("year__plan", "by"), pk=pk)
    if not predicates.may_read_meetings(standing):
        raise Http404
    return approval


def readable_ids(standing: Standing, reports: list[ProgressReport]) -> set[int]:
    return {each.pk for each in reports if predicates.may_read_content(standing, each)}


def last_years_report(report: ProgressReport) -> ProgressReport | None:
    """The same measure's report of the year before, for whoever may write this one; 1 query."""
    return ProgressReport.objects.with_measure().of_year_before(report).first()


def may_read_last_year(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person, who reads the report, may read last year's beside it: that one may
    still be a draft. Looked up for others than the secretariat, who reads all."""
    if standing.is_secretariat:
        return True
    before = last_years_report(report)
    return before is not None and predicates.may_read_content(standing, before)


def wants_pending(standing: Standing, query) -> bool:
    """Whether the switch 確定前を含む is on, for those who have it."""
    return query.get("pending") == "1" and predicates.may_see_pending(standing)


def meeting_for(standing: Standing, pk: int) -> Meeting:
    """A meeting with its year and plan, and whether it has decided, for who reads meetings."""
    meeting = get_object_or_404(Meeting.objects.with_decided().select_related("year__plan"), pk=pk)
    if not predicates.may_read_meetings(standing):
        raise Http404
    return meeting


def meeting_to_answer(standing: Standing, pk: int) -> Meeting:
    """A meeting held in writing, for its members."""
    meeting = meeting_for(standing, pk)
    is_member = meeting.memberships.filter(user=standing.user).exists()
    if not (meeting.is_written and is_member):
        raise Http404
    return meeting


def agenda_item_for(standing: Standing, pk: int, item_pk: int) -> AgendaItem:
    """An item of this very meeting's agenda, with the meeting at hand."""
    meeting = meeting_for(standing, pk)
    item = get_object_or_404(meeting.agenda.all(), pk=item_pk)
    item.meeting = meeting
    return item


def report_item_for(standing: Standing, pk: int, item_pk: int) -> AgendaItem:
    """The same of an item that is a report's: on other matters nothing is decided."""
    item = agenda_item_for(standing, pk, item_pk)
    if item.report_id is None:
        raise Http404
    return item


def decision_at_all(pk: int) -> Decision:
    """A decision, for who may do more than read it: the view says who."""
    decisions = Decision.objects.select_related("meeting__year", "report__year", "report__measure")
    return get_object_or_404(decisions, pk=pk)


def follow_up_for(standing: Standing, pk: int) -> FollowUp:
    """A 指摘事項 that this person may read; its existence is nobody else's business."""
    follow_up = get_object_or_404(FollowUp.objects.with_report(), pk=pk)
    if not predicates.may_read_follow_up(standing, follow_up):
        raise Http404
    return follow_up


def measure_review_to_fill(standing: Standing, pk: int) -> MeasureReview:
    """A 調書 whose form this person may have open, whatever its state is by now."""
    row = get_object_or_404(MeasureReview.objects.with_measure(), pk=pk)
    if not predicates.may_fill_measure_review(standing, row):
        raise PermissionDenied("この調書に記入できるのは、主管課の職員と事務局です。")
    return row
