"""Rows of the plan as an edition keeps them: copies in memory, not to be saved."""

from copy import copy
from decimal import Decimal
from typing import Any

from measures.models import Indicator, IndicatorTarget, Measure


def indicator_then(indicator: Indicator, entry: dict[str, Any]) -> Indicator:
    """The indicator with name, unit, targets and all of an edition's entry; no query."""
    then, facts = copy(indicator), entry["facts"]
    then.printed, then.note = entry["printed"], entry["note"]
    for name in ("name", "unit", "kind", "sense"):
        setattr(then, name, facts[name])
    targets = IndicatorTarget.objects.none()
    targets._result_cache = [_target(indicator, each) for each in facts["targets"]]
    then._prefetched_objects_cache = {"targets": targets}
    return then


def _target(indicator: Indicator, data: dict[str, Any]) -> IndicatorTarget:
    value = None if data["value"] is None else Decimal(data["value"])
    return IndicatorTarget(indicator_id=indicator.pk, **data | {"value": value})


def measure_then(measure: Measure, title: str) -> Measure:
    """The measure under the title by which an edition names it; blank: under today's."""
    then = copy(measure)
    if title:
        then.code, _, then.name = title.partition(" ")
    return then
