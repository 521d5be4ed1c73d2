"""The plan: what was promised (README: 階層)."""

from measures.models.chronology import ChronologyEvent
from measures.models.indicators import (
    Indicator,
    IndicatorTarget,
    MeasureIndicator,
    standing_in,
)
from measures.models.measures import (
    EffectRating,
    Measure,
    MeasureDivision,
    YearlyDirection,
    divisions_of_measures,
    hold_divisions,
)
from measures.models.plans import (
    Direction,
    EffectKind,
    MeetingKind,
    Plan,
    PlanWord,
    Policy,
)
from measures.models.tags import MeasureTag

__all__ = [
    "ChronologyEvent",
    "Direction",
    "EffectKind",
    "EffectRating",
    "Indicator",
    "IndicatorTarget",
    "Measure",
    "MeasureDivision",
    "MeasureIndicator",
    "MeasureTag",
    "MeetingKind",
    "Plan",
    "PlanWord",
    "Policy",
    "YearlyDirection",
    "divisions_of_measures",
    "hold_divisions",
    "standing_in",
]
