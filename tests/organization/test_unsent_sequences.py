"""Any order of typing, losing the connection, two windows, saving and leaving: nothing typed more
than two seconds before is lost.

The queue of `unsent.js` in a few lines of Python, against the real verbs, with a clock of its own:
a browser needs seconds for what this does in milliseconds. tests/e2e/test_unsent.py walks the
module itself.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from sakado_dx.organization.models import UnsentInput
from sakado_dx.organization.unsent import Entry, Place
from sakado_dx.organization.unsent_verbs import forget, keep

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

SEQUENCES = 1000 if os.environ.get("TEST_LONG") else 50
STEPS = 40
WAIT = 1.2  # seconds from the first letter that is not kept, as in unsent.js
NAMES = ("done", "issues", "effects")
START = datetime.fromisoformat("2026-11-28T00:36:00+09:00")


@dataclass
class Window:
    """One open page of the form, as the browser has it."""

    name: str
    values: dict[str, str]
    kept: dict[str, str]
    seen: datetime | None
    version: int
    typed: dict[str, tuple[float, int]] = field(default_factory=dict)
    number: int = 0
    due: float | None = None
    late: list[dict[str, Entry]] = field(default_factory=list)
    sent_before: set[str] = field(default_factory=set)  # fields that came again with the page


class Play:
    """A person with two windows; `now` in seconds."""

    def __init__(self, user, place: Place, random: Random):
        self.user, self.place, self.random = user, place, random
        self.now, self.opened, self.letters = 0.0, 0, 0
        self.stored = dict.fromkeys(NAMES, "")
        self.back = -10.0  # since when the network is there
        self.newest: dict[str, tuple[str, float]] = {}  # what was typed last, and when
        self.is_cut, self.version = False, 0
        self.windows = [self.open(), self.open()]

    def entries(self) -> dict[str, Entry]:
        row = UnsentInput.objects.filter(user=self.user).first()
        return row.entries if row else {}

    def open(self) -> Window:
        """F5, or a new window: the form is filled with what is kept."""
        self.opened += 1
        row = UnsentInput.objects.filter(user=self.user).first()
        entries = row.entries if row else {}
        values = self.stored | {name: each.text for name, each in entries.items()}
        seen = row.changed_at if entries else None
        return Window(f"{self.opened:08x}", values, dict(values), seen, self.version)

    def type(self, window: Window) -> None:
        name = self.random.choice(NAMES)
        self.letters += 1
        window.values[name] += f"{self.letters}。"
        window.number += 1
        window.typed[name] = (self.now, window.number)
        window.sent_before.discard(name)
        self.newest[name] = (window.values[name], self.now)
        if window.due is None:
            window.due = self.now + WAIT

    def message(self, window: Window) -> dict[str, Entry]:
        changed = (name for name in NAMES if window.values[name] != window.kept[name])
        told = ((name, *window.typed[name]) for name in changed if name in window.typed)
        return {
            name: Entry(
                window.values[name],
                START + timedelta(seconds=when),
                window.name,
                number,
                is_late=name in window.sent_before,
            )
            for name, when, number in told
        }

    def send(self, window: Window) -> None:
        """What the timer does; a message may also arrive, and its answer be lost."""
        window.due = None
        message = self.message(window)
        if not message:
            return
        if self.is_cut:
            window.due = self.now + WAIT
            window.late.append(message)
            return
        outcome = keep(self.place, by=self.user, window=window.name, typed=message)
        if outcome.was_sent:
            return
        window.kept |= {name: each.text for name, each in message.items()}

    def arrive_late(self, window: Window) -> None:
        """A message of before that the network gives back only now."""
        if window.late:
            late = window.late.pop(self.random.randrange(len(window.late)))
            keep(self.place, by=self.user, window=window.name, typed=late)

    def leave(self, index: int) -> None:
        """The last message outlives the page; then the page is opened anew."""
        self.send(self.windows[index])
        self.windows[index] = self.open()

    def save(self, index: int) -> None:
        """The form is sent, its last message at the same time, whichever comes first."""
        if self.is_cut:
            return
        window = self.windows[index]
        last, is_first = self.message(window), self.random.random() < 0.5
        if is_first:
            keep(self.place, by=self.user, window=window.name, typed=last)
        if window.version != self.version:
            self.refused(index)
        else:
            self.stored, self.version = dict(window.values), self.version + 1
            told = {"sent": self.stored, "window": window.name, "seen": window.seen}
            forget(self.place, by=self.user, **told)
            self.hand_over()
        if not is_first:
            keep(self.place, by=self.user, window=window.name, typed=last)
        self.arrive_late(window)
        if self.windows[index] is window:
            self.windows[index] = self.open()

    def hand_over(self) -> None:
        """What a save has stored stands in the record: no later text makes it lost."""
        self.newest = {
            name: (text, when)
            for name, (text, when) in self.newest.items()
            if self.stored[name] != text
        }

    def refused(self, index: int) -> None:
        """Somebody was faster: the page comes again, keeps what was typed, and proposes what the
        other saved where nothing was."""
        before = self.windows[index]
        self.opened += 1
        values = self.stored | {each: before.values[each] for each in before.typed}
        kept = {each: "" if each in before.typed else values[each] for each in NAMES}
        name = f"{self.opened:08x}"
        again = Window(name, values, kept, None, self.version)
        again.typed = {each: (self.now, number) for each, (_, number) in before.typed.items()}
        again.sent_before = set(before.typed)
        again.number, again.due = before.number, self.now + WAIT
        self.windows[index] = again

    def step(self) -> None:
        for _ in range(self.random.choice((1, 3, 7, 15))):
            self.now = round(self.now + 0.1, 1)
            for window in self.windows:
                if window.due is not None and window.due <= self.now:
                    self.send(window)
        index = self.random.randrange(len(self.windows))
        act = self.random.choices(
            ("type", "leave", "save", "cut", "late"), weights=(12, 2, 1, 1, 2)
        )[0]
        if act == "type":
            self.type(self.windows[index])
        elif act == "leave" and not self.is_cut:
            self.leave(index)
        elif act == "save":
            self.save(index)
        elif act == "cut":
            self.is_cut = not self.is_cut
            self.back = self.now if not self.is_cut else float("inf")
        elif act == "late" and not self.is_cut:
            self.arrive_late(self.windows[index])

    def lost(self) -> list[str]:
        """The texts typed last in a field that stand nowhere, or only in a page although they are
        older than two seconds and the network was there."""
        held = {each.text for each in self.entries().values()} | set(self.stored.values())
        on_pages = {text for window in self.windows for text in window.values.values()}
        return [
            text
            for text, when in self.newest.values()
            if text not in held
            and (text not in on_pages or (self.now - when > 2 and self.now - self.back > 2))
        ]


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_nothing_typed_more_than_two_seconds_before_is_lost(reporter, division, seed):
    play = Play(reporter, Place("report", 7, division_id=division.pk), Random(seed))
    for _ in range(STEPS):
        play.step()
        assert play.lost() == [], play.now


def test_the_play_finds_what_is_lost(reporter, division, monkeypatch):
    """The test can fail: a queue that never sends loses all of it."""
    play = Play(reporter, Place("report", 7, division_id=division.pk), Random(1))
    monkeypatch.setattr(Play, "send", lambda self, window: None)
    play.type(play.windows[0])
    play.now += 3
    assert play.lost() != []
