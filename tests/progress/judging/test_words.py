"""Progress words, and slips of the yearly direction."""

import pytest

from measures.models.plans import PlanWord
from measures.words import MEANINGS, counts_in_denominator, is_slip, needs_reason, phases


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
