"""Check constraints that plainly hold, told without asking the database.

Django asks it for each check of each row, which takes longer than all the rest. Here True is
answered only where the database cannot say otherwise; whatever is less plain is left to it. A
condition is taken apart once, and then asked of each row.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any

from django.db.models import Model, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": eq, "gt": gt, "gte": ge, "lt": lt, "lte": le,
}  # fmt: skip
KINDS = (bool, str, (int, Decimal), date)  # values of one of them are compared alike everywhere
# True, False, or None where the database must be asked, or knows no answer (NULL).
Teller = Callable[[Model], bool | None]


def teller(condition: Any, model: type[Model]) -> Teller:
    """What tells of a row whether it fulfils the condition of a `CheckConstraint`."""
    if isinstance(condition, tuple):
        return _of_lookup(*condition, model)
    if isinstance(condition, LessThanOrEqual) and isinstance(condition.lhs, Length):
        [column] = condition.lhs.get_source_expressions()
        return _of_length(column.name, condition.rhs)
    if not isinstance(condition, Q) or condition.connector == Q.XOR:
        return lambda instance: None
    parts = [teller(each, model) for each in condition.children]
    return _of_parts(parts, condition.connector == Q.OR, condition.negated)


def _of_parts(parts: list[Teller], decides: bool, is_negated: bool) -> Teller:
    """`decides` is the answer of a part that is that of the whole."""

    def told(instance: Model) -> bool | None:
        found: bool | None = not decides
        for part in parts:
            if (each := part(instance)) is decides:
                return decides is not is_negated
            if each is None:
                found = None
        return found if found is None else found is not is_negated

    return told


def _of_length(name: str, longest: int) -> Teller:
    def told(instance: Model) -> bool | None:
        text = getattr(instance, name)
        return len(text) <= longest if isinstance(text, str) else None

    return told


def _of_lookup(path: str, wanted: Any, model: type[Model]) -> Teller:
    name, _, lookup = path.partition("__")
    column = model._meta.get_field(name).attname
    if lookup == "isnull" or wanted is None:
        is_null = wanted is None or wanted
        return lambda instance: (getattr(instance, column) is None) is is_null
    if lookup == "in":
        return lambda instance: _is_in(getattr(instance, column), wanted)
    return lambda instance: _compared(getattr(instance, column), lookup or "exact", wanted)


def _is_in(held: Any, wanted: Any) -> bool | None:
    if isinstance(held, str) and held in wanted:
        return True
    each = [_compared(held, "exact", one) for one in wanted]
    return True if True in each else None if None in each else False


def _compared(held: Any, lookup: str, wanted: Any) -> bool | None:
    kind = next((each for each in KINDS if isinstance(held, each)), None)
    is_alike = kind is not None and isinstance(wanted, kind) and lookup in COMPARED
    if not is_alike or type(held) is not type(wanted) and kind is date:
        return None
    # Letters are ordered in many ways, and equal in one.
    return None if kind is str and lookup != "exact" else COMPARED[lookup](held, wanted)
