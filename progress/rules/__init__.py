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
from progress.rules.judgement import is_result_due, judge
from progress.rules.targets import (
    baseline_for_rate,
    next_target,
    pace,
    printed_targets,
    rate,
    target_in_force,
)

__all__ = [
    "LABELS",
    "Figure",
    "IndicatorFacts",
    "Judgement",
    "Rate",
    "Target",
    "TargetInForce",
    "baseline_for_rate",
    "is_result_due",
    "judge",
    "next_target",
    "pace",
    "printed_targets",
    "rate",
    "target_in_force",
]
