"""施策見直し調書: save, submit, withdraw, send back, and the secretariat's 案 (README: 改定)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from measures.models import Measure, PlanWord
from progress.judging.completeness import Missing
from progress.models import MeasureReview, MeasureReviewChange, PlanReview
from progress.models.reviews import LIMITS
from progress.reviews.verbs import TAKEN_OVER
from progress.rights import predicates
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

State = MeasureReview.State
Verb = MeasureReviewChange.Verb
# verb: (the states it is possible in, the state it leads to; None: it stays)
STEPS = {
    Verb.SAVE: (MeasureReview.EDITABLE, None),
    Verb.SUBMIT: ((State.DRAFT, State.RETURNED), State.SUBMITTED),
    Verb.WITHDRAW: ((State.SUBMITTED,), State.DRAFT),
    Verb.SEND_BACK: ((State.SUBMITTED,), State.RETURNED),
    Verb.PROPOSE: ((State.SUBMITTED,), None),
}
# Outlooks after which the measure goes on otherwise than before: what shall be done is asked for.
CHANGED = frozenset({"expand", "review", "shrink"})
NO_PROPOSAL = {
    "proposed_outlook": None, "proposed_into": None, "proposed_note": "", "proposed_at": None,
}  # fmt: skip


def save(
    row: MeasureReview,
    *,
    by: User | Standing,
    version: int,
    fields: Mapping[str, Any],
    reason: str = "",
    door: str = Door.PAGE,
) -> MeasureReview:
    """Keep what was filled in as a draft; what equals the stored draft writes nothing.

    Raises NotAllowed, Conflict, Incomplete (on behalf: no reason) or ValidationError.
    """
    standing = _filler(row, by)
    changes = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if version == row.version and not changes and row.state != State.NOT_STARTED:
        return row
    reason = _reason_on_behalf(standing, row, reason)
    changed = MeasureReview(review=row.review, measure=row.measure, **dict(fields))
    if fields.get("merge_into") == row.measure:
        raise ValidationError({"merge_into": "統合先には、ほかの施策を選んでください。"})
    changed.clean_fields(exclude=["review", "measure"])
    state = State.DRAFT if row.state == State.NOT_STARTED else row.state
    return _write(row, Verb.SAVE, standing, version, door, reason, {**changes, "state": state})


def submit(
    row: MeasureReview,
    *,
    by: User | Standing,
    version: int,
    reason: str = "",
    door: str = Door.PAGE,
) -> MeasureReview:
    """Hand the 調書 in. Raises Incomplete with all that is missing."""
    standing = _filler(row, by)
    reason = _reason_on_behalf(standing, row, reason)
    if version == row.version and (missing := missing_of(row)):
        raise Incomplete(missing)
    told = {
        "submitted_by": standing.user,
        "submitted_at": timezone.now(),
        "submitted_version": version + 1,
    }
    return _write(row, Verb.SUBMIT, standing, version, door, reason, told)


def withdraw(
    row: MeasureReview,
    *,
    by: User | Standing,
    version: int,
    reason: str = "",
    door: str = Door.PAGE,
) -> MeasureReview:
    """Take the 調書 back to mend it, until the secretariat has made its 案."""
    standing = _filler(row, by)
    if row.proposed_at is not None:
        raise NotAllowed(
            "事務局案が作られているため、引き戻せません。事務局に差戻しを求めてください。"
        )
    reason = _reason_on_behalf(standing, row, reason)
    told = {"submitted_at": None, "submitted_version": None}
    return _write(row, Verb.WITHDRAW, standing, version, door, reason, told)


def send_back(
    row: MeasureReview, *, by: User | Standing, version: int, reason: str, door: str = Door.PAGE
) -> MeasureReview:
    """Ask the division to mend it; the secretariat's 案 on it goes."""
    standing = secretary(by, "調書を差し戻せるのは、事務局です。")
    reason = needed(reason, "差し戻す理由を入力してください。")
    return _write(row, Verb.SEND_BACK, standing, version, door, reason, dict(NO_PROPOSAL))


def propose(
    row: MeasureReview,
    *,
    by: User | Standing,
    version: int,
    outlook: PlanWord | None,
    into: Measure | None = None,
    note: str = "",
    door: str = Door.PAGE,
) -> MeasureReview:
    """事務局案: the outlook that the council is asked to decide, and why."""
    standing = secretary(by, "事務局案を作れるのは、事務局です。")
    missing = []
    if outlook is None:
        missing.append(Missing("outlook", "事務局案の今後の方針を選んでください。"))
    elif outlook.meaning == "merge" and into is None:
        missing.append(Missing("into", "統合先の施策を選んでください。"))
    elif into == row.measure:
        missing.append(Missing("into", "統合先には、ほかの施策を選んでください。"))
    if missing:
        raise Incomplete(missing)
    told = {
        "proposed_outlook": outlook,
        "proposed_into": into if outlook and outlook.meaning == "merge" else None,
        "proposed_note": note.strip().replace("\r\n", "\n"),
        "proposed_at": timezone.now(),
    }
    return _write(row, Verb.PROPOSE, standing, version, door, "", told)


def missing_of(row: MeasureReview) -> list[Missing]:
    """What a 調書 lacks to be handed in, by field."""
    found, meaning = [], row.outlook.meaning if row.outlook else ""
    if not meaning:
        found.append(Missing("outlook", "今後の方針を選んでください。"))
    elif meaning != "continue" and not row.reason.strip():
        found.append(Missing("reason", f"「{row.outlook}」とする理由を入力してください。"))
    if meaning == "merge" and row.merge_into_id is None:
        found.append(Missing("merge_into", "統合先の施策を選んでください。"))
    if meaning in CHANGED and not row.work.strip():
        found.append(Missing("work", "改定後の取組を入力してください。"))
    if not row.budget:
        found.append(Missing("budget", "予算への影響を選んでください。"))
    for name, limit in LIMITS.items():
        length = len(getattr(row, name))
        if length > limit:
            label = row._meta.get_field(name).verbose_name
            sentence = f"{label}は{limit}文字以内にしてください（今は{length}文字です）。"
            found.append(Missing(name, sentence))
    return found


def _filler(row: MeasureReview, by: User | Standing) -> Standing:
    standing = standing_of(by)
    if not predicates.may_fill_measure_review(standing, row):
        raise NotAllowed("この調書に記入できるのは、主管課の職員と事務局です。")
    return standing


def _reason_on_behalf(standing: Standing, row: MeasureReview, reason: str) -> str:
    if not predicates.reviews_on_behalf(standing, row):
        return ""
    return needed(reason, "代行して記入・提出する理由を入力してください。")


def _write(
    row: MeasureReview,
    verb: str,
    standing: Standing,
    version: int,
    door: str,
    reason: str,
    changes: dict[str, Any],
) -> MeasureReview:
    """Change the row if it still is as it was read, with its record, in one transaction."""
    states, to_state = STEPS[Verb(verb)]
    if version != row.version:
        raise Conflict(row)
    if not row.review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    if row.state not in states:
        word = Verb(verb).label
        raise NotAllowed(f"「{row.get_state_display()}」の調書に「{word}」はできません。")
    if to_state:
        changes = {**changes, "state": to_state}
    as_read = MeasureReview.objects.filter(pk=row.pk, version=version, state=row.state)
    under_way = PlanReview.objects.under_way()
    on_behalf = predicates.reviews_on_behalf(standing, row) and verb in (
        Verb.SAVE, Verb.SUBMIT, Verb.WITHDRAW,
    )  # fmt: skip
    with acting(standing.user, door, reason):
        if not as_read.filter(review__in=under_way).update(version=F("version") + 1, **changes):
            raise Conflict(MeasureReview.objects.with_measure().get(pk=row.pk))
        MeasureReviewChange.objects.create(
            measure_review=row,
            verb=verb,
            version=version + 1,
            by=standing.user,
            on_behalf=on_behalf,
            reason=reason,
            at=timezone.now(),
        )
    for name, value in {**changes, "version": version + 1}.items():
        setattr(row, name, value)
    return row
