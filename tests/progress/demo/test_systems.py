"""Invented contracts of systems: marked, for some of them, and never over what a city registered."""

import pytest
from model_bakery import baker

from progress.demo.systems import fill_systems
from progress.demo.texts import MARK
from systems_inventory.models import InformationSystem, SystemAmount


@pytest.fixture
def systems(plan):
    names = [f"台帳{number}" for number in range(9)]
    return [
        baker.make(
            InformationSystem,
            plan=plan,
            name=name,
            order=order,
            vendor="本当の事業者" if order == 1 else "",
            category="基幹系" if order == 2 else "",
        )
        for order, name in enumerate(names)
    ]


def test_two_of_three_systems_are_filled_in_and_marked(plan, systems):
    first = plan.first_fiscal_year
    fill_systems(plan, until=first + 1)
    told = {each.order: each for each in InformationSystem.objects.all()}
    assert [order for order, each in told.items() if each.vendor.startswith(MARK)] == [
        2,
        4,
        5,
        7,
        8,
    ]
    assert told[1].vendor == "本当の事業者" and told[1].contract_to is None
    assert (told[2].network_zone, told[2].standard_state) == ("基幹系", "移行作業中")
    amounts = SystemAmount.objects.filter(system=told[2]).order_by("fiscal_year")
    assert list(amounts.values_list("fiscal_year", "budget", "spent")) == [
        (first, 600, 570),
        (first + 1, 600, None),
    ]


def test_a_second_time_changes_nothing(plan, systems):
    for _ in range(2):
        fill_systems(plan, until=plan.first_fiscal_year)
    assert SystemAmount.objects.count() == 5


def test_a_plan_without_systems_stays_without(plan):
    fill_systems(plan, until=plan.first_fiscal_year)
    assert not SystemAmount.objects.exists()
