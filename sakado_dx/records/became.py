"""What became of what a request wrote, for the pages that tell of a failure.

After the commit a page can still fail: it must not say that nothing was changed.
"""

from contextvars import ContextVar
from enum import StrEnum


class Became(StrEnum):
    """NOTHING: nothing was committed. IN_DOUBT: all was written, and the commit was not answered.
    STORED: something stands."""

    NOTHING = "nothing"
    IN_DOUBT = "in_doubt"
    STORED = "stored"


_became: ContextVar[Became] = ContextVar("became", default=Became.NOTHING)


def begin() -> None:
    """A new request: nothing has been written."""
    _became.set(Became.NOTHING)


def note(became: Became) -> None:
    """What stands stays told, whatever is tried after it."""
    if _became.get() != Became.STORED:
        _became.set(became)


def became() -> Became:
    return _became.get()
