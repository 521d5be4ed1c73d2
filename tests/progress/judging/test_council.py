"""What a council must see: each cause, since when, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from progress.judging.council import (
    CAUSES,
    JudgedIndicator,
    Seen,
    YearBefore,
    accepted_until,
    needs_council,
    urgency,
)
from progress.judging.facts import Figure
from progress.judging.judgement import judge
from progress.models import AgendaItem
from tests.progress.indicators import R5, R6, R7, baseline, number, reported

WORDS = {"on_track": "順調", "late": "遅れ", "cancelled": "中止", "done": "完了", "not_started": "未着手",
         "merged": "統合", "suspended": "休止", "slightly_late": "やや遅れ", "not_evaluated": "評価対象外"}  # fmt: skip


def seen(meaning="on_track", outlook="continue", **more) -> Seen:
    told = {"planned": "運用", "actual": "運用"} | more
    return Seen(R7, (WORDS.get(meaning, ""), meaning), ("方針", outlook), **told)


def before(year, meaning="on_track", outlook="continue", decided=True) -> YearBefore:
    return YearBefore(year, WORDS[meaning], meaning, "方針", outlook, decided)


def indicator(facts, **amounts) -> JudgedIndicator:
    figures = {year: reported(year, value) for year, value in amounts.items()}
    return JudgedIndicator(facts, figures, judge(facts, figures, R7))


def judged(*values) -> JudgedIndicator:
    """Figures of R5, R6 …, of 10 in each year."""
    facts = number((R5, 10), (R6, 10), (R7, 10))
    figures = {R5 + at: reported(R5 + at, each) for at, each in enumerate(values)}
    return JudgedIndicator(facts, figures, judge(facts, figures, R7))


def codes(told: Seen) -> list[str]:
    return [cause.code for cause in needs_council(told)]


def test_a_measure_on_course_with_its_targets_met_needs_no_council():
    assert codes(seen(indicators=(judged(10, 10, 10),), before=(before(R6),))) == []


@pytest.mark.parametrize(
    "meaning",
    ["not_started", "slightly_late", "late", "suspended", "cancelled", "merged", "not_evaluated"],
)
def test_a_mark_that_is_not_on_course_or_leaves_the_denominator(meaning):
    assert codes(seen(meaning)) == ["off_course"]


def test_not_started_is_no_cause_where_the_plan_schedules_nothing():
    assert codes(seen("not_started", planned="", actual="")) == []


@pytest.mark.parametrize("outlook", ["review", "shrink", "merge", "suspend", "abolish"])
def test_an_outlook_that_changes_course(outlook):
    assert codes(seen(outlook=outlook)) == ["outlook"]


@pytest.mark.parametrize("outlook", ["continue", "expand", "finish"])
def test_an_outlook_that_goes_on(outlook):
    assert codes(seen(outlook=outlook)) == []


def test_a_missed_target_and_the_contradiction_with_a_mark_on_course():
    told = needs_council(seen(indicators=(judged(10, 9, 8),)))
    assert [(cause.code, cause.years) for cause in told] == [("missed", 2), ("contradiction", 1)]
    assert told[0].sentence.endswith("目標に届いていません。（R6年度から2年続けて）")
    assert told[1].sentence == "進捗は「順調」ですが、達成していない目標があります。"


def test_late_with_every_target_met_contradicts_and_with_none_judged_does_not():
    assert codes(seen("late", indicators=(judged(10, 10, 10),))) == ["off_course", "contradiction"]
    assert codes(seen("late")) == ["off_course"]


def test_below_the_pace_is_no_cause():
    facts = number(baseline(R5, 0), (R7 + 2, 40))
    assert (
        codes(
            seen(indicators=(JudgedIndicator(facts, {}, judge(facts, {R7: reported(R7, 1)}, R7)),))
        )
        == []
    )


def test_a_direction_that_slipped():
    assert codes(seen(actual="検討")) == ["slip"]


def test_figures_that_are_missing_for_two_years_running():
    none = judged(10)
    assert codes(seen(indicators=(none,), before=(before(R6),))) == ["no_figure"]
    assert codes(seen(indicators=(none,))) == []  # no report asked for one the year before
    compiled = replace(none, figures={R6: Figure(R6, "not_applicable")})
    assert codes(seen(indicators=(compiled,), before=(before(R6),))) == []


@pytest.mark.parametrize(
    ("last", "now"),
    [
        (before(R6, "cancelled"), "on_track"),
        (before(R6, outlook="abolish"), "on_track"),
        (before(R6, "merged"), "late"),
        (before(R6, "done"), "late"),
        (before(R6, outlook="finish"), "not_started"),
    ],
)
def test_a_mark_that_undoes_a_decision_comes_first(last, now):
    assert codes(seen(now, before=(last,)))[0] == "undone"


def test_what_no_meeting_decided_can_be_undone_freely():
    assert codes(seen(before=(before(R6, "cancelled", decided=False),))) == []
    assert codes(seen("done", outlook="finish", before=(before(R6, outlook="finish"),))) == []


def test_two_opinions_new_measures_and_open_requests():
    told = seen(own="順調", proposed="遅れ", is_new=True, asked_from=R7)
    assert codes(told) == ["disagreement", "new", "follow_up"]
    assert codes(seen(own="順調", proposed="順調")) == []


def test_every_cause_is_kept_of_a_measure_that_leaves_the_denominator():
    told = seen("suspended", indicators=(judged(1, 1, 1),), actual="検討")
    assert codes(told) == ["off_course", "missed", "slip"]
    none = seen("cancelled", indicators=(judged(10),), before=(before(R6),))
    assert codes(none) == ["off_course", "no_figure"]


def test_years_in_a_row_are_told():
    run = (before(R6, "late"), before(R5, "slightly_late"))
    (cause,) = needs_council(seen("late", before=run))
    assert (cause.years, cause.sentence) == (3, "進捗は「遅れ」です（R5年度から3年続けて）。")


def test_each_cause_tells_since_when():
    """R5, R6 and R7, each as the year of the test is."""
    late, slipped = (
        tuple(replace(before(each, meaning), slipped=True, disagreed=True) for each in (R6, R5))
        for meaning in ("late", "on_track")
    )
    run = "（R5年度から3年続けて）。"
    told = seen(
        indicators=(judged(9, 9, 9),), before=slipped, actual="検討", own="順調", proposed="遅れ",
        asked_from=R5,
    )  # fmt: skip
    assert [(cause.code, cause.years, cause.sentence) for cause in needs_council(told)[1:]] == [
        ("contradiction", 3, f"進捗は「順調」ですが、達成していない目標があります{run}"),
        ("slip", 3, f"方向性が計画（運用）と違い、「検討」でした{run}"),
        ("disagreement", 3, f"所管課は「順調」、事務局は「遅れ」と判定しています{run}"),
        ("follow_up", 3, f"前回までの指摘事項が、まだ完了していません{run}"),
    ]
    told = seen("late", indicators=(judged(10, 10, 10),), before=late)
    assert [(cause.code, cause.years) for cause in needs_council(told)] == [
        ("off_course", 3), ("contradiction", 3),
    ]  # fmt: skip
    (cause,) = needs_council(seen(indicators=(judged(),), before=slipped))
    assert (cause.years, cause.sentence) == (3, f"{judged().facts.name}：実績がありません{run}")


def test_a_run_ends_with_the_year_in_which_nothing_was_the_matter():
    last = before(R5, "cancelled")
    told = seen(before=(before(R6, decided=False), last), actual="検討")
    assert [(cause.code, cause.years) for cause in needs_council(told)] == [
        ("undone", 2), ("slip", 1),
    ]  # fmt: skip
    rested = (before(R6, "suspended", decided=False), last)
    assert [cause.years for cause in needs_council(seen(before=rested))] == [1]
    not_asked = (YearBefore(R6, "", "", "", "", False), before(R5))
    assert codes(seen(indicators=(judged(),), before=not_asked)) == []


def test_order_is_by_decision_then_mark_then_years_and_number_of_causes():
    order = [
        seen("on_track", outlook="abolish"),
        seen("late", before=(before(R6, "late"),)),
        seen("late", actual="検討"),
        seen("late"),
        seen("not_started"),
        seen(actual="検討"),
    ]
    assert sorted(order, key=lambda each: urgency(each, needs_council(each))) == order


def accepted(day: date, **more) -> Seen:
    """Late again, after a meeting accepted it until a day."""
    last = replace(before(R6, "late"), accepted_until=day)
    return seen("late", before=(last,), **more)


def test_a_delay_that_was_accepted_for_the_year_stands_below():
    day = date(2026, 3, 31)  # the last one of R7
    order = [accepted(day - timedelta(days=1)), seen(actual="検討"), accepted(day)]
    assert sorted(order, key=lambda each: urgency(each, needs_council(each))) == order
    assert accepted_until(order[2], needs_council(order[2])) == day
    for more in ({"own": "遅れ", "proposed": "順調"}, {"outlook": "abolish"}, {"asked_from": R6}):
        other = accepted(day, **more)
        assert accepted_until(other, needs_council(other)) is None
    undecided = seen("late", before=(replace(order[2].before[0], decided=False),))
    assert accepted_until(undecided, needs_council(undecided)) is None


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("cancelled", {}),
        ("suspended", {}),
        ("merged", {}),
        ("not_started", {}),
        ("not_evaluated", {}),
        ("late", {"meaning": "on_track"}),  # as a correction left the decision
        ("late", {"outlook_meaning": "review"}),
    ],
)
def test_a_delay_that_was_accepted_covers_neither_idleness_nor_another_decision(now, last):
    still = accepted(date(2026, 3, 31))
    assert accepted_until(still, needs_council(still))
    told = seen(now, before=(replace(still.before[0], **last),))
    assert accepted_until(told, needs_council(told)) is None
    assert urgency(told, needs_council(told)) < urgency(still, needs_council(still))


def test_agenda_names_every_cause():
    assert set(AgendaItem.Cause.values) == {*CAUSES, "by_hand"}
    assert {code: str(AgendaItem.Cause(code).label) for code in CAUSES} == CAUSES
