"""What an indicator's chart shows, and where its labels stand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from progress.charts.cache import fingerprint
from progress.charts.indicator import Goal, indicator_chart
from progress.charts.indicator_layout import indicator_marks
from progress.charts.marks import Box, Diamond, Dot, Label, Line
from progress.charts.scales import Scale, compact, cut_scale, scale_of
from progress.charts.style import ACTUAL, PROVISIONAL, SHAPES, WHITE
from progress.judging.facts import NOT_APPLICABLE, NOT_REPORTED, Figure, IndicatorFacts
from tests.progress.indicators import (
    AI,
    CLOUD,
    R5,
    R6,
    R7,
    R8,
    R9,
    RPA,
    UPTIME,
    baseline,
    figures,
    milestone,
    number,
    reported,
)

YEARS = (R5, R6, R7, R8, R9)
STATUSES = ("not_reported", "not_applicable", "not_yet_measured", "being_compiled")


def chart_of(facts, values, until=R7, years=YEARS):
    return indicator_chart(facts, values, years, until=until)


def labels_of(chart, shape="wide"):
    marks = indicator_marks(chart, shape)
    return [" ".join(mark.lines) for mark in marks if isinstance(mark, Label)]


def marks_of(chart, kind, shape="wide"):
    return [mark for mark in indicator_marks(chart, shape) if isinstance(mark, kind)]


def test_figures_stand_up_to_the_review_year_and_later_years_stay_blank():
    chart = chart_of(RPA, figures(R5=19, R6=22, R7=24, R8=27), until=R6)
    assert chart.actuals == (Decimal(19), Decimal(22), None, None, None)
    assert chart.words == ("", "", "", "", "")


def test_a_year_without_a_figure_has_the_word_for_it():
    values = {R6: Figure(R6, "being_compiled"), R7: Figure(R7, "not_yet_measured")}
    assert chart_of(RPA, values).words == ("未報告", "集計中", "測定前", "", "")


def test_a_year_outside_the_indicator_says_that_it_had_not_begun_or_has_ended():
    chart = chart_of(replace(RPA, first_fiscal_year=R6), figures(R5=19, R6=20, R7=21))
    assert (chart.words[0], chart.actuals[0]) == ("開始前", None)
    chart = chart_of(replace(RPA, last_fiscal_year=R6), figures(R5=19, R6=20, R7=21))
    assert (chart.words[2], chart.actuals[2]) == ("終了", None)


def test_zero_is_a_figure_with_a_visible_bar_and_a_label():
    chart = chart_of(RPA, figures(R5=0), until=R5)
    assert chart.words[0] == ""
    assert [bar.area.height for bar in marks_of(chart, Box)] == [3]
    assert "0" in labels_of(chart)


def test_two_printed_targets_have_the_pace_between_them():
    chart = chart_of(RPA, {})
    assert chart.goals == (
        Goal(R5, R5, Decimal(19), "目標", "19", (R5,)),
        Goal(R9, R9, Decimal(30), "目標", "30", (R9,)),
    )
    assert chart.paces == (((R5, Decimal(19)), (R9, Decimal(30))),)
    assert "目安" in labels_of(chart)


def test_targets_of_neighbouring_years_have_no_pace():
    chart = chart_of(number((R5, 1), (R6, 8)), {})
    assert chart.paces == ()
    assert [(goal.first_year, goal.last_year) for goal in chart.goals] == [(R5, R5), (R6, R9)]


def test_the_last_target_goes_on_with_one_diamond_in_its_year():
    (goal,) = chart_of(AI, {}).goals
    assert goal == Goal(R6, R9, Decimal(100000), "目標", "100,000", (R6,), carried_from=R7)
    assert len(marks_of(chart_of(AI, {}), Diamond)) == 1


def test_an_annual_minimum_is_named_once_for_all_its_years():
    chart = chart_of(UPTIME, {})
    assert chart.goals == (Goal(R5, R9, Decimal("99.9"), "毎年", "99.9以上", YEARS),)
    assert labels_of(chart).count("毎年 99.9以上") == 1


def test_an_expansion_starts_from_its_printed_figure():
    assert chart_of(CLOUD, {}).goals == (
        Goal(R5, R9, Decimal(3), "当初値", "3", (R5,), carried_from=R6),
    )
    assert [each for each in labels_of(chart_of(CLOUD, {})) if "目標" in each] == []


def test_a_measured_baseline_is_drawn_and_named():
    chart = chart_of(number(baseline(R5, 40), (R7, 60), unit="%"), {})
    assert chart.baseline == Decimal(40)
    assert "現状値 40" in labels_of(chart)


def test_a_figure_that_is_not_settled_looks_different_and_says_so():
    chart = chart_of(RPA, {R7: reported(R7, 27, certainty="estimate")})
    assert [bar.face for bar in marks_of(chart, Box)] == [PROVISIONAL]
    assert {"27", "見込"} <= set(labels_of(chart))


def test_a_figure_of_the_database_and_the_same_figure_typed_make_one_chart():
    stored = {R5: reported(R5, "19.0000")}
    typed = chart_of(RPA, figures(R5=19))
    assert fingerprint(chart_of(RPA, stored), "wide") == fingerprint(typed, "wide")


@pytest.mark.parametrize("facts", [milestone(R6), IndicatorFacts("言葉", "", "qualitative")])
def test_an_indicator_without_numbers_has_no_chart(facts):
    with pytest.raises(ValueError, match="has no chart"):
        chart_of(facts, {})


def test_all_shapes_have_the_same_scale():
    chart = chart_of(AI, figures(R6=84000, R7=112345))
    tops = {
        shape: (
            max(bar.area.height for bar in marks_of(chart, Box, shape))
            / (s.height - s.top - s.ground)
        )
        for shape, s in SHAPES.items()
    }
    assert {round(share, 4) for share in tops.values()} == {round(112345 / 150000, 4)}


def test_the_bars_begin_at_zero_and_a_negative_one_hangs_down():
    chart = chart_of(number((R5, 10)), figures(R5=-5, R6=10))
    below, above = (bar.area for bar in marks_of(chart, Box) if bar.face == ACTUAL)
    assert below.top == pytest.approx(above.y)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([], (0, 1, 1)),
        ([1], (0, 1, 1)),
        ([2, 1], (0, 2, 1)),
        ([19, 30], (0, 30, 10)),
        ([99.9], (0, 100, 20)),
        ([0.3], (0, 0.3, 0.1)),
        ([112345], (0, 150000, 50000)),
        ([-12, 20], (-20, 20, 10)),
        ([-5], (-5, 0, 1)),
    ],
)
def test_scales_go_in_round_steps_from_zero(values, scale):
    wanted = Scale(*(Decimal(str(number)) for number in scale))
    assert scale_of([Decimal(str(value)) for value in values]) == wanted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("950", "950"),
        ("90800", "9.08万"),
        ("99920", "約9.99万"),
        ("99999999", "約1億"),
        ("123456789", "約1.23億"),
        ("-20000", "-2万"),
        ("1000000000000", "1兆"),
    ],
)
def test_long_figures_are_shortened_with_their_unit(value, text):
    assert compact(Decimal(value)) == text


amounts = st.decimals(-200, 100_000_000, places=1)
some_figures = st.one_of(
    st.builds(lambda value: ("reported", value), amounts | st.decimals(0, 40, places=0)),
    st.sampled_from([(status, None) for status in STATUSES]),
)
some_targets = st.dictionaries(st.sampled_from(YEARS), amounts.filter(bool), max_size=3)


@settings(max_examples=60, deadline=None)
@example(  # a figure that is wider than its column, beside a word
    values=[
        ("reported", Decimal("0.0")),
        *[("not_reported", None)] * 3,
        ("reported", Decimal("10050.1")),
    ],
    targets={R5: Decimal("0.1")},
    kind="number",
    start=None,
    shape="small",
)
@given(
    values=st.lists(some_figures, min_size=5, max_size=5),
    targets=some_targets,
    kind=st.sampled_from(["number", "annual_minimum"]),
    start=st.none() | amounts,
    shape=st.sampled_from(list(SHAPES)),
)
def test_no_label_ever_covers_another_or_leaves_the_picture(values, targets, kind, start, shape):
    facts = number(*targets.items(), *([baseline(R5, start)] if start else []), kind=kind)
    given_figures = {
        year: Figure(year, status, value=value)
        for year, (status, value) in zip(YEARS, values, strict=True)
    }
    chart = chart_of(facts, given_figures, until=R9)
    areas = [mark.area for mark in marks_of(chart, Label, shape)]
    width, height = SHAPES[shape].width, SHAPES[shape].height
    assert [area for area in areas if area.x < 0 or area.right > width] == []
    assert [area for area in areas if area.y < 0 or area.top > height] == []
    pairs = [(a, b) for n, a in enumerate(areas) for b in areas[n + 1 :] if a.overlaps(b)]
    assert pairs == []


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_every_figure_word_and_target_of_an_ordinary_chart_is_written(shape):
    values = figures(R5=88123, R6=99920) | {R7: Figure(R7, NOT_REPORTED)}
    chart = chart_of(number((R5, 90800), (R6, 99920), unit="枚"), values)
    labels = labels_of(chart, shape)
    assert {"88,123", "99,920", "未報告", "目標 90,800", "目標 99,920"} <= set(labels)
    assert {"R5", "R6", "R7", "R8", "R9", "実績（枚）"} <= set(labels)


def test_every_blank_word_is_told_apart_from_the_others():
    values = {R5: Figure(R5, NOT_APPLICABLE), R6: Figure(R6, NOT_REPORTED)}
    labels = labels_of(chart_of(RPA, values, until=R6))
    assert labels.count("対象外") == labels.count("未報告") == 1
    assert "0" in labels  # of the scale alone
    assert labels.count("0") == 1


def test_the_small_picture_writes_years_figures_and_the_last_target_only():
    chart = chart_of(RPA, figures(R5=19, R6=22, R7=24))
    written = ["目標 30", "R5", "19", "R6", "22", "R7", "24", "R8", "R9"]
    assert labels_of(chart, "small") == written


def test_the_small_picture_writes_the_newest_figure_alone_where_they_would_meet():
    million = number((R9, 250_000_000), unit="円")
    chart = chart_of(million, figures(R5=98_123_456, R6=112_345_678, R7=123_456_789))
    assert [each for each in labels_of(chart, "small") if "億" in each] == [
        "目標 2.5億",
        "約1.23億",
    ]


def test_target_is_dashed_dotted_where_it_is_carried_on_and_the_pace_is_thin():
    lines = marks_of(chart_of(number((R5, 1), (R6, 8), (R8, 9)), {}), Line)
    drawn = [(line.dash, line.width) for line in lines if line.dash != "solid"]
    pace, *targets = drawn
    assert pace == ("dotted", 1.0)
    assert targets == [("dashed", 1.6), ("dashed", 1.6), ("dashed", 1.6), ("dotted", 1.6)]
    carried = lines[-1]
    chart_years = marks_of(chart_of(AI, {}), Line)[-2:]
    assert [line.dash for line in chart_years] == ["dashed", "dotted"]
    assert carried.points[0][0] > lines[-2].points[0][0]


def test_targets_name_stands_at_its_line_where_a_year_has_no_bar_in_its_way():
    """A minimum of 1 with a bar of 2: over the bar its name would be read as the 2."""
    facts = number(*((year, 1) for year in YEARS), kind="annual_minimum", unit="回")
    chart = chart_of(facts, figures(R5=2))
    for shape in ("narrow", "screen"):
        (name,) = (each for each in marks_of(chart, Label, shape) if "毎年" in each.lines[0])
        (line,) = (each for each in marks_of(chart, Line, shape) if each.dash == "dashed")
        assert 0 < name.area.y - line.points[0][1] < 20


def signs_of(chart, shape="wide"):
    """○ and × by the middle of their column: (x, sign), from left to right."""
    marks = indicator_marks(chart, shape)
    row = SHAPES[shape].figure_row
    rings = [(mark.x, "○") for mark in marks if isinstance(mark, Dot) and mark.y < row]
    strokes = [mark for mark in marks if isinstance(mark, Line) and mark.points[0][1] < row]
    crosses = [(sum(x for x, _ in mark.points) / 2, "×") for mark in strokes[::2]]
    return [sign for _, sign in sorted([*rings, *crosses])]


@pytest.mark.parametrize("shape", list(SHAPES))
def test_met_and_missed_years_are_told_apart_by_a_sign_and_by_the_outline_of_the_bar(shape):
    facts = number((R5, 20), (R6, 20), (R9, 30))
    chart = chart_of(facts, figures(R5=19, R6=20, R7=21))
    assert chart.met == (False, True, None, None, None)  # between two targets nothing is decided
    assert signs_of(chart, shape) == ["×", "○"]
    outlines = {(bar.edge, bar.edge_width, bar.dash) for bar in marks_of(chart, Box, shape)}
    assert len(outlines) == 3


def test_less_is_better_is_written_where_it_is_so():
    less = number((R5, 500), (R9, 300), sense="down")
    for shape in SHAPES:
        assert any("少ないほどよい" in each for each in labels_of(chart_of(less, {}), shape))
        assert not any("ほどよい" in each for each in labels_of(chart_of(RPA, {}), shape))


@pytest.mark.parametrize("shape", list(SHAPES))
def test_bound_near_100_is_drawn_as_points_on_an_axis_that_says_it_is_cut(shape):
    chart = chart_of(UPTIME, figures(R5="99.8", R6="99.95"))
    scale = Scale(Decimal("99.5"), Decimal(100), Decimal("0.1"))
    assert (chart.is_cut, chart.scale) == (True, scale)
    assert marks_of(chart, Box, shape) == []
    points = [mark for mark in marks_of(chart, Dot, shape) if mark.face == ACTUAL]
    assert [dot.radius for dot in points] == [SHAPES[shape].dot] * 2
    strokes = [line for line in marks_of(chart, Line, shape) if line.color == WHITE]
    assert len(strokes) == 2  # the × in the one that missed
    assert {sum(x for x, _ in line.points) / 2 for line in strokes} == {points[0].x}
    assert any("縦軸は99.5から（途中を省略）" in each for each in labels_of(chart, shape))


def test_bound_below_90_or_of_another_unit_has_bars_from_zero():
    for facts in (number((R5, 85), kind="annual_minimum", unit="%"), replace(UPTIME, unit="回")):
        chart = chart_of(facts, figures(R5=80))
        assert (chart.is_cut, chart.scale.low) == (False, 0)
        assert len(marks_of(chart, Box)) == 1


@pytest.mark.parametrize(
    ("bound", "values", "scale"),
    [
        ("99.9", [], ("99.5", "0.1")),
        ("99.9", ["99.2"], ("99", "0.2")),
        ("95", ["94"], ("75", "5")),
        ("100", ["99"], ("95", "1")),
        ("99.9", ["40"], None),
        ("95", ["0"], None),
        ("99", ["101"], None),
    ],
)
def test_cut_axis_reaches_as_far_below_as_is_needed(bound, values, scale):
    wanted = scale and Scale(Decimal(scale[0]), Decimal(100), Decimal(scale[1]))
    assert cut_scale(Decimal(bound), [Decimal(each) for each in values]) == wanted


def test_scale_of_an_indicator_is_the_same_in_every_year():
    """What is printed makes it: figures may come up to a fifth above the target."""
    for facts, values in (
        (RPA, figures(R5=17, R6=20, R7=26, R8=29, R9=36)),
        (AI, figures(R5=51000, R6=99000, R7=102000, R8=120000)),
        (CLOUD, figures(R5=3, R6=5, R7=8, R8=9)),
        (UPTIME, figures(R5="99.8", R6="99.95", R7=100)),
    ):
        assert len({chart_of(facts, values, until=year).scale for year in YEARS}) == 1


def test_scale_grows_by_halves_and_doubles_where_a_figure_is_beyond_it():
    highs = [chart_of(RPA, figures(R5=value)).scale.high for value in (40, 41, 61, 100, 1000)]
    assert highs == [40, 60, 80, 150, 1000]


def test_share_ends_at_100_and_is_drawn_beyond_only_where_it_is_more():
    facts = number((R9, 90), unit="%")
    assert chart_of(facts, figures(R5=95)).scale.high == 100
    assert chart_of(facts, figures(R5=120)).scale.high == 150


@pytest.mark.parametrize("shape", list(SHAPES))
def test_figures_stand_in_one_row_under_the_years(shape):
    chart = chart_of(RPA, figures(R5=5, R6=19, R7=38))
    marks = [mark for mark in marks_of(chart, Label, shape) if mark.lines[0] in ("5", "19", "38")]
    rows = {mark.area.y for mark in marks if mark.area.y < SHAPES[shape].ground}
    assert rows == {SHAPES[shape].figure_row}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_nothing_covers_a_bar_but_its_targets_line(shape):
    chart = chart_of(number((R5, 20), (R6, 25), (R7, 30)), figures(R5=19, R6=26, R7=31))
    bars = [bar.area for bar in marks_of(chart, Box, shape)]
    labels = marks_of(chart, Label, shape)
    assert [each for each in labels if each.ground] == []
    assert [each for each in labels for bar in bars if each.area.overlaps(bar)] == []


def test_sum_over_the_period_is_drawn_against_its_target():
    facts = number(
        (R9, 3297), measured_as="period_total", first_fiscal_year=R5, last_fiscal_year=R9
    )
    chart = chart_of(facts, figures(R5=800, R6=850, R8=900, R9=1092), until=R9)
    assert chart.actuals == (Decimal(800), Decimal(1650), None, Decimal(2550), Decimal(3642))
    assert chart.marks == ("", "", "", "以上", "以上")
    labels = labels_of(chart)
    assert "累計（件）" in labels and "実績（件）" not in labels
    assert {"3,642", "以上", "目標 3,297"} <= set(labels)
