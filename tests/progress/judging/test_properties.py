"""What holds for every indicator and every figure."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from progress.judging.facts import LABELS, Figure, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.judging.rates import rate
from progress.judging.targets import pace
from tests.progress.indicators import (
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    baseline,
    judged,
    number,
)

amounts = st.decimals(min_value=0, max_value=10**11, places=4)
targets = st.decimals(min_value="0.0001", max_value=10**11, places=4)
senses = st.sampled_from(["up", "down"])


@given(targets, amounts, amounts, senses)
def test_better_figure_never_has_a_lower_rate(target, one, other, sense):
    facts = number((R6, target), sense=sense)
    rates = [rate(facts, value, R6) for value in sorted((one, other))]

    if None not in rates:
        low, high = rates if sense == "up" else reversed(rates)
        assert low.value <= high.value


@given(targets, amounts, senses)
def test_rate_reaches_100_exactly_where_the_target_is_met(target, actual, sense):
    judgement = judged(number((R6, target), sense=sense), R6, actual)

    if judgement.rate:
        assert judgement.met is (judgement.rate.value >= 100)


@given(amounts, amounts, amounts, senses)
def test_rate_from_a_baseline_is_negative_only_on_its_wrong_side(start, target, actual, sense):
    counted = rate(number(baseline(R4, start), (R6, target), sense=sense), actual, R6)

    if counted:
        is_worse = actual < start if sense == "up" else actual > start
        assert counted.value <= 0 if is_worse else counted.value >= 0


@given(amounts, amounts)
def test_pace_lies_between_its_targets_and_moves_one_way(start, end):
    steps = [pace(number((R5, start), (R9, end)), year) for year in (R6, R7, R8)]

    assert steps == sorted(steps, reverse=end < start)
    assert all(min(start, end) <= step <= max(start, end) for step in steps)


@given(
    st.sampled_from(["number", "annual_minimum", "expansion", "milestone", "qualitative"]),
    senses,
    st.lists(
        st.builds(
            Target,
            st.integers(R4, R10),
            st.none() | amounts,
            st.sampled_from(["target", "baseline"]),
        )
    ),
    st.lists(
        st.builds(
            Figure,
            st.integers(R4, R10),
            st.sampled_from(["reported", "not_reported", "not_applicable", "being_compiled"]),
            st.none() | st.decimals(-(10**11), 10**11, places=4),
            st.none() | st.booleans(),
            st.none() | st.dates(date(2022, 4, 1), date(2029, 3, 31)),
            st.text(max_size=3),
        ),
    ),
    st.integers(R4, R10),
)
def test_every_indicator_gets_a_judgement_in_every_year(kind, sense, targets, entries, year):
    facts = IndicatorFacts("指標", "件", kind, sense, tuple(targets))
    judgement = judge(facts, {entry.fiscal_year: entry for entry in entries}, year)

    assert judgement.code in LABELS
    assert judgement.label.startswith(LABELS[judgement.code])
    assert judgement.finding.endswith("。")
    assert (judgement.rate is None) or kind in ("number", "annual_minimum")
