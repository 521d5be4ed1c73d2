from decimal import Decimal

import pytest
from model_bakery import baker

from measures.importers.indicators import IndicatorResource
from measures.importers.targets import TargetResource
from measures.models import Indicator, IndicatorTarget, MeasureIndicator
from tests.sakado_dx.workbooks import changes, exported, taken_in, told


@pytest.fixture
def two_measures(plan):
    policy = baker.make("measures.Policy", plan=plan, number=1)
    direction = baker.make("measures.Direction", policy=policy, number=1)
    for order, code in enumerate(["I-1-1", "I-1-2"]):
        baker.make(
            "measures.Measure", plan=plan, direction=direction, key=code, code=code, order=order,
            name=code,
        )  # fmt: skip
    return plan


@pytest.fixture
def indicator(two_measures):
    """A number that stands under both measures."""
    indicator = baker.make(
        Indicator, plan=two_measures, key="I-1-1", name="導入業務数", unit="業務", kind="number",
        measured_as="stock", printed="", note="", definition="",
    )  # fmt: skip
    for measure, label in zip(two_measures.measures.all(), ["成果想定", "成果目標"], strict=True):
        baker.make(MeasureIndicator, measure=measure, indicator=indicator, label=label)
    return indicator


def take(resource_class, plan, *rows, **options):
    return taken_in(resource_class(plan=plan), list(rows), **options)


@pytest.mark.parametrize(
    ("resource_class", "number"), [(IndicatorResource, 46), (TargetResource, 58)]
)
def test_export_of_the_whole_plan_changes_nothing_when_it_comes_back(
    sakado_plan, resource_class, number
):
    rows = exported(resource_class(plan=sakado_plan))
    outcome = take(resource_class, sakado_plan, *rows)
    assert (told(outcome), changes(outcome)) == ([], {})
    assert len(outcome.unchanged) == number


def test_shared_indicator_is_one_row_with_both_measures_and_labels(indicator):
    headings, row = exported(IndicatorResource(plan=indicator.plan))
    assert dict(zip(headings, row, strict=True)) == {
        "指標番号": "I-1-1",
        "施策番号": "I-1-1、I-1-2",
        "呼び名": "成果想定、成果目標",
        "指標名": "導入業務数",
        "単位": "業務",
        "種類": "数値（目標年度に達する）",
        "向き": "大きいほどよい",
        "測り方": "年度末の状態・累計",
        "計画の表記": "",
        "注記": "",
        "定義": "",
    }


def test_indicators_come_in_the_order_of_their_measures(two_measures):
    for key, code in [("b", "I-1-2"), ("a", "I-1-1")]:
        other = baker.make(Indicator, plan=two_measures, key=key, name=key, kind="qualitative")
        measure = two_measures.measures.get(code=code)
        baker.make(MeasureIndicator, measure=measure, indicator=other)
    rows = exported(IndicatorResource(plan=two_measures))
    assert [row[0] for row in rows[1:]] == ["a", "b"]


def test_measures_and_labels_of_an_indicator_can_be_changed(indicator):
    rows = [["指標番号", "施策番号", "呼び名", "指標名"], ["I-1-1", "I-1-2", "成果目標", "業務数"]]
    outcome = take(IndicatorResource, indicator.plan, *rows)
    assert changes(outcome) == {
        "I-1-1 業務数": [
            ("施策番号", "I-1-1、I-1-2", "I-1-2"),
            ("呼び名", "成果想定、成果目標", "成果目標"),
            ("指標名", "導入業務数", "業務数"),
        ]
    }
    assert [str(link) for link in indicator.measure_indicators.all()] == ["I-1-2 成果目標"]
    assert changes(take(IndicatorResource, indicator.plan, *rows)) == {}


def test_number_of_labels_must_fit_that_of_measures(indicator):
    rows = [["指標番号", "施策番号", "呼び名", "指標名"], ["I-1-1", "I-1-1", "a、b", "業務数"]]
    assert told(take(IndicatorResource, indicator.plan, *rows)) == [
        ("C2", "呼び名", "施策が1つあるのに、呼び名が2つあります。")
    ]


def test_new_indicator_needs_kind_and_unit(two_measures):
    headings = ["指標番号", "施策番号", "指標名", "種類", "単位"]
    assert told(
        take(
            IndicatorResource,
            two_measures,
            headings,
            ["a", "I-1-1", "件数", "", "件"],
            ["b", "I-1-9", "件数", "毎年の下限", "件"],
            ["c", "I-1-1", "件数", "毎年の下限", ""],
            ["d", "I-1-1", "件数", "毎月", "件"],
        )
    ) == [
        ("D2", "種類", "空欄にできません。"),
        ("B3", "施策番号", "「I-1-9」という施策は登録されていません。"),
        ("4行目", "", "数値の指標には単位を入力してください。"),
        ("D5", "種類", "使えない言葉です。"),
    ]
    rows = [headings, ["ＩＩ-1", "I-1-1", "件数", "毎年の下限", "件"]]
    assert told(take(IndicatorResource, two_measures, *rows)) == []
    assert Indicator.objects.get().measure_indicators.get().label == "成果目標"


def test_figures_are_read_as_people_write_them_and_years_too(indicator):
    outcome = take(
        TargetResource,
        indicator.plan,
        ["指標番号", "年度", "区分", "値", "年度は計画に明記なし"],
        ["Ｉ-1-1", "令和5年度", "目標", "１，０００", "○"],
        ["I-1-1", "R6", "目標", "▲3", ""],
        ["I-1-1", "2025年度", "目標", "５０％", ""],
        ["I-1-1", "R4", "当初値・現状値", Decimal("12.5"), ""],
    )
    assert told(outcome) == []
    rows = IndicatorTarget.objects.order_by("fiscal_year")
    assert list(rows.values_list("fiscal_year", "role", "value", "year_assumed")) == [
        (2022, "baseline", Decimal("12.5"), False),
        (2023, "target", Decimal("1000"), True),
        (2024, "target", Decimal("-3"), False),
        (2025, "target", Decimal("50"), False),
    ]


@pytest.mark.parametrize(
    ("year", "value", "fault"),
    [
        ("R5", "①", ("D2", "値", "「①」は数値に使えません。")),
        ("R5", "", ("D2", "値", "数値の指標の目標には値を入力してください。")),
        ("R5", "1.23456", ("D2", "値", "小数が4桁を超えています。")),
        ("第5年度", "1", ("B2", "年度", "年度の書き方になっていません。")),
        (
            "R9",
            "1",
            ("B2", "年度", "目標の年度は、計画の期間（令和5年度〜令和7年度）の中の年度です。"),
        ),
    ],
)
def test_unreadable_figures_and_years_are_named(indicator, year, value, fault):
    rows = [["指標番号", "年度", "区分", "値"], ["I-1-1", year, "目標", value]]
    assert told(take(TargetResource, indicator.plan, *rows)) == [fault]
    assert not IndicatorTarget.objects.exists()


def test_two_rows_of_one_figure_are_refused_though_the_year_is_written_otherwise(indicator):
    rows = [["I-1-1", "R5", "目標", 1], ["I-1-1", "令和5年度", "目標", 2]]
    outcome = take(TargetResource, indicator.plan, ["指標番号", "年度", "区分", "値"], *rows)
    assert told(outcome) == [("A3", "指標番号", "2行目と指標番号・年度・区分が同じです。")]


def test_row_beside_the_name_of_another_indicator_is_refused(indicator):
    rows = [["指標番号", "指標名", "年度", "区分", "値"], ["I-1-1", "研修回数", "R5", "目標", 1]]
    [fault] = take(TargetResource, indicator.plan, *rows).faults
    assert (fault.place, fault.problem) == (
        "B2",
        "登録の内容（導入業務数）と違います。この列は参照用で、変更できません。",
    )


def test_code_that_may_be_a_changed_one_puts_an_indicator_under_no_other_measure(indicator):
    plan = indicator.plan
    for code, was in (("1.1", "I-1-1"), ("1.10", "I-1-2")):
        plan.measures.filter(code=was).update(code=code)
    MeasureIndicator.objects.filter(measure__code="1.1").delete()
    head = ["指標番号", "指標名", "施策番号"]
    outcome = take(IndicatorResource, plan, head, ["I-1-1", "導入業務数", "1.1"])
    assert told(outcome) == [
        (
            "C2",
            "施策番号",
            "施策「1.1」か、表計算ソフトが「1.1」に変えた施策「1.10」か、区別できません。",
        )
    ]
    MeasureIndicator.objects.create(measure=plan.measures.get(code="1.1"), indicator=indicator)
    rows = exported(IndicatorResource(plan=plan))
    assert (told(take(IndicatorResource, plan, *rows)), rows[1][1]) == ([], "1.1、1.10")


def test_indicators_changed_number_is_told_by_the_name_beside_it(indicator):
    plan = indicator.plan
    Indicator.objects.filter(pk=indicator.pk).update(key="1-1")
    changed = "表計算ソフトが指標番号を「2026-01-01」に変えたようです。横の指標名は指標「1-1」のものです。"
    head = ["指標番号", "指標名", "施策番号", "年度", "区分", "値"]
    cells = ["2026-01-01", "導入業務数"]
    assert told(take(IndicatorResource, plan, head[:3], [*cells, "I-1-1"])) == [
        ("A2", "指標番号", changed)
    ]
    assert told(take(TargetResource, plan, head[:2] + head[3:], [*cells, "R5", "目標", 5])) == [
        ("A2", "指標番号", changed)
    ]
    assert Indicator.objects.count() == 1


def test_dash_for_a_target_is_answered_with_an_empty_cell(indicator):
    head = ["指標番号", "年度", "区分", "値"]
    outcome = take(TargetResource, indicator.plan, head, ["I-1-1", "R5", "目標", "－"])
    assert [each.cure for each in outcome.faults] == ["値がないときは空欄にしてください。"]
