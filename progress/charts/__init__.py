"""Charts: what they show, how they look, where they are kept (design 3, ux: Charts).

Nothing here imports matplotlib, but `drawing`, and that is imported only when a picture is
really drawn: pages and pictures from the cache need none of it.
"""

from progress.charts.cache import drawn, fingerprint, prune
from progress.charts.context import chart_context, policies_chart_context
from progress.charts.indicator import DRAWN_KINDS, IndicatorChart, indicator_chart
from progress.charts.policies import PoliciesChart, policies_chart

__all__ = [
    "DRAWN_KINDS",
    "IndicatorChart",
    "PoliciesChart",
    "chart_context",
    "drawn",
    "fingerprint",
    "indicator_chart",
    "policies_chart",
    "policies_chart_context",
    "prune",
]
