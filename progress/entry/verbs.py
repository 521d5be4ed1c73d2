"""The verbs of a report. Each asks `by=` who acts, and leaves a StatusChange."""

from datetime import date
from typing import Any

from django.utils import timezone

from progress.entry.content import changed_entries, changed_fields, missing_for_submission
from progress.entry.handover_verbs import endorsed_by
from progress.judging.completeness import Missing, ResultEntry
from progress.models import ProgressReport
from progress.rights import lookups, predicates
from progress.workflow.record import allowed, reason_on_behalf, write
from progress.workflow.refusals import Incomplete
from progress.workflow.table import State, Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

NOT_ASKED = {"asked_name": "", "asked_at": None, "changed_after_asking": False}


def save(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    fields: dict[str, Any] | None = None,
    results: dict[int, ResultEntry] | None = None,
    reason: str = "",
    door: str = Door.PAGE,
) -> ProgressReport:
    """Keep texts (`fields`, by name) and results (by indicator's id) as a draft.

    What equals the stored draft writes nothing. Raises NotAllowed, Conflict, or
    ValidationError for a text or result that may not be held.
    """
    standing = allowed(report, Verb.SAVE, by=by, version=version)
    changes = changed_fields(report, fields or {})
    entries = changed_entries(report, results or {})
    if not changes and not entries and report.state != State.NOT_STARTED:
        return report
    reason = reason_on_behalf(standing, report, reason)
    changes |= _marks_after_a_save(report)
    return write(
        report, Verb.SAVE, standing, reason=reason, door=door, changes=changes, entries=entries
    )


def _marks_after_a_save(report: ProgressReport) -> dict[str, Any]:
    """The head learns that something changed; the 部 has not seen what stands now."""
    asked = {"changed_after_asking": True} if report.asked_at else {}
    endorsed = {"endorsed_name": "", "endorsed_at": None} if report.endorsed_at else {}
    return asked | endorsed


def submit(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str = "",
    head_name: str = "",
    head_confirmed_on: date | None = None,
    answer: str | None = None,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Hand the draft in. Raises Incomplete with all that is missing.

    `answer` is the division's word on why the report was sent back, that of the draft where
    none is named: it stands in the record, after the reason of who acts on behalf.
    """
    standing = allowed(report, Verb.SUBMIT, by=by, version=version)
    reason = reason_on_behalf(standing, report, reason)
    missing = missing_for_submission(report)
    if lookups.needs_head_record(standing, report) and not (
        head_name.strip() and head_confirmed_on
    ):
        missing.append(Missing("head_name", "確認した所属長の氏名と確認日を入力してください。"))
    awaits = lookups.awaits_endorsement(standing, report)
    if awaits:
        missing.append(Missing("endorsed", "部長確認がまだありません。部に確認を求めてください。"))
    if missing:
        raise Incomplete(missing)
    if report.state == State.RETURNED:
        reason = _with_answer(reason, report.return_answer if answer is None else answer)
    changes = {
        "return_answer": "",
        "submitted_at": timezone.now(),
        "head_name": head_name.strip(),
        "head_confirmed_on": head_confirmed_on,
        **NOT_ASKED,
        **_own_endorsement(standing, report),
    }
    return write(report, Verb.SUBMIT, standing, reason=reason, door=door, changes=changes)


def _own_endorsement(standing: Standing, report: ProgressReport) -> dict[str, Any]:
    """事務取扱: who belongs to the 部 too gives its 部長確認 by the submission."""
    is_asked = report.year.asks_endorsement and not report.endorsed_at
    return endorsed_by(standing) if is_asked and predicates.may_endorse(standing, report) else {}


def _with_answer(reason: str, answer: str) -> str:
    """What the record of a submission says: why on behalf, then the answer to the return."""
    answer = answer.strip().replace("\r\n", "\n")
    return f"{reason}\n差戻しへの回答：{answer}" if reason and answer else reason or answer


def withdraw(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take a submitted report back to draft."""
    standing = allowed(report, Verb.WITHDRAW, by=by, version=version)
    return write(report, Verb.WITHDRAW, standing, door=door, changes={"submitted_at": None})
