"""The judgement of a milestone."""

from datetime import date

import pytest

from progress.judging.facts import Figure
from progress.judging.judgement import is_result_due, judge
from tests.progress.indicators import (
    R5,
    R6,
    R7,
    R8,
    R9,
    done,
    milestone,
)


@pytest.mark.parametrize(
    ("entry", "fiscal_year", "code", "label", "met", "finding"),
    [
        (None, R5, "not_due", "期限前", None, "期限はR6年度です。R5年度は期限前のため、まだ判定しません。"),
        (done(R5, False), R5, "not_due", "期限前", None, "期限はR6年度です。R5年度は期限前のため、まだ判定しません。"),
        (done(R5), R5, "met_in_time", "期限内達成", True, "期限はR6年度です。R5年度に達成しました。"),
        (
            done(R6, on=date(2025, 3, 31)),
            R6,
            "met_in_time",
            "期限内達成",
            True,
            "期限はR6年度です。R6年度（令和7年3月31日）に達成しました。",
        ),
        (done(R6, False), R6, "not_met", "未達成", False, "期限はR6年度です。R6年度の報告では、まだ達成していません。"),
        (None, R6, "not_reported", "未報告", None, "R6年度の実績は、確認済みの報告にありません。"),
        (
            done(R7, on=date(2025, 4, 1)),
            R7,
            "met_late",
            "期限後達成（R7）",
            True,
            "期限はR6年度です。R7年度（令和7年4月1日）に達成しました。",
        ),
        (done(R7), R7, "met_late", "期限後達成（R7）", True, "期限はR6年度です。R7年度に達成しました。"),
        (
            done(R7, on=date(2025, 3, 31)),
            R7,
            "met_in_time",
            "期限内達成（R6）",
            True,
            "期限はR6年度です。R6年度（令和7年3月31日）に達成しました。",
        ),
        (done(R7, False), R7, "not_met", "未達成", False, "期限はR6年度です。R7年度の報告では、まだ達成していません。"),
    ],
)  # fmt: skip
def test_milestone_is_judged_by_its_date(entry, fiscal_year, code, label, met, finding):
    judgement = judge(milestone(R6), {fiscal_year: entry} if entry else {}, fiscal_year)

    assert (judgement.code, judgement.label) == (code, label)
    assert (judgement.met, judgement.finding) == (met, finding)


def test_milestone_done_once_needs_no_entry_later():
    entries = {R6: done(R6, False), R7: done(R7)}

    assert [judge(milestone(R6), entries, year).code for year in range(R5, R9 + 1)] == [
        "not_due",
        "not_met",
        "met_late",
        "met_late",
        "met_late",
    ]
    assert [is_result_due(milestone(R6), entries, year) for year in range(R5, R9 + 1)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_done_beside_another_status_is_no_achievement():
    entry = Figure(R6, "being_compiled", done=True)

    assert judge(milestone(R6), {R6: entry}, R6).code == "being_compiled"


def test_later_entry_does_not_undo_a_milestone():
    entries = {R6: done(R6), R7: done(R7, False)}

    assert judge(milestone(R6), entries, R7).code == "met_in_time"


def test_report_of_a_later_year_does_not_change_an_earlier_judgement():
    entries = {R6: done(R6, False), R7: done(R7, on=date(2025, 3, 1))}

    assert judge(milestone(R6), entries, R6).code == "not_met"
    assert judge(milestone(R6), entries, R7).code == "met_in_time"


def test_date_after_the_end_of_the_year_is_an_achievement_of_its_own_year():
    entries = {R6: done(R6, on=date(2025, 4, 1))}

    assert judge(milestone(R6), entries, R6).code == "not_met"
    assert judge(milestone(R6), entries, R7).label == "期限後達成（R7）"


def test_milestone_set_aside_for_a_year_keeps_its_word_before_its_date():
    assert judge(milestone(R6), {R5: Figure(R5, "not_applicable")}, R5).code == "not_applicable"


def test_later_date_of_a_milestone_replaces_the_earlier_one():
    assert judge(milestone(R6, R8), {R7: done(R7, False)}, R7).code == "not_due"


def test_milestone_without_a_printed_year():
    undated = milestone()

    assert judge(undated, {R6: done(R6)}, R6).finding == (
        "期限の年度はありません。R6年度に達成しました。"
    )
    assert judge(undated, {R6: done(R6)}, R6).code == "met"
    assert judge(undated, {R6: done(R6, False)}, R6).code == "before"
    assert is_result_due(undated, {}, R6) is False
