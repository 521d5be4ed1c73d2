"""The shape of the exchange document, noun by noun: its keys, their types and what is needed.

fixtures/README.md tells the same in words.
"""

from glossary.models import Term, TermAlias
from measures.models import ChronologyEvent, EffectKind
from measures.models.chronology import FIRST_YEAR, LAST_YEAR
from progress.plan_document.schema.columns import (
    DIVISION_NAMES,
    LONG_TEXT,
    days_in_order,
    names,
    needed,
    text,
)
from progress.plan_document.schema.measures import POLICY
from progress.plan_document.schema.plan import PLAN
from progress.plan_document.schema.readers import (
    Choice,
    Day,
    Flag,
    ListOf,
    Record,
    Text,
    Value,
    Whole,
)
from progress.plan_document.schema.systems import SYSTEM
from sakado_dx.organization.models import Division
from systems_inventory.models import InventoryNote

FORMAT = "dx-plan/1"

DIVISION = Record(
    {
        "key": text(Division, "key"),
        "name": needed(Division, "name"),
        "reading": text(Division, "reading"),
        "parent": text(Division, "name"),
        "kind": Choice(tuple(Division.Kind.values), default=Division.Kind.DIVISION.value),
        "first_day": Day(),
        "last_day": Day(),
        "successors": DIVISION_NAMES,
        "is_secretariat": Flag(),
    },
    also=days_in_order,
)


def _part(fields: dict[str, Value]) -> ListOf:
    return ListOf(Record(fields))


DOCUMENT = Record(
    {
        "format": Choice((FORMAT,), required=True),
        "plan": PLAN,
        "divisions": ListOf(DIVISION),
        "effect_kinds": names(EffectKind._meta.get_field("name").max_length),
        "policies": ListOf(POLICY),
        "information_systems": ListOf(SYSTEM),
        "information_systems_note": Record(
            {
                "as_of": text(InventoryNote, "as_of"),
                "notes": ListOf(Text(LONG_TEXT, lines=True, required=True)),
            }
        ),
        "chronology": _part(
            {
                "year": Whole(FIRST_YEAR, LAST_YEAR, required=True),
                "month": Whole(1, 12, required=True),
                "event": needed(ChronologyEvent, "event"),
            }
        ),
        "terms": _part(
            {
                "term": needed(Term, "term"),
                "reading": text(Term, "reading"),
                "aliases": names(TermAlias._meta.get_field("alias").max_length),
                "explanation": text(Term, "explanation"),
                "source": text(Term, "source"),
            }
        ),
    }
)
