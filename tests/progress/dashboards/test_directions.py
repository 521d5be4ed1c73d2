"""方向性の予定と実際: planned against actual, through the plan's years."""

import pytest
from django.urls import reverse

from measures.models import YearlyDirection
from progress.models import ProgressReport, ReviewYear
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


def told(client, year, **query) -> dict[str, dict[str, str]]:
    """The cells of the years by the measure's code."""
    answer = client.get(reverse("progress:year_directions", args=[year.pk]), query)
    return {
        line[0].text.split()[0]: {cell.label: cell.text for cell in line[2:]}
        for line in answer.context["list"].lines
    }


def go(world, year, direction: str, state: str = "confirmed") -> None:
    """The first measure's report of the year, by plain rows."""
    own = ProgressReport.objects.filter(year=year, measure=world.measure)
    own.update(
        state=state, version=3, done="行いました。", actual_direction=direction,
        progress=world.word("順調"), outlook=world.word("継続", "outlook"),
    )  # fmt: skip


def plan(world, fiscal_year: int, direction: str) -> None:
    YearlyDirection.objects.update_or_create(
        measure=world.measure,
        fiscal_year=fiscal_year,
        defaults={"printed": direction, "resolved": direction},
    )


def test_planned_direction_stands_above_the_actual_one_and_a_slip_is_told(world, council):
    plan(world, 2023, "導入")
    go(world, world.year, "検討")
    assert told(council, world.year)["I-1-1"]["R5"] == "計画 導入\n実際 検討（計画と違う）"
    go(world, world.year, "導入")
    assert told(council, world.year)["I-1-1"]["R5"] == "計画 導入\n実際 導入"
    go(world, world.year, "検討", state="draft")
    assert told(council, world.year)["I-1-1"]["R5"] == "計画 導入"


def test_switch_tells_what_is_only_submitted(world, council):
    plan(world, 2023, "導入")
    go(world, world.year, "検討", state="submitted")
    assert told(council, world.year)["I-1-1"]["R5"] == "計画 導入"
    assert "検討" in told(council, world.year, pending=1)["I-1-1"]["R5"]


def test_slip_of_an_earlier_year_is_told_apart_and_counts_lead_to_their_rows(world, council):
    plan(world, 2023, "導入")
    plan(world, 2024, "運用")
    world.bring_to("evaluated")
    ProgressReport.objects.filter(pk=world.report.pk).update(actual_direction="検討")
    close(world)
    later = open_next(world)
    go(world, later, "運用")
    assert told(council, later)["I-1-1"]["R5"].endswith("検討（計画と違う）")
    address = reverse("progress:year_directions", args=[later.pk])
    counts = council.get(address).context["told"]
    assert [(words, number) for words, number, _ in counts] == [
        ("この年度に計画と違うもの", 0), ("前の年度だけに違いのあるもの", 1), ("この年度の報告がまだのもの", 1),
    ]  # fmt: skip
    for _, number, url in counts:
        assert council.get(address + url).context["list"].count == number
    closed = ReviewYear.objects.get(pk=world.year.pk)
    before = told(council, closed)
    plan(world, 2023, "拡充")
    assert told(council, closed) == before


def test_years_before_those_that_a_page_shows_stand_behind_the_link(world, council):
    world.plan.first_fiscal_year = 2010
    world.plan.save()
    plan(world, 2012, "検討")
    address = reverse("progress:year_directions", args=[world.year.pk])
    shown = ["H30", "R1", "R2", "R3", "R4", "R5", "R6", "R7"]
    assert list(told(council, world.year)["I-1-1"]) == shown
    text = council.get(address).content.decode()
    assert "平成30年度（H30）より前の年度は省いています。" in text and "?years=all" in text
    whole = told(council, world.year, years="all")["I-1-1"]
    assert (len(whole), whole["H24"]) == (16, "計画 検討")
    page = council.get(address, {"years": "all"})
    assert "より前の年度は省いて" not in page.content.decode()
    assert page.context["hidden"] == [("years", "all")]  # what the filters keep
    assert all("years=all" in url for _, _, url in page.context["told"])
