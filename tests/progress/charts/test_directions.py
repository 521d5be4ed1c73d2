"""The ribbons of planned and actual directions."""

import pytest
from django.urls import reverse

from measures.models import YearlyDirection
from progress.charts.context import directions_context
from progress.charts.directions import Told, YearDirection, directions_chart
from progress.charts.directions_layout import HATCHED, SIZES, directions_marks, directions_size
from progress.charts.marks import Box, Label
from progress.charts.serving import KEPT
from tests.progress.closing import close_year
from tests.progress.conftest import make_measure
from tests.progress.indicators import R5, R6, R7, R8, R9

YEARS = (R5, R6, R7, R8, R9)
PLAN = ("検討", "導入", "運用", "運用", "運用")
DONE = "evaluated"
LONG = "システム更改に向けた要件の整理と、事業者の選定、調達"


def chart_of(*actual, planned=PLAN, until=R7):
    """`actual` are (state, is open, direction) by year."""
    told = [Told(R5 + at, *each) for at, each in enumerate(actual)]
    return directions_chart("施策", YEARS, zip(YEARS, planned, strict=True), told, until=until)


def boxes_of(chart, shape="wide"):
    return [mark for mark in directions_marks(chart, shape) if isinstance(mark, Box)]


def labels_of(chart, shape="wide"):
    return [m.lines for m in directions_marks(chart, shape) if isinstance(m, Label)]


def test_what_counts_is_told_and_what_does_not_has_its_word():
    chart = chart_of((DONE, False, "検討"), ("not_started", False, ""), ("submitted", True, "運用"))
    assert chart.years == (
        YearDirection(R5, "検討", "検討", ""),
        YearDirection(R6, "導入", "", "未報告"),
        YearDirection(R7, "運用", "", "確認前"),
        YearDirection(R8, "運用", "", ""),
        YearDirection(R9, "運用", "", ""),
    )


def test_later_years_are_left_out():
    told = [(DONE, False, "検討")] * 4
    assert chart_of(*told, until=R6) == chart_of(*told[:2], until=R6)


def test_neighbours_that_say_the_same_are_one_ribbon():
    chart = chart_of((DONE, False, "検討"), (DONE, False, "導入"), ("confirmed", True, "運用"))
    assert [box.area.width > 150 for box in boxes_of(chart)] == [False, False, True, *[False] * 3]
    assert labels_of(chart).count(("運用",)) == 2


def test_what_went_otherwise_is_hatched_edged_and_named():
    chart = chart_of((DONE, False, "検討"), (DONE, False, "検討"))
    hatched = [(box.hatch, box.edge_width) for box in boxes_of(chart) if box.hatch]
    assert hatched == [("////", 2)]
    assert (HATCHED,) in labels_of(chart)
    kept = chart_of((DONE, False, "検討"))
    assert (HATCHED,) not in labels_of(kept)
    assert directions_size(kept, "wide") < directions_size(chart, "wide")


def test_the_finding_says_which_years_went_otherwise():
    def finding(*actual, **more):
        return directions_context(chart_of(*actual, **more), 7, 3)["finding"]

    slipped = finding((DONE, False, "検討"), (DONE, False, "検討"))
    assert slipped == "R6は計画「導入」に対し実際「検討」です。"
    assert finding((DONE, False, "検討")) == "R5まで、計画した方向性のとおりです。"
    assert finding() == "実際の方向性は、まだ確認された報告にありません。"
    assert directions_context(chart_of(planned=[""] * 5), 7, 3) is None


@pytest.mark.parametrize("shape", list(SIZES))
@pytest.mark.parametrize("text", [LONG, "更改・運用", "あ" * 60])
def test_texts_stay_in_their_ribbon(shape, text):
    chart = chart_of(
        (DONE, False, text), (DONE, False, LONG), planned=(LONG, text, "運用", "", LONG)
    )
    width, height = directions_size(chart, shape)
    areas = [mark.area for mark in directions_marks(chart, shape) if isinstance(mark, Label)]
    assert [a for a in areas if a.x < 0 or a.right > width or a.y < 0 or a.top > height] == []
    assert [(a, b) for n, a in enumerate(areas) for b in areas[n + 1 :] if a.overlaps(b)] == []


@pytest.fixture
def planned(world):
    for year, direction in ((2023, "検討"), (2024, "導入"), (2025, "導入")):
        row = {"printed": direction, "resolved": direction}
        YearlyDirection.objects.update_or_create(
            measure=world.measure, fiscal_year=year, defaults=row
        )
    return world


def address_on(client, page) -> str:
    _, found = client.get(page, follow=True).content.decode().split('src="/measures/', 1)
    return "/measures/" + found.split('"', 1)[0]


def test_page_of_a_measure_shows_its_ribbons_and_keeps_them(planned, client):
    planned.bring_to("confirmed")
    planned.year.reports.filter(measure=planned.measure).update(actual_direction="導入")
    client.force_login(planned.people["council"])
    address = address_on(client, reverse("progress:measure_detail", args=[planned.measure.pk]))
    picture = client.get(address)
    assert picture["Cache-Control"] == KEPT
    assert "<!-- 斜線は、計画と違う年度 -->" in picture.content.decode()


def test_closed_years_ribbons_stay_as_it_was_closed(planned, client):
    planned.bring_to("evaluated")
    others = planned.year.reports.exclude(pk=planned.report.pk).values_list("pk", flat=True)
    reasons = dict.fromkeys(others, "災害対応のため")
    close_year(planned.year, by=planned.people["secretariat"], reasons=reasons)
    client.force_login(planned.people["council"])
    page = reverse("progress:measure_year", args=[planned.year.pk, planned.measure.pk])
    address = address_on(client, page)
    before = client.get(address)
    YearlyDirection.objects.filter(measure=planned.measure).update(resolved="廃止", printed="廃止")
    assert address_on(client, page) == address
    after = client.get(address)
    assert (after.content, after["Cache-Control"]) == (before.content, KEPT)


def test_measure_that_the_year_does_not_have_has_no_ribbons(planned, client):
    client.force_login(planned.people["council"])
    owners = [planned.divisions["lead"]]
    other = make_measure(planned.plan, planned.measure.direction, "I-9-9", 9, owners)
    address = reverse("progress:direction_chart", args=[other.pk, planned.year.pk, "wide"])
    assert client.get(address).status_code == 404
