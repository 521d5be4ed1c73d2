"""What a plan in force promises, and what the city keeps beside it (README: 改定).

Promises change by a revision alone; every other door asks here what it may change.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from measures.models import (
    Direction,
    EffectKind,
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    Plan,
    Policy,
    YearlyDirection,
)

REFUSAL = "施行中の計画の{}は、ここでは変えられません。"
CURE = "「計画の見直し」で変えてください。"
# Columns that are saved as ever, by model; all columns of the other models named here are promises.
FREE: dict[type[Model], frozenset[str]] = {
    Plan: frozenset({"city_code", "predecessor", "position", "frame_source", "missing_words"}),
    Policy: frozenset({"source", "other_readings"}),
    Direction: frozenset({"other_readings"}),
    EffectKind: frozenset(),
    EffectRating: frozenset(),
    Measure: frozenset({"summary", "source", "related", "other_readings"}),
    MeasureDivision: frozenset(),
    YearlyDirection: frozenset(),
    Indicator: frozenset({"note"}),
    MeasureIndicator: frozenset(),
    IndicatorTarget: frozenset(),
}
# A definition that no plan prints: the city fills it in once, and then it stands.
FILLED_ONCE = {Indicator: frozenset({"definition", "numerator_name", "denominator_name"})}


def in_force(plan: Plan) -> bool:
    """Whether a plan has taken effect; 1 query."""
    return plan.editions.exists()


def plan_of(row: Model) -> Plan | None:
    """The plan that a row of a plan belongs to, itself or by what it belongs to."""
    if row is None or isinstance(row, Plan):
        return row
    ways = ("plan", "policy", "direction", "measure", "indicator")
    return plan_of(next((getattr(row, way) for way in ways if hasattr(row, way)), None))


def is_beside(row: Model) -> bool:
    """Whether a whole row is what the city keeps beside the plan: a measured 現状値."""
    return isinstance(row, IndicatorTarget) and row.role == IndicatorTarget.Role.BASELINE


def promised(model: type[Model], changes: Mapping[str, object]) -> list[str]:
    """Those of the changed columns that are promises; `changes` are column and what stood."""
    if model not in FREE:
        return []
    once = FILLED_ONCE.get(model, frozenset())
    return [
        name
        for name, before in ((each.removesuffix("_id"), old) for each, old in changes.items())
        if name not in FREE[model] and not (name in once and before in ("", None))
    ]


def refusal(labels: Iterable[str]) -> str:
    """Why these columns, or rows, do not change here, and how they do."""
    return REFUSAL.format("「" + "」「".join(labels) + "」") + CURE
