"""The verbs of the secretariat's desk: comment, send_back, confirm, reopen."""

from functools import partial

from django.utils import timezone

from measures.models import PlanWord
from progress.desk.notices import tell_return
from progress.entry.answers import said_in
from progress.models import ProgressReport
from progress.models.changes import reason_alone
from progress.rights import lookups, predicates
from progress.workflow.record import allowed, write
from progress.workflow.refusals import NotAllowed, needed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door


def comment(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    note: str,
    second_judgement: PlanWord | None = None,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Write the secretariat's note and second judgement; makes nobody an author."""
    standing = allowed(report, Verb.COMMENT, by=by, version=version)
    changes = _remarks(report, standing, note, second_judgement)
    return write(report, Verb.COMMENT, standing, door=door, changes=changes)


def _remarks(
    report: ProgressReport,
    standing: Standing,
    note: str | None,
    second_judgement: PlanWord | None,
) -> dict:
    """What changes of note and second judgement; nothing where none was told (`note` None)."""
    if note is None:
        return {}
    if second_judgement and predicates.is_led_by_secretariat(report, standing.day):
        raise NotAllowed("事務局が所管する施策に、事務局案は付けられません。")
    return {"secretariat_note": note.strip(), "second_judgement": second_judgement}


def send_back(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    note: str | None = None,
    second_judgement: PlanWord | None = None,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Return a report to its division, saying why. The author's text stays as it is; the
    secretariat's note and second judgement, where they are told with it, are kept."""
    standing = allowed(report, Verb.SEND_BACK, by=by, version=version)
    reason = needed(reason, "差戻しの理由を入力してください。")
    changes = {"confirmed_at": None, "confirmed_version": None} | _remarks(
        report, standing, note, second_judgement
    )
    tell = partial(tell_return, report, verb=Verb.SEND_BACK.value, reason=reason, by=standing.user)
    return write(
        report,
        Verb.SEND_BACK,
        standing,
        reason=reason,
        said=said_in(report),
        door=door,
        changes=changes,
        also=tell,
    )


def confirm(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str = "",
    note: str | None = None,
    second_judgement: PlanWord | None = None,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Confirm a submitted report; nobody confirms what he wrote, unless every secretary did and
    he says why (二人目なし). Note and second judgement, where they are told with it, are kept."""
    standing = allowed(report, Verb.CONFIRM, by=by, version=version)
    if predicates.confirms_alone(standing, lookups.author_ids(report)):
        reason = reason_alone(needed(reason, "二人目がいないまま確認する理由を入力してください。"))
    else:
        reason = ""
    changes = {"confirmed_at": timezone.now(), "confirmed_version": report.version + 1}
    changes |= _remarks(report, standing, note, second_judgement)
    return write(report, Verb.CONFIRM, standing, reason=reason, door=door, changes=changes)


def reopen(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Send an evaluated report back: its 決裁 is kept as 再修正前, its publication stays."""
    standing = allowed(report, Verb.REOPEN, by=by, version=version)
    reason = needed(reason, "評価後の差戻しの理由を入力してください。")

    def also() -> None:
        report.approvals.in_force().update(ended_at=timezone.now())
        tell_return(report, verb=Verb.REOPEN.value, reason=reason, by=standing.user)

    changes = {"confirmed_at": None, "confirmed_version": None}
    return write(
        report,
        Verb.REOPEN,
        standing,
        reason=reason,
        said=said_in(report),
        door=door,
        changes=changes,
        also=also,
    )
