"""Statements that PostgreSQL plans once per connection.

A statement that joins twenty tables takes PostgreSQL ten times as long to plan as to carry out, and
it plans it anew whenever it is asked. What is `prepared` is known by name after its first time
(PREPARE), and from then on only carried out (EXECUTE), by one plan for all values.

A pooler that hands one connection to several servers does not know these names: where DATABASE_URL
says `DISABLE_SERVER_SIDE_CURSORS`, as Django asks of such a pooler, each statement is sent as it is.
Who changes the type of a column stops the portal first, as for every migration: a connection would
go on with what it has planned.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.backends.base.base import BaseDatabaseWrapper

ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
# What is written into a statement is an integer up to here, and numeric above.
MOST_INTEGER = 2**31 - 1


def may_plan(connection: BaseDatabaseWrapper, values: Sequence[object]) -> bool:
    """Whether statements with these values may be planned once: of PostgreSQL alone."""
    return (
        connection.vendor == "postgresql"
        and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        and all(isinstance(each, date) or abs(each) <= MOST_INTEGER for each in values)
    )


def planned(
    connection: BaseDatabaseWrapper,
    title: str,
    sql: str,
    params: Sequence[object],
    places: Mapping[int, int],
    values: Sequence[int | date],
) -> str:
    """The statement that carries `sql` out, to be asked with `values`; it is planned where this
    connection does not know it yet. `title` is its own in this process; `places` are the
    parameters that are values: the place of each, and of which value. Raises what the database
    refuses."""
    known = _known_to(connection)
    if title not in known:
        known[title] = _plan(connection, title, sql, params, places, values)
    return known[title]


def _known_to(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What the connection to the server has planned so far; of a new one nothing."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    own = connection.connection
    if getattr(connection, "planned_by", None) is not own:
        connection.planned_by, connection.planned, connection.has_one_plan = own, {}, False
    # A transaction that is rolled back would take it along.
    if not connection.has_one_plan and not connection.in_atomic_block:
        with connection.wrap_database_errors, own.cursor() as cursor:
            cursor.execute(ONE_PLAN)
        connection.has_one_plan = True
    return connection.planned


def _plan(connection, title, sql, params, places, values) -> str:
    """Beside Django's own cursor: it is a matter of the connection, and no statement of a page."""
    from psycopg2.extensions import AsIs  # only where PostgreSQL is asked

    written = [
        AsIs(f"${places[place] + 1}") if place in places else each
        for place, each in enumerate(params)
    ]
    kinds = ", ".join(map(_kind_of, values))
    marks = ", ".join("%s" for _ in values)
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        text = cursor.mogrify(sql, written).decode()
        cursor.execute(f'PREPARE "{title}"{f" ({kinds})" if kinds else ""} AS {text}')
    return f'EXECUTE "{title}"{f" ({marks})" if marks else ""}'


def _kind_of(value: int | date) -> str:
    if isinstance(value, datetime):
        return "timestamp with time zone"
    return "date" if isinstance(value, date) else "integer"
