"""The admin's pages that join several apps."""

from progress.admin import indicators, plans, reports, results, years

__all__ = ["indicators", "plans", "reports", "results", "years"]
