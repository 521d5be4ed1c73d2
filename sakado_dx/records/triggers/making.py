"""Making, dropping and comparing all pieces of all sources."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers import audit_postgresql, audit_sqlite
from sakado_dx.records.triggers.displacing import displacing_pieces
from sakado_dx.records.triggers.foreign import foreign_faults
from sakado_dx.records.triggers.pieces import SCHEMA, PgFunction, Piece
from sakado_dx.records.triggers.stored import Place, drop_sql, read_columns, read_stored


class AuditSource:
    """The triggers of the audit record."""

    sqlite_pieces = staticmethod(audit_sqlite.sqlite_pieces)
    postgresql_pieces = staticmethod(audit_postgresql.postgresql_pieces)


_sources: list = [AuditSource]


def register(source) -> None:
    """Add a source of triggers, in an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def make_all(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing or differs, and drop what of ours no source knows any more."""
    wanted = _wanted(connection, read_columns(connection))
    stored = read_stored(connection)
    wrong = [place for place in stored if stored[place] != wanted.get(place, (None,))[0]]
    missing = [piece for place, (_, piece) in wanted.items() if place not in stored]
    again = [wanted[place][1] for place in wrong if place in wanted]
    # A function that is replaced stays under its triggers.
    gone = [place for place in wrong if not isinstance(wanted.get(place, (0, 0))[1], PgFunction)]
    _run(connection, [drop_sql(place, connection.vendor) for place in _triggers_first(gone)])
    _run(connection, [piece.sql for piece in sorted(missing + again, key=_functions_first)])


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers, and the functions that they call; what is called otherwise stays, with
    who may call it (roles.py)."""
    read = read_stored(connection)
    stored = _triggers_first(each for each in read if each[0] or read[each].startswith("trigger"))
    if connection.vendor != "postgresql":
        stored = _triggers_first(read)
    _run(connection, [drop_sql(place, connection.vendor) for place in stored])


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """What is missing, differs or is not ours, one sentence each; 4 queries."""
    columns = read_columns(connection)
    wanted, stored = _wanted(connection, columns), read_stored(connection)
    if not wanted:
        return ["操作の記録の表がありません。"]
    sentences = [
        f"{_name(place)} がありません。" for place in sorted(wanted) if place not in stored
    ]
    for place in sorted(stored):
        if place not in wanted:
            sentences.append(f"{_name(place)} は、いまのプログラムのものではありません。")
        elif stored[place] != wanted[place][0]:
            sentences.append(f"{_name(place)} の内容が違うか、止められています。")
    return [*sentences, *foreign_faults(connection, columns)]


def _wanted(
    connection: BaseDatabaseWrapper, columns: dict[str, list[str]]
) -> dict[Place, tuple[str, Piece]]:
    if "records_auditrecord" not in columns:
        return {}
    pieces: list[Piece] = [
        piece
        for source in _sources
        for piece in (
            source.postgresql_pieces(columns)
            if connection.vendor == "postgresql"
            else source.sqlite_pieces(columns)
        )
    ]
    if connection.vendor != "postgresql":
        # Of the triggers of a table the newest fires first: a guard says why, so it comes after.
        pieces = [*displacing_pieces(connection, columns), *pieces]
    return {piece.place: (piece.definition, piece) for piece in pieces}


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if statements and connection.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
            statements = [each.replace(SCHEMA, schema) for each in statements]
        for statement in statements:
            cursor.execute(statement)


def _triggers_first(places) -> list[Place]:
    return sorted(places, key=lambda place: not place[0])


def _functions_first(piece: Piece) -> bool:
    return not isinstance(piece, PgFunction)


def _name(place: Place) -> str:
    table, name = place
    return f"表 {table} のトリガー {name}" if table else f"関数 {name.removesuffix('()')}"
