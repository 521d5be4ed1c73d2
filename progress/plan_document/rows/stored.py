"""What the database holds of a plan, as rows with natural keys (see tables)."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Model, QuerySet

from measures.models import Plan
from progress.plan_document.rows.tables import TABLES, Key, Rows, Table, Values, written
from sakado_dx.together import together


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
    """All rows of a plan (of the organization alone where there is none); 1 query."""
    stored = Stored(plan)
    found = {"plan": [plan] if plan else []} | _found(plan)
    for table in TABLES:
        stored.rows[table.noun], stored.objects[table.noun], stored.keys[table.noun] = {}, {}, {}
        _read(table, found.get(table.noun, []), stored)
    return stored


def _found(plan: Plan | None) -> dict[str, list[Model]]:
    """The objects of the tables, the plan's own aside, by noun."""
    rows = _of_plan(plan.pk) if plan else _of_city()
    return dict(zip((each.noun for each in _tables(plan is None)), rows, strict=True))


def _tables(is_city: bool) -> list[Table]:
    return [each for each in TABLES if each.model is not Plan and not (is_city and each.of_plan)]


@together
def _of_plan(plan_id: int) -> tuple[QuerySet, ...]:
    return tuple(_ordered(each, plan_id) for each in _tables(is_city=False))


@together
def _of_city() -> tuple[QuerySet, ...]:
    return tuple(_ordered(each, None) for each in _tables(is_city=True))


def _ordered(table: Table, plan_id: int | None) -> QuerySet:
    return table.objects(plan_id).order_by(*(("order", "pk") if table.order_in else ("pk",)))


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
