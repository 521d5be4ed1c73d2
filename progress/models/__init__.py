"""A year of the plan: what was reported, and what was measured (cycle 1 and 2)."""

from progress.models.reports import ProgressReport, StatusChange
from progress.models.results import IndicatorResult
from progress.models.years import ReviewYear

__all__ = ["IndicatorResult", "ProgressReport", "ReviewYear", "StatusChange"]
