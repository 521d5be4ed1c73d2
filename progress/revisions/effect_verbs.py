"""A decided revision takes effect on its day; it is taken back on the same day, and made public
(README: 改定)."""

import logging
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F, ProtectedError
from django.utils import timezone

from progress.models import PlanChange, PlanEdition, PlanRevision
from progress.plan_document.loading.loading import wait_for_loading
from progress.plan_editions.writing import write_edition
from progress.revisions import applying, deciding, notices, undoing
from progress.revisions.lines import Displaced
from progress.revisions.open_reports import OpenReports, touched_by
from progress.revisions.public_table import public_table_of
from progress.revisions.slips import corrected_by
from progress.workflow.record import secretary
from progress.workflow.refusals import OF_CLOSED_YEAR, Conflict, NotAllowed, needed
from sakado_dx import event_log
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

State = PlanRevision.State


STANDS_AGAINST = (NotAllowed, Displaced, IntegrityError, ProtectedError, ValidationError)


@dataclass(frozen=True)
class NotApplied:
    """A revision whose day has come and that could not take effect, and why, in a sentence."""

    revision: PlanRevision
    effective_on: date
    why: str


@dataclass
class Applied:
    """What took effect, edition by edition, and what could not."""

    editions: list[PlanEdition] = field(default_factory=list)
    left: list[NotApplied] = field(default_factory=list)


def apply_due(today: date | None = None) -> Applied:
    """Let all that was decided take effect whose day has come, each day of a revision once, in
    their order and each in a transaction of its own.

    A day that was missed is caught up. What cannot take effect is left, with what comes after it
    in the same plan, and told. 1 query where nothing is due.
    """
    applied, stuck = Applied(), set()
    for plan_id, revision_id, day in _due(today or timezone.localdate()):
        if plan_id in stuck:
            continue
        try:
            edition = _take_effect(revision_id, day)
        except STANDS_AGAINST as error:
            revision = PlanRevision.objects.select_related("plan").get(pk=revision_id)
            applied.left.append(NotApplied(revision, day, _why(error, revision, day)))
            told = {"revision": revision_id, "day": day.isoformat()}
            event_log.record("revision_not_applied", level=logging.ERROR, **told)
            stuck.add(plan_id)
        else:
            applied.editions += [edition] if edition else []
    return applied


def _due(today: date) -> list[tuple[int, int, date]]:
    rows = PlanChange.objects.due(today).order_by("day", "revision__decided_on", "revision_id")
    return list(rows.values_list("revision__plan_id", "revision_id", "day").distinct())


def _why(error: Exception, revision: PlanRevision, day: date) -> str:
    if isinstance(error, NotAllowed):
        return str(error)
    if isinstance(error, Displaced):
        return applying.displaced(revision, day, error.change)
    if isinstance(error, ProtectedError):
        return f"取り除くものに、記録のあるものが含まれています。{applying.AGAIN}"
    if OF_CLOSED_YEAR in str(error):
        return "今、年度が締められました。もう一度行ってください。"
    return f"ほかの登録と重なるため、登録できないものがあります（番号や名称の重複など）。{applying.AGAIN}"


def _take_effect(revision_id: int, day: date) -> PlanEdition | None:
    """One effective day of a revision; None where another was faster, or it was withdrawn."""
    revision = PlanRevision.objects.select_related("plan", "decided_by").get(pk=revision_id)
    by, reason = revision.decided_by or revision.made_by, reason_of(revision, day)
    with acting(by, Door.TAKING_EFFECT, reason):
        revision, lines = _held(revision_id, day)
        if not lines:
            return None
        if refusal := applying.against(revision, lines, day):
            raise NotAllowed(refusal)
        reports = OpenReports(revision.plan, revision, by)
        applying.write_lines(revision.plan, lines)
        touched = reports.follow(lines, reason)
        changed = reports.changed()
        reports.keep(changed, reason)
        touched += touched_by(changed)
        notices.tell_changed(revision, day, touched, reports.leads, by=by)
        edition = write_edition(
            revision.plan,
            name=applying.edition_name(revision, day),
            effective_on=day,
            decided_on=revision.decided_on,
            published_on=revision.published_on,
            revision=revision,
            by=str(by),
            outcome=[each.kept() for each in touched],
        )
        _mark_applied(revision, day)
    return edition


def reason_of(revision: PlanRevision, day: date) -> str:
    """What the records of its taking effect say."""
    return f"{revision}の施行（{format_date(day)}）"


def _held(revision_id: int, day: date) -> tuple[PlanRevision, list[PlanChange]]:
    """The revision and its lines of the day, in a transaction in which nobody else writes to the
    plan; no lines where nothing is due any more."""
    wait_for_loading()
    held = PlanRevision.objects.select_for_update(of=("self",)).select_related("plan")
    revision = held.get(pk=revision_id)
    return revision, applying.due_lines(revision, day)


def _mark_applied(revision: PlanRevision, day: date) -> None:
    now = timezone.now()
    done = PlanChange.objects.due(day).filter(revision=revision, day=day).values("pk")
    PlanChange.objects.filter(pk__in=list(done.values_list("pk", flat=True))).update(
        state=PlanChange.State.APPLIED
    )
    is_over = not revision.changes.filter(state=PlanChange.State.DECIDED).exists()
    own = PlanRevision.objects.filter(pk=revision.pk)
    state = State.APPLIED if is_over else State.DECIDED
    own.update(state=state, applied_at=now, version=F("version") + 1)


def undo_effect(
    edition: PlanEdition,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> PlanRevision:
    """Take a revision's taking effect back, on the same day and while nothing is built on it.

    The plan, and the reports that came or went, are as before; the edition goes; the revision is
    a draft again, or where an earlier day of it has taken effect, the lines of this one are
    withdrawn. Raises NotAllowed, Incomplete, Conflict.
    """
    standing = secretary(by, "施行を取り消せるのは、事務局です。")
    reason = needed(reason, "施行を取り消す理由を入力してください。")
    if edition.revision_id is None:
        raise NotAllowed(undoing.FIRST)
    why = f"{edition.name}の施行の取消し：{reason}"
    try:
        with acting(standing.user, door, why):
            wait_for_loading()
            held = PlanRevision.objects.select_for_update(of=("self",)).select_related("plan")
            revision = held.get(pk=edition.revision_id)
            if revision.version != version:
                raise Conflict(revision)
            if refusal := undoing.against_undoing(edition, timezone.localdate()):
                raise NotAllowed(refusal)
            undoing.turn_back(revision, edition, by=standing.user, reason=why)
    except (ProtectedError, IntegrityError) as error:
        raise NotAllowed(undoing.BUILT_ON) from error
    revision.refresh_from_db()
    return revision


def decide(revision: PlanRevision, **told) -> PlanRevision:
    """決定 (see deciding.decide), and what of it takes effect by today does so at once."""
    deciding.decide(revision, **told)
    apply_due()
    revision.refresh_from_db()
    return revision


def undecide(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> PlanRevision:
    """決定の取消し: a draft again, to be mended and decided anew; where an earlier day of it has
    taken effect, what is left is withdrawn. Raises NotAllowed, Incomplete, Conflict."""
    standing = secretary(by, "決定を取り消せるのは、事務局です。")
    reason = needed(reason, "決定を取り消す理由を入力してください。")
    with acting(standing.user, door, f"{revision}の決定の取消し：{reason}"):
        held = PlanRevision.objects.select_for_update(of=("self",)).select_related("plan")
        stored = held.get(pk=revision.pk)
        if stored.version != version:
            raise Conflict(stored)
        if refusal := against_undeciding(stored):
            raise NotAllowed(refusal)
        if stored.editions.exists():
            left = stored.changes.filter(state=PlanChange.State.DECIDED)
            left.update(state=PlanChange.State.WITHDRAWN)
            own = PlanRevision.objects.filter(pk=stored.pk)
            own.update(state=State.APPLIED, version=F("version") + 1)
        else:
            undoing.as_draft(stored)
    revision.refresh_from_db()
    return revision


def against_undeciding(revision: PlanRevision) -> str:
    """What stands against taking the decision back, in a sentence."""
    if revision.state != State.DECIDED:
        state = revision.get_state_display()
        return f"この見直しは「{state}」のため、決定を取り消せません。"
    if revision.published_on and revision.published_on <= timezone.localdate():
        return "既に公表されているため、決定を取り消せません。新しい見直しで改めてください。"
    return undoing.same_draft(revision) or corrected_by(revision)


def publish(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    published_on: date,
    door: str = Door.PAGE,
) -> PlanRevision:
    """Set the day from which citizens see a decided revision's editions; it may lie before the
    effective day. Raises NotAllowed, also for a day that has come already, and Conflict."""
    standing = secretary(by, "改定の公表日を決められるのは、事務局です。")
    today = timezone.localdate()
    with acting(standing.user, door, f"{revision}の公表日：{format_date(published_on)}"):
        if refusal := against_publishing(revision, published_on, today):
            raise NotAllowed(refusal)
        as_read = PlanRevision.objects.filter(pk=revision.pk, version=version)
        decided = as_read.filter(state__in=(State.DECIDED, State.APPLIED))
        told = {"published_on": published_on, "public_table": public_table_of(revision)}
        if not decided.update(version=F("version") + 1, **told):
            raise Conflict(PlanRevision.objects.get(pk=revision.pk))
        PlanEdition.objects.filter(revision=revision).update(published_on=published_on)
    revision.refresh_from_db()
    return revision


def against_publishing(revision: PlanRevision, published_on: date | None, today: date) -> str:
    """What stands against this 公表日, in a sentence."""
    if revision.state not in (State.DECIDED, State.APPLIED):
        return "公表日を決められるのは、決定した後です。"
    if revision.published_on and revision.published_on <= today:
        day = format_date(revision.published_on)
        return f"{day}に公表したため、公表日は変えられません。"
    if published_on and published_on < revision.decided_on:
        return f"公表日は、決定日（{format_date(revision.decided_on)}）以後の日にしてください。"
    return ""
