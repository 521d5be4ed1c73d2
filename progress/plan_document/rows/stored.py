"""What the database holds of a plan, as rows with natural keys (see tables)."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Model

from measures.models import Plan
from progress.plan_document.rows.tables import TABLES, Key, Rows, Table, Values, written


@dataclass
class Stored:
    """A plan's rows and the objects behind them; `plan` is None where it is not stored yet."""

    plan: Plan | None = None
    rows: Rows = field(default_factory=dict)
    objects: dict[str, dict[Key, Model]] = field(default_factory=dict)
    keys: dict[str, dict[int, Key]] = field(default_factory=dict)

    def add(self, table: Table, key: Key, found: Model) -> None:
        """Remember an object under its natural key."""
        self.objects[table.noun][key] = found
        self.keys[table.noun][found.pk] = key


def stored_rows(plan: Plan | None) -> Stored:
    """All rows of a plan (of the organization alone where there is none); each table is read
    once."""
    stored = Stored(plan)
    for table in TABLES:
        stored.rows[table.noun], stored.objects[table.noun], stored.keys[table.noun] = {}, {}, {}
        found = [] if plan is None and table.of_plan else _objects(table, plan)
        _read(table, found, stored)
    return stored


def _objects(table: Table, plan: Plan | None) -> list[Model]:
    if table.model is Plan:
        return [plan] if plan else []
    order = ("order", "pk") if table.order_in else ("pk",)
    return list(table.objects(plan).order_by(*order))


def _read(table: Table, found: list[Model], stored: Stored) -> None:
    # A division's parent may stand after it: keys first, then values.
    for each in found:
        stored.add(table, tuple(_cell(table, name, each, stored) for name in table.key), each)
    ranks = ranks_of(table, found)
    for key, each in stored.objects[table.noun].items():
        values: Values = {name: _cell(table, name, each, stored) for name in table.values}
        if table.order_in:
            values["order"] = ranks[each.pk]
        stored.rows[table.noun][key] = values


def _cell(table: Table, name: str, row: Model, stored: Stored) -> object:
    value = getattr(row, name)
    return stored.keys[table.refs[name]].get(value) if name in table.refs else written(value)


def ranks_of(table: Table, ordered: list[Model]) -> dict[int, int]:
    """The place of each object among those that it is ordered with, by its number.

    Places, not the stored numbers, are compared: 10, 20, 30 and 0, 1, 2 are the same order.
    """
    if not table.order_in:
        return {}

    def group(row: Model) -> object:
        return getattr(row, table.order_in) if table.order_in != "plan" else None

    ranks = {}
    for _, rows in groupby(sorted(ordered, key=lambda row: str(group(row))), key=group):
        ranks |= {row.pk: place for place, row in enumerate(rows)}
    return ranks
