"""The guards as triggers: one an operation on SQLite, one function a table on PostgreSQL."""

from collections.abc import Collection
from itertools import groupby

from progress.guards.conditions import guards
from progress.guards.guard import Guard
from progress.guards.sql import CLOSED_YEAR, spelled_for
from progress.workflow.refusals import OF_CLOSED_YEAR
from sakado_dx.records.triggers.pieces import (
    PREFIX,
    PgFunction,
    PgTrigger,
    Piece,
    SqliteTrigger,
    literal,
    quoted,
)

TRUNCATE = f"{PREFIX}closed_truncate"


def _raising(refusal: str) -> str:
    return f"RAISE EXCEPTION USING MESSAGE = {literal(refusal)}, ERRCODE = 'check_violation'"


TRUNCATE_BODY = f"""
BEGIN
  IF EXISTS ({CLOSED_YEAR}) THEN {_raising(OF_CLOSED_YEAR)}; END IF;
  RETURN NULL;
END
"""


def _standing(tables: Collection[str]) -> list[Guard]:
    """All guards, once every table stands that they look at; before that none."""
    found = list(guards())
    return found if {guard.table for guard in found} <= set(tables) else []


def sqlite_pieces(columns: dict[str, list[str]]) -> list[Piece]:
    """One trigger for each operation on each guarded table."""
    return [_sqlite(guard) for guard in _standing(columns)]


def _sqlite(guard: Guard) -> SqliteTrigger:
    condition = spelled_for("sqlite", guard.condition)
    body = (
        f"BEFORE {guard.operation} ON {quoted(guard.table)} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, {literal(guard.refusal)}); END"
    )
    name = f"{PREFIX}closed_{guard.operation.lower()}_{guard.table}"
    return SqliteTrigger(name, guard.table, body)


def postgresql_pieces(tables: Collection[str]) -> list[Piece]:
    """A function and two triggers for each guarded table, and one function for TRUNCATE."""
    ordered = sorted(_standing(tables), key=lambda guard: guard.table)
    pieces: list[Piece] = [PgFunction(TRUNCATE, TRUNCATE_BODY)] if ordered else []
    for table, own in groupby(ordered, key=lambda guard: guard.table):
        pieces += _postgresql(table, list(own))
    return pieces


def _postgresql(table: str, own: list[Guard]) -> list[Piece]:
    name = f"{PREFIX}closed_{table}"
    branches = "".join(_branch(guard) for guard in own)
    body = f"\nBEGIN\n{branches}  RETURN coalesce(NEW, OLD);\nEND\n"
    operations = tuple(guard.operation for guard in own)
    return [
        PgFunction(name, body),
        PgTrigger(name, table, "BEFORE", operations, "ROW", name),
        PgTrigger(TRUNCATE, table, "BEFORE", ("TRUNCATE",), "STATEMENT", TRUNCATE),
    ]


def _branch(guard: Guard) -> str:
    condition = spelled_for("postgresql", guard.condition)
    return (
        f"  IF TG_OP = '{guard.operation}' THEN\n{_sharing(guard)}"
        f"    IF {condition} THEN {_raising(guard.refusal)}; END IF;\n  END IF;\n"
    )


def _sharing(guard: Guard) -> str:
    """Hold the year's row until the commit: a closing waits, and what waits for one sees it.

    Each statement of the function looks anew, so the condition after it knows the outcome.
    """
    if guard.year:
        place = f"y.id = {guard.row}.{guard.year}"
    elif guard.report:
        report = f"SELECT r.year_id FROM progress_progressreport r WHERE r.id = {guard.row}."
        place = f"y.id IN ({report}{guard.report})"
    else:
        return ""
    return f"    PERFORM 1 FROM progress_reviewyear y WHERE {place} FOR SHARE;\n"
