"""A window's message read once: what was typed, with bounds, or a sentence on what is wrong."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from progress.models.report_fields import MOST_LETTERS
from sakado_dx.organization.unsent import KEPT, Entry

MOST_BYTES = 250_000  # a window sends one long text at a time; leaving, less than 60 KB
MOST_FIELDS = 900
WINDOW = re.compile(r"[0-9a-f]{8,32}")
UNREADABLE = (
    AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError,
)  # fmt: skip
LONGEST_NAME, LONGEST_MARK, LONGEST_LABEL = 100, 8, 200


class Unreadable(Exception):
    """The message is none of ours; says why."""


@dataclass(frozen=True)
class Message:
    """What a window sends: whose page it is, which window, the fields by name. `too_long` names
    those that no form takes."""

    user: int
    window: str
    typed: dict[str, Entry]
    too_long: list[str]


def message_of(body: bytes) -> Message:
    """The message in a request's body. Raises Unreadable.

    {"user": 7, "window": "9f3c…", "fields": {"done": {"text": "…", "age": 350, "number": 5,
    "read": "1a2b3c4d", "label": "取り組んだこと", "shown": ""}}}; `age` in milliseconds.
    """
    if len(body) > MOST_BYTES:
        raise Unreadable("一度に保管できる量を超えています。")
    try:
        told = json.loads(body)
        user, window, fields = int(told["user"]), str(told["window"]), told["fields"]
        now = timezone.now()
        entries = {str(name): _entry(held, window, now) for name, held in fields.items()}
    except UNREADABLE as error:
        raise Unreadable("送られた内容を読めません。") from error
    if not WINDOW.fullmatch(window) or len(entries) > MOST_FIELDS:
        raise Unreadable("送られた内容を読めません。")
    if any(len(name) > LONGEST_NAME or not name.isprintable() for name in entries):
        raise Unreadable("送られた項目の名前が正しくありません。")
    too_long = [name for name, each in entries.items() if len(each.text) > MOST_LETTERS]
    typed = {name: each for name, each in entries.items() if name not in too_long}
    return Message(user, window, typed, too_long)


def window_of(text: str) -> str:
    """The window that a sent form names; blank where it names none."""
    return text if WINDOW.fullmatch(text) else ""


def seen_of(text: str) -> datetime | None:
    """As of when the form was filled with what was kept; None where it was not."""
    try:
        seen = datetime.fromisoformat(text)
    except ValueError:
        return None
    return seen if timezone.is_aware(seen) else None


def _entry(held: dict[str, Any], window: str, now: datetime) -> Entry:
    age = timedelta(milliseconds=min(max(int(held.get("age", 0)), 0), KEPT.total_seconds() * 1000))
    return Entry(
        text=_plain(held["text"]),
        at=now - age,
        window=window,
        number=int(held.get("number", 0)),
        read=_plain(held.get("read", ""))[:LONGEST_MARK],
        label=_plain(held.get("label", ""))[:LONGEST_LABEL],
        shown=_plain(held.get("shown", ""))[:LONGEST_LABEL],
        is_late=held.get("late") is True,
    )


def _plain(text: str) -> str:
    """A text as both databases hold it: no NUL, no half of a character, LF as line break."""
    if not isinstance(text, str):
        raise TypeError
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "").replace("\r\n", "\n")
