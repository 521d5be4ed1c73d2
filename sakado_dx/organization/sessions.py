"""How long a login lasts: 30 minutes without use, 12 hours in all.

The session row is written when a minute has passed since the last writing, not on each page:
thirty people who read must not queue for SQLite's one writer.
"""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

STARTED = "login_at"
SEEN = "seen_at"
WRITE_EVERY = 60
NEEDED = "is_needed"


def begin(session: SessionBase) -> None:
    """Count a login from now on."""
    session[STARTED] = session[SEEN] = int(time.time())


def keep_alive_or_end(session: SessionBase) -> None:
    """End a login that has lasted or lain idle too long; else note that it is in use."""
    if SESSION_KEY not in session:
        return
    now = int(time.time())
    if STARTED not in session:
        begin(session)
    elif has_ended(session, now):
        session.flush()
    elif now - session[SEEN] >= WRITE_EVERY:
        session[SEEN] = now


def need(session: SessionBase) -> None:
    """The answer of this request is about the session itself (a login, a text that it keeps):
    where it cannot be written, that is said, not the answer."""
    setattr(session, NEEDED, True)


def is_needed(session: SessionBase) -> bool:
    return getattr(session, NEEDED, False)


def has_ended(session: SessionBase, now: int) -> bool:
    too_long = now - session[STARTED] >= settings.SESSION_LONGEST_SECONDS
    return too_long or now - session[SEEN] >= settings.SESSION_COOKIE_AGE
