"""Putting back what an import changed, row by row, from the audit record: all rows or none.

A row that somebody changed since is not touched, and neither is one that others point at by now:
the undo is refused then, and says which they are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import models, router

from sakado_dx.imports.models import Import
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.rows import columns_of, value_of
from sakado_dx.records.triggers.tables import recorded_models

AT_ONCE = 500  # keys of one statement
MOST_NAMED = 20


class ChangedSince(Exception):
    """Rows that are no longer as the import left them; `names` says which, and why."""

    def __init__(self, names: Sequence[str]):
        self.names = names
        more = len(names) - MOST_NAMED
        told = "、".join(names[:MOST_NAMED]) + (f"ほか{more}件" if more > 0 else "")
        super().__init__(f"取り消せません。取り込んだ後に変わったもの：{told}。")


@dataclass
class ChangedRow:
    """What an import made of a row, from its first record to its last; none: there was no row."""

    model: type[models.Model]
    key: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def instance(self) -> models.Model:
        """The row as the import left it, or took it away."""
        return self._made_of(self.after or self.before)

    @property
    def instance_before(self) -> models.Model:
        """The row as it was, unsaved and blank where there was none."""
        return self._made_of(self.before)

    def _made_of(self, columns: dict[str, Any]) -> models.Model:
        fields = [each for each in self.model._meta.concrete_fields if each.column in columns]
        return self.model(**{each.attname: value_of(each, columns[each.column]) for each in fields})

    @property
    def name(self) -> str:
        return f"{self.model._meta.verbose_name}「{self.instance}」"

    @property
    def changes(self) -> dict[str, Any]:
        """What the changed columns held before, by attribute."""
        return {
            each.attname: value_of(each, self.before[each.column])
            for each in self.model._meta.concrete_fields
            if each.column in self.before
            and self.before[each.column] != self.after.get(each.column)
        }


def rows_of(made: Import, but: Collection[type[models.Model]] = ()) -> list[ChangedRow]:
    """The rows that an import changed, in the order in which it was done with them; `but` what is
    written about it, and stays."""
    tables = {model._meta.db_table: model for model in recorded_models()}
    rows: dict[tuple[str, str], ChangedRow] = {}
    about = [model._meta.db_table for model in (Import, *but)]
    for record in made.records.exclude(table_name__in=about).iterator():
        place = record.table_name, record.row_key
        earlier, after = rows.pop(place, None), columns_of(record.after)
        before = earlier.before if earlier else columns_of(record.before)
        rows[place] = ChangedRow(tables[record.table_name], record.row_key, before, after)
    return [each for each in rows.values() if each.before or each.after]


def put_back(
    made: Import,
    but: Collection[type[models.Model]] = (),
    saved: Collection[type[models.Model]] = (),
) -> list[ChangedRow]:
    """Make each row what it was before, `but` those of these tables; those of `saved` by their own
    `save`, which notes who does it. The rows. Inside `acting`; raises ChangedSince."""
    rows = rows_of(made, but)
    _hold(rows)
    if names := hindrances(made, rows):
        raise ChangedSince(names)
    for row in reversed(rows):
        _put_back(row, is_saved=row.model in saved)
    return rows


def hindrances(made: Import, rows: Sequence[ChangedRow]) -> list[str]:
    """What stands against putting these rows back, by name; it only reads."""
    return changed_since(made, rows) or list(_pointed_at(rows))


def changed_since(made: Import, rows: Iterable[ChangedRow]) -> list[str]:
    """The rows that are no longer as the import left them, by name: what a later record says of
    them is something else. Changed and changed back is as it was left."""
    later = AuditRecord.objects.exclude(import_key=made.key).order_by("pk")
    later = later.filter(pk__gt=made.records.values("pk")[:1])
    names = []
    for model, own in _by_model(rows).items():
        of_table = later.filter(table_name=model._meta.db_table)
        for some in _parts([each.key for each in own]):
            found = of_table.filter(row_key__in=some).values_list("row_key", "after")
            newest = {key: columns_of(after) for key, after in found}
            names += [each.name for each in own if newest.get(each.key, each.after) != each.after]
    return names


def _pointed_at(rows: Iterable[ChangedRow]) -> Iterator[str]:
    """The rows that the import added and something else rests on by now, by name."""
    added = [each for each in rows if not each.before]
    own = {(each.model, each.key) for each in added}
    collector = NestedObjects(using=router.db_for_write(Import))
    for model, some in _by_model(added).items():
        for keys in _parts([each.key for each in some]):
            collector.collect(list(model._base_manager.filter(pk__in=keys)))
    found = [each for objects in collector.data.values() for each in objects]
    for each in [*found, *collector.protected]:
        if (type(each), str(each.pk)) not in own:
            yield f"{each._meta.verbose_name}「{each}」が使っています"


def _hold(rows: Iterable[ChangedRow]) -> None:
    """Hold the rows back from others until the end; on SQLite the transaction does."""
    for model, own in _by_model(rows).items():
        for some in _parts([each.key for each in own]):
            held = model._base_manager.filter(pk__in=some).order_by("pk").select_for_update()
            list(held.values_list("pk", flat=True))


def _put_back(row: ChangedRow, *, is_saved: bool) -> None:
    stored = row.model._base_manager.filter(pk=row.key)
    if not row.before:
        stored.delete()
    elif row.after and is_saved:
        row.instance_before.save(force_update=True)
    elif row.after:
        stored.update(**row.changes)
    else:
        row.instance.save(force_insert=True)


def _by_model(rows: Iterable[ChangedRow]) -> dict[type[models.Model], list[ChangedRow]]:
    found: dict[type[models.Model], list[ChangedRow]] = {}
    for each in rows:
        found.setdefault(each.model, []).append(each)
    return found


def _parts(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
