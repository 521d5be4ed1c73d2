"""Taking back what the desk did: unconfirm (README: 状態と操作)."""

from progress.models import Meeting, ProgressReport, StatusChange
from progress.workflow.record import allowed, write
from progress.workflow.refusals import NotAllowed
from progress.workflow.table import Verb
from sakado_dx.clock import format_moment
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting


def unconfirm(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Take a 事務局確認 back, whoever of the secretariat gave it: the record names both. Not once
    the report is on an agenda. Raises NotAllowed, or Conflict."""
    standing = allowed(report, Verb.UNCONFIRM, by=by, version=version)

    def also() -> None:
        if refusal := against_unconfirming(report):
            raise NotAllowed(refusal)

    changes = {"confirmed_at": None, "confirmed_version": None}
    reason = _whose(report)
    with acting(standing.user, door, reason):
        _hold_agendas_still(report)
        return write(
            report, Verb.UNCONFIRM, standing, reason=reason, door=door, changes=changes, also=also
        )


def against_unconfirming(report: ProgressReport) -> str:
    """What stands against taking the confirmation back, in a sentence."""
    meetings = Meeting.objects.filter(agenda__report=report).select_related("year")
    names = "、".join(map(str, meetings.order_by("held_on", "pk")))
    if not names:
        return ""
    return f"議題にあるため（{names}）、事務局確認を取り消せません。先に議題から外してください。"


def _whose(report: ProgressReport) -> str:
    """Whose confirmation is taken back, for the record."""
    given = report.changes.filter(verb=StatusChange.Verb.CONFIRM).select_related("by")
    last = given.order_by("version").last()
    return f"{last.by}の事務局確認（{format_moment(last.at)}）の取消し" if last else ""


def _hold_agendas_still(report: ProgressReport) -> None:
    """Inside the transaction: nothing is put on an agenda of the year until its end. A weaker
    lock than that of the agenda, so that decisions, which refer to a meeting, need not wait."""
    meetings = Meeting.objects.filter(year=report.year_id).order_by("pk")
    list(meetings.select_for_update(no_key=True).values_list("pk", flat=True))
