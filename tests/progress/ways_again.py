"""目標までの歩み of the demonstration, reckoned a second time from the exports alone."""

import json

import pandas as pd
from django.urls import reverse

from measures.models import Indicator
from progress.dashboards.way_pages import ways_in
from progress.editions.exporting import year_file
from progress.models import ReviewYear
from progress.reading.years import read_year

LAST = 2027


def assert_ways_agree(client, years: list[ReviewYear]) -> None:
    """Of numbers and annual minimums, in each year, in both positions of the switch; each figure
    above the list leads to as many rows."""
    for pending in (False, True):
        told = pd.concat([_told_in(year, pending) for year in years])
        for year in years:
            so_far = told[told["fiscal_year"] <= year.fiscal_year]
            ways = so_far.groupby("key")
            expected = {key: _word(own, year.fiscal_year) for key, own in ways}
            assert _codes(year, pending) == expected, (year, pending)
            assert len(expected) > 15
            assert_counts_lead_to_their_rows(client, year, pending)


def assert_counts_lead_to_their_rows(client, year: ReviewYear, pending: bool) -> None:
    address = reverse("progress:year_ways", args=[year.pk])
    shown = client.get(address, {"pending": 1} if pending else {}).context
    assert sum(number for _, number, _ in shown["told"]) == shown["list"].count == 46
    for word, number, url in shown["told"]:
        listed = client.get(url).context["list"]
        assert {each.way.label for each in listed.found} == {word}
        assert listed.count == number


def _told_in(year: ReviewYear, pending: bool) -> pd.DataFrame:
    reports = json.loads(year_file(year, "json", pending=pending)[1])["reports"]
    rows = pd.DataFrame([each for report in reports for each in report["indicators"]])
    kept = rows["entered_under"].isna() & rows["kind"].isin(["number", "annual_minimum"])
    rows = rows[kept].assign(fiscal_year=year.fiscal_year)
    rows["value"] = pd.to_numeric(rows["value"])
    return rows[["key", "kind", "fiscal_year", "value", "judgement", "targets"]]


def _word(own: pd.DataFrame, fiscal_year: int) -> str:
    values = own.dropna(subset="value").set_index("fiscal_year")["value"]
    if values.empty:
        return "undecided"
    if own["kind"].iloc[0] == "annual_minimum":
        judged = own.dropna(subset="value")["judgement"]
        gaps = set(own[own["fiscal_year"] < values.index[-1]]["judgement"]) - {"not_applicable"}
        return (
            "missed" if "not_met" in set(judged)
            else "undecided" if gaps - {"met"} else "likely"
        )  # fmt: skip
    printed = pd.DataFrame(own[own["fiscal_year"] == fiscal_year]["targets"].iloc[0])
    goals = printed[printed["role"] == "target"].sort_values("fiscal_year")
    goal, due = float(goals["value"].iloc[-1]), int(goals["fiscal_year"].iloc[-1])
    newest, value = values.index[-1], values.iloc[-1]
    if value >= goal:
        return "reached"
    started = printed[printed["role"] == "baseline"].set_index("fiscal_year")["value"]
    points = pd.concat([values, pd.to_numeric(started)]).sort_index()
    steps = points.diff() / points.index.to_series().diff()
    if steps.dropna().empty:
        return "undecided"
    needed = (goal - value) / ((due if newest < due else LAST) - newest)
    return "likely" if steps.max() >= needed - 1e-9 else "short"


def _codes(year: ReviewYear, pending: bool) -> dict[str, str]:
    keys = dict(Indicator.objects.values_list("pk", "key"))
    lines = ways_in(read_year(year, pending=pending).rows)
    return {
        keys[each.each.indicator_id]: each.way.code
        for each in lines
        if each.facts.kind in ("number", "annual_minimum")
    }
