"""The verbs that follow a decision: evaluate and approve (README: 状態と操作)."""

from datetime import date
from functools import partial

from django.utils import timezone

from progress.editions.verbs import fix_again
from progress.judging.completeness import Missing
from progress.models import Approval, Decision, ProgressReport
from progress.models.decisions import in_force
from progress.workflow.record import allowed, write
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

# What a 決裁 on paper needs.
NEEDED = {
    "approved_on": "決裁日を入力してください。",
    "document_number": "文書番号を入力してください。",
    "approver": "決裁者を入力してください。",
}


def decision_in_force(report: ProgressReport) -> Decision | None:
    """The decision that counts for the text as submitted; 1 query."""
    return in_force(report.decisions.with_words(), report.submitted_at)


def evaluate(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take over a meeting's decision: the report is judged. Ends an unlocking."""
    standing = allowed(report, Verb.EVALUATE, by=by, version=version)
    decision = decision_in_force(report)
    if decision is None:
        raise NotAllowed(
            "評価には、最後の提出より後の会議の決定（または「修正のうえ了承」の決定）が必要です。"
        )
    also = partial(fix_again, report) if report.is_unlocked else None
    changes = {"taken_decision": decision}
    return write(report, Verb.EVALUATE, standing, door=door, changes=changes, also=also)


def approve(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    approved_on: date | None = None,
    document_number: str = "",
    approver: str = "",
    manner: str = Approval.Manner.RECORDED,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Decide as an executive, or record what was decided on paper (date, 文書番号, who)."""
    standing = allowed(report, Verb.APPROVE, by=by, version=version)
    if report.approvals.filter(ended_at__isnull=True).exists():
        raise NotAllowed("この報告は既に決裁されています。")
    approval = _approval(report, standing, approved_on, document_number, approver, manner)
    return write(report, Verb.APPROVE, standing, door=door, changes={}, also=approval.save)


def _approval(
    report: ProgressReport,
    standing: Standing,
    approved_on: date | None,
    document_number: str,
    approver: str,
    manner: str,
) -> Approval:
    now = timezone.now()
    if standing.is_executive and not document_number:
        return Approval(
            report=report,
            manner=Approval.Manner.IN_PORTAL,
            approved_on=timezone.localdate(),
            approver=standing.user.name,
            by=standing.user,
            at=now,
        )
    paper = {
        "approved_on": approved_on,
        "document_number": document_number.strip(),
        "approver": approver.strip(),
    }
    if missing := [Missing(name, NEEDED[name]) for name, value in paper.items() if not value]:
        raise Incomplete(missing)
    return Approval(
        report=report,
        manner=manner,
        **paper,
        by=standing.user,
        at=now,
    )
