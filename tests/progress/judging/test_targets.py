"""Target in force, next target and pace."""

from decimal import Decimal

from progress.judging.facts import IndicatorFacts, Target, TargetInForce
from progress.judging.targets import next_target, pace, target_in_force
from tests.progress.indicators import (
    AI,
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    RPA,
    UPTIME,
    baseline,
    judged,
    milestone,
    number,
)


def test_printed_targets_are_in_force_in_their_own_years():
    assert target_in_force(RPA, R5) == TargetInForce(R5, Decimal(19))
    assert target_in_force(RPA, R9) == TargetInForce(R9, Decimal(30))


def test_no_target_is_in_force_between_two_printed_years_and_the_next_one_is_known():
    assert target_in_force(RPA, R7) is None
    assert next_target(RPA, R7) == Target(R9, Decimal(30))


def test_last_target_continues_and_says_so():
    assert target_in_force(AI, R8) == TargetInForce(R6, Decimal(100000), carried_from=R6)
    assert next_target(AI, R8) is None


def test_no_target_is_in_force_before_the_first_printed_year():
    assert target_in_force(AI, R5) is None
    assert next_target(AI, R5) == Target(R6, Decimal(100000))


def test_annual_minimum_holds_each_year_without_a_mark():
    once = number((R5, 2), kind="annual_minimum")

    assert target_in_force(UPTIME, R8) == TargetInForce(R8, Decimal("99.9"))
    assert target_in_force(once, R8) == TargetInForce(R5, Decimal(2))
    assert target_in_force(once, R4) is None


def test_measured_baseline_is_no_target_but_the_start_of_the_pace():
    facts = number(baseline(R4, 10), (R7, 20))

    assert target_in_force(facts, R4) is None
    assert pace(facts, R4) is None
    assert pace(facts, R6) == Decimal("16.67")
    assert judged(facts, R6, 17).code == "above_pace"


def test_year_is_judged_by_the_newest_version_that_applies_by_then():
    facts = number((R5, 19), (R9, 30), Target(R9, Decimal(40), applies_from=R7))

    assert [next_target(facts, year).value for year in (R6, R7, R8)] == [30, 40, 40]
    assert pace(facts, R6) == Decimal("21.75") and pace(facts, R7) == Decimal("29.50")


def test_target_is_withdrawn_from_a_year_on():
    gone = Target(R7, None, applies_from=R6, withdrawn=True)
    facts = number((R5, 10), (R7, 20), gone)

    assert next_target(facts, R5).value == 20
    assert (next_target(facts, R6), target_in_force(facts, R7).value) == (None, 10)


def test_starting_figure_of_an_expansion_holds_on():
    assert target_in_force(CLOUD, R5) == TargetInForce(R5, Decimal(3), role="baseline")
    assert target_in_force(CLOUD, R7) == TargetInForce(
        R5, Decimal(3), role="baseline", carried_from=R5
    )


def test_milestone_is_in_force_from_its_due_year_on():
    assert target_in_force(milestone(R6), R5) is None
    assert next_target(milestone(R6), R5) == Target(R6, None)
    assert target_in_force(milestone(R6), R7) == TargetInForce(R6, None)


def test_assumed_year_stays_marked():
    facts = IndicatorFacts(
        "連携率", "%", "number", targets=(Target(R9, Decimal(100), year_assumed=True),)
    )

    assert target_in_force(facts, R9) == TargetInForce(R9, Decimal(100), year_assumed=True)
    assert "（年度は計画の最終年度とみなしています）" in judged(facts, R9, 60).finding
    assert "（年度は計画の最終年度とみなしています）" in judged(facts, R8, 60).finding


def test_pace_is_the_straight_line_between_two_printed_targets():
    assert [pace(RPA, year) for year in range(R4, R10 + 1)] == [
        None,
        None,
        Decimal("21.75"),
        Decimal("24.50"),
        Decimal("27.25"),
        None,
        None,
    ]


def test_pace_is_rounded_to_two_decimals_more_than_the_targets():
    assert pace(number((R5, 1), (R8, 2)), R6) == Decimal("1.33")
    assert pace(number((R5, "1.0000"), (R8, "2.0000")), R7) == Decimal("1.67")
    assert pace(number((R5, "99.5"), (R8, "99.9")), R6) == Decimal("99.633")


def test_pace_runs_from_one_printed_target_to_the_next():
    facts = number((R5, 10), (R7, 20), (R9, 40))

    assert (pace(facts, R6), pace(facts, R7), pace(facts, R8)) == (15, None, 30)


def test_falling_targets_have_a_falling_pace():
    assert pace(number((R5, 40), (R9, 20), sense="down"), R6) == 35


def test_only_a_number_has_a_pace():
    assert pace(number((R5, 2), (R9, 4), kind="annual_minimum"), R7) is None
    assert pace(number(baseline(R5, 2), (R9, 4), kind="expansion"), R7) is None


def test_no_target_holds_outside_the_years_of_the_indicator():
    facts = number((R5, 10), (R7, 20), first_fiscal_year=R5, last_fiscal_year=R6)

    assert target_in_force(facts, R7) is None
    assert pace(facts, R7) is None
    assert next_target(facts, R4) is None
    assert judged(facts, R7, 20).code == "not_applicable"
    assert judged(facts, R7, 20).finding == "R7年度は、この指標の対象の年度ではありません。"
