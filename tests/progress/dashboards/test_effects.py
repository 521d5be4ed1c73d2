"""効果別の状況: the plan's grid of effects with the marks that count."""

import pytest
from django.urls import reverse

from measures.models import EffectKind, Measure
from progress.models import ReviewYear
from tests.progress.dashboards.test_council import confirm
from tests.progress.editions.test_verbs import close


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


@pytest.fixture
def rated(world):
    """Two measures with marks in an order that neither of them has alone."""
    kinds = {
        name: EffectKind.objects.create(plan=world.plan, name=name, order=10 + place)
        for place, name in enumerate(("便利になる", "速くなる", "安くなる"))
    }
    first, second = Measure.objects.order_by("code")
    for measure, marks in (
        (first, {"便利になる": "primary", "速くなる": "secondary"}),
        (second, {"速くなる": "primary", "安くなる": "secondary"}),
    ):
        for name, mark in marks.items():
            measure.effects.create(effect_kind=kinds[name], mark=mark)
    return kinds


def shown(client, year, **query):
    return client.get(reverse("progress:year_effects", args=[year.pk]), query).context


def grid(client, year, **query) -> dict[str, dict[str, str]]:
    lines = shown(client, year, **query)["list"].lines
    return {line[0].text.split()[0]: {cell.label: cell.text for cell in line[3:]} for line in lines}


def test_grid_shows_the_marks_of_the_plan_in_its_order(world, council, rated):
    expected = {
        "I-1-1": {"便利になる": "◎", "速くなる": "○", "安くなる": ""},
        "I-1-2": {"便利になる": "", "速くなる": "◎", "安くなる": "○"},
    }
    assert grid(council, world.year) == expected
    assert list(grid(council, world.year)["I-1-1"]) == ["便利になる", "速くなる", "安くなる"]


def test_figures_of_an_effect_lead_to_their_rows(world, council, rated):
    confirm(world, world.year, I_1_1="順調", I_1_2="遅れ")
    address = reverse("progress:year_effects", args=[world.year.pk])
    counts = shown(council, world.year)["counts"]
    assert [
        (each.name, [(mark, whole.number, good.number) for mark, whole, good in each.cells])
        for each in counts
    ] == [
        ("便利になる", [("◎", 1, 1), ("○", 0, 0)]),
        ("速くなる", [("◎", 1, 0), ("○", 1, 1)]),
        ("安くなる", [("◎", 0, 0), ("○", 1, 0)]),
    ]
    for each in counts:
        for _, *figures in each.cells:
            for figure in figures:
                assert council.get(address + figure.url).context["list"].count == figure.number


def test_grid_of_a_closed_year_stays_as_it_was(world, council, rated):
    before = grid(council, world.year)
    world.bring_to("evaluated")
    close(world)
    Measure.objects.get(code="I-1-1").effects.all().delete()
    assert grid(council, ReviewYear.objects.get(pk=world.year.pk)) == before
