"""The verbs after confirmation: evaluate, approve, reopen, unlock (cycle 2)."""

from datetime import date
from functools import partial

from django.utils import timezone

from progress.agenda import holds
from progress.models import Approval, Decision, ProgressReport, StatusChange
from progress.rules.completeness import Missing
from progress.workflow.closing import fix_again
from progress.workflow.notices import tell_return
from progress.workflow.record import allowed, write
from progress.workflow.table import Incomplete, NotAllowed, Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User

Door = StatusChange.Door


def latest_decision(report: ProgressReport) -> Decision | None:
    """Where several bodies decide, the last by date counts (cycle 4)."""
    decisions = report.decisions.select_related("meeting", "judgement", "outlook")
    return decisions.order_by("-meeting__held_on", "-at", "-pk").first()


def is_decided(report: ProgressReport) -> bool:
    """Whether the decision that counts stands for the text as submitted."""
    decision = latest_decision(report)
    return decision is not None and holds(decision, report)


def evaluate(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take over a meeting's decision: the report is judged. Ends an unlocking."""
    standing = allowed(report, Verb.EVALUATE, by=by, version=version)
    if not is_decided(report):
        raise NotAllowed(
            "評価には、最後の提出より後の会議の決定（または「修正のうえ了承」の決定）が必要です。"
        )
    also = partial(fix_again, report) if report.is_unlocked else None
    return write(report, Verb.EVALUATE, standing, door=door, changes={}, also=also)


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
    missing = [
        Missing(field, sentence)
        for field, value, sentence in (
            ("approved_on", approved_on, "決裁日を入力してください。"),
            ("document_number", document_number.strip(), "文書番号を入力してください。"),
            ("approver", approver.strip(), "決裁者を入力してください。"),
        )
        if not value
    ]
    if missing:
        raise Incomplete(missing)
    return Approval(
        report=report,
        manner=manner,
        approved_on=approved_on,
        document_number=document_number.strip(),
        approver=approver.strip(),
        by=standing.user,
        at=now,
    )


def reopen(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Send an evaluated report back: its approval is gone, its publication stays."""
    standing = allowed(report, Verb.REOPEN, by=by, version=version)
    reason = _needed(reason, "再修正の理由を入力してください。")

    def also() -> None:
        report.approvals.filter(ended_at__isnull=True).update(ended_at=timezone.now())
        tell_return(report, verb=Verb.REOPEN.value, reason=reason, by=standing.user)

    changes = {"confirmed_at": None}
    return write(
        report, Verb.REOPEN, standing, reason=reason, door=door, changes=changes, also=also
    )


def unlock(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Open one report of a closed year, until it is evaluated again."""
    standing = allowed(report, Verb.UNLOCK, by=by, version=version)
    if report.takes_changes:
        raise NotAllowed("この報告は締められていません。")
    reason = _needed(reason, "締めを解除する理由を入力してください。")
    return write(
        report,
        Verb.UNLOCK,
        standing,
        reason=reason,
        door=door,
        changes={},
        also=partial(_open_again, report),
    )


def _open_again(report: ProgressReport) -> None:
    """After the record of the verb: without it the database opens no report of a closed year."""
    ProgressReport.objects.filter(pk=report.pk).update(is_unlocked=True)
    report.is_unlocked = True


def _needed(reason: str, sentence: str) -> str:
    if not reason.strip():
        raise Incomplete([Missing("reason", sentence)])
    return reason.strip()
