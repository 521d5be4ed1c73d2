"""How the recorded tables stand, in one cheap statement: what was read of them stays good until
that is another.

Every change of a recorded table writes a record in its own transaction, whoever makes it, so a
change moves the number of the newest record. What another transaction changed and is about to
commit may have lower numbers than the newest; that is told apart on PostgreSQL by the transactions
that run. SQLite lets one write after the other.
"""

from typing import NamedTuple

from django.db import connection

NEWEST = " FROM records_auditrecord ORDER BY id DESC LIMIT 1"
# `age` 0: no transaction that has a number runs, so no lower record is still to come. Else which
# run, and are done, tells what can be seen.
RUNNING = (
    "CASE age(pg_snapshot_xmin(pg_current_snapshot())::xid) WHEN 0 THEN ''"
    " ELSE pg_current_snapshot()::text END"
)
STATEMENTS = {
    "sqlite": f"SELECT id, at, ''{NEWEST}",
    "postgresql": f"SELECT id, at, {RUNNING}{NEWEST}",
}


class State(NamedTuple):
    """Of which database, its newest record and its moment, and the transactions that run."""

    database: str
    newest: int
    at: object
    running: str

    def is_of_the_record_of(self, other: "State") -> bool:
        """No change has become visible between them; transactions may have come and gone."""
        return self[:3] == other[:3]


def recorded_state() -> State | None:
    """Equal at two moments only if no recorded table differs between them; 1 query.

    What is read after it was asked for is at least as new, so it may be kept under it. None where
    it cannot be told: within a transaction, which may be taken back and its numbers given anew,
    and in a database that has no record. The moment of the record tells a database apart from the
    one that was restored in its place.
    """
    if connection.in_atomic_block or not connection.get_autocommit():
        return None
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[connection.vendor])
        newest = cursor.fetchone()
    return newest and State(str(connection.settings_dict["NAME"]), *newest)
