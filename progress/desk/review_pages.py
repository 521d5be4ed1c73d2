"""All that the review shows of a report: what it says, beside plan and last year, and what this
person may do with it now."""

from collections.abc import Sequence

from progress import access
from progress.desk import back_pages, pages
from progress.entry import answers, cautions, contribution_pages, evidence_pages
from progress.meetings import pages as meetings_pages
from progress.models import ContentCheck, ProgressReport
from progress.reading.inputs import inputs_of
from progress.reading.reports import ShownReport, last_year
from progress.rights import lookups, predicates
from progress.workflow.table import may
from sakado_dx.organization.access import Standing


def told_of(standing: Standing, report: ProgressReport, told: ShownReport) -> dict:
    """What the report says, beside last year, and what was said and decided of it."""
    before = last_year(report) if access.may_read_last_year(standing, report) else None
    known = {each.pk: each.edition for each in (told, before) if each and each.edition}
    decisions = meetings_pages.decisions_of(standing, report.measure, known)
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
        "judgements": meetings_pages.judgements_of(standing, report, told, own),
        "approvals": list(report.approvals.with_paper()) if report.bears("approvals") else [],
        "checks": _checks_of(report),
        "thread": thread,
        "plan_effects": pages.effects_on(report),
        "is_handed_in": report.state in ProgressReport.HANDED_IN_STATES,
    }


def _checks_of(report: ProgressReport) -> list[ContentCheck]:
    """Who of the executives read it, and when."""
    return list(report.content_checks.with_names()) if report.bears("content_checks") else []


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
    return not report.content_checks.current().filter(by=standing.user).exists()
