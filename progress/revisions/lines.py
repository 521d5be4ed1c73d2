"""The lines of a revision as rows of the plan, and back (README: 改定). Touches no database.

The natural keys of `plan_document.rows.tables` are tuples of texts, numbers and tuples; in a
`PlanChange` they stand as canonical JSON.
"""

import json
from collections.abc import Iterable

from progress.models import PlanChange
from progress.plan_document.loading.comparing import TableChanges, group_of
from progress.plan_document.rows.keys import key_of, key_text, values_of
from progress.plan_document.rows.tables import TABLE, Key, Rows, Table, Values


class Displaced(Exception):
    """What a line changes no longer stands as the line found it (改定前が変わっています)."""

    def __init__(self, change: PlanChange):
        super().__init__(f"改定前が変わっています: {change}")
        self.change = change


def lines_of(tables: Iterable[TableChanges]) -> list[PlanChange]:
    """A comparison's changes as lines, not saved: rows that begin, columns that change, rows that
    go."""
    lines = []
    for changes in tables:
        noun = changes.table.noun
        for key, values in changes.added.items():
            lines.append(PlanChange(noun=noun, key=key_text(key), after=dict(values)))
        for key, (old, new) in changes.changed.items():
            lines += [
                PlanChange(
                    noun=noun, key=key_text(key), column=name, before=old[name], after=new[name]
                )
                for name in new
                if old[name] != new[name]
            ]
        for key, values in changes.removed.items():
            lines.append(PlanChange(noun=noun, key=key_text(key), before=dict(values)))
    return lines


def stands_as_found(rows: Rows, change: PlanChange) -> bool:
    """Whether what a line changes is still what stands."""
    row = rows[change.noun].get(key_of(change.key))
    if change.is_new_row:
        return row is None
    if row is None:
        return False
    if change.is_gone_row:
        return plain(row) == change.before
    return plain(row.get(change.column)) == change.before


def rows_after(rows: Rows, lines: Iterable[PlanChange]) -> Rows:
    """The rows that stand after these lines, each in its place; what they do not name stays.
    Raises ``Displaced``."""
    after, displaced = rows_as_far_as(rows, lines)
    if displaced:
        raise Displaced(displaced[0])
    return after


def rows_as_far_as(rows: Rows, lines: Iterable[PlanChange]) -> tuple[Rows, list[PlanChange]]:
    """The same without the lines whose before no longer stands, and these lines."""
    result: Rows = {noun: dict(table) for noun, table in rows.items()}
    displaced, moved = [], {}
    for change in lines:
        if not stands_as_found(result, change):
            displaced.append(change)
            continue
        table, key = result[change.noun], key_of(change.key)
        if change.is_gone_row:
            del table[key]
        elif change.is_new_row:
            table[key] = values_of(change.after)
        else:
            table[key] = table[key] | values_of({change.column: change.after})
        if change.column in ("", "order") and TABLE[change.noun].order_in:
            new = moved.setdefault(change.noun, set())
            new |= {key} if change.is_new_row else set()
    for noun, new in moved.items():
        _put_in_places(TABLE[noun], result[noun], new)
    return result, displaced


def _put_in_places(table: Table, rows: dict[Key, Values], new: set[Key]) -> None:
    """Each new row at the place that it names, the others around them as they stood."""
    groups: dict[object, list[Key]] = {}
    for key in sorted(rows, key=lambda key: rows[key]["order"]):
        if key not in new:
            groups.setdefault(group_of(table, key), []).append(key)
    for key in sorted(new & rows.keys(), key=lambda key: rows[key]["order"]):
        groups.setdefault(group_of(table, key), []).insert(rows[key]["order"], key)
    for keys in groups.values():
        for place, key in enumerate(keys):
            rows[key] = rows[key] | {"order": place}


def plain(value: object) -> object:
    """As JSON gives it back: references are tuples in rows and lists in a line."""
    return json.loads(json.dumps(value, ensure_ascii=False))
