"""Progress words, slips of the yearly direction, reasons for attention."""

from decimal import Decimal

import pytest

from measures.models.plans import PlanWord
from measures.words import MEANINGS, counts_in_denominator, is_slip, needs_reason, phases
from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.judging.words import attention_reasons


@pytest.mark.parametrize(
    ("meaning", "reason", "counts"),
    [
        ("not_started", True, True),
        ("ahead", False, True),
        ("on_track", False, True),
        ("slightly_late", True, True),
        ("late", True, True),
        ("done", False, True),
        ("suspended", True, False),
        ("cancelled", True, False),
        ("merged", True, False),
        ("not_evaluated", True, False),
        ("", False, True),
    ],
)
def test_meaning_says_whether_it_needs_a_reason_and_counts(meaning, reason, counts):
    assert needs_reason(meaning) is reason
    assert counts_in_denominator(meaning) is counts


def test_every_meaning_that_a_plan_may_use_has_its_rule():
    assert set(MEANINGS) == set(PlanWord.PROGRESS_MEANINGS)


def test_unknown_meaning_is_an_error():
    with pytest.raises(KeyError):
        needs_reason("excellent")


def test_direction_is_a_set_of_phases():
    assert phases("更改、運用") == {"更改", "運用"}
    assert phases(" 導入 ・ 運用 ") == {"導入", "運用"}
    assert phases("") == frozenset()


@pytest.mark.parametrize(
    ("planned", "actual", "slipped"),
    [
        ("更改・運用", "更改、運用", False),
        ("更改・運用", "運用・更改", False),
        ("更改･運用", "更改・運用", False),
        ("運用", "運用", False),
        ("導入", "検討", True),
        ("検討", "導入", True),
        ("導入・運用", "運用", True),
        ("運用開始", "運用", True),
        ("", "運用", False),
        ("運用", "", False),
    ],
)
def test_direction_slips_where_its_phases_differ(planned, actual, slipped):
    assert is_slip(planned, actual) is slipped


def judgement(fiscal_year, value):
    facts = IndicatorFacts(
        "導入業務数",
        "業務",
        "number",
        targets=(Target(2023, Decimal(19)), Target(2027, Decimal(30))),
    )
    figure = Figure(fiscal_year, "reported", value=Decimal(value))
    return judge(facts, {fiscal_year: figure}, fiscal_year)


def test_measure_on_course_needs_no_attention():
    reached = judgement(2023, 19)

    assert attention_reasons([reached], "on_track", planned="運用", actual="運用") == []
    assert attention_reasons([]) == []


def test_each_reason_for_attention_is_a_sentence():
    assert attention_reasons(
        [judgement(2023, 18), judgement(2024, 20), judgement(2024, 25)],
        "late",
        planned="導入",
        actual="検討",
        is_returned=True,
        is_overdue=True,
    ) == [
        "報告が差し戻されたままです。",
        "期限を過ぎても報告が提出されていません。",
        "進捗は「遅れ」です。",
        "方向性が計画（導入）と違い、「検討」でした。",
        "導入業務数：目標19業務に対し実績18業務（94.7%）。目標に届いていません。",
    ]


def test_progress_is_named_by_the_plans_own_word():
    assert attention_reasons([], "late", word="大幅な遅れ") == ["進捗は「大幅な遅れ」です。"]


@pytest.mark.parametrize(
    ("meaning", "reasons"),
    [
        ("suspended", ["進捗は「休止」です。"]),
        ("cancelled", []),
        ("merged", []),
        ("not_evaluated", []),
    ],
)
def test_targets_are_not_held_against_a_measure_out_of_the_denominator(meaning, reasons):
    missed = judgement(2023, 18)

    assert attention_reasons([missed], meaning, planned="導入", actual="検討") == reasons
