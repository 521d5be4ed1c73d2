"""The plan's own sheets: measures, indicators, targets."""

from measures.importers.indicators import IndicatorResource
from measures.importers.measures import MeasureResource
from measures.importers.plan_sheets import PlanResource
from measures.importers.targets import TargetResource

__all__ = ["IndicatorResource", "MeasureResource", "PlanResource", "TargetResource"]
