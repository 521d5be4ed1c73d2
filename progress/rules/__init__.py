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
from progress.rules.words import (
    MEANINGS,
    attention_reasons,
    counts_in_denominator,
    is_slip,
    needs_reason,
    phases,
)

__all__ = [
    "LABELS",
    "MEANINGS",
    "Figure",
    "IndicatorFacts",
    "Judgement",
    "Rate",
    "Target",
    "TargetInForce",
    "attention_reasons",
    "baseline_for_rate",
    "counts_in_denominator",
    "is_result_due",
    "is_slip",
    "judge",
    "needs_reason",
    "next_target",
    "pace",
    "phases",
    "printed_targets",
    "rate",
    "target_in_force",
]
