import pytest
from model_bakery import baker

from measures.models import Plan
from sakado_dx import fiscal


def make_plan(first: int, last: int) -> Plan:
    """A plan whose years count from today's fiscal year."""
    today = fiscal.current_fiscal_year()
    return baker.make(
        "measures.Plan", first_fiscal_year=today + first, last_fiscal_year=today + last
    )


@pytest.mark.parametrize(
    ("plans", "current"),
    [
        ([], None),
        ([(-9, -5)], 0),
        ([(-9, -5), (-4, 0)], 1),
        ([(-4, 0), (1, 5)], 0),
        ([(0, 4), (-4, 0)], 0),
        ([(-4, 0), (-4, 0)], 1),
        ([(-9, -5), (-20, -10)], 0),
    ],
)
def test_the_current_plan_covers_today_or_is_the_newest(
    db, plans, current, django_assert_num_queries
):
    made = [make_plan(*years) for years in plans]
    with django_assert_num_queries(1):
        found = Plan.objects.current()
    assert found == (None if current is None else made[current])
