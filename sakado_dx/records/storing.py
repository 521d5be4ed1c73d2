"""Rows that are to say something from now on, whether there are such rows already or not.

No upsert: on SQLite the triggers see none of what it displaces, and refuse it. What stands is
updated, what is missing is inserted; a test forbids the other words.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import models


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
        # Django puts a CASE together for each row and column, so only those that differ are named.
        pairs = [(held[getattr(row, key)], row) for row in changed]
        differing = [name for name in fields if any(_differ(name, *each) for each in pairs)]
        stored.model._base_manager.bulk_update(changed, [*differing, *also])
    if missing:
        stored.model._base_manager.bulk_create(missing)


def _differ(name: str, before: models.Model, row: models.Model) -> bool:
    return getattr(before, name) != getattr(row, name)
