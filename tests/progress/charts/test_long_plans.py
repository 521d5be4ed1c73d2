"""Plans of many years: columns narrower than their labels."""

from datetime import date

import pytest

from progress.charts.cache import LAYOUTS, size_of
from progress.charts.directions import Told, directions_chart
from progress.charts.kinds import chart_of
from progress.charts.marks import Label
from progress.judging.facts import Figure
from tests.progress.indicators import done, milestone, number, reported

YEARS = range(2020, 2032)
UNTIL = 2028
VALUES = ("31250", "33480", None, "36990", "41020", "52345", None, "55110", "58005")


def charts():
    figures = {
        year: reported(year, value) if value else Figure(year, "not_yet_measured")
        for year, value in zip(YEARS, VALUES, strict=False)
    }
    people = number((2024, 50000), (2030, 90000), unit="人")
    yield "figures", chart_of(people, figures, YEARS, until=UNTIL)
    yield "a word last", chart_of(people, {2020: figures[2020]}, YEARS, until=UNTIL)
    years = {2023: done(2023, False), 2028: done(2028, on=date(2029, 3, 31))}
    yield "track", chart_of(milestone(2023), years, YEARS, until=UNTIL)
    words = ("検討", "導入・運用", "運用") * 4
    told = [Told(year, "evaluated", False, word) for year, word in zip(YEARS, words, strict=True)]
    planned = zip(YEARS, words[1:] + words[:1], strict=True)
    yield "ribbons", directions_chart("施策", YEARS, planned, told, until=UNTIL)


@pytest.mark.parametrize(("name", "chart"), list(charts()), ids=lambda each: str(each)[:9])
def test_labels_stay_apart_and_inside(name, chart):
    marks_of, _ = LAYOUTS[type(chart)]
    for shape in ("wide", "narrow", *(() if name == "ribbons" else ("small", "screen"))):
        width, height = size_of(chart, shape)
        labels = [mark for mark in marks_of(chart, shape) if isinstance(mark, Label)]
        areas = [mark.area for mark in labels]
        assert [a for a in areas if a.x < 0 or a.right > width or a.y < 0 or a.top > height] == []
        assert [(a, b) for n, a in enumerate(areas) for b in areas[n + 1 :] if a.overlaps(b)] == []
        assert {"R2", "R13"} <= {mark.lines[0] for mark in labels}


def test_where_columns_are_narrow_the_year_that_is_looked_at_is_written_with_the_ends():
    chart = dict(charts())["figures"]
    marks_of, _ = LAYOUTS[type(chart)]
    written = [mark.lines[0] for mark in marks_of(chart, "small") if isinstance(mark, Label)]
    assert written == ["目標", "R2", "R10", "約5.8万", "R13"]
