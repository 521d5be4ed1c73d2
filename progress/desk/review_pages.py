"""All that the review shows of a report: what it says, beside plan and last year, and what this
person may do with it now."""

from collections.abc import Sequence

from django.db.models import QuerySet

from progress import access
from progress.desk import back_pages, pages
from progress.entry import answers, cautions, contribution_pages, evidence_pages
from progress.judging.shown_years import cut_at, first_shown
from progress.meetings import pages as meetings_pages
from progress.models import ApprovedReport, ContentCheck, ProgressReport
from progress.reading import indicators
from progress.reading.inputs import changes_of, inputs_of, words_of_plan
from progress.reading.reports import ShownReport, last_year
from progress.rights import lookups, predicates
from progress.workflow.table import may
from sakado_dx import together
from sakado_dx.organization import members
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import CityRole
from sakado_dx.prepared import prepared


def ask_ahead(standing: Standing, report: ProgressReport, menu: tuple) -> None:
    """Ask in one statement for what the page takes of tables that have nothing to do with each
    other; `menu` is the call that asks for its years."""
    pk, year = report.pk, report.year
    borne = {
        "approvals": (_approvals_of, pk),
        "content_checks": (_checks_with_names, pk),
        "evidence": (evidence_pages.present_rows, pk),
        "effects_on_it": (pages.effect_rows, pk),
    }
    checks = [(_own_checks, pk, standing.user.pk)] if standing.is_executive else []
    together.ask_ahead(
        *(call for name, call in borne.items() if report.bears(name)),
        *checks,
        (lookups.author_rows, (pk,)),
        (words_of_plan, year.plan_id),
        (changes_of, pk),
        (contribution_pages.submits_of, (pk,)),
        (cautions.answer_rows, pk),
        (meetings_pages.decision_rows, (report.measure_id,), first_shown(year.fiscal_year)),
        (indicators.links_and_targets, report.measure_id, year.plan_id, year.pk, None),
        (members.holding, CityRole.Role.SECRETARIAT.value, standing.day),
        (pages.places_waiting, year.pk, standing.user.pk),
        menu,
    )


def told_of(standing: Standing, report: ProgressReport, told: ShownReport) -> dict:
    """What the report says, beside last year, and what was said and decided of it."""
    before = last_year(report) if access.may_read_last_year(standing, report) else None
    known = {each.pk: each.edition for each in (told, before) if each and each.edition}
    year = told.year.fiscal_year
    decisions = meetings_pages.decisions_of(standing, report.measure, known, first_shown(year))
    own = [each for each in decisions if each.report_id == report.pk]
    asked = inputs_of(report, told.edition).asked
    thread = pages.thread_of(report)
    last_return = next((each for each in thread if each.is_return), None)
    said = last_return.said if last_return else None
    sections = answers.compared(report, told, before, said)
    return {
        "report": told,
        "shown_state": report.shown_state,
        "answers": sections,
        "last_return": last_return,
        "mended": answers.mended(sections),
        "return_answer": pages.answer_to(last_return, thread),
        "last_year": before,
        "parts": contribution_pages.parts_of(report, told.edition, asked),
        "cautions": cautions.cautions_of(report, told),
        "evidence": evidence_pages.present(report),
        "findings": pages.findings_of(report),
        "decisions": decisions,
        "decisions_since": cut_at(told.frame.fiscal_years, year),
        "judgements": meetings_pages.judgements_of(standing, report, told, own),
        "approvals": _approvals_of(report.pk) if report.bears("approvals") else [],
        "checks": _checks_of(report),
        "thread": thread,
        "plan_effects": pages.effects_on(report),
        "is_handed_in": report.state in ProgressReport.HANDED_IN_STATES,
    }


def _checks_of(report: ProgressReport) -> list[ContentCheck]:
    """Who of the executives read it, and when."""
    return _checks_with_names(report.pk) if report.bears("content_checks") else []


@prepared
def _checks_with_names(report_id: int) -> QuerySet[ContentCheck]:
    return ContentCheck.objects.filter(report=report_id).with_names()


@prepared
def _own_checks(report_id: int, user_id: int) -> QuerySet[ContentCheck]:
    return ContentCheck.objects.filter(report=report_id, by=user_id).current()


@prepared
def _approvals_of(report_id: int) -> QuerySet[ApprovedReport]:
    return ApprovedReport.objects.filter(report=report_id).with_paper()


def acts_of(
    standing: Standing, report: ProgressReport, authors: set[int], approvals: Sequence
) -> dict:
    """What this person may do with it now: nothing else is offered; of a report that is under a
    決裁 no second one."""
    may_confirm = may(standing, report, "confirm")
    waits = report.state == ProgressReport.State.SUBMITTED and report.takes_changes
    # Who wrote it and may not confirm it is told who may.
    is_barred = waits and standing.user.pk in authors and not may_confirm
    is_approved = any(each.ended_at is None for each in approvals)
    return {
        "may_answer": standing.is_secretariat and report.is_editable,
        "may_enter": may(standing, report, "save"),
        "may_comment": may(standing, report, "comment"),
        "may_send_back": may(standing, report, "send_back"),
        "may_evaluate": may(standing, report, "evaluate"),
        "may_approve": may(standing, report, "approve") and not is_approved,
        "may_check": _may_check(standing, report),
        "may_confirm": may_confirm,
        "unconfirming": back_pages.unconfirming(standing, report),
        "confirmers": lookups.confirmers(authors, standing.day) if is_barred else [],
        "is_same_division": predicates.is_same_division(standing, report),
        "is_barred": is_barred,
    }


def _may_check(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person may still say that he has read it (内容確認)."""
    if not predicates.may_check_content(standing, report):
        return False
    return not _own_checks(report.pk, standing.user.pk)
