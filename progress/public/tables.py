"""What the public pages may read of the database: a view `public_…` for each table that they need.

A site for citizens alone (PUBLIC_ONLY) reads these views in place of the tables, by the same
models, and its PostgreSQL role may read nothing else. A view has the columns of its table; those
that are not public are empty in it (`shown`).
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from progress.public.shown import TODAY, Shown, shown_tables
from progress.publication.unseen import unseen_reports


def view_sql(shown: Shown, connection: BaseDatabaseWrapper) -> str:
    """The statement that makes a view."""
    quote = connection.ops.quote_name
    instead = dict(shown.instead)
    today = TODAY[connection.vendor]
    columns = []
    for field in shown.model._meta.local_concrete_fields:
        empty = f"CAST(NULL AS {field.cast_db_type(connection)})"
        other = instead.get(field.name, empty).replace("{today}", today)
        is_held = shown.shows(field) and field.name not in instead
        held = quote(field.column) if is_held else other
        columns.append(f"{held} AS {quote(field.column)}")
    unseen = unseen_reports(connection.vendor, today)
    where = f" WHERE {shown.where.format(today=today, unseen=unseen)}" if shown.where else ""
    made_of = f"SELECT {', '.join(columns)} FROM {quote(shown.table)}{where}"
    return f"CREATE VIEW {quote(shown.view)} AS {made_of}"


def are_made_of(connection: BaseDatabaseWrapper) -> bool:
    """Whether all tables are there that the views are made of: not after a migration back."""
    there = set(connection.introspection.table_names())
    return all(each.table in there for each in shown_tables())


def make_all(connection: BaseDatabaseWrapper, readers: Iterable[str] = ()) -> None:
    """All views anew, unless they are there as they should be. The roles that could read them, and
    `readers`, which could before a migration, may read the new ones."""
    wanted = {each.view: view_sql(each, connection) for each in shown_tables()}
    if not out_of_date(connection):
        return
    readers = sorted({*readers, *drop_all(connection)})
    run(connection, list(wanted.values()))
    if connection.vendor == "postgresql":
        quote = connection.ops.quote_name
        comments = [
            f"COMMENT ON VIEW {quote(name)} IS '{_mark(sql)}'" for name, sql in wanted.items()
        ]
        run(connection, [*comments, *(grant_sql(each) for each in readers)])


def out_of_date(connection: BaseDatabaseWrapper) -> list[str]:
    """The views that are not there as this program makes them."""
    stored = _stored(connection)
    wanted = {each.view: _mark(view_sql(each, connection)) for each in shown_tables()}
    return [name for name, mark in wanted.items() if stored.get(name) != mark]


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """The views that are not there as they should be, or may not be read; 2 queries."""
    return sorted({*out_of_date(connection), *refused(connection)})


def refused(connection: BaseDatabaseWrapper) -> list[str]:
    """The views that whoever is connected may not read; none of SQLite."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_table_is_visible(oid) "
            "AND NOT has_table_privilege(oid, 'SELECT')",
            [[each.view for each in shown_tables()]],
        )
        return sorted(name for (name,) in cursor.fetchall())


def _readers(connection: BaseDatabaseWrapper) -> list[str]:
    """The PostgreSQL roles, besides the owner, that may read a view."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT pg_get_userbyid(own.grantee) FROM pg_class AS view "
            "CROSS JOIN LATERAL aclexplode(view.relacl) AS own "
            "WHERE view.relkind = 'v' AND view.relname = ANY(%s) "
            "AND pg_table_is_visible(view.oid) AND own.privilege_type = 'SELECT' "
            "AND own.grantee NOT IN (0, view.relowner)",
            [[each.view for each in shown_tables()]],
        )
        return [name for (name,) in cursor.fetchall()]


def _stored(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The marks of the views that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'view' AND name LIKE 'public!_%%' "
                "ESCAPE '!'"
            )
            return {name: _mark(sql) for name, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relkind = 'v' AND relname LIKE 'public\\_%%' AND pg_table_is_visible(oid)"
        )
        return dict(cursor.fetchall())


def _mark(sql: str) -> str:
    """Of a view's statement, since PostgreSQL keeps it in words of its own."""
    return sha256(sql.encode()).hexdigest()


def drop_all(connection: BaseDatabaseWrapper) -> list[str]:
    """Before a migration: no table can be changed while a view reads it. The roles that could read
    the views, to be given the new ones."""
    readers = _readers(connection) if connection.vendor == "postgresql" else []
    quote = connection.ops.quote_name
    names = [each.view for each in reversed(shown_tables())]
    run(connection, [f"DROP VIEW IF EXISTS {quote(name)}" for name in names])
    return readers


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """All of the statements or none."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def read_views() -> None:
    """From now on this process reads the views, and nothing that has none."""
    for each in shown_tables():
        point(each.model, each.view, managed=False)


def point(model: type[models.Model], table: str, *, managed: bool) -> None:
    """Let a model read a table or a view, before it has read any. `managed` says whether PostgreSQL
    knows what follows from a key: not of a view."""
    model._meta.db_table, model._meta.managed = table, managed
    for field in model._meta.local_concrete_fields:
        field.__dict__.pop("cached_col", None)  # names the table that it was first asked of


def role_sql(role: str) -> list[str]:
    """What gives a PostgreSQL role the views, and nothing else."""
    return [
        f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"',
        # install.sh takes it from everybody.
        f"DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO \"{role}\"',"
        " current_database()); END $$",
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        grant_sql(role),
    ]


def grant_sql(role: str) -> str:
    """What lets a role read the views."""
    names = ", ".join(f'"{each.view}"' for each in shown_tables())
    return f'GRANT SELECT ON {names} TO "{role}"'
