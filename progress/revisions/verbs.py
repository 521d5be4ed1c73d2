"""What the secretariat does with a draft of a revision, until it is decided (README: 改定)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db.models import F
from django.utils import timezone

from progress.models import PlanChange, PlanRevision, RevisionStep
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

State = PlanRevision.State
REFUSAL = "計画の見直しを変えられるのは、事務局です。"
NOT_DRAFT = "この見直しは「{}」のため、内容を変えられません。"
APPLIED = "この見直しは、施行日が来て計画に反映されているため、取り下げられません。新しい見直しで改めます。"


@contextmanager
def on_draft(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    door: str = Door.PAGE,
    reason: str = "",
    **changes,
) -> Iterator[Standing]:
    """A change of a draft as it was read, in one transaction with its record. Raises NotAllowed
    where it is no draft any more, Conflict where somebody else was faster."""
    standing = secretary(by, REFUSAL)
    drafts = PlanRevision.objects.drafts().filter(pk=revision.pk, version=version)
    with acting(standing.user, door, reason):
        if not drafts.update(version=F("version") + 1, **changes):
            raise _refusal(revision)
        revision.version = version + 1
        for name, value in changes.items():
            setattr(revision, name, value)
        yield standing


def _refusal(revision: PlanRevision) -> Exception:
    current = PlanRevision.objects.get(pk=revision.pk)
    if not current.is_draft:
        return NotAllowed(NOT_DRAFT.format(current.get_state_display()))
    return Conflict(current)


def change(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    title: str,
    kind: str,
    effective_on: date | None = None,
    reason: str = "",
    document_number: str = "",
    door: str = Door.PAGE,
) -> PlanRevision:
    """Title, kind, day and purpose of a draft."""
    title = needed(title, "見直しの名称を入力してください。", "title")
    told = {"title": title, "kind": kind, "effective_on": effective_on, "reason": reason}
    told["document_number"] = document_number
    others = PlanRevision.objects.of_plan(revision.plan).drafts().exclude(pk=revision.pk)
    if others.filter(title=title).exists():
        raise NotAllowed(f"「{title}」という名称の見直しの案が、既にあります。")
    with on_draft(revision, by=by, version=version, door=door, **told):
        pass
    return revision


def share(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    shared_on: date | None,
    door: str = Door.PAGE,
) -> PlanRevision:
    """庁内照会: the divisions read the draft from this day on; None ends it."""
    with on_draft(revision, by=by, version=version, door=door, shared_on=shared_on):
        pass
    return revision


def record_step(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    door: str = Door.PAGE,
    **step,
) -> RevisionStep:
    """A step of the 経過, done on a day or left out with a reason (columns of RevisionStep)."""
    if step.get("is_left_out"):
        needed(step.get("reason", ""), "実施しない理由を入力してください。")
    elif step.get("on") is None:
        needed("", "実施日を入力してください。", "on")
    elif step["on"] > timezone.localdate():
        raise NotAllowed("実施日は、今日までの日にしてください。経過は、行った後に記録します。")
    with on_draft(revision, by=by, version=version, door=door) as standing:
        return RevisionStep.objects.create(
            revision=revision, by=standing.user, at=timezone.now(), **step
        )


def drop_step(
    step: RevisionStep, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> None:
    """Take a step back that was recorded wrongly."""
    with on_draft(step.revision, by=by, version=version, door=door, reason="経過の取消し"):
        RevisionStep.objects.filter(pk=step.pk).delete()


def withdraw(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> PlanRevision:
    """取下げ, also of one that is decided, until its first day of taking effect is applied."""
    standing = secretary(by, REFUSAL)
    reason = needed(reason, "取り下げる理由を入力してください。")
    states = [State.DRAFT, State.DECIDED]
    rows = PlanRevision.objects.filter(pk=revision.pk, version=version, state__in=states)
    with acting(standing.user, door, reason):
        if revision.changes.filter(state=PlanChange.State.APPLIED).exists():
            raise NotAllowed(APPLIED)
        told = {"state": State.WITHDRAWN, "withdrawn_reason": reason}
        if not rows.update(version=F("version") + 1, **told):
            current = PlanRevision.objects.get(pk=revision.pk)
            if current.state in states:
                raise Conflict(current)
            raise NotAllowed(f"この見直しは、既に「{current.get_state_display()}」です。")
        revision.changes.update(state=PlanChange.State.WITHDRAWN)
    revision.state, revision.withdrawn_reason = State.WITHDRAWN, reason
    return revision


def set_line(
    line: PlanChange,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    effective_on: date | None,
    door: str = Door.PAGE,
) -> PlanChange:
    """A line's reason, and its own day of taking effect where it has one."""
    with on_draft(line.revision, by=by, version=version, door=door):
        told = {"reason": reason, "effective_on": effective_on}
        PlanChange.objects.filter(pk=line.pk).update(**told)
    return line


def drop_line(
    line: PlanChange, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> None:
    """Take a line out of a draft."""
    with on_draft(line.revision, by=by, version=version, door=door, reason="変更の取りやめ"):
        PlanChange.objects.filter(pk=line.pk).delete()
