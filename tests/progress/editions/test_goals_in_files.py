"""What a figure is measured by, in the year's files: a target, a sum, a starting figure."""

import csv
import io
import json

import pytest

from measures.models import Indicator, IndicatorTarget
from progress.editions.exporting import year_file
from progress.models import ReviewYear

pytestmark = pytest.mark.one_database  # what a file says is decided in Python
GOALS = ("目標の年度", "目標値", "次の目標の年度", "次の目標値", "当初値の年度", "当初値")


def files_of(world) -> tuple[dict[str, str], dict]:
    """The line of the world's indicator in the CSV, and its object in the JSON."""
    year = ReviewYear.objects.select_related("plan").get(pk=world.year.pk)
    text = year_file(year, "csv")[1].decode("utf-8-sig")
    line = next(each for each in csv.DictReader(io.StringIO(text)) if each["番号"] == "I-1-1")
    reports = json.loads(year_file(year, "json")[1])["reports"]
    return line, next(each for each in reports if each["code"] == "I-1-1")["indicators"][0]


def test_sum_over_the_period_stands_beside_the_years_amount(world):
    Indicator.objects.update(measured_as="period_total")
    world.bring_to("confirmed")
    line, one = files_of(world)
    assert [line[name] for name in ("目標値", "実績値", "累計", "判定")] == [
        "10",
        "12",
        "12",
        "達成",
    ]
    assert (one["value"], one["total"]) == ("12", "12")


def test_figure_that_is_no_sum_has_none(world):
    world.bring_to("confirmed")
    line, one = files_of(world)
    assert (line["実績値"], line["累計"], one["total"]) == ("12", "", None)
    assert [line[name] for name in GOALS] == ["令和5年度", "10", "", "", "", ""]


@pytest.mark.parametrize("fiscal_year", [2023, 2025])
def test_starting_figure_of_an_expansion_is_no_target(world, fiscal_year):
    Indicator.objects.update(kind="expansion")
    IndicatorTarget.objects.update(role="baseline", fiscal_year=fiscal_year)
    world.bring_to("confirmed")
    line, one = files_of(world)
    year = {2023: "令和5年度", 2025: "令和7年度"}[fiscal_year]
    assert [line[name] for name in GOALS] == ["", "", "", "", year, "10"]
    assert one["next_target"] is None
    assert [(each["role"], each["value"]) for each in one["targets"]] == [("baseline", "10")]
    assert "目標" not in one["finding"]
