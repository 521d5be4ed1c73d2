"""決裁 as the secretariat records it, and the executives' 内容確認 (README: 決裁と内容確認)."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from progress.judging.completeness import Missing
from progress.models import (
    Approval,
    ApprovedReport,
    ContentCheck,
    ProgressReport,
    ReviewYear,
    YearChange,
)
from progress.rights import predicates
from progress.workflow.record import allowed, closed_meanwhile, secretary, write
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from progress.workflow.table import Verb
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

# What every 決裁 needs.
NEEDED = {
    "document_number": "文書番号を入力してください。",
    "drafted_on": "起案日を入力してください。",
    "approved_on": "決裁日を入力してください。",
    "rank": "決裁区分を選んでください。",
}
CHECKED = "この報告の内容確認は、既に記録されています。"


def approve(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    document_number: str = "",
    drafted_on: date | None = None,
    approved_on: date | None = None,
    rank: str = "",
    manner: str = Approval.Manner.OWN,
    decided_by: str = "",
    reviewed_on: date | None = None,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Record the 決裁 of a report: under a 起案 that the year has already, where its number and
    all else it says are the same, else under a new one. Raises NotAllowed, Incomplete, Conflict.
    """
    standing = allowed(report, Verb.APPROVE, by=by, version=version)
    if report.approvals.in_force().exists():
        raise NotAllowed("この報告は既に決裁されています。")
    paper = {
        "document_number": document_number.strip(), "drafted_on": drafted_on,
        "approved_on": approved_on, "rank": rank, "manner": manner,
        "decided_by": decided_by.strip(), "reviewed_on": reviewed_on,
    }  # fmt: skip
    draft = _draft(report.year, standing, paper)
    also = partial(_cover, draft, report)
    try:
        return write(report, Verb.APPROVE, standing, door=door, changes={}, also=also)
    except IntegrityError as error:
        raise _taken(draft, report, error) from error


def _draft(year: ReviewYear, standing: Standing, paper: dict[str, Any]) -> Approval:
    """The 起案 as it would be recorded now. Raises Incomplete or NotAllowed."""
    if missing := [Missing(name, NEEDED[name]) for name in NEEDED if not paper[name]]:
        raise Incomplete(missing)
    now = timezone.now()
    today = timezone.localdate(now)
    draft = Approval(year=year, by=standing.user, at=now, recorded_on=today, **paper)
    try:
        draft.clean_fields()
        draft.validate_constraints(exclude={"document_number"})
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    return draft


def _cover(draft: Approval, report: ProgressReport) -> None:
    """After the record of the verb: without it the database takes nothing in a closed year."""
    own = Approval.objects.filter(year=report.year_id, document_number=draft.document_number)
    approval = own.first()
    if approval is None:
        draft.save(force_insert=True)
        approval = draft
    elif approval.paper != draft.paper:
        raise NotAllowed(_otherwise(approval))
    ApprovedReport.objects.create(approval=approval, report=report, by=draft.by, at=timezone.now())


def _otherwise(approval: Approval) -> str:
    drafted, approved = (
        fiscal.format_date(day) for day in (approval.drafted_on, approval.approved_on)
    )
    return (
        f"文書番号「{approval.document_number}」の決裁は、別の内容（起案日{drafted}、"
        f"決裁日{approved}、{approval.get_rank_display()}）で既に記録されています。"
        "同じ起案なら同じ内容を入力し、記録の誤りなら先に決裁の記録を直してください。"
    )


def _taken(draft: Approval, report: ProgressReport, error: IntegrityError) -> Exception:
    """What somebody has recorded at this moment, or before a 評価後の差戻し."""
    own = Approval.objects.filter(year=report.year_id, document_number=draft.document_number)
    if report.approvals.filter(approval__in=own).exists():
        return NotAllowed(ApprovedReport._meta.constraints[1].get_violation_error_message())
    if own.exists():
        return NotAllowed("同じ文書番号の決裁が、今、記録されました。もう一度送ってください。")
    return error


def change_approval(
    approval: Approval,
    *,
    by: User | Standing,
    as_of: datetime | None,
    reason: str,
    door: str = Door.PAGE,
    **paper: Any,
) -> Approval:
    """Mend what a 起案 says, or add its 後閲日; in a closed year too. `as_of` is its time of
    record (`at`) as the form was read. On record with the year's changes. Raises NotAllowed,
    Incomplete, or Conflict with the row as it stands."""
    standing = secretary(by, "決裁の記録を直せるのは、事務局です。")
    reason = needed(reason, "記録を直す理由を入力してください。")
    if as_of != approval.at:
        raise Conflict(approval)
    draft = _draft(approval.year, standing, approval.paper | paper)
    if draft.paper == approval.paper:
        raise NotAllowed("今の記録と同じ内容です。")
    as_read = Approval.objects.filter(pk=approval.pk, at=as_of)
    changes = draft.paper | {"by": draft.by, "at": draft.at, "recorded_on": draft.recorded_on}
    note = f"決裁の記録（{approval.document_number}）：{reason}"
    try:
        with closed_meanwhile(approval.year), acting(standing.user, door, reason):
            change = {"verb": YearChange.Verb.CHANGE, "by": standing.user, "reason": note}
            YearChange.objects.create(year=approval.year, at=draft.at, **change)
            if not as_read.update(**changes):
                raise Conflict(
                    Approval.objects.select_related("year__plan", "by").get(pk=approval.pk)
                )
    except IntegrityError as error:
        message = Approval._meta.constraints[0].get_violation_error_message()
        raise NotAllowed(message) from error
    approval.refresh_from_db()
    return approval


def check_content(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ContentCheck:
    """内容確認: an executive says that he has read the evaluated report as it was shown. It
    changes nothing and lets nothing pass. Raises NotAllowed, or Conflict."""
    standing = standing_of(by)
    if not predicates.may_check_content(standing, report):
        raise NotAllowed("内容確認ができるのは、評価済みの報告についてのCDO・政策会議です。")
    if report.content_checks.current().filter(by=standing.user).exists():
        raise NotAllowed(CHECKED)
    try:
        with acting(standing.user, door):
            as_read = ProgressReport.objects.held()
            if as_read.filter(pk=report.pk, version=version).first() is None:
                raise Conflict(ProgressReport.objects.with_measure().get(pk=report.pk))
            return ContentCheck.objects.create(
                report=report, version=version, by=standing.user, at=timezone.now()
            )
    except IntegrityError as error:
        raise NotAllowed(CHECKED) from error
