"""What of ours the database holds, read from its catalogue."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from sakado_dx.records.triggers.pieces import FIXED_PATH, PREFIX, quoted

Place = tuple[str, str]

SQLITE_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
SQLITE_COLUMNS = (
    "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' ORDER BY m.name, c.cid"
)
OF_THIS_SCHEMA = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
PG_TRIGGERS = f"""
SELECT c.relname, t.tgname, t.tgtype, p.proname, t.tgargs,
       t.tgenabled = 'O' AND t.tgqual IS NULL AND t.tgattr::text = ''
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = {OF_THIS_SCHEMA}
"""
PG_FUNCTIONS = f"""
SELECT proname, pg_get_function_identity_arguments(oid), prorettype::regtype::text, prosecdef,
       proconfig = ARRAY['search_path=' || quote_ident(current_schema()) || ', pg_temp',
                         'TimeZone=UTC'], prosrc
FROM pg_proc WHERE pronamespace = {OF_THIS_SCHEMA}
"""
PG_TABLES = (
    f"SELECT relname, '' FROM pg_class WHERE relkind = 'r' AND relnamespace = {OF_THIS_SCHEMA}"
)


def read_stored(connection: BaseDatabaseWrapper) -> dict[Place, str]:
    """The definitions of our pieces by table and name; a function's table is empty."""
    read = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite
    return {place: text for place, text in read(connection) if place[1].startswith(PREFIX)}


def _of_sqlite(connection: BaseDatabaseWrapper) -> Iterator[tuple[Place, str]]:
    for table, name, sql in _rows(connection, SQLITE_TRIGGERS):
        yield (table, name), sql


def _of_postgresql(connection: BaseDatabaseWrapper) -> Iterator[tuple[Place, str]]:
    for name, arguments, returns, as_owner, is_fixed, body in _rows(connection, PG_FUNCTIONS):
        path = FIXED_PATH if is_fixed else "(another path)"
        rights = "owner" if as_owner else "caller"
        yield ("", f"{name}({arguments})"), f"{returns} {rights} {path}{body}"
    for table, name, bits, function, raw, is_plain in _rows(connection, PG_TRIGGERS):
        arguments = bytes(raw).decode().split("\0")[:-1]
        # One that is switched off, or has a condition or columns, is another trigger.
        marks = [] if is_plain else ["(restricted)"]
        yield (table, name), " ".join((str(bits), function, *arguments, *marks))


def read_columns(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The tables that stand, on SQLite with their columns in order."""
    query = PG_TABLES if connection.vendor == "postgresql" else SQLITE_COLUMNS
    columns: dict[str, list[str]] = {}
    for table, name in _rows(connection, query):
        columns.setdefault(table, []).append(name)
    return columns


def drop_sql(place: Place, vendor: str) -> str:
    """The statement that takes a piece away; a function goes with the triggers that call it."""
    table, name = place
    if vendor != "postgresql":
        return f"DROP TRIGGER {quoted(name)}"
    if not table:
        function, _, arguments = name.partition("(")
        return f"DROP FUNCTION {quoted(function)}({arguments} CASCADE"
    return f"DROP TRIGGER IF EXISTS {quoted(name)} ON {quoted(table)}"


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
