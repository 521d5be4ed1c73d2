"""Several querysets in one statement, put together once per process (see `prepared`).

A page that asks for a dozen small things pays for a dozen journeys to the database, and Django
for each of them again. `together` marks a function from plain values to querysets; what it gives is
a function from these values to a list of rows for each of them, which asks once:

    @together
    def around(measure_id: int, day: date) -> tuple[QuerySet, ...]:
        return notes_of(measure_id), files_of(measure_id, day)

    notes, files = around(measure.pk, today)

A page that knows early what it will ask for need not change who asks: `ask_ahead` asks several
`prepared` functions at once, and their next call with these values is answered out of that.

    ask_ahead((_notes_of, pk), (_files_of, pk, today))

Where the rows are those that another question found, as many and of such tables as it found, no SQL
is worth keeping: `at_once` asks querysets that are at hand, put together for this once.

    notes, files = at_once(Note.objects.filter(report__in=ids), File.objects.filter(report__in=ids))

Each queryset's rows come as a text of JSON, in its order, and are made what the database's driver
would have made of them. What a queryset prefetches is asked for after it, as ever.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, ForeignKey, QuerySet

from sakado_dx.prepared import (
    AHEAD,
    FIRST,
    SECOND,
    Reader,
    Text,
    Unpreparable,
    Value,
    asking_nothing,
    prepared,
    stand_ins,
)

# A bound keeps the order of what stands within another SELECT; a function takes so many arguments.
MOST_ROWS, MOST_ARGUMENTS = 10_000_000, 50
JSON_OF = {
    "sqlite": ("json_group_array({})", "json_array({})", "{} || ''"),
    "postgresql": ("json_agg({})::text", "json_build_array({})", "{}::text"),
}
AS_TOLD = {
    "AutoField", "BigAutoField", "BooleanField", "CharField", "JSONField", "TextField", "EmailField",
    "SlugField", "URLField", "FileField", "IntegerField", "BigIntegerField", "SmallIntegerField",
    "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField",
}  # fmt: skip
# What PostgreSQL's driver makes of a value; Django makes it of what SQLite tells.
DRIVER_MAKES: dict[str, Callable] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
}


class together(prepared):  # noqa: N801 - it is read as a decorator
    """The decorator, see above. Calling it gives a list of rows for each queryset."""

    def asked(self, values: tuple[Value, ...]) -> list[list[Any]]:
        return [list(each) for each in self.build(*values)]

    def put_together(self, values: tuple[Value, ...]) -> "_Together | None":
        name = self.build.__qualname__
        with asking_nothing(name):
            own = [_Part(each, name) for each in self.build(*stand_ins(values, FIRST))]
            other = [_Part(each, name) for each in self.build(*stand_ins(values, SECOND))]
        return _Together(own, Text(self.build, values, _selected(own), _selected(other)))


def at_once(*querysets: QuerySet) -> list[list[Any]]:
    """The rows of each of these, which ask one database; 1 query, none where no row can fit."""
    parts = [_Part(each, each.model.__name__) for each in querysets]
    if not any(each.reader for each in parts):
        return [[] for _ in parts]
    return _rows(parts, connections[querysets[0].db], *_selected(parts))


@contextmanager
def asking_ahead() -> Iterator[None]:
    """A request, at whose end nothing is left of what was asked ahead."""
    token = AHEAD.set({})
    try:
        yield
    finally:
        AHEAD.reset(token)


def ask_ahead(*calls: tuple) -> None:
    """Ask `prepared` functions, each with its values, in one statement, for a page that will call
    them and changes nothing before. Outside of a request nothing is asked."""
    known = AHEAD.get()
    calls = [each for each in calls if known is not None and (each[0], each[1:]) not in known]
    if not calls:
        return
    functions = tuple((function, len(values)) for function, *values in calls)
    found = _all_of(functions)(*(each for _, *values in calls for each in values))
    for (function, *values), rows in zip(calls, found, strict=True):
        known[function, tuple(values)] = rows


@lru_cache
def _all_of(functions: tuple[tuple[prepared, int], ...]) -> together:
    """What asks all of them, with the values of each after those of the one before."""

    def build(*values: Value) -> tuple[QuerySet, ...]:
        rest = iter(values)
        return tuple(
            function.build(*[next(rest) for _ in range(number)]) for function, number in functions
        )

    build.__qualname__ = "、".join(function.__qualname__ for function, _ in functions)
    return together(build)


class _Part:
    """One of the querysets: its SQL as a column, and what makes rows of that column's text."""

    def __init__(self, queryset: QuerySet, name: str):
        self.queryset, self.reader, self.makers = queryset, None, []
        bounded = queryset if queryset.query.is_sliced else queryset[:MOST_ROWS]
        compiler = bounded.query.get_compiler(using=queryset.db)
        try:
            sql, self.params = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            self.sql, self.params = "NULL", ()
            return
        self.reader = Reader(queryset, compiler)
        selected = compiler.select[: compiler.col_count]
        fields = [_field_of(each, name) for each, _, _ in selected]
        names = [compiler.connection.ops.quote_name(alias) for _, _, alias in selected]
        self.is_long = len(names) > MOST_ARGUMENTS
        self.sql = _as_json(sql, fields, names, compiler.connection.vendor)
        if compiler.connection.vendor == "postgresql":
            made = ((at, DRIVER_MAKES.get(each)) for at, each in enumerate(fields))
            self.makers = [(at, make) for at, make in made if make]

    def rows(self, text: str | None, connection) -> list[Any]:
        """Of the text that the database gave."""
        if self.reader is None or not text:
            return []
        told = json.loads(text, parse_float=Decimal if self.makers else None)
        rows = told
        if self.is_long:
            rows = [[value for part in row for value in part] for row in told]
        for at, make in self.makers:
            for row in rows:
                if row[at] is not None:
                    row[at] = make(row[at])
        return self.reader.rows(connection, execute_sql=lambda *args, **kwargs: [rows])


def _as_json(sql: str, fields: list[str], names: list[str], vendor: str) -> str:
    all_rows, some, a_text = JSON_OF[vendor]
    told = [
        a_text.format(name) if kind == "JSONField" else name
        for kind, name in zip(fields, names, strict=True)
    ]
    parts = [told[at : at + MOST_ARGUMENTS] for at in range(0, len(told), MOST_ARGUMENTS)]
    inner = [some.format(", ".join(each)) for each in parts]
    row = some.format(", ".join(inner)) if len(inner) > 1 else inner[0]
    return f"(SELECT {all_rows.format(row)} FROM ({sql}) AS each_row)"


def _field_of(expression, name: str) -> str:
    """The kind of a column, where what a JSON tells of it can be made what it was."""
    field: Field = expression.output_field
    while isinstance(field, ForeignKey):
        field = field.target_field
    kind = field.get_internal_type()
    if kind not in AS_TOLD and kind not in DRIVER_MAKES:
        raise Unpreparable(f"{name}: a {kind} is not read together with others")
    return kind


def _selected(parts: Sequence[_Part]) -> tuple[str, tuple]:
    """The statement of all of them, with its parameters."""
    sql = "SELECT " + ", ".join(each.sql for each in parts)
    return sql, tuple(value for each in parts for value in each.params)


def _rows(parts: Sequence[_Part], connection, sql: str, values: tuple) -> list[list[Any]]:
    """What the statement of all of them answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        texts = cursor.fetchone()
    return [part.rows(text, connection) for part, text in zip(parts, texts, strict=True)]


class _Together:
    def __init__(self, parts: list[_Part], text: Text):
        self.parts, self.text = parts, text

    def rows(self, values: tuple[Value, ...]) -> list[list[Any]]:
        connection = connections[self.parts[0].queryset.db]
        return _rows(self.parts, connection, *self.text.asked(values, connection))
