"""予算要求用の一覧: what is handed in and touches the budget."""

import pytest

from progress.reviews.budget_pages import lines_of
from tests.progress.reviews.making import opened
from tests.progress.reviews.test_deciding import proposed

pytestmark = pytest.mark.one_database


def test_what_is_handed_in_and_touches_the_budget_is_listed(world):
    review = opened(world)
    proposed(world, review, "I-1-1", "expand", budget="more", budget_amount=0, budget_note="委託料")
    proposed(world, review, "I-1-2", "continue")
    review.new_measures.create(
        division=world.divisions["lead"], direction=world.measure.direction, name="新しい施策",
        work="始める", reason="必要", budget="new", by=world.people["reporter"],
        at=review.opened_at,
    )  # fmt: skip
    lines = lines_of(review, review.due_on)
    assert [(each.kind, each.title, each.amount, each.budget_words) for each in lines] == [
        ("既存", "I-1-1 施策I-1-1", 0, "増額を要求する"),
        ("新規", "新しい施策", None, "新たに要求する"),
    ]
