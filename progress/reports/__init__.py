"""The figures of a year, for pages, charts and exports alike (cycle 3)."""

from progress.reports.dashboard import Attention, Dashboard, PolicySummary, dashboard_of
from progress.reports.measure import MeasureYears, measure_years
from progress.reports.rows import IndicatorYear, MeasureRow
from progress.reports.years import year_rows

__all__ = [
    "Attention",
    "Dashboard",
    "IndicatorYear",
    "MeasureRow",
    "MeasureYears",
    "PolicySummary",
    "dashboard_of",
    "measure_years",
    "year_rows",
]
