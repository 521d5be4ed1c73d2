"""方針と施策: the whole plan on one page, where it has room there."""

import pytest
from django.urls import reverse

from measures.models import Measure
from progress.dashboards import pages


def shown(client, world) -> str:
    client.force_login(world.people["council"])
    address = f"{reverse('progress:policy_list')}?year={world.year.pk}"
    return client.get(address).content.decode()


def test_each_measure_stands_under_its_direction(client, world):
    page = shown(client, world)
    names = [measure.name for measure in Measure.objects.all()]
    assert [name for name in names if name not in page] == []
    assert "件数だけ" not in page


@pytest.mark.one_database
def test_of_a_plan_too_long_for_one_page_numbers_lead_on(client, world, monkeypatch):
    monkeypatch.setattr(pages, "MOST_ON_A_PAGE", 1)
    page = shown(client, world)
    assert [each.name for each in Measure.objects.all() if each.name in page] == []
    assert f"施策{Measure.objects.count()}件" in page
    policy = Measure.objects.first().direction.policy
    assert f"{policy.get_absolute_url()}?year={world.year.pk}" in page
    assert "施策が多いため、ここでは件数だけを示します。" in page
