"""The figures of a year, for pages, charts and exports alike (cycle 3)."""

from progress.reports.dashboard import Attention, Dashboard, PolicySummary, dashboard_of
from progress.reports.heat_map import HeatMap, heat_map
from progress.reports.measure import MeasureYears, measure_years
from progress.reports.rows import IndicatorYear, MeasureRow
from progress.reports.years import year_rows

__all__ = [
    "Attention",
    "Dashboard",
    "HeatMap",
    "IndicatorYear",
    "MeasureRow",
    "MeasureYears",
    "PolicySummary",
    "dashboard_of",
    "heat_map",
    "measure_years",
    "year_rows",
]
