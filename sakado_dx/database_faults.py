"""Why a database gives or takes nothing: named from what its driver says, never from its text.

For the log, which must tell a full disk from a lock, and for the answer, which is 503 for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

READ_ONLY, FULL, LOCKED, UNREACHABLE, DAMAGED, STOPPED = (
    "read_only", "full", "locked", "unreachable", "damaged", "stopped",
)  # fmt: skip
# The beginning of SQLite's error name, or of PostgreSQL's SQLSTATE.
KINDS = {
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_PROTOCOL": LOCKED,
    "SQLITE_CANTOPEN": UNREACHABLE,
    "SQLITE_IOERR": UNREACHABLE,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_INTERRUPT": STOPPED,
    "25006": READ_ONLY,
    "53100": FULL,
    "53": UNREACHABLE,  # no more connections, no memory
    "55P03": LOCKED,
    "40": LOCKED,  # deadlock, serialization
    "57014": STOPPED,
    "08": UNREACHABLE,
    "57P": UNREACHABLE,  # shut down, starting up
    "58": UNREACHABLE,
    "28": UNREACHABLE,
    "3D": UNREACHABLE,
    "XX": DAMAGED,
}

# Where the drivers write it.
CODES = ("pgcode", "sqlstate", "sqlite_errorname")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a word, and by which the database itself names it (empty: it says none)."""

    kind: str
    code: str = ""


def fault_in(error: BaseException | None) -> Fault | None:
    """The fault of the database that led to this exception; None where it is another one."""
    is_out_of_reach = False
    for each in _behind(error):
        code = next((found for name in CODES if (found := getattr(each, name, None))), "")
        is_out_of_reach |= isinstance(each, OperationalError | InterfaceError)
        if kind := _kind_of(code):
            return Fault(kind, code)
        if code and is_out_of_reach:
            return Fault(UNREACHABLE, code)
    return Fault(UNREACHABLE) if is_out_of_reach else None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, and those that it was raised from, or while they were handled."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind_of(code: str) -> str:
    """By the longest beginning that is known: 53100 before 53."""
    known = [each for each in KINDS if code.startswith(each)]
    return KINDS[max(known, key=len)] if known else ""
