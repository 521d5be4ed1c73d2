"""Rows that are to say something from now on, whether there are such rows already or not.

No upsert: on SQLite the triggers see none of what it displaces, and refuse it. What stands is
updated, what is missing is inserted; a test forbids the other words.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models


def store(
    stored: models.QuerySet,
    rows: Sequence[models.Model],
    key: str,
    fields: Sequence[str],
    also: Sequence[str] = (),
) -> None:
    """Let each of the `stored` rows say in `fields` what that one of `rows` says which has the same
    `key`, and insert the others; `also` is written with what changes (who, when). Attributes are
    named as the row's own columns. Inside a transaction in which nobody else writes these rows; at
    most 3 queries, 1 where nothing changes."""
    held = {getattr(each, key): each for each in stored}
    changed, missing = [], []
    said = attrgetter(*fields, fields[0])  # a tuple, of one field too
    for row in rows:
        before: Any = held.get(getattr(row, key))
        if before is None:
            missing.append(row)
        elif said(before) != said(row):
            row.pk = before.pk
            changed.append(row)
    if changed:
        pairs = [(held[getattr(row, key)], row) for row in changed]
        differing = [name for name in fields if any(_differ(name, *each) for each in pairs)]
        _update(stored.model, changed, [*differing, *also])
    if missing:
        stored.model._base_manager.bulk_create(missing)


def _update(model: type[models.Model], rows: Sequence[models.Model], names: list[str]) -> None:
    """One statement, sent with the values of each row: Django's own `bulk_update` puts a CASE
    together for each row and column, which takes longer than the database does."""
    columns, quote = [model._meta.get_field(name) for name in names], connection.ops.quote_name
    values = ", ".join(f"{quote(each.column)} = %s" for each in columns)
    key, table = quote(model._meta.pk.column), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {values} WHERE {key} = %s",
            [
                [
                    *(
                        each.get_db_prep_save(getattr(row, each.attname), connection)
                        for each in columns
                    ),
                    row.pk,
                ]
                for row in rows
            ],
        )


def _differ(name: str, before: models.Model, row: models.Model) -> bool:
    return getattr(before, name) != getattr(row, name)
