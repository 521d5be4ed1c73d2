"""Statements whose SQL is put together once per process.

Django puts the SQL of a queryset together each time it is asked, which takes ten times as long as
the database takes to answer. `prepared` marks a function from plain values to a queryset; what it
gives is a function from these values to the rows:

    @prepared
    def reports_led_by(divisions: tuple[int, ...], day: date) -> QuerySet[ProgressReport]:
        return ProgressReport.objects.led_by(divisions, day)

The SQL is known by the values' shape (their kinds, how many a tuple holds, which words). The function
must not ask the database, nor a clock: a day or a moment comes as a value, so that none of another
morning stays in the statement. Both are found out when it is put together. PostgreSQL plans each once
per connection (`planned`).
"""

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import update_wrapper
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from sakado_dx.planned import may_plan, planned

Value = int | date | datetime | str | bool | None | tuple[int, ...]
# One for each shape; a tuple may have any length, and words may be anybody's.
MOST_STATEMENTS, LONGEST = 50, 500
# Two sets of stand-ins, told apart by comparing what the SQL holds of each. Small ones: a column
# of years refuses more than 32,767, and Django writes such a comparison otherwise.
FIRST, SECOND, STEP = 20_001, 25_001, 7
NUMBERS, LONGEST_NAME = count(1), 50
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


# Within a request: what was asked for ahead, by function and values (`together.ask_ahead`).
AHEAD: ContextVar[dict | None] = ContextVar("asked ahead", default=None)


class Unpreparable(Exception):
    """A function that must not be prepared; says why."""


class prepared:  # noqa: N801 - it is read as a decorator
    """The decorator, see above. Calling it gives the list of the rows."""

    def __init__(self, build: Callable[..., QuerySet]):
        update_wrapper(self, build)
        self.build = build
        self.statements: dict[tuple, _Statement | None] = {}

    def __call__(self, *values: Value) -> list[Any]:
        known = AHEAD.get()
        if known and (self, values) in known:
            return known.pop((self, values))
        shape = tuple(map(_shape_of, values))
        if shape not in self.statements:
            is_long = sum(map(len, (each for each in values if isinstance(each, tuple)))) > LONGEST
            if is_long or len(self.statements) >= MOST_STATEMENTS:
                return self.asked(values)
            self.statements[shape] = self.put_together(values)
        statement = self.statements[shape]
        return statement.rows(values) if statement else self.asked(values)

    def asked(self, values: tuple[Value, ...]) -> list[Any]:
        """The rows, as Django asks for them."""
        return list(self.build(*values))

    def put_together(self, values: tuple[Value, ...]) -> "_Statement | None":
        """The statement for values of this shape; None where no row can fit. Raises
        `Unpreparable`."""
        try:
            queryset, compiler, own = _compiled(self.build, stand_ins(values, FIRST))
            _, _, other = _compiled(self.build, stand_ins(values, SECOND))
        except EmptyResultSet:
            return None
        return _Statement(queryset, compiler, Text(self.build, values, own, other))


class Text:
    """The SQL of a statement, with the places of its parameters that are values."""

    def __init__(self, build: Callable, values: tuple[Value, ...], own: tuple, other: tuple):
        """Of the SQL with its parameters for either set of stand-ins. Raises `Unpreparable`."""
        (self.sql, self.params), (other_sql, others) = own, other
        name, connection = build.__qualname__, connections["default"]
        # PostgreSQL tells what waits by it, and cuts it: what makes it the only one stands first.
        self.title = f"{next(NUMBERS)} {name[-LONGEST_NAME:]}"
        if self.sql != other_sql:
            raise Unpreparable(f"{name}: a value stands in the text of the SQL")
        known = [_as_parameter(each, connection) for each in _flat(stand_ins(values, FIRST))]
        self.places = {}
        for place, (one, another) in enumerate(zip(self.params, others, strict=True)):
            if _said(one) != _said(another):
                if one not in known:
                    raise Unpreparable(f"{name}: a value was changed on its way into the SQL")
                self.places[place] = known.index(one)
            elif isinstance(one, date) or (isinstance(one, str) and A_DAY.match(one)):
                raise Unpreparable(f"{name}: the day {one} is no value of it")

    def asked(self, values: tuple[Value, ...], connection) -> tuple[str, tuple]:
        """The statement with its parameters for these values; one that is planned takes each value
        once."""
        flat, params = list(_flat(values)), list(self.params)
        used = list(dict.fromkeys(self.places.values()))
        own = [flat[at] for at in used]
        if may_plan(connection, own):
            numbers = {place: used.index(at) for place, at in self.places.items()}
            return planned(connection, self.title, self.sql, params, numbers, own), tuple(own)
        for place, at in self.places.items():
            params[place] = _as_parameter(flat[at], connection)
        return self.sql, tuple(params)


class Reader:
    """Makes rows of what a database answers to a queryset's compiler."""

    def __init__(self, queryset: QuerySet, compiler):
        self.queryset, self.compiler = queryset, compiler
        # They know their connection by its time zone alone, which is the same for all.
        columns = [each for each, _, _ in compiler.select[: compiler.col_count]]
        self.converters = compiler.get_converters(columns)

    def rows(self, connection, **answering: Callable) -> list[Any]:
        """With methods of the compiler that answer in its place."""
        # A copy for this once: what the compiler knows of its columns is only read.
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.get_converters = lambda expressions: self.converters
        for name, answer in answering.items():
            setattr(compiler, name, answer)
        rows = self.queryset._chain()
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)


class _Statement:
    def __init__(self, queryset: QuerySet, compiler, text: Text):
        self.reader, self.text = Reader(queryset, compiler), text

    def rows(self, values: tuple[Value, ...]) -> list[Any]:
        connection = connections[self.reader.queryset.db]
        asked = self.text.asked(values, connection)
        return self.reader.rows(connection, as_sql=lambda *args, **kwargs: asked)


def _compiled(build: Callable[..., QuerySet], values: list[Value]):
    with asking_nothing(build.__qualname__):
        queryset = build(*values)
        compiler = queryset.query.get_compiler(using=queryset.db)
        return queryset, compiler, compiler.as_sql()


@contextmanager
def asking_nothing(name: str) -> Iterator[None]:
    """Where `name` is put together, it may not ask the database. Raises `Unpreparable`."""

    def refuse(*args):
        raise Unpreparable(f"{name} asks the database while it is put together")

    with connections["default"].execute_wrapper(refuse):
        yield


def _shape_of(value: Value) -> object:
    if isinstance(value, tuple):
        return len(value)
    return value if isinstance(value, bool | str) or value is None else type(value)


def stand_ins(values: tuple[Value, ...], first: int) -> list[Value]:
    """Values of the same shape, no two alike, nor one the next one's neighbour: a value that is
    changed by one on its way is none of them."""
    numbers = iter(range(first, first + 5_000, STEP))

    def stand_in(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(next(numbers) for _ in value)
        if isinstance(value, bool | str) or value is None:
            return value
        number = next(numbers)
        if isinstance(value, datetime):
            return datetime.fromtimestamp(number, UTC)
        return date.fromordinal(number) if isinstance(value, date) else number

    return [stand_in(each) for each in values]


def _flat(values) -> Iterator[Value]:
    for each in values:
        if isinstance(each, tuple):
            yield from each
        else:
            yield each


def _as_parameter(value: Value, connection) -> object:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _said(param: object) -> object:
    """What a parameter says: PostgreSQL's JSON comes in a wrapping that equals no other."""
    return getattr(param, "adapted", param)
