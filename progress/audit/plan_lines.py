"""Lines of a revision in the words of 新旧対照表: of which row, which column, from what to what.

The rows are called what the plan calls them today; one that a draft begins, what the draft does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from measures.models import Plan
from progress.models import PlanChange
from progress.plan_document.loading.line_telling import LineTeller, ToldLine
from progress.plan_document.rows.keys import key_of, values_of
from progress.plan_document.rows.tables import TABLE, Key, Rows
from sakado_dx.together import at_once

# Whose rows are called by more than their keys.
CALLED_BY = {
    "policies": ("label", "name"), "directions": ("number", "name"), "measures": ("code", "name"),
    "indicators": ("name",), "divisions": ("name",),
}  # fmt: skip
NAMED = tuple(CALLED_BY)
# What a program of another time, or somebody's SQL, has written otherwise than a line is.
OTHERWISE = (LookupError, AttributeError, TypeError, ValueError, FieldDoesNotExist)
T = TypeVar("T")


class PlanLines:
    """Tells some lines, whose revisions are at hand; 1 query, none where there are no lines.

    A line that cannot be told so is told as it is stored: `title` and `texts` are blank.
    """

    def __init__(self, lines: Iterable[PlanChange]):
        by_plan: dict[Plan | None, list[PlanChange]] = {}
        for line in lines:
            by_plan.setdefault(_plan_of(line), []).append(line)
        self._tellers = {
            plan: LineTeller(rows, rows) for plan, rows in _rows_around(by_plan).items()
        }

    def title(self, line: PlanChange) -> str:
        """``個別施策　I-1-1 業務棚卸の推進　施策名``, ``個別施策　I-1-4 書かない窓口　新設``."""
        return _known(lambda: self._title(line), "")

    def texts(self, line: PlanChange) -> dict[str, str]:
        """What its columns say, by attribute, where they hold names or values of the plan."""
        return _known(lambda: self._texts(line), {})

    def _told(self, line: PlanChange) -> tuple[str, ToldLine]:
        teller = self._tellers[_plan_of(line)]
        return teller.label(line.noun), teller.told(line)

    def _title(self, line: PlanChange) -> str:
        label, told = self._told(line)
        return f"{label}　{told.title}　{told.columns[0][0] if line.column else told.what}"

    def _texts(self, line: PlanChange) -> dict[str, str]:
        noun, told = self._told(line)
        texts = {"noun": noun, "key": told.title}
        if line.column:
            ((label, before, after),) = told.columns
            return texts | {"column": label, "before": before, "after": after}
        if line.is_new_row:
            return texts | {"after": _joined((label, after) for label, _, after in told.columns)}
        return texts | {"before": _joined((label, before) for label, before, _ in told.columns)}


def _joined(columns: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}：{text}" for label, text in columns)


def _known(tell: Callable[[], T], otherwise: T) -> T:
    try:
        return tell()
    except OTHERWISE:
        return otherwise


def _plan_of(line: PlanChange) -> Plan | None:
    """Its revision's plan; none of one that is long gone."""
    return line.revision.plan if PlanChange.revision.is_cached(line) else None


def _rows_around(by_plan: dict[Plan | None, list[PlanChange]]) -> dict[Plan | None, Rows]:
    """The rows by which each plan's lines are called, asked for at once."""
    plans = [plan for plan in by_plan if plan]
    found = at_once(*(each for plan in plans for each in _asked(plan, by_plan[plan])))
    size = len(NAMED) + 1
    parts = {plan: found[size * place : size * (place + 1)] for place, plan in enumerate(plans)}
    return {plan: _rows(plan, lines, parts.get(plan, ())) for plan, lines in by_plan.items()}


def _asked(plan: Plan, lines: list[PlanChange]) -> Iterator[QuerySet]:
    """The rows that stand, noun by noun, and the lines that begin others."""
    keys = _keys_in(lines)
    for noun in NAMED:
        rows = TABLE[noun].objects(plan)
        # A direction is called by its policy, which no line names.
        yield rows if noun == "policies" else rows.filter(key__in=sorted(keys[noun]))
    of_drafts = PlanChange.objects.filter(revision__in={line.revision_id for line in lines})
    yield of_drafts.filter(noun__in=NAMED, column="", before__isnull=True)


def _keys_in(lines: Iterable[PlanChange]) -> dict[str, set[str]]:
    """The lasting keys that these lines name, by noun."""
    keys: dict[str, set[str]] = {noun: set() for noun in NAMED}
    for line in lines:
        for noun, key in _known(lambda line=line: list(_names_in(line)), []):
            if noun in NAMED and key:
                keys[noun].add(key[0])
    return keys


def _names_in(line: PlanChange) -> Iterator[tuple[str, Key]]:
    """(noun, key) of the row that a line is of, and of those that its key and its values name."""
    table, key = TABLE[line.noun], key_of(line.key)
    yield line.noun, key
    yield from table.key_refs(key)
    for side in (line.before, line.after):
        values = values_of({line.column: side} if line.column else side or {})
        yield from ((table.refs[name], values[name]) for name in values if name in table.refs)


def _rows(plan: Plan | None, lines: list[PlanChange], found: Sequence[list[Model]]) -> Rows:
    rows: Rows = {noun: {} for noun in TABLE}
    title, levels = (plan.title, plan.level_names) if plan else ("", [])
    rows["plan"][(plan.key if plan else "",)] = {"title": title, "level_names": levels}
    *standing, begun = found or [[]]
    policies = {each.pk: (each.key,) for each in standing[0]} if standing else {}
    for noun, own in zip(NAMED, standing, strict=bool(standing)):
        for each in own:
            values = {name: getattr(each, name) for name in CALLED_BY[noun]}
            if noun == "directions":
                values["policy_id"] = policies.get(each.policy_id)
            rows[noun][each.key,] = values
    for line in (*begun, *lines):
        _known(lambda line=line: _begin(rows, line), None)
    return rows


def _begin(rows: Rows, line: PlanChange) -> None:
    """The row that a line begins, or takes away, where none stands."""
    if line.noun in NAMED and not line.column:
        values = values_of(line.before if line.after is None else line.after)
        rows[line.noun].setdefault(key_of(line.key), values)
