"""Check constraints that plainly hold, told without asking the database.

Django asks it for each check of each row, which takes longer than all the rest. Here True is
answered only where the database cannot say otherwise; whatever is less plain is left to it.
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


def plainly_holds(condition: Any, instance: Model) -> bool:
    """Whether the condition of a `CheckConstraint` is fulfilled; False says nothing."""
    return _told(condition, instance) is True


def _told(condition: Any, instance: Model) -> bool | None:
    """True, False, or None where the database must be asked, or knows no answer (NULL)."""
    if isinstance(condition, tuple):
        return _of_lookup(*condition, instance)
    if isinstance(condition, LessThanOrEqual) and isinstance(condition.lhs, Length):
        [column] = condition.lhs.get_source_expressions()
        text = getattr(instance, column.name)
        return len(text) <= condition.rhs if isinstance(text, str) else None
    if not isinstance(condition, Q) or condition.connector == Q.XOR:
        return None
    told = [_told(each, instance) for each in condition.children]
    decides = condition.connector == Q.OR
    found = decides if decides in told else None if None in told else not decides
    return found if found is None else found is not condition.negated


def _of_lookup(path: str, wanted: Any, instance: Model) -> bool | None:
    name, _, lookup = path.partition("__")
    held = getattr(instance, instance._meta.get_field(name).attname)
    if lookup == "isnull" or wanted is None:
        return (held is None) is (wanted is None or wanted)
    if lookup == "in":
        each = [_compared(held, "exact", one) for one in wanted]
        return True if True in each else None if None in each else False
    return _compared(held, lookup or "exact", wanted)


def _compared(held: Any, lookup: str, wanted: Any) -> bool | None:
    kind = next((each for each in KINDS if isinstance(held, each)), None)
    is_alike = kind is not None and isinstance(wanted, kind) and lookup in COMPARED
    if not is_alike or type(held) is not type(wanted) and kind is date:
        return None
    # Letters are ordered in many ways, and equal in one.
    return None if kind is str and lookup != "exact" else COMPARED[lookup](held, wanted)
