"""What loading a document would change, without changing anything.

The document wins over what is stored, with five exceptions, so that a plan in use can be
loaded again: what has a life of its own (a measure, an indicator, a system, a term …) stays
when the document does not carry it; a measured baseline with its source stays; days that
the document does not tell (a division's, a measure's end, an indicator's last year under a
measure, a 所管替え) stay, and so do tags and what goes on with a measure; of a division
nothing that is known is blanked out; nor of what the city keeps of a system beside the plan.
"""

import hashlib
from dataclasses import dataclass, field

from progress.models import IndicatorResult
from progress.plan_document.rows.adopting import find_plan, matches, with_stored_keys
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.stored import Stored, stored_rows
from progress.plan_document.rows.tables import INVENTORY_COLUMNS, TABLES, Key, Rows, Table, Values
from progress.plan_document.schema.faults import DocumentRefused

# Of the organization, which other plans use too: what a document lacks is no news there.
NOT_OF_THE_PLAN = ("divisions", "division_successors")


@dataclass
class TableChanges:
    """What would become of one table's rows; `left` are kept though not in the document."""

    table: Table
    added: dict[Key, Values] = field(default_factory=dict)
    changed: dict[Key, tuple[Values, Values]] = field(default_factory=dict)
    removed: dict[Key, Values] = field(default_factory=dict)
    unchanged: int = 0
    left: dict[Key, Values] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether loading would write nothing of this noun."""
        return not (self.added or self.changed or self.removed)

    @property
    def counts(self) -> str:
        """``追加 3、変更 1、変更なし 43``; what is 0 is not named."""
        numbers = {
            "追加": len(self.added),
            "変更": len(self.changed),
            "取り除き": len(self.removed),
            "変更なし": self.unchanged,
        }
        told = [f"{word} {number:,}" for word, number in numbers.items() if number]
        return "、".join(told) or "なし"


@dataclass
class Comparison:
    """The whole document against what is stored; `matches` tells what was taken for the same
    though it bears no key and another name."""

    title: str
    is_new: bool
    stored: Stored
    target: Rows
    tables: list[TableChanges]
    matches: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether loading would write nothing at all."""
        return all(changes.is_empty for changes in self.tables)

    @property
    def fingerprint(self) -> str:
        """A hash of all changes with before and after: what was shown is what is loaded."""
        told = [(c.table.noun, c.added, c.changed, c.removed) for c in self.tables]
        return hashlib.sha256(repr((told, self.matches)).encode()).hexdigest()


def compare(document: dict) -> Comparison:
    """The changes that loading a document (from `reading.read`) would make.

    Each table is read once, however large the plan. Raises ``DocumentRefused`` where what is stored
    stands in its way.
    """
    plan = find_plan(document["plan"])
    stored = stored_rows(plan)
    wanted = rows_of(with_stored_keys(document, stored))
    target = {table.noun: _merged(table, wanted, stored.rows) for table in TABLES}
    tables = [_changes(table, wanted, target, stored.rows) for table in TABLES]
    _refuse_double_codes(target)
    _refuse_new_kinds(tables, stored)
    told = matches(document, stored)
    return Comparison(document["plan"]["title"], plan is None, stored, target, tables, told)


def _merged(table: Table, wanted: Rows, stored: Rows) -> dict[Key, Values]:
    """The rows that shall stand: the document's, and those that are kept, each in its place."""
    new, old = wanted[table.noun], stored[table.noun]
    result = {key: _kept_values(table, old.get(key), values) for key, values in new.items()}
    kept = [key for key in old if key not in new and _is_kept(table, key, old[key], wanted)]
    result |= {key: dict(old[key]) for key in kept}
    if table.order_in and kept:
        _insert(table, kept, result)
    return result


def _is_kept(table: Table, key: Key, values: Values, wanted: Rows) -> bool:
    if table.stays:
        return table.noun != "plan"
    if table.noun == "measure_divisions" and key[2] is not None:
        return True
    if table.noun == "targets" and key[2] == "baseline" and values["source"]:
        return True
    owners = [(noun, part) for noun, part in table.key_refs(key) if noun in table.owners]
    return any(part not in wanted[noun] for noun, part in owners)


def _kept_values(table: Table, old: Values | None, new: Values) -> Values:
    """The document's values; days, of a division all else, and of a system what the city keeps
    beside the plan, only where it has any."""
    if not old:
        return new
    own = {
        "divisions": tuple(new),
        "information_systems": INVENTORY_COLUMNS,
        "system_measures": ("source",),
        "system_amounts": ("budget", "spent"),
        "measures": ("first_day", "last_day", "ending"),
        "measure_indicators": ("first_fiscal_year", "last_fiscal_year"),
        "indicators": ("predecessor_id",),
    }
    keeps = own.get(table.noun, ("first_day", "last_day"))
    return {
        name: old[name] if name in keeps and value in ("", None, False, []) else value
        for name, value in new.items()
    }


def _insert(table: Table, kept: list[Key], rows: dict[Key, Values]) -> None:
    """Give kept rows the places they had among their own, the document's order around them."""
    groups: dict[object, list[Key]] = {}
    waiting = set(kept)
    for key in [key for key in rows if key not in waiting]:
        groups.setdefault(group_of(table, key), []).append(key)
    for key in sorted(kept, key=lambda key: rows[key]["order"]):
        groups.setdefault(group_of(table, key), []).insert(rows[key]["order"], key)
    for keys in groups.values():
        for place, key in enumerate(keys):
            rows[key]["order"] = place


def group_of(table: Table, key: Key) -> object:
    """Among which rows of its table a row has its place."""
    return None if table.order_in == "plan" else key[table.key.index(table.order_in)]


def _changes(table: Table, wanted: Rows, target: Rows, stored: Rows) -> TableChanges:
    new, old = target[table.noun], stored[table.noun]
    changed = {key: (old[key], new[key]) for key in new if key in old and old[key] != new[key]}
    tells = table.stays and table.noun not in NOT_OF_THE_PLAN
    return TableChanges(
        table,
        added={key: values for key, values in new.items() if key not in old},
        changed=changed,
        removed={key: values for key, values in old.items() if key not in new},
        unchanged=sum(key in old for key in new) - len(changed),
        left={key: old[key] for key in old if tells and key not in wanted[table.noun]},
    )


def changes_between(stored: Rows, target: Rows) -> list[TableChanges]:
    """What turns some rows of a plan into others, table by table in the order of loading."""
    return [_changes(table, target, target, stored) for table in TABLES]


def _refuse_double_codes(target: Rows) -> None:
    """A measure that stays may bear the code that the document gives to another."""
    bearers: dict[str, Key] = {}
    for key, values in target["measures"].items():
        other = bearers.setdefault(values["code"], key)
        if other != key:
            raise DocumentRefused.because(
                f"の施策の番号「{values['code']}」は、登録済みの別の施策（key「{key[0]}」"
                f"「{target['measures'][key]['name']}」）の番号と重複します。",
                "policies",
            )


def _refuse_new_kinds(tables: list[TableChanges], stored: Stored) -> None:
    """Results of one kind make no sense under another: such an indicator ends, a new begins."""
    changed = next(each for each in tables if each.table.noun == "indicators").changed
    other_kind = [key for key, (old, new) in changed.items() if old["kind"] != new["kind"]]
    ids = [stored.objects["indicators"][key].pk for key in other_kind]
    result = IndicatorResult.objects.filter(indicator__in=ids).select_related("indicator").first()
    if result:
        raise DocumentRefused.because(
            f"の指標「{result.indicator}」には実績が登録されているため、種類を変えられません。"
            "別の key の指標にしてください。",
            "policies",
        )
