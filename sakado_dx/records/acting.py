"""Who acts, through which door and why: told to the database before anything is written.

The triggers that write the audit record read it there, so that the record of a row names the
person whichever way the row was written. PostgreSQL keeps it in settings of the transaction,
SQLite in a table of one row that is emptied before the commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass

from django.db import connection, models, transaction

from sakado_dx.records.became import Became, note

# Names of PostgreSQL's settings; sakado_dx.records.triggers reads them.
SETTINGS = ("actor_id", "actor_name", "door", "reason", "import_key")
PREFIX = "sakado_dx"


class Door(models.TextChoices):
    """The way a change came in. No other word stands in a record."""

    PAGE = "page", "画面"
    BULK = "bulk", "一括操作"
    ADMIN = "admin", "管理画面"
    IMPORT = "import", "一括取込"
    LOAD = "load", "計画の読込"
    COMMAND = "command", "コマンド"
    TAKING_EFFECT = "effect", "施行"
    MIGRATION = "migrate", "移行"
    SQL = "sql", "直接SQL"


@dataclass(frozen=True)
class Words:
    """What stands in a record besides the row. Empty: nobody said who acts."""

    actor_id: str = ""
    actor_name: str = ""
    door: str = ""
    reason: str = ""
    import_key: str = ""


NOBODY = Words()
_in_force: ContextVar[Words] = ContextVar("acting", default=NOBODY)
_followers: list[Callable[[int], object]] = []


def followed_by(follower: Callable[[int], object]) -> None:
    """Have all that is written looked at before its commit, in an app's `ready`: the follower is
    told the newest record of before the transaction."""
    if follower not in _followers:
        _followers.append(follower)


@contextmanager
def acting(by, door: str, reason: str = "", *, import_key: str = "") -> Iterator[None]:
    """A transaction whose records say that `by` (a user, or a command's name) acts, and to which
    import they belong (imports/recording.py).

    Inside another one it changes the words and puts the outer ones back at its end; where
    they are the same, or the outer ones have a reason or an import and the inner ones none,
    nothing is lost. At most 2 queries besides the transaction's own and those of its followers.
    """
    outer = _in_force.get()
    words = _words(by, door, reason or outer.reason, import_key or outer.import_key)
    ends_with_transaction = connection.vendor == "postgresql" and not connection.in_atomic_block
    token = _in_force.set(words)
    try:
        with transaction.atomic():
            newest = _tell(words) if words != outer else 0
            yield
            if outer == NOBODY and not connection.needs_rollback:
                for each in _followers:
                    each(newest)
            # A transaction that is to be rolled back takes the words with it.
            if words != outer and not (ends_with_transaction or connection.needs_rollback):
                _tell(outer)
            if outer == NOBODY:
                note(Became.IN_DOUBT)
        if not connection.in_atomic_block:
            note(Became.STORED)
    finally:
        _in_force.reset(token)


def words_in_force() -> Words:
    """Who acts now, as records say it."""
    words = _in_force.get()
    return words if words != NOBODY else Words(actor_name=Door.SQL.label, door=Door.SQL.value)


def acting_user() -> int | None:
    """The number of the person who acts; None where nobody said so, or a command does."""
    actor = _in_force.get().actor_id
    return int(actor) if actor else None


def _words(by, door: str, reason: str, import_key: str) -> Words:
    actor = ("", by) if isinstance(by, str) else (str(by.pk), str(by))
    return Words(*actor, Door(door).value, reason, import_key)


def _tell(words: Words) -> int:
    """Put the words in force; the newest record that stands."""
    newest = "(SELECT coalesce(max(id), 0) FROM records_auditrecord)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            calls = ", ".join(f"set_config('{PREFIX}.{name}', %s, true)" for name in SETTINGS)
            cursor.execute(f"SELECT {newest}, {calls}", astuple(words))
        else:
            values = ", ".join(["%s"] * len(SETTINGS))
            updates = ", ".join(f"{name} = excluded.{name}" for name in SETTINGS)
            cursor.execute(
                f"INSERT INTO records_auditcontext (id, {', '.join(SETTINGS)})"
                f" VALUES (1, {values}) ON CONFLICT (id) DO UPDATE SET {updates}"
                f" RETURNING {newest}",
                astuple(words),
            )
        return cursor.fetchone()[0]
