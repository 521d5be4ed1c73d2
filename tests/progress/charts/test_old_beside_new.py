"""Old beside new in pictures, tables and notes: replaced targets, changed definitions."""

from dataclasses import replace
from decimal import Decimal

import pytest

from progress.charts.cache import LAYOUTS
from progress.charts.context import chart_context
from progress.charts.indicator import OldGoal, indicator_chart
from progress.charts.marks import Area, Box, Dot, Label, Line
from progress.charts.style import BEFORE, SHAPES, SUPPORT
from progress.judging.facts import Figure, Past, Reference, Target
from progress.judging.judgement import judge
from progress.judging.targets import known_in
from tests.progress.indicators import R5, R6, R7, R8, R9, figures, number, reported

YEARS = range(R5, R9 + 1)


def target(year, value, since, **more):
    value = None if value is None else Decimal(value)
    return Target(year, value, applies_from=since, **more)


RAISED = number((R6, 20), (R9, 30), target(R9, 40, R8, reason="国の目標変更"))
WITHDRAWN = number(
    (R6, 20), (R9, 30), target(R9, None, R8, withdrawn=True, reason="制度廃止"), kind="number"
)
CHANGED = replace(
    number((R9, 60), first_fiscal_year=R7),
    past=Past(
        "旧件数",
        "件",
        (reported(R5, 10), reported(R6, 12), Figure(R7, "reported", Decimal(99))),
        (
            Reference(R5, Decimal(31), "窓口と電子の合計"),
            Reference(R6, Decimal(35), "窓口と電子の合計"),
        ),
    ),
)
ACTUALS = figures(R5=15, R6=21, R7=24, R8=28)


def chart(indicator, until=R8, actuals=ACTUALS):
    return indicator_chart(known_in(indicator, until), actuals, YEARS, until=until)


def test_a_replaced_target_stands_beside_the_new_one():
    found = chart(RAISED)
    assert found.olds == (OldGoal(R9, R9, Decimal(30), "見直し前"),)
    assert [(goal.value, goal.printed) for goal in found.goals] == [
        (Decimal(20), (R6,)),
        (Decimal(40), (R9,)),
    ]


def test_a_year_that_ended_before_knows_nothing_of_the_revision():
    before = chart(replace(RAISED, targets=RAISED.targets[:2]), until=R7)
    assert chart(RAISED, until=R7) == before
    assert judge(RAISED, ACTUALS, R7) == judge(known_in(RAISED, R7), ACTUALS, R7)


def test_years_with_the_same_old_figure_are_one_line():
    revised = [target(year, 9, R7) for year in (R7, R8, R9)]
    printed = [(year, 8) for year in YEARS]
    found = chart(number(*printed, *revised, kind="annual_minimum"))
    assert found.olds == (OldGoal(R7, R9, Decimal(8), "見直し前"),)


def test_a_withdrawn_target_stays_as_what_it_was():
    found = chart(WITHDRAWN)
    assert found.olds == (OldGoal(R9, R9, Decimal(30), "取下げ前"),)
    carried = [(goal.value, goal.carried_from) for goal in found.goals]
    assert carried == [(Decimal(20), None), (Decimal(20), R8)]
    told = chart_context(WITHDRAWN, ACTUALS, YEARS, 1, 1, until=R8)
    assert told["note"] == (
        "R9の目標は、R8の見直しで取り下げました（見直し前は30件、理由：制度廃止）。"
    )
    column = told["headers"].index("目標（件）")
    assert "取下げ前 30" in told["rows"][-1][column]


def test_the_table_has_old_beside_new():
    told = chart_context(RAISED, ACTUALS, YEARS, 1, 1, until=R8)
    assert told["rows"][-1][1] == "40（見直し前 30）"
    assert chart_context(RAISED, ACTUALS, YEARS, 1, 1, until=R7)["rows"][-1][1] == "30"


def test_figures_before_a_changed_definition_stand_apart_and_recounted_ones_are_hollow():
    found = chart(CHANGED, actuals=figures(R7=38, R8=41))
    assert found.break_at == R7
    assert found.before == (Decimal(10), Decimal(12), None, None, None)
    assert found.references == (Decimal(31), Decimal(35), None, None, None)
    assert found.actuals[:2] == (None, None) and found.met[:2] == (None, None)
    assert found.words[:2] == ("", "")


def test_no_rule_reads_the_past():
    plain = replace(CHANGED, past=None)
    for year in YEARS:
        assert judge(CHANGED, figures(R7=38), year) == judge(plain, figures(R7=38), year)


def test_a_past_in_another_unit_is_told_and_not_drawn():
    other = replace(CHANGED, past=replace(CHANGED.past, unit="人"))
    assert chart(other).before == (None,) * 5
    told = chart_context(other, figures(R7=38), YEARS, 1, 1, until=R7)
    assert "変更前の単位は人で、図には示していません。" in told["note"]
    assert told["rows"][0][2] == "10人（変更前の定義）"


def test_the_table_of_a_changed_definition_judges_no_year_before_it():
    told = chart_context(CHANGED, figures(R7=38), YEARS, 1, 1, until=R7)
    assert told["headers"] == ["年度", "目標（件）", "実績（件）", "参考値", "達成率", "判定"]
    assert told["rows"][0] == ["R5", "―", "10（変更前の定義）", "31", "―", "―"]
    assert told["rows"][2][:4] == ["R7", "―", "38", "―"]
    assert told["note"] == (
        "R7年度から、指標の定義が変わりました（変更前は「旧件数」）。"
        "灰色は変更前の定義による実績で、比べられません。"
        "白い丸は変更後の定義で数え直した参考値で、実績ではありません（窓口と電子の合計）。"
    )


def marks_of(found, shape):
    marks, _ = LAYOUTS[type(found)]
    return marks(found, shape)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_draws_the_break_the_old_bars_and_the_hollow_points(shape):
    marks = marks_of(chart(CHANGED, actuals=figures(R7=38, R8=41)), shape)
    bars = [each for each in marks if isinstance(each, Box) and each.face == BEFORE]
    hollow = [each for each in marks if isinstance(each, Dot) and each.edge_width == 2.0]
    breaks = [
        each
        for each in marks
        if isinstance(each, Line) and each.color == SUPPORT and each.dash == "dashed"
    ]
    assert (len(bars), len(hollow), len(breaks)) == (2, 2, 1)
    assert bars[0].area.x < bars[1].area.x < breaks[0].points[0][0]
    page = Area(0, 0, SHAPES[shape].width, SHAPES[shape].height)
    labels = [each for each in marks if isinstance(each, Label)]
    assert all(each.area.lies_in(page) for each in labels)


@pytest.mark.parametrize("shape", [name for name in SHAPES if name != "small"])
def test_what_is_old_is_named(shape):
    texts = {
        "".join(each.lines) for each in marks_of(chart(RAISED), shape) if isinstance(each, Label)
    }
    assert "見直し前 30" in texts or "見直し前30" in texts
    changed = marks_of(chart(CHANGED, actuals=figures(R7=38, R8=41)), shape)
    texts = {"".join(each.lines) for each in changed if isinstance(each, Label)}
    assert {"定義の変更", "参考値"} <= texts
