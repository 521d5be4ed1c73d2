"""Opening one report of a closed year again."""

from functools import partial

from progress.models import ProgressReport
from progress.workflow.record import allowed, write
from progress.workflow.refusals import NotAllowed, needed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door


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
    reason = needed(reason, "締めを解除する理由を入力してください。")
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
