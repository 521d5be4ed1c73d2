"""成果指標の判定: every indicator in one group, with the list of exactly these."""

import pytest
from django.urls import reverse

from progress.models import ReviewYear
from tests.progress.dashboards.test_council import confirm
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


def shown(client, year, **query):
    return client.get(reverse("progress:year_findings", args=[year.pk]), query).context


def groups(client, year, **query) -> dict[str, int]:
    return {word: number for word, number, _ in shown(client, year, **query)["findings"].groups}


def enter(world, year, value: str) -> None:
    confirm(world, year, I_1_1="順調")
    year.reports.get(measure=world.measure).results.create(
        indicator=world.indicator, fiscal_year=year.fiscal_year, status="reported", value=value
    )


def test_indicator_of_a_report_to_be_confirmed_is_in_no_group_of_its_figure(world, council):
    enter(world, world.year, "1000")
    assert "確認前" not in groups(council, world.year)
    world.year.reports.filter(measure=world.measure).update(state="submitted")
    assert groups(council, world.year)["確認前"] == shown(council, world.year)["findings"].total
    assert groups(council, world.year, pending=1) != groups(council, world.year)


def test_groups_add_up_and_lead_to_their_rows_in_both_positions_of_the_switch(world, council):
    enter(world, world.year, "1000")
    for pending in (0, 1):
        found = shown(council, world.year, pending=pending)["findings"]
        assert sum(number for _, number, _ in found.groups) == found.total > 0
        for _, number, url in (*found.groups, *found.beside):
            assert council.get(url).context["list"].count == number


def test_figure_above_its_target_is_on_the_list_of_those_to_be_looked_at_again(world, council):
    enter(world, world.year, "1000")
    over = shown(council, world.year, finding="over")["list"]
    assert [line.each.facts.name for line in over.found] == [world.indicator.name]
    assert over.lines[0][3].text.endswith("%")
    world.year.reports.get(measure=world.measure).results.update(value="1")
    assert shown(council, world.year, finding="over")["list"].count == 0


def test_indicator_of_a_closed_year_that_was_never_confirmed_is_unreported(world, council):
    world.bring_to("evaluated")
    close(world)
    year = ReviewYear.objects.get(pk=world.year.pk)
    assert "確認前" not in groups(council, year)
    open_next(world)
    assert {"確認前": shown(council, ReviewYear.objects.newest())["findings"].total} == groups(
        council, ReviewYear.objects.newest()
    )
