"""指摘事項と対応: ask a division, answer, ask again, accept (README: 会議、指摘).

Follow-ups go on in a closed year: they belong to what comes after it.
"""

from django.db.models import F
from django.utils import timezone

from progress.follow_ups.requests import Request, checked, follow_up
from progress.models import Decision, FollowUp, FollowUpEntry
from progress.rights import predicates
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed, needed
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
    follow_up: FollowUp, *, by: User | Standing, version: int, text: str, door: str = Door.PAGE
) -> FollowUp:
    """The asked division says what it did. Until it is accepted it may add to its answer."""
    standing = standing_of(by)
    if not predicates.may_answer(standing, follow_up):
        raise NotAllowed(f"回答できるのは、{follow_up.division}の職員です。")
    text = needed(text, "回答を入力してください。", "text")
    return _step(follow_up, Verb.ANSWER, standing, version, text, door)


def ask_again(
    follow_up: FollowUp, *, by: User | Standing, version: int, text: str, door: str = Door.PAGE
) -> FollowUp:
    """The secretariat is not content with the answer, and says why."""
    standing = secretary(by)
    text = needed(text, "再度お願いする内容を入力してください。", "text")
    return _step(follow_up, Verb.ASK_AGAIN, standing, version, text, door)


def accept(
    follow_up: FollowUp,
    *,
    by: User | Standing,
    version: int,
    text: str = "",
    door: str = Door.PAGE,
) -> FollowUp:
    """The secretariat takes the answer: nothing is open any more."""
    return _step(follow_up, Verb.ACCEPT, secretary(by), version, text.strip(), door)


def _step(
    follow_up: FollowUp, verb: str, standing: Standing, version: int, text: str, door: str
) -> FollowUp:
    """One step, if the follow-up still is as it was read, with its entry."""
    states, to_state = STEPS[verb]
    if version != follow_up.version:
        raise Conflict(follow_up)
    if follow_up.state not in states:
        word, state = Verb(verb).label, follow_up.get_state_display()
        raise NotAllowed(f"「{state}」の指摘事項に「{word}」はできません。")
    entry = FollowUpEntry(
        follow_up=follow_up, verb=verb, text=text, by=standing.user, at=timezone.now()
    )
    entry.clean_fields()
    as_read = FollowUp.objects.filter(pk=follow_up.pk, version=version, state__in=states)
    with acting(standing.user, door):
        if not as_read.update(state=to_state, version=F("version") + 1):
            raise Conflict(FollowUp.objects.get(pk=follow_up.pk))
        entry.save()
    follow_up.state, follow_up.version = to_state, version + 1
    return follow_up
