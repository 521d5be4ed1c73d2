"""Marks before a submission: handed to the head, and seen by the 部. Neither is a state."""

from django.utils import timezone

from progress.entry.content import missing_for_submission
from progress.models import ProgressReport
from progress.rights import lookups
from progress.workflow.record import allowed, write
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door


def ask_head(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Hand a complete draft to the head: the mark stays until it is handed in, and says whether
    something was saved after it. Asked again, it is of now."""
    standing = allowed(report, Verb.ASK_HEAD, by=by, version=version)
    if not lookups.lead_has_head(report, standing.day):
        raise NotAllowed(
            "主管課に所属長の登録がないため、依頼はできません。入力担当が提出できます。"
        )
    _complete(report)
    changes = {
        "asked_name": str(standing.user)[: ProgressReport.NAME_LIMIT],
        "asked_at": timezone.now(),
        "changed_after_asking": False,
    }
    return write(report, Verb.ASK_HEAD, standing, door=door, changes=changes)


def endorse(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """部長確認: a member of the lead division's 部 has seen the draft as it stands. A later save
    takes the mark away."""
    standing = allowed(report, Verb.ENDORSE, by=by, version=version)
    if not report.year.asks_endorsement:
        raise NotAllowed(f"{report.year.label}の報告に、部長確認は求められていません。")
    _complete(report)
    return write(report, Verb.ENDORSE, standing, door=door, changes=endorsed_by(standing))


def endorsed_by(standing: Standing) -> dict:
    """What the mark of a 部長確認 by this person, now, says."""
    name = str(standing.user)[: ProgressReport.NAME_LIMIT]
    return {"endorsed_name": name, "endorsed_at": timezone.now()}


def _complete(report: ProgressReport) -> None:
    if missing := missing_for_submission(report):
        raise Incomplete(missing)
