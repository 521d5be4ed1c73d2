"""Yes, no and judgement: pure functions on plain values, the one home of every figure.

Pages, charts, exports and the API ask these functions and decide nothing themselves.
"""

from progress.rules.facts import (
    LABELS,
    Figure,
    IndicatorFacts,
    Judgement,
    Rate,
    Target,
    TargetInForce,
)

__all__ = [
    "LABELS",
    "Figure",
    "IndicatorFacts",
    "Judgement",
    "Rate",
    "Target",
    "TargetInForce",
]
