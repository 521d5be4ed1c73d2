"""A qualitative indicator's words by year."""

import pytest

from progress.charts.marks import Label, text_width, wrapped
from progress.charts.style import SHAPES
from progress.charts.words import WordsOfYear, words_chart
from progress.charts.words_layout import words_marks, words_size
from progress.judging.facts import Figure, IndicatorFacts
from tests.progress.indicators import R5, R6, R7, R8, R9

YEARS = (R5, R6, R7, R8, R9)
WAITING = IndicatorFacts("待ち時間の削減", "", "qualitative")
LONG = "窓口の様式を見直し、記入欄を半分に減らしたところ、待ち時間は平均12分になった。" * 12


def words(fiscal_year, text, **more):
    return Figure(fiscal_year, "reported", words=text, **more)


def chart_of(figures, until=R7):
    return words_chart(WAITING, figures, YEARS, until=until)


def labels_of(chart, shape="wide"):
    return [mark.lines[0] for mark in words_marks(chart, shape) if isinstance(mark, Label)]


def test_each_year_up_to_the_one_looked_at_has_its_words_or_why_there_are_none():
    figures = {
        R5: words(R5, "短く\r\nなった。"),
        R6: Figure(R6, "not_applicable"),
        R8: words(R8, "後"),
    }
    assert chart_of(figures).lines == (
        WordsOfYear(R5, "短く なった。", True),
        WordsOfYear(R6, "対象外", False),
        WordsOfYear(R7, "未報告", False),
    )


def test_the_same_words_are_written_once():
    chart = chart_of({R5: words(R5, "横ばい"), R6: words(R6, "横ばい"), R7: words(R7, "減った")})
    assert [each.text for each in chart.lines] == ["横ばい", "R5と同じ", "減った"]
    again = chart_of({R5: words(R5, "横ばい"), R6: words(R6, "横ばい")})
    assert again.newest == WordsOfYear(R6, "横ばい", True)


def test_without_any_words_there_is_nothing_to_draw():
    assert not chart_of({R5: Figure(R5, "being_compiled"), R6: words(R6, "  ")}).has_content
    assert chart_of({R5: words(R5, "横ばい")}).has_content


@pytest.mark.parametrize("shape", list(SHAPES))
def test_long_words_are_cut_and_stay_inside(shape):
    chart = chart_of({year: words(year, f"{year}{LONG}") for year in YEARS}, until=R9)
    width, height = words_size(chart, shape)
    labels = [mark for mark in words_marks(chart, shape) if isinstance(mark, Label)]
    areas = [mark.area for mark in labels]
    assert [a for a in areas if a.x < 0 or a.right > width or a.y < 0 or a.top > height] == []
    assert [(a, b) for n, a in enumerate(areas) for b in areas[n + 1 :] if a.overlaps(b)] == []
    assert any(mark.lines[0].endswith("…") for mark in labels)


def test_a_tile_shows_all_years_where_nothing_need_be_cut_else_what_was_said_last():
    short = chart_of({R5: words(R5, "横ばい"), R6: words(R6, "減った")})
    assert {"R5", "R6", "R7", "横ばい", "減った", "未報告"} == set(labels_of(short, "small"))
    chart = chart_of({year: words(year, f"{year}{LONG}") for year in YEARS}, until=R9)
    years = [
        label for label in labels_of(chart, "small") if label in ("R5", "R6", "R7", "R8", "R9")
    ]
    assert years == ["R9"]


def test_no_line_begins_with_a_full_stop_and_no_figure_is_torn():
    size = 10
    for width in range(60, 140, 10):
        lines = wrapped(LONG[:120], width, size)
        assert [line for line in lines if line[0] in "、。"] == []
        assert [line for line in lines if line.startswith("2分") or line.endswith("平均1")] == []
        assert all(text_width(line, size) <= width for line in lines)
        assert "".join(lines) == LONG[:120]
