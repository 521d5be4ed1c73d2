"""指摘事項と対応: ask a division, answer, ask again, change, accept (README: 会議、指摘).

Follow-ups go on in a closed year: they belong to what comes after it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F
from django.utils import timezone

from progress.follow_ups.notices import tell_answer
from progress.follow_ups.requests import NEEDED, Request, checked, follow_up
from progress.models import Decision, FollowUp, FollowUpEntry
from progress.rights import predicates
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

State = FollowUp.State
Verb = FollowUpEntry.Verb
# verb: (the states it is possible in, the state it leads to)
STEPS = {
    Verb.ANSWER: ((State.OPEN, State.ANSWERED), State.ANSWERED),
    Verb.ASK_AGAIN: ((State.ANSWERED,), State.OPEN),
    Verb.ACCEPT: ((State.ANSWERED,), State.ACCEPTED),
}
OPEN_STATES = (State.OPEN, State.ANSWERED)


def ask(
    decision: Decision, *, by: User | Standing, request: Request, door: str = Door.PAGE
) -> FollowUp:
    """Ask something of a division after a decision; asking the same again asks it once."""
    standing = secretary(by)
    row = follow_up(decision, checked(request))
    row.clean_fields(exclude=["decision", "division"])
    with acting(standing.user, door):
        Decision.objects.select_for_update().get(pk=decision.pk)
        same = decision.follow_ups.filter(division=row.division, what=row.what, due=row.due)
        stored = same.first()
        if stored is None:
            row.save()
    return stored or row


def answer(
    follow_up: FollowUp,
    *,
    by: User | Standing,
    version: int,
    text: str,
    reason: str = "",
    door: str = Door.PAGE,
) -> FollowUp:
    """The asked division says what it did, or the secretariat on its behalf, with a reason. Until
    it is accepted it may add to its answer. The secretariat is told of each."""
    standing = standing_of(by)
    if not predicates.may_answer(standing, follow_up):
        raise NotAllowed(f"回答できるのは、{follow_up.division}の職員と事務局です。")
    text = needed(text, "回答を入力してください。", "text")
    on_behalf = predicates.acts_for_division(standing, follow_up.division_id)
    reason = needed(reason, "代行して回答する理由を入力してください。") if on_behalf else ""
    entry = FollowUpEntry(verb=Verb.ANSWER, text=text, on_behalf=on_behalf, reason=reason)
    also = partial(tell_answer, follow_up, text=text, by=standing)
    return _step(follow_up, entry, standing, version, door, also=also)


def change(
    follow_up: FollowUp,
    *,
    by: User | Standing,
    version: int,
    what: str,
    due: date,
    reason: str,
    door: str = Door.PAGE,
) -> FollowUp:
    """The secretariat mends the words or moves the day, with a reason; its state stays. What it
    was before stands in the thread."""
    standing = secretary(by)
    what = needed(what, NEEDED["what"], "what")
    reason = needed(reason, "変更する理由を入力してください。")
    told = _changes(follow_up, what, due)
    if not told:
        raise NotAllowed("今の内容、期限と同じです。")
    entry = FollowUpEntry(verb=Verb.CHANGE, text=told, reason=reason)
    changes = {"what": what, "due": due}
    return _step(follow_up, entry, standing, version, door, changes=changes)


def _changes(follow_up: FollowUp, what: str, due: date) -> str:
    """What is other than before, in lines; blank for nothing."""
    lines = []
    if due != follow_up.due:
        lines.append(f"期限：{format_date(follow_up.due)} → {format_date(due)}")
    if what != follow_up.what:
        lines.append(f"変更前の指摘事項：{follow_up.what}")
    return "\n".join(lines)


def ask_again(
    follow_up: FollowUp, *, by: User | Standing, version: int, text: str, door: str = Door.PAGE
) -> FollowUp:
    """The secretariat is not content with the answer, and says why."""
    standing = secretary(by)
    text = needed(text, "再度お願いする内容を入力してください。", "text")
    return _step(follow_up, FollowUpEntry(verb=Verb.ASK_AGAIN, text=text), standing, version, door)


def accept(
    follow_up: FollowUp,
    *,
    by: User | Standing,
    version: int,
    text: str = "",
    door: str = Door.PAGE,
) -> FollowUp:
    """The secretariat takes the answer: nothing is open any more."""
    entry = FollowUpEntry(verb=Verb.ACCEPT, text=text.strip())
    return _step(follow_up, entry, secretary(by), version, door)


def _step(
    follow_up: FollowUp,
    entry: FollowUpEntry,
    standing: Standing,
    version: int,
    door: str,
    *,
    changes: Mapping[str, Any] | None = None,
    also: Callable[[], object] | None = None,
) -> FollowUp:
    """One step, if the follow-up still is as it was read, with its entry; `also` writes what
    belongs to it besides."""
    verb, changes = entry.verb, dict(changes or {})
    states, to_state = STEPS.get(verb, (OPEN_STATES, follow_up.state))
    if version != follow_up.version:
        raise Conflict(follow_up)
    if follow_up.state not in states:
        word, state = Verb(verb).label, follow_up.get_state_display()
        raise NotAllowed(f"「{state}」の指摘事項に「{word}」はできません。")
    entry.follow_up, entry.by, entry.at = follow_up, standing.user, timezone.now()
    entry.clean_fields()
    as_read = FollowUp.objects.filter(pk=follow_up.pk, version=version, state__in=states)
    with acting(standing.user, door, entry.reason):
        if not as_read.update(state=to_state, version=F("version") + 1, **changes):
            raise Conflict(FollowUp.objects.get(pk=follow_up.pk))
        entry.save()
        if also is not None:
            also()
    for name, value in {"state": to_state, "version": version + 1, **changes}.items():
        setattr(follow_up, name, value)
    return follow_up
