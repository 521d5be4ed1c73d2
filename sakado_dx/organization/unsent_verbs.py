"""Keep, forget and clear 未送信の入力 (README: 未送信の入力).

No transaction: each is one conditional UPDATE on the row as it was read, tried again where
somebody else (another window of the same person) was faster.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import User
from sakado_dx.organization.unsent import (
    SENT_WINDOWS,
    Entry,
    Place,
    UnsentInput,
    as_stored,
    left_after,
    letters,
    merged,
)

# A year's report with all its texts is a tenth of this (keeping.MOST_CHARACTERS).
MOST_LETTERS = 200_000
ATTEMPTS = 20

Changes = dict[str, object]


class TooMuch(Exception):
    """The row would hold more than any form of the portal sends."""


class Busy(Exception):
    """Other windows change the row all the time."""


@dataclass(frozen=True)
class Outcome:
    """What became of the texts that a window sent: `newer` are those of another window, which
    stand in place of them; `was_sent` where the window has sent its form, and nothing is kept."""

    newer: dict[str, Entry] = field(default_factory=dict)
    was_sent: bool = False


def keep(place: Place, *, by: User, window: str, typed: dict[str, Entry]) -> Outcome:
    """Keep what one window sends of a form; of each field the newest text stands.

    Raises TooMuch or Busy. 2 queries, 3 or more for the first text of a form.
    """
    outcome = Outcome()

    def change(row: UnsentInput, at: datetime) -> Changes | None:
        nonlocal outcome
        if window in row.sent:
            outcome = Outcome(was_sent=True)
            return None
        stands, newer = merged(row.entries, typed, at)
        if letters(stands) > MOST_LETTERS:
            raise TooMuch
        outcome = Outcome(newer=newer)
        return {
            "fields": as_stored(stands), "division_id": place.division_id, "role": place.role,
        }  # fmt: skip

    _change(place, by, change, makes=True)
    return outcome


def forget(
    place: Place, *, by: User, sent: Mapping[str, str], window: str, seen: datetime | None
) -> None:
    """The fields `sent` (name: text) of a form are saved: nothing of them stays. What arrives
    late from this window finds that it was sent; blank for one that never kept anything.

    1 query where nothing is kept, else 2.
    """

    def change(row: UnsentInput, at: datetime) -> Changes | None:
        left = left_after(row.entries, sent, window=window, seen=seen)
        return _sent_by(row, window) | {"fields": as_stored(left)}

    _change(place, by, change, makes=bool(window))


def discard(place: Place, *, by: User, window: str) -> None:
    """The owner wants none of it any more."""
    _change(place, by, lambda row, at: _sent_by(row, window) | {"fields": {}}, makes=bool(window))


def hand_on(form: str, subjects: Mapping[int, int]) -> None:
    """The form is about another subject from now on: what was typed comes along (old: new). Who
    has typed there already keeps both where they are. 1 query, 1 more for each that moves."""
    kept = UnsentInput.objects.filter(form=form)
    for old in kept.filter(subject__in=subjects).order_by().values_list("subject", flat=True):
        own = kept.filter(subject=subjects[old]).values("user")
        kept.filter(subject=old).exclude(user__in=own).update(subject=subjects[old])


def _sent_by(row: UnsentInput, window: str) -> Changes:
    return {"sent": [*row.sent, window][-SENT_WINDOWS:]} if window else {}


def _change(
    place: Place,
    by: User,
    change: Callable[[UnsentInput, datetime], Changes | None],
    *,
    makes: bool,
) -> None:
    """Change the row as `change` says of what it holds; None leaves it as it is."""
    own = UnsentInput.objects.filter(user=by, form=place.form, subject=place.subject)
    for _ in range(ATTEMPTS):
        row = own.first() or (makes and _made(place, by))
        if not row:
            return
        # A clock that stands still or is set back must not let two writers find the same time.
        at = max(timezone.now(), row.changed_at + timedelta(microseconds=1))
        changes = change(row, at)
        if changes is None:
            return
        if own.filter(changed_at=row.changed_at).update(changed_at=at, **changes):
            return
    raise Busy


def _made(place: Place, by: User) -> UnsentInput:
    row, _ = UnsentInput.objects.get_or_create(
        user=by,
        form=place.form,
        subject=place.subject,
        defaults={
            "division_id": place.division_id, "role": place.role, "changed_at": timezone.now(),
        },
    )  # fmt: skip
    return row


def clear_ended(users: list[User] | None = None) -> int:
    """Take away what these people (all, where none are named) typed by a place that they hold
    no more; how many rows. A query a person, besides the rows themselves."""
    rows = UnsentInput.objects.select_related("user").order_by("user")
    rows = rows if users is None else rows.filter(user__in=users)
    standings: dict = {}
    ended = []
    for row in rows:
        if row.user_id not in standings:
            standings[row.user_id] = standing_of(row.user)
        if not row.is_held_by(standings[row.user_id]):
            ended.append(row.pk)
    UnsentInput.objects.filter(pk__in=ended).delete()
    return len(ended)


def clear() -> int:
    """What the night takes away: 30 days old, or of a place that has ended; how many rows."""
    outlived, _ = UnsentInput.objects.outlived().delete()
    return outlived + clear_ended()
