"""Rows that are to say something from now on, whether there are such rows already or not.

No upsert: on SQLite the triggers see none of what it displaces, and refuse it. What stands is
updated, what is missing is inserted; a test forbids the other words.
"""

from collections.abc import Sequence

from django.db import connection, models

MOST_VALUES = 20_000  # of a statement, where the database sets no bound


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
    held = {told[-1]: (pk, told) for pk, *told in stored.values_list("pk", *fields, key)}
    changed, missing, differing = [], [], set()
    for row in rows:
        now = [*map(row.__getattribute__, fields), getattr(row, key)]
        pk, before = held.get(now[-1], (None, now))
        if pk is None:
            missing.append(row)
        elif before != now:
            row.pk = pk
            changed.append(row)
            told = zip(fields, before, now, strict=False)
            differing |= {name for name, old, new in told if old != new}
    if changed:
        _update(stored.model, changed, [*(each for each in fields if each in differing), *also])
    if missing:
        insert(missing)


def insert(rows: Sequence[models.Model]) -> None:
    """New rows of one model in few statements, past `Model.save`: as `bulk_create` does it, which takes
    several times longer to write the statements than the database to obey. The rows have no keys yet
    and get them, and what they refer to has; a row to be checked again is read first. Inside a
    transaction; as many rows a statement as the database takes values."""
    model = type(rows[0])
    opts, quote = model._meta, connection.ops.quote_name
    columns = [each for each in opts.local_concrete_fields if each is not opts.pk]
    names = ", ".join(quote(each.column) for each in columns)
    into = f"INSERT INTO {quote(opts.db_table)} ({names}) VALUES "
    values, key = f"({', '.join(['%s'] * len(columns))})", quote(opts.pk.column)
    most = (connection.features.max_query_params or MOST_VALUES) // len(columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            told = [
                each.get_db_prep_save(each.pre_save(row, True), connection)
                for row in some
                for each in columns
            ]
            cursor.execute(f"{into}{', '.join([values] * len(some))} RETURNING {key}", told)
            for row, (pk,) in zip(some, cursor.fetchall(), strict=True):
                row.pk = pk


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
