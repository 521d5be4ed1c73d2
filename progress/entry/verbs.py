"""The verbs of a report. Each asks `by=` who acts, and leaves a StatusChange."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from progress.entry.content import changed_entries, changed_fields, missing_for_submission
from progress.entry.handover_verbs import endorsed_by
from progress.judging.completeness import Missing, ResultEntry
from progress.models import ProgressReport
from progress.models.changes import reason_with_answer
from progress.rights import lookups, predicates
from progress.workflow.record import allowed, reason_on_behalf, write
from progress.workflow.refusals import Incomplete
from progress.workflow.table import State, Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

NOT_ASKED = {"asked_name": "", "asked_at": None, "changed_after_asking": False}
WITHOUT_PARTS = Missing(
    "without_parts", "回答していない関係課があります。待たずに提出する理由を入力してください。"
)


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
    without_parts: str = "",
    door: str = Door.PAGE,
) -> ProgressReport:
    """Hand the draft in. Raises Incomplete with all that is missing.

    `answer` is the division's word on why the report was sent back, that of the draft where
    none is named: it stands in the record, after the reason of who acts on behalf.

    `without_parts` says why it does not wait for divisions that have not answered, where there
    are any: their rows are closed by it.
    """
    standing = allowed(report, Verb.SUBMIT, by=by, version=version)
    reason = reason_on_behalf(standing, report, reason)
    word = _word_without(report, without_parts)
    missing = missing_for_submission(report, answer)
    missing += _missing_besides(report, standing, head_name, head_confirmed_on, word)
    if missing:
        raise Incomplete(missing)
    if report.state == State.RETURNED:
        reason = reason_with_answer(reason, report.return_answer if answer is None else answer)
    changes = {
        "return_answer": "",
        "submitted_at": timezone.now(),
        "submitted_version": report.version + 1,
        "head_name": head_name.strip(),
        "head_confirmed_on": head_confirmed_on,
        **NOT_ASKED,
        **(endorsed_by(standing) if predicates.gives_endorsement(standing, report) else {}),
    }
    return write(
        report,
        Verb.SUBMIT,
        standing,
        reason=reason,
        without_parts=word or "",
        door=door,
        changes=changes,
        also=partial(_ask_once_more, report, word),
    )


def _missing_besides(
    report: ProgressReport,
    standing: Standing,
    head_name: str,
    head_confirmed_on: date | None,
    word: str | None,
) -> Iterator[Missing]:
    """What a submission needs besides the report."""
    named = head_name.strip() and head_confirmed_on
    if not named and lookups.needs_head_record(standing, report):
        yield Missing("head_name", "確認した所属長の氏名と確認日を入力してください。")
    if lookups.awaits_endorsement(standing, report):
        yield Missing("endorsed", "部長確認がまだありません。部に確認を求めてください。")
    if word is None:
        yield WITHOUT_PARTS


def _word_without(report: ProgressReport, word: str) -> str | None:
    """Why the report does not wait for divisions: blank where it waits for none, None where the
    word is wanting."""
    if not report.contributions.missing():
        return ""
    return word.strip().replace("\r\n", "\n") or None


def _ask_once_more(report: ProgressReport, word: str | None) -> None:
    """A division that was named at this moment is missed, too: its row was read no earlier."""
    if not word and report.contributions.missing():
        raise Incomplete([WITHOUT_PARTS])


def withdraw(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take a submitted report back to draft."""
    standing = allowed(report, Verb.WITHDRAW, by=by, version=version)
    changes = {"submitted_at": None, "submitted_version": None}
    return write(report, Verb.WITHDRAW, standing, door=door, changes=changes)
