"""新規施策の提案: propose a measure, change the proposal, take it back, 事務局案."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from progress.judging.completeness import Missing
from progress.models import NewMeasureProposal, PlanReview
from progress.reviews.verbs import TAKEN_OVER
from progress.rights import predicates
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import Division, User
from sakado_dx.records.acting import Door, acting

NEEDED = {
    "name": "施策名を入力してください。",
    "work": "取組の内容を入力してください。",
    "reason": "提案する理由を入力してください。",
}
ON_BEHALF = "代行して提案する理由を入力してください。"


def propose_measure(
    review: PlanReview,
    *,
    by: User | Standing,
    division: Division,
    fields: Mapping[str, Any],
    behalf_reason: str = "",
    door: str = Door.PAGE,
) -> NewMeasureProposal:
    """Propose a new measure in the name of a division; the same name twice is there once."""
    standing = standing_of(by)
    reason = _check(review, standing, division.pk, behalf_reason)
    row = NewMeasureProposal(
        review=review,
        division=division,
        by=standing.user,
        at=timezone.now(),
        **_complete(fields),
    )
    row.clean_fields(exclude=["review", "division", "by"])
    try:
        with acting(standing.user, door, reason):
            row.save(force_insert=True)
    except IntegrityError as error:
        same = NewMeasureProposal.objects.filter(review=review, division=division, name=row.name)
        if same.exists():
            raise NotAllowed("この課は、同じ名称の施策を既に提案しています。") from error
        raise
    return row


def change_proposal(
    row: NewMeasureProposal,
    *,
    by: User | Standing,
    version: int,
    fields: Mapping[str, Any],
    behalf_reason: str = "",
    door: str = Door.PAGE,
) -> NewMeasureProposal:
    """Other words for a proposal, until the secretariat has made its 案."""
    standing = standing_of(by)
    reason = _check(row.review, standing, row.division_id, behalf_reason)
    if row.proposed:
        raise NotAllowed("事務局案が作られているため、変えられません。事務局に相談してください。")
    changes = _complete(fields)
    NewMeasureProposal(review=row.review, division=row.division, **changes).clean_fields(
        exclude=["review", "division", "by", "at"]
    )
    return _write(row, standing, version, door, reason, changes)


def drop_proposal(
    row: NewMeasureProposal,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> None:
    """Take a proposal back, with a reason, until the secretariat has made its 案."""
    standing = standing_of(by)
    _check(row.review, standing, row.division_id, reason)
    reason = needed(reason, "取り下げる理由を入力してください。")
    if row.proposed:
        raise NotAllowed("事務局案が作られているため、取り下げられません。")
    with acting(standing.user, door, reason):
        rows = NewMeasureProposal.objects.filter(pk=row.pk, version=version, proposed="")
        if not rows.delete()[0]:
            raise _gone_or_changed(row)


def handle_proposal(
    row: NewMeasureProposal,
    *,
    by: User | Standing,
    version: int,
    proposed: str,
    note: str = "",
    door: str = Door.PAGE,
) -> NewMeasureProposal:
    """事務局案 on a proposal: 採用 or 見送り, and why."""
    standing = secretary(by, "事務局案を作れるのは、事務局です。")
    if not row.review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    if proposed not in NewMeasureProposal.Handling.values:
        raise Incomplete([Missing("proposed", "採用か見送りを選んでください。")])
    note = note.strip().replace("\r\n", "\n")
    if proposed == NewMeasureProposal.Handling.DROP:
        note = needed(note, "見送る理由を入力してください。", "note")
    changes = {"proposed": proposed, "proposed_note": note}
    return _write(row, standing, version, door, "", changes)


def _check(review: PlanReview, standing: Standing, division_id: int, reason: str) -> str:
    """The reason of who acts for another division; blank for its own people."""
    if not (standing.belongs_to(division_id) or standing.is_secretariat):
        raise NotAllowed("新規施策を提案できるのは、その課の職員と事務局です。")
    if not review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    if predicates.acts_for_division(standing, division_id):
        return needed(reason, ON_BEHALF, "behalf_reason")
    return ""


def _complete(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with their texts trimmed; Incomplete where one is missing."""
    told = {
        name: value.strip().replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in fields.items()
    }
    missing = [Missing(name, said) for name, said in NEEDED.items() if not told.get(name)]
    if missing:
        raise Incomplete(missing)
    return told


def _write(
    row: NewMeasureProposal,
    standing: Standing,
    version: int,
    door: str,
    reason: str,
    changes: dict[str, Any],
) -> NewMeasureProposal:
    """Change the row if it still is as it was read."""
    under_way = PlanReview.objects.under_way()
    rows = NewMeasureProposal.objects.filter(pk=row.pk, version=version, review__in=under_way)
    try:
        with acting(standing.user, door, reason):
            if not rows.update(version=F("version") + 1, **changes):
                raise _gone_or_changed(row)
    except IntegrityError as error:
        raise NotAllowed("この課は、同じ名称の施策を既に提案しています。") from error
    row.refresh_from_db()
    return row


def _gone_or_changed(row: NewMeasureProposal) -> NotAllowed | Conflict:
    current = NewMeasureProposal.objects.filter(pk=row.pk).first()
    return Conflict(current) if current else NotAllowed("この提案は、取り下げられています。")
