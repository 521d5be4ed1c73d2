"""The admin's pages that join several apps, all pages of plan data among them."""

from progress.admin import frame, indicators, measures, plans, reports, results, years

__all__ = ["frame", "indicators", "measures", "plans", "reports", "results", "years"]
