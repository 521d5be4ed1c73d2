"""The verb that follows a decision: evaluate (README: 状態と操作)."""

from functools import partial

from progress.editions.verbs import fix_again
from progress.models import Decision, ProgressReport
from progress.models.decisions import in_force
from progress.workflow.record import allowed, write
from progress.workflow.refusals import NotAllowed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door


def decision_in_force(report: ProgressReport) -> Decision | None:
    """The decision that counts for the text as submitted; 1 query."""
    return in_force(report.decisions.with_words(), report.submitted_version)


def evaluate(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take over a meeting's decision: the report is judged. Ends an unlocking."""
    standing = allowed(report, Verb.EVALUATE, by=by, version=version)
    decision = decision_in_force(report)
    if decision is None:
        raise NotAllowed(
            "評価には、結果の確定した会議の、最後の提出より後の決定"
            "（または「修正のうえ了承」の決定）が必要です。"
        )
    also = partial(fix_again, report) if report.is_unlocked else None
    changes = {"taken_decision": decision}
    return write(report, Verb.EVALUATE, standing, door=door, changes=changes, also=also)
