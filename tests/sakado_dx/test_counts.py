"""Numbers that are asked for together are those that each would tell."""

import pytest

from progress.models import Contribution, Decision, ProgressReport
from sakado_dx.counts import numbers_of
from tests.progress.conftest import world

__all__ = ["world"]


@pytest.mark.django_db
def test_numbers_asked_for_together_are_those_of_each(world, django_assert_num_queries):
    world.decide(world.bring_to("confirmed"))
    reports = ProgressReport.objects.in_plan_order()
    joined = reports.filter(year__reports__measure__isnull=False)
    asked = [
        reports,
        joined,
        joined.distinct(),
        ProgressReport.objects.with_measure().filter(state="confirmed"),
        Contribution.objects.filter(report__in=reports),
        Decision.objects.filter(report__year=world.year),
        reports.none(),
    ]
    with django_assert_num_queries(1):
        found = numbers_of(world.year, asked)
    assert found == [each.count() for each in asked]
    assert found[1] > found[2] > 1 and found[3] == 1
