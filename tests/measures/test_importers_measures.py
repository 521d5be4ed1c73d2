from datetime import date

import pytest
from django.utils import timezone
from model_bakery import baker
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from measures.importers.measures import MeasureResource
from measures.models import EffectRating, Measure, MeasureDivision, YearlyDirection
from sakado_dx.organization.models import Division
from tests.conftest import load_sakado
from tests.sakado_dx.workbooks import changes, exported, saved, taken_in, told

DAY = "2020-04-01"


@pytest.fixture
def small_plan(plan):
    """Two measures of three years, led by 情報政策課."""
    policy = baker.make("measures.Policy", plan=plan, number=4, name="基盤")
    direction = baker.make("measures.Direction", policy=policy, number=1, name="整備")
    baker.make("measures.EffectKind", plan=plan, name="業務の効率化", order=0)
    for name in ("情報政策課", "職員課", "各課"):
        baker.make("organization.Division", name=name, reading="")
    for order, code in enumerate(["IV-1-1", "IV-1-2"]):
        measure = baker.make(
            Measure, plan=plan, direction=direction, key=code, code=code, order=order,
            name=f"施策{code}", name_in_matrix="", group="", summary="", source="",
        )  # fmt: skip
        _list_division(measure, "情報政策課", 0)
        for year, printed in [(2023, "検討"), (2024, "⇒"), (2025, "運用")]:
            resolved = "検討" if printed == "⇒" else printed
            baker.make(
                YearlyDirection, measure=measure, fiscal_year=year, printed=printed,
                resolved=resolved,
            )  # fmt: skip
    return plan


def _list_division(measure, name, order, **days):
    division = Division.objects.get(name=name)
    baker.make(MeasureDivision, measure=measure, division=division, order=order, **days)


def take(plan, *rows, **options):
    return taken_in(MeasureResource(plan=plan), list(rows), **options)


def test_export_of_the_whole_plan_changes_nothing_when_it_comes_back(sakado_plan):
    rows = exported(MeasureResource(plan=sakado_plan))
    outcome = take(sakado_plan, *rows)
    assert (told(outcome), len(outcome.unchanged)) == ([], 47)
    assert rows[0] == [
        "番号", "施策の方向性", "並び順", "施策名", "体系表での名称", "中分類", "所管課",
        "所管課（体系表）", "概要", "計画の該当箇所", "終了日", "効果：市民サービスの向上",
        "効果：業務の効率化", "効果：人為的ミスの防止", "効果：行政コストの削減",
        "令和5年度の方向性", "令和6年度の方向性", "令和7年度の方向性", "令和8年度の方向性",
        "令和9年度の方向性",
    ]  # fmt: skip


def test_plan_of_other_levels_years_and_effects_has_columns_of_its_own(invented_city):
    rows = exported(MeasureResource(plan=invented_city))
    assert [name for name in rows[0] if name.endswith("の方向性")][1:] == [
        f"令和{invented_city.first_fiscal_year - 2018 + i}年度の方向性" for i in range(3)
    ]
    assert told(take(invented_city, *rows)) == []


def test_export_asks_as_often_for_two_measures_as_for_forty_seven(
    small_plan, django_assert_num_queries
):
    for plan in (small_plan, load_sakado()):
        with django_assert_num_queries(8):
            exported(MeasureResource(plan=plan))


def test_changed_cells_are_told_before_and_after_and_stored(small_plan):
    rows = [["番号", "施策名", "効果：業務の効率化"], ["IV-1-1", "文書管理", "〇"]]
    expected = {
        "IV-1-1 文書管理": [("施策名", "施策IV-1-1", "文書管理"), ("効果：業務の効率化", "", "○")]
    }
    assert changes(take(small_plan, *rows, dry_run=True)) == expected
    assert not EffectRating.objects.exists()
    outcome = take(small_plan, *rows)
    assert changes(outcome) == expected
    assert outcome.missing == ["IV-1-2 施策IV-1-2"]
    measure = Measure.objects.get(code="IV-1-1")
    assert (measure.name, measure.effects.get().mark) == ("文書管理", "secondary")
    assert changes(take(small_plan, *rows)) == {}


def test_emptied_mark_goes_away(small_plan):
    measure = Measure.objects.get(code="IV-1-1")
    kind = small_plan.effect_kinds.get()
    baker.make(EffectRating, measure=measure, effect_kind=kind, mark="primary")
    rows = [["番号", "施策名", "効果：業務の効率化"], ["IV-1-1", "施策IV-1-1", ""]]
    assert changes(take(small_plan, *rows)) == {
        "IV-1-1 施策IV-1-1": [("効果：業務の効率化", "◎", "")]
    }
    assert not EffectRating.objects.exists()


def test_new_measure_gets_its_place_its_key_and_its_rows(small_plan):
    rows = [
        ["番号", "施策名", "施策の方向性", "所管課", "令和5年度の方向性", "令和6年度の方向性"],
        ["IV-1-3", "テレワーク", "Ⅳ−①", "職員課・各課", "検討", "⇒"],
    ]
    outcome = take(small_plan, *rows)
    assert told(outcome) == []
    measure = Measure.objects.get(code="IV-1-3")
    assert (measure.key, measure.order, str(measure.direction)) == ("IV-1-3", 2, "① 整備")
    assert [str(row.division) for row in measure.measure_divisions.all()] == ["職員課", "各課"]
    directions = measure.yearly_directions.values_list("fiscal_year", "printed", "resolved")
    assert list(directions) == [(2023, "検討", "検討"), (2024, "⇒", "検討")]


def test_code_is_matched_in_any_spelling_and_stays_as_it_is_stored(small_plan):
    outcome = take(small_plan, ["番号", "施策名"], ["ＩＶ−１−１", "ＲＰＡ"])
    assert changes(outcome) == {"IV-1-1 ＲＰＡ": [("施策名", "施策IV-1-1", "ＲＰＡ")]}
    assert Measure.objects.get(code="IV-1-1").name == "ＲＰＡ"


def test_one_faulty_row_refuses_the_whole_file(small_plan):
    outcome = take(small_plan, ["番号", "施策名"], ["IV-1-1", "新しい名前"], ["IV-1-2", ""])
    assert told(outcome) == [("B3", "施策名", "空欄です。")]
    assert Measure.objects.get(code="IV-1-1").name == "施策IV-1-1"


@pytest.mark.parametrize(
    ("heading", "text", "problem"),
    [
        ("施策の方向性", "IX-1", "「IX-1」という施策の方向性は登録されていません。"),
        ("所管課", "情報政索課", "「情報政索課」という所管課は登録されていません。"),
        ("所管課", "職員課、職員課", "「職員課」が2回あります。"),
        ("効果：業務の効率化", "△", "使えない値です。"),
        ("終了日", "平成31年5月1日", "平成は平成31年4月30日までです。"),
        ("並び順", "①", "「①」は数値に使えません。"),
        ("並び順", "1.5", "小数は使えません。"),
        ("令和5年度の方向性", "⇒", "⇒は前年度と同じという意味ですが、前の年度に方向性がありません。"),
        ("令和5年度の方向性", "あ" * 61, "61文字あります。"),
        ("施策名", "あ" * 201, "この値は 200 文字以下でなければなりません( 201 文字になっています)。"),
    ],
)  # fmt: skip
def test_fault_names_column_value_problem_and_cure(small_plan, heading, text, problem):
    rows = [["番号", "施策名", heading], ["IV-1-1", "施策", text]]
    if heading == "施策名":
        rows = [["番号", "施策名"], ["IV-1-1", text]]
    [fault] = take(small_plan, *rows).faults
    assert (fault.row, fault.column, fault.problem) == (2, heading, problem)
    assert fault.value and fault.cure


@pytest.mark.parametrize(("epoch", "serial"), [("1900", 46112), ("1904", 44650)])
def test_bare_number_of_a_date_cell_is_read_by_the_calendar_of_its_workbook(
    small_plan, epoch, serial
):
    book = Workbook()
    if epoch == "1904":
        book.epoch = CALENDAR_MAC_1904
    for row in [["番号", "施策名", "終了日"], ["IV-1-1", "施策IV-1-1", serial]]:
        book.active.append(row)
    assert told(taken_in(MeasureResource(plan=small_plan), saved(book))) == []
    assert Measure.objects.get(code="IV-1-1").last_day == date(2026, 3, 31)


def test_second_row_of_one_code_is_refused_however_it_is_spelled(small_plan):
    outcome = take(
        small_plan, ["番号", "施策名"], ["IV-1-1", "a"], ["IV-1-2", "b"], ["ⅠV-1-1", "c"]
    )
    assert told(outcome) == [("A4", "番号", "2行目と番号が同じです。")]


def test_new_measure_without_direction_is_refused(small_plan):
    outcome = take(small_plan, ["番号", "施策名"], ["IV-1-9", "a"])
    assert told(outcome) == [("2行目", "施策の方向性", "空欄にできません。")]


def test_file_without_the_needed_columns_is_refused_at_its_heading(small_plan):
    outcome = take(small_plan, ["番号", "概要"], ["IV-1-1", "a"])
    assert told(outcome) == [("1行目", "施策名", "「施策名」の列がありません。")]


def test_file_without_rows_says_so(small_plan):
    assert told(take(small_plan, ["番号", "施策名"])) == [("1行目", "", "データの行がありません。")]


def test_divisions_are_corrected_and_those_of_other_days_stay(small_plan):
    measure = Measure.objects.get(code="IV-1-1")
    _list_division(measure, "各課", 1, first_day=DAY, last_day="2021-03-31")
    outcome = take(
        small_plan,
        ["番号", "施策名", "所管課", "所管課（体系表）"],
        ["IV-1-1", "施策IV-1-1", "職員課、情報政策課", "情報政策課・各課"],
    )
    assert changes(outcome) == {
        "IV-1-1 施策IV-1-1": [
            ("所管課", "情報政策課", "職員課、情報政策課"),
            ("所管課（体系表）", "情報政策課", "情報政策課、各課"),
        ]
    }
    fresh = Measure.objects.with_divisions().get(pk=measure.pk)
    assert [str(each) for each in fresh.divisions_on(timezone.localdate())] == [
        "職員課",
        "情報政策課",
    ]
    assert measure.measure_divisions.filter(last_day="2021-03-31").count() == 1


def test_order_of_the_matrix_alone_is_no_difference(small_plan):
    measure = Measure.objects.get(code="IV-1-1")
    _list_division(measure, "職員課", 1)
    rows = [["番号", "施策名", "所管課（体系表）"], ["IV-1-1", "施策IV-1-1", "職員課、情報政策課"]]
    assert changes(take(small_plan, *rows)) == {}
    rows[1][1] = "文書管理"
    assert changes(take(small_plan, *rows)) == {
        "IV-1-1 文書管理": [("施策名", "施策IV-1-1", "文書管理")]
    }
    measure.refresh_from_db()
    assert str(measure.lead_division_on(date(2025, 4, 1))) == "情報政策課"


def test_changed_year_changes_what_the_arrow_after_it_means(small_plan):
    take(small_plan, ["番号", "施策名", "令和5年度の方向性"], ["IV-1-1", "施策IV-1-1", "導入"])
    rows = YearlyDirection.objects.filter(measure__code="IV-1-1")
    assert list(rows.values_list("printed", "resolved")) == [
        ("導入", "導入"),
        ("⇒", "導入"),
        ("運用", "運用"),
    ]


def test_measures_of_another_plan_are_out_of_reach(small_plan):
    outcome = take(load_sakado(), ["番号", "施策名"], ["IV-1-1", "別の名前"])
    assert len(outcome.changed) == 1
    assert Measure.objects.get(plan=small_plan, code="IV-1-1").name == "施策IV-1-1"


def test_every_bad_cell_of_a_row_is_named_at_once(small_plan):
    rows = [["番号", "施策名", "並び順", "終了日"], ["IV-1-1", "あ" * 201, "①", "いつか"]]
    assert [column for _, column, _ in told(take(small_plan, *rows))] == [
        "並び順",
        "終了日",
        "施策名",
    ]


@pytest.fixture
def decimal_plan(small_plan):
    """The two measures under the codes 1.1 and 1.10."""
    for code, was in (("1.1", "IV-1-1"), ("1.10", "IV-1-2")):
        Measure.objects.filter(code=was).update(code=code)
    return small_plan


def test_code_that_a_spreadsheet_changed_neither_renames_another_nor_makes_a_new_one(decimal_plan):
    head = ["番号", "施策名"]
    changed = "表計算ソフトが施策番号を「{}」に変えたようです。横の施策名は施策「1.10」のものです。"
    assert told(take(decimal_plan, head, ["1.1", "施策IV-1-2"])) == [
        ("A2", "番号", changed.format("1.1"))
    ]
    Measure.objects.filter(code="1.1").update(code="I-1")
    assert told(take(decimal_plan, head, ["1.1", "施策IV-1-2"])) == [
        ("A2", "番号", changed.format("1.1"))
    ]
    assert Measure.objects.count() == 2


def test_day_is_no_code_of_a_new_measure(small_plan):
    [(place, _, problem)] = told(take(small_plan, ["番号", "施策名"], ["2026-01-01", "新しい施策"]))
    assert (place, problem) == (
        "A2",
        "「2026-01-01」という施策は登録されていません。"
        "表計算ソフトが施策番号を日付に変えたようです。",
    )


def test_export_of_such_codes_changes_nothing_when_it_comes_back(decimal_plan):
    outcome = take(decimal_plan, *exported(MeasureResource(plan=decimal_plan)))
    assert (told(outcome), len(outcome.unchanged)) == ([], 2)
