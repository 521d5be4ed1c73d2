"""A changed definition in a document: the indicator ends, and a linked one begins (README: 改定)."""

from collections.abc import Iterator

from progress.models import PlanChange
from progress.plan_document.loading.comparing import Comparison
from progress.plan_document.rows.keys import key_of, key_text
from progress.plan_document.rows.tables import Key, Values
from progress.revisions import limits
from progress.revisions.editing import free_key
from progress.revisions.lines import plain

# What makes an indicator another one where it changes.
DEFINITION = (*limits.DEFINING, "definition", "numerator_name", "denominator_name")
OF_AN_INDICATOR = {"indicators": 0, "targets": 0, "measure_indicators": 1}


def with_new_indicators(
    lines: list[PlanChange], comparison: Comparison, first_year: int
) -> list[PlanChange]:
    """A document's lines, those of an indicator whose definition differs told as its end and the
    beginning of the next, from `first_year` on. A blank that is filled is no change of it."""
    changes = next(each for each in comparison.tables if each.table.noun == "indicators")
    redefined = {key: new for key, (old, new) in changes.changed.items() if _is_another(old, new)}
    kept = [line for line in lines if _indicator_of(line) not in redefined]
    for key, new in redefined.items():
        kept += _succession(key, new, comparison, first_year)
    return kept


def _is_another(old: Values, new: Values) -> bool:
    return any(old[name] != new[name] and old[name] not in (None, "") for name in DEFINITION)


def _indicator_of(line: PlanChange) -> Key | None:
    key = key_of(line.key)
    if line.noun == "indicators":
        return key
    return key[OF_AN_INDICATOR[line.noun]] if line.noun in OF_AN_INDICATOR else None


def _succession(
    key: Key, new: Values, comparison: Comparison, first_year: int
) -> Iterator[PlanChange]:
    next_key, target = free_key(comparison.target, "indicators", key[0]), comparison.target
    yield _row("indicators", next_key, new | {"predecessor_id": key})
    for (measure, own), values in target["measure_indicators"].items():
        stood = comparison.stored.rows["measure_indicators"].get((measure, own))
        if own == key:
            order = sum(each[0] == measure for each in target["measure_indicators"])
            begins = {"first_fiscal_year": first_year, "last_fiscal_year": None, "order": order}
            yield _row("measure_indicators", (measure, next_key), values | begins, first_year)
        if own == key and stood is not None:
            yield PlanChange(
                noun="measure_indicators",
                key=key_text((measure, key)),
                column="last_fiscal_year",
                before=stood["last_fiscal_year"],
                after=first_year - 1,
            )
    for place, values in target["targets"].items():
        if place[0] == key and place[1] >= first_year and not values["withdrawn"]:
            yield _row("targets", (next_key, *place[1:3], 0), values)


def _row(noun: str, key: Key, values: Values, applies_from: int | None = None) -> PlanChange:
    told = {"key": key_text(key), "after": plain(values), "applies_from": applies_from}
    return PlanChange(noun=noun, **told)
