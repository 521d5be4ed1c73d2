"""目標までの歩み: what is still needed a year, beside the best year so far."""

from decimal import Decimal

import pytest

from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.lifetimes import Lifetime
from progress.judging.steps import Step
from progress.judging.ways import Way, way_of
from tests.progress.indicators import (
    CLOUD,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    baseline,
    done,
    figures,
    milestone,
    number,
    reported,
)

LAST = {"last_fiscal_year": R9}
COUNT = number((R9, 30), **LAST)
FEWER = number((R9, 10), sense="down", **LAST)
SUM = number((R9, 100), measured_as="period_total", period_from=R5, **LAST)
SMALL = number((R9, 100), sense="down", measured_as="period_total", period_from=R5, **LAST)
TWICE = number(*((year, 2) for year in range(R5, R9 + 1)), kind="annual_minimum", **LAST)


def way(facts, fiscal_year, **values) -> tuple:
    """Word, what is needed and the best step, and the sentences."""
    found = way_of(facts, figures(**values), fiscal_year)
    best = found.best and (str(found.best.value), found.best.when)
    return found.code, found.needed and str(found.needed), best, found.reason


def code(facts, fiscal_year, **values) -> str:
    return way_of(facts, figures(**values), fiscal_year).code


def test_needed_step_is_set_beside_the_best_one_so_far():
    assert way_of(COUNT, figures(R5=10, R6=18, R7=22), R7) == Way(
        "likely",
        "実績22件。R9年度の目標30件まで残り2年で、1年に4件の増が必要です。"
        "これまで最も増えたのは1年に8件（R5→R6）で、足ります。",
        figure=reported(R7, 22),
        value=Decimal(22),
        goal=Target(R9, Decimal(30)),
        needed=Decimal("4.00"),
        best=Step(Decimal("8.00"), R5, R6),
    )
    assert way(COUNT, R7, R5=10, R6=12, R7=13) == (
        "short",
        "8.50",
        ("2.00", "R5→R6"),
        "実績13件。R9年度の目標30件まで残り2年で、1年に8.5件の増が必要です。"
        "これまで最も増えたのは1年に2件（R5→R6）で、足りません。",
    )


def test_step_that_is_just_enough_is_enough_as_its_readers_see_it():
    assert code(COUNT, R8, R7=20, R8=25) == "likely"
    assert code(COUNT, R8, R7=21, R8=25) == "short"
    third = number((R9, 1), **LAST)  # 0.33 a year are needed, 0.33 were made
    assert code(third, R6, R5="-0.33", R6=0) == "likely"
    assert code(third, R6, R5="-0.32", R6=0) == "short"


def test_less_is_better_goes_downwards():
    assert way(FEWER, R7, R5=30, R6=22, R7=20) == (
        "likely",
        "-5.00",
        ("-8.00", "R5→R6"),
        "実績20件。R9年度の目標10件まで残り2年で、1年に5件の減が必要です。"
        "これまで最も減ったのは1年に8件（R5→R6）で、足ります。",
    )
    assert way(FEWER, R7, R6=20, R7=24) == (
        "short",
        "-7.00",
        ("4.00", "R6→R7"),
        "実績24件。R9年度の目標10件まで残り2年で、1年に7件の減が必要です。"
        "これまでに目標へ近づいた年がありません。",
    )
    assert code(FEWER, R7, R7=0) == "reached"


def test_zero_is_a_figure_and_no_blank():
    assert way(COUNT, R6, R5=0, R6=0)[:3] == ("short", "10.00", ("0.00", "R5→R6"))
    assert way(COUNT, R5, R5=0)[0] == "undecided"
    assert way(COUNT, R5, R5=0)[3].endswith("比べる前の年度の実績がないため、推移が分かりません。")
    nothing = {R5: Figure(R5, "reported"), R6: Figure(R6, "being_compiled", Decimal(50))}
    assert way_of(COUNT, nothing, R6) == Way(
        "undecided", "R6年度の実績は集計中です。計算に使う実績がありません。"
    )


def test_year_without_a_figure_leaves_the_newest_one_and_says_so():
    held = figures(R5=10, R7=26) | {R8: Figure(R8, "being_compiled")}
    found = way_of(COUNT, held, R8)
    assert (found.code, found.needed, found.best) == (
        "likely", Decimal("2.00"), Step(Decimal("8.00"), R5, R7),
    )  # fmt: skip
    assert found.reason.startswith("R8年度の実績は集計中です。実績26件。")
    assert "まで残り2年で" in found.reason  # from R7, of which the figure is


def test_later_years_are_never_looked_at():
    assert way(COUNT, R6, R5=10, R6=12, R7=30) == way(COUNT, R6, R5=10, R6=12)


def test_measured_start_begins_the_first_step():
    started = number(baseline(R4, 10), (R9, 30), **LAST)
    assert way(started, R5, R5=16)[:3] == ("likely", "3.50", ("6.00", "R4→R5"))
    assert way(started, R5, R4=12, R5=16)[2] == ("4.00", "R4→R5")  # the year's own figure counts


def test_estimate_is_named():
    held = figures(R5=10) | {R6: reported(R6, 18, certainty="estimate")}
    found = way_of(COUNT, held, R6)
    assert found.best == Step(Decimal("8.00"), R5, R6, "見込")
    assert found.reason == (
        "実績18件（見込）。R9年度の目標30件まで残り3年で、1年に4件の増が必要です。"
        "これまで最も増えたのは1年に8件（R5→R6、見込）で、足ります。"
    )


def test_target_whose_year_is_past_is_gone_on_with_to_the_last_year():
    early = number((R6, 30), **LAST)
    assert way(early, R7, R5=10, R6=20, R7=25) == (
        "likely",
        "2.50",
        ("10.00", "R5→R6"),
        "実績25件。R6年度の目標30件（R9年度まで継続）まで残り2年で、1年に2.5件の増が必要です。"
        "これまで最も増えたのは1年に10件（R5→R6）で、足ります。",
    )
    assert way(early, R5, R5=10, R4=4)[1] == "20.00"  # its own year is still to come


def test_reached_target_and_last_year_leave_nothing_to_reckon():
    assert way(COUNT, R7, R6=10, R7=30)[::3] == (
        "reached", "実績30件。R9年度の目標30件に届いています。",
    )  # fmt: skip
    assert way(COUNT, R9, R8=28, R9=29)[::3] == (
        "missed", "実績29件。R9年度の目標30件に届かず、残る年度がありません。",
    )  # fmt: skip


def test_number_without_a_target_is_not_reckoned():
    assert way(number(**LAST), R6, R5=1, R6=2)[::3] == (
        "undecided", "実績2件。目標の値がありません。",
    )  # fmt: skip


def test_sum_of_the_period_goes_by_the_amounts_of_its_years():
    assert way(SUM, R7, R5=10, R6=30, R7=20) == (
        "likely",
        "20.00",
        ("30", "R6"),
        "R7年度までの累計60件（R7年度中20件）。R9年度の目標100件まで残り2年で、1年に20件が必要です。"
        "これまで最も多い年は30件（R6）で、足ります。",
    )
    assert way(SUM, R5, R5=10)[:3] == ("short", "22.50", ("10", "R5"))


def test_sum_that_lacks_a_year_is_at_least_what_it_is():
    assert code(SUM, R7, R5=10, R7=90) == "reached"
    assert code(SUM, R7, R5=30, R7=30) == "likely"
    assert way(SUM, R7, R5=10, R7=10)[::3] == (
        "undecided",
        "R7年度までの累計20件（R7年度中10件）。R9年度の目標100件まで残り2年で、1年に40件が必要です。"
        "これまで最も多い年は10件（R7）で、足りません。"
        "1年分の実績がないため、累計から判断できません。",
    )
    assert code(SUM, R9, R5=10, R9=20) == "undecided"


def test_sum_that_shall_stay_small_is_reached_in_its_last_year_alone():
    assert way(SMALL, R6, R5=20, R6=20)[:3] == ("likely", "20.00", ("20", "R6"))
    assert code(SMALL, R6, R5=30, R6=30) == "short"
    assert code(SMALL, R6, R5=60, R6=41) == "missed"
    kept = {f"R{each}": 20 for each in range(5, 10)}
    assert code(SMALL, R9, **kept) == "reached"
    assert code(SMALL, R9, R5=20, R9=20) == "undecided"


@pytest.mark.parametrize(
    ("values", "fiscal_year", "expected"),
    [
        ({"R5": 2, "R6": 3}, R6, ("likely", "毎年の目標を、これまでのどの年度（R5・R6年度）にも達成しています。")),
        ({"R5": 1, "R6": 3}, R6, ("missed", "毎年の目標を、R5年度に達成していません。")),
        ({"R5": 2, "R7": 2}, R7, ("undecided", "毎年の目標のうち、R6年度の実績がありません。")),
        ({"R7": 2}, R7, ("undecided", "毎年の目標のうち、R5・R6年度の実績がありません。")),
        ({f"R{each}": 2 for each in range(5, 10)}, R9, (
            "reached",
            "毎年の目標を、これまでのどの年度（R5・R6・R7・R8・R9年度）にも達成しています。",
        )),
    ],
)  # fmt: skip
def test_annual_minimum_is_kept_in_every_year(values, fiscal_year, expected):
    found = way_of(TWICE, figures(**values), fiscal_year)
    assert (found.code, found.reason) == expected


def test_year_out_of_count_breaks_no_annual_minimum():
    held = figures(R5=2, R7=2) | {R6: Figure(R6, "not_applicable")}
    assert way_of(TWICE, held, R7).code == "likely"
    assert code(number((R7, 2), kind="annual_minimum", **LAST), R6, R6=3) == "undecided"


def test_expansion_goes_by_its_newest_year():
    cloud = IndicatorFacts(CLOUD.name, "件", "expansion", targets=CLOUD.targets, **LAST)
    assert [code(cloud, R5, R5=3), code(cloud, R6, R5=3, R6=4), code(cloud, R6, R5=3, R6=3)] == [
        "undecided", "likely", "short",
    ]  # fmt: skip
    assert [code(cloud, R9, R8=4, R9=5), code(cloud, R9, R8=5, R9=4)] == ["reached", "missed"]


def test_milestone_is_due_or_done():
    due = milestone(R6)
    told = [
        way_of(due, {R6: done(R6)}, R7),
        way_of(due, {R6: done(R6, False)}, R6),
        way_of(due, {R6: done(R6, False)}, R7),
        way_of(due, {R6: done(R6, False), R7: done(R7)}, R7),
        way_of(due, {}, R6),
        way_of(due, {R5: done(R5, False)}, R5),
    ]
    assert [each.code for each in told] == [
        "reached", "missed", "missed", "reached", "undecided", "undecided",
    ]  # fmt: skip
    assert told[2].reason == (
        "R7年度の実績は、確認済みの報告にありません。期限までに達成しませんでした。"
    )
    assert told[5].reason == (
        "期限はR6年度です。R5年度は期限前のため、まだ判定しません。"
        "達成したかどうかだけの指標のため、推移からは計算できません。"
    )


def test_words_and_years_outside_are_not_reckoned():
    words = IndicatorFacts("円滑化", "", "qualitative")
    told = {R7: Figure(R7, "reported", words="進んだ")}
    assert way_of(words, told, R7) == Way("words", "数値の目標はなく、言葉で評価します。")
    ended = number((R6, 3), last_fiscal_year=R6)
    assert way(ended, R7, R5=1, R6=3)[::3] == (
        "undecided", "R7年度は、この指標の対象の年度ではありません。",
    )  # fmt: skip
    later = number((R9, 3), lifetime=Lifetime(portal_from=R7), **LAST)
    assert code(later, R6, R5=1, R6=2) == "undecided"
