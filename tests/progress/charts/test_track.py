"""A milestone's track: due ◇, done ●, late →."""

from datetime import date

import pytest

from progress.charts.marks import Arrow, Diamond, Dot, Label
from progress.charts.style import ACTUAL, SHAPES
from progress.charts.track import track_chart
from progress.charts.track_layout import track_marks, track_size
from progress.judging.facts import Figure
from tests.progress.indicators import R4, R5, R6, R7, R8, R9, done, milestone

YEARS = (R5, R6, R7, R8, R9)


def chart_of(facts, figures, until=R7):
    return track_chart(facts, figures, YEARS, until=until)


def drawn(chart, shape="wide"):
    """How many ◇ and ●, and whether there is a →."""
    marks = track_marks(chart, shape)
    dots = [mark for mark in marks if isinstance(mark, Dot) and mark.face == ACTUAL]
    kinds = [type(mark) for mark in marks]
    return kinds.count(Diamond), len(dots), Arrow in kinds


def labels_of(chart, shape="wide"):
    return [mark.lines[0] for mark in track_marks(chart, shape) if isinstance(mark, Label)]


def test_milestone_that_is_done_in_its_year_stands_in_its_diamond():
    chart = chart_of(milestone(R6), {R6: done(R6, on=date(2025, 3, 1))})
    assert chart.words == ("期限前", "達成", "達成済み", "", "")
    assert chart.met == (None, True, None, None, None)
    assert (chart.due, chart.done, chart.late_until) == (R6, R6, None)
    assert drawn(chart) == (1, 1, False)
    assert {"期限", "令和7年3月1日"} <= set(labels_of(chart))


def test_what_is_done_late_has_an_arrow_to_the_day_it_was_done():
    figures = {R6: done(R6, False), R7: done(R7, on=date(2025, 6, 30))}
    chart = chart_of(milestone(R6), figures)
    assert (chart.words[1:3], chart.met[1:3]) == (("未達成", "達成"), (False, True))
    assert (chart.done, chart.late_until) == (R7, R7)
    assert drawn(chart) == (1, 1, True)


def test_what_is_not_done_yet_is_late_up_to_the_year_that_says_so():
    chart = chart_of(milestone(R6), {R6: done(R6, False), R7: done(R7, False)})
    assert (chart.late_until, chart.met) == (R7, (None, False, False, None, None))
    assert drawn(chart) == (1, 0, True)
    assert drawn(chart_of(milestone(R7), {R7: done(R7, False)})) == (1, 0, True)


def test_year_without_a_report_says_so_and_is_not_called_late():
    chart = chart_of(milestone(R6), {R6: Figure(R6, "being_compiled")})
    assert chart.words == ("期限前", "集計中", "未報告", "", "")
    assert drawn(chart) == (1, 0, False)


def test_milestone_that_is_still_to_come_is_a_diamond_alone():
    chart = chart_of(milestone(R9), {}, until=R5)
    assert chart.words == ("期限前", "", "", "", "")
    assert (drawn(chart), chart.has_content) == ((1, 0, False), True)


def test_milestone_without_a_year_that_is_not_done_has_nothing_to_draw():
    assert not chart_of(milestone(), {}).has_content
    assert chart_of(milestone(), {R6: done(R6)}).has_content


def test_later_reports_leave_an_earlier_years_track_as_it_was():
    figures = {R6: done(R6, False), R7: done(R7)}
    assert chart_of(milestone(R6), figures, until=R6) == chart_of(
        milestone(R6), {R6: figures[R6]}, until=R6
    )


def test_the_track_reaches_to_what_lies_outside_the_plans_years():
    assert chart_of(milestone(R4), {}).years == (R4, *YEARS)


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("due", [R5, R7, R9])
def test_labels_stay_apart_and_inside(shape, due):
    figures = {year: done(year, False) for year in (R5, R6, R7)} | {
        R8: done(R8, on=date(2027, 3, 31))
    }
    chart = chart_of(milestone(due), figures, until=R8)
    width, height = track_size(chart, shape)
    areas = [mark.area for mark in track_marks(chart, shape) if isinstance(mark, Label)]
    assert [a for a in areas if a.x < 0 or a.right > width or a.y < 0 or a.top > height] == []
    assert [(a, b) for n, a in enumerate(areas) for b in areas[n + 1 :] if a.overlaps(b)] == []
