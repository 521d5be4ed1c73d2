"""年度の比較: two years side by side."""

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import ReviewYear
from tests.progress.dashboards.test_council import confirm
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


@pytest.fixture
def next_year(world) -> ReviewYear:
    """R5 is closed with both reports confirmed or decided; R6 stands open."""
    world.bring_to("evaluated")
    close(world)
    return open_next(world)


def compared(client, year, **query):
    return client.get(reverse("progress:year_beside", args=[year.pk]), query)


def turns(answer) -> dict[str, str]:
    """The turn by the measure's code, as the page words it."""
    return {line[0].text.split()[0]: line[4].text for line in answer.context["list"].lines}


@pytest.mark.parametrize(
    ("now", "turn"), [("遅れ", "悪化"), ("順調", "同じ"), ("休止", "母数から外れた")]
)
def test_progress_of_two_years_is_compared_by_its_meaning(world, council, next_year, now, turn):
    confirm(world, next_year, I_1_1=now)
    assert turns(compared(council, next_year)) == {"I-1-1": turn, "I-1-2": "比べられない"}


def test_two_years_side_by_side_tell_better_worse_new_and_ended(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    earlier = ReviewYear.objects.get(pk=world.year.pk)
    [first, second] = next_year.reports.order_by("measure__code")
    lines = [first.measure_id, second.measure_id]
    second.delete()
    assert turns(compared(council, next_year)) == {"I-1-1": "悪化", "I-1-2": "終了"}
    ended = compared(council, next_year, turn="ended").context["list"]
    assert [line.row.url for line in ended.found] == [
        reverse("progress:measure_year", args=[earlier.pk, lines[1]])
    ]


def test_counts_lead_to_their_rows_in_both_positions_of_the_switch(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ")
    next_year.reports.filter(measure__code="I-1-1").update(state="submitted")
    address = reverse("progress:year_beside", args=[next_year.pk])
    for pending, expected in ((0, ["比べられない"]), (1, ["悪化", "比べられない"])):
        shown = compared(council, next_year, pending=pending).context
        assert [word for word, _, _ in shown["told"]] == expected
        for word, number, url in shown["told"]:
            rows = council.get(address + url).context["list"]
            assert (rows.count, set(turns(council.get(address + url)).values())) == (number, {word})


def test_better_and_worse_are_those_of_the_dashboard(world, council, next_year):
    confirm(world, next_year, I_1_1="遅れ", I_1_2="順調")
    board = council.get(reverse("progress:dashboard", args=[next_year.pk])).context["board"]
    told = {word: number for word, number, _ in compared(council, next_year).context["told"]}
    assert {"悪化": board.turns["worse"]} == {"悪化": told["悪化"]} == {"悪化": 1}


def test_first_year_has_nothing_beside_it_and_a_closed_one_no_open_one(world, council):
    assert "比べる年度がありません。" in compared(council, world.year).content.decode()
    world.bring_to("confirmed")
    later = open_next(world)
    assert compared(council, later).context["since"].pk == world.year.pk
    assert compared(council, later, since=later.pk).status_code == 404
    ReviewYear.objects.filter(pk=later.pk).update(closed_at="2026-04-01T00:00+09:00")
    assert compared(council, later).context["since"] is None


def test_the_five_years_before_are_offered_and_all_where_they_are_asked_for(world, council):
    world.plan.first_fiscal_year = 2010
    world.plan.save()
    for fiscal_year in range(2010, 2023):
        ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, report_due="2099-05-31",
            closed_at=timezone.now(),
        )  # fmt: skip
    years = {each.fiscal_year: each for each in ReviewYear.objects.all()}

    def offered(fiscal_year: int, **query) -> list[int]:
        page = compared(council, years[fiscal_year], **query)
        text = page.content.decode()
        assert ("それより前の年度も選ぶ" in text) is page.context["may_have_more"]
        return [each.fiscal_year for each in page.context["years"]]

    assert offered(2023) == [2022, 2021, 2020, 2019, 2018]
    assert offered(2020) == [2019, 2018, 2017, 2016, 2015]
    assert offered(2012) == [2011, 2010]
    assert offered(2020, years="all") == [*range(2019, 2009, -1)]
    page = compared(council, years[2020], since=years[2011].pk, years="all")
    assert f'href="?since={years[2010].pk}&amp;years=all"' in page.content.decode()
    assert page.context["hidden"] == [("since", years[2011].pk), ("years", "all")]
    old = compared(council, years[2023], since=years[2011].pk)
    assert old.context["since"] == years[2011]
