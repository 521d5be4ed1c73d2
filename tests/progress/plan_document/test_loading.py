"""Loading a document: everything or nothing, and the second time nothing."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from model_bakery import baker

from glossary.models import Term
from measures.models import (
    ChronologyEvent,
    Direction,
    Indicator,
    IndicatorTarget,
    Measure,
    Plan,
    YearlyDirection,
)
from progress.models import IndicatorResult, ProgressReport, ReviewYear
from progress.plan_document.loading.comparing import compare
from progress.plan_document.loading.loading import LoadedMeanwhile, load
from progress.plan_document.loading.telling import Teller
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from sakado_dx.organization.models import Division
from systems_inventory.models import InformationSystem
from tests.progress.documents import (
    FOUR_LEVELS,
    SAKADO,
    TWO_LEVELS,
    checked,
    loaded,
    measures,
    raw,
    told,
    with_lineage,
)


def report_of(measure):
    days = {"report_due": date(2100, 1, 1)}
    year = baker.make(ReviewYear, plan=measure.plan, fiscal_year=2025, **days)
    return baker.make(ProgressReport, year=year, measure=measure)


def test_the_whole_plan_of_sakado_is_loaded(sakado_plan):
    assert sakado_plan.policies.count() == 6
    assert sakado_plan.measures.count() == 47
    assert sakado_plan.indicators.count() == 46
    assert YearlyDirection.objects.count() == 47 * 5
    assert IndicatorTarget.objects.count() == 58
    assert InformationSystem.objects.count() == 89
    assert ChronologyEvent.objects.count() == 36
    assert Term.objects.count() == 37
    assert [each.name for each in Measure.objects.get(code="II-2-3").divisions_on(None)] == [
        "納税課",
        "健康保険課",
    ]


def test_another_city_is_loaded_with_its_two_levels(invented_city):
    assert invented_city.policy_label == "柱"
    assert invented_city.direction_label == ""
    assert invented_city.fiscal_years == [2025, 2026, 2027]
    assert [measure.code for measure in Measure.objects.all()] == ["A1", "A2", "B1", "B2"]
    assert [each.name for each in Direction.objects.all()] == ["", ""]


def test_a_plan_of_four_levels_is_loaded_with_its_groups(db):
    loaded(raw(FOUR_LEVELS))
    measure = Measure.objects.get(key="K-001")
    assert (measure.code, measure.group) == ("1-1-ア", "電子申請")
    assert [
        (each.division.name, each.first_day, each.last_day)
        for each in measure.measure_divisions.all()
    ] == [  # fmt: skip
        ("電算係", None, date(2025, 3, 31)),
        ("情報課", date(2025, 4, 1), None),
        ("全課", None, None),
        ("住民課", None, None),
    ]
    assert Division.objects.get(name="情報課").parent.name == "総務部"
    assert Division.objects.get(name="電算係").successors.get().name == "情報課"


@pytest.mark.parametrize("path", [SAKADO, TWO_LEVELS, FOUR_LEVELS])
def test_loading_twice_changes_nothing(db, path):
    first = loaded(raw(path))
    ids = set(Measure.objects.values_list("code", "pk"))
    second = loaded(raw(path))
    assert second.comparison.is_empty
    assert second.plan == first.plan
    assert set(Measure.objects.values_list("code", "pk")) == ids


def test_a_comparison_changes_nothing(db):
    compare(checked(raw(TWO_LEVELS)))
    assert not Plan.objects.exists()


def test_a_comparison_needs_as_many_queries_for_a_large_plan_as_for_a_small_one(
    sakado_plan, invented_city, django_assert_num_queries
):
    for path in (SAKADO, TWO_LEVELS):
        with django_assert_num_queries(2):
            compare(read(path.read_bytes()))


def test_changed_values_are_told_before_and_after_and_keep_their_rows(invented_city):
    document = raw(TWO_LEVELS)
    measure = measures(document)["A1"]
    measure["name"] = "窓口予約の本格導入"
    measure["indicators"][0]["targets"][0]["value"] = "30"
    ids = list(IndicatorTarget.objects.order_by("pk").values_list("pk", flat=True))
    result = loaded(document)
    assert told(result.comparison, "changed") == {"measures": 1, "targets": 1}
    ((key, (before, after)),) = next(
        each for each in result.comparison.tables if each.table.noun == "targets"
    ).changed.items()
    assert key == (("A1",), 2026, "target", 0)
    assert (before["value"], after["value"]) == ("20", "30")
    assert IndicatorTarget.objects.get(indicator__key="A1", fiscal_year=2026).value == Decimal(30)
    assert list(IndicatorTarget.objects.order_by("pk").values_list("pk", flat=True)) == ids


def test_parts_of_a_measure_that_the_document_drops_are_taken_away(invented_city):
    document = raw(TWO_LEVELS)
    measure = measures(document)["A1"]
    measure["effects"] = {"紙を減らす": "○"}
    measure["divisions"] = ["デジタル室"]
    measure["yearly_directions"].pop()
    measure["indicators"][0]["targets"].pop()
    measures(document)["A2"]["related"] = []
    result = loaded(document)
    assert told(result.comparison, "removed") == {
        "measure_divisions": 1,
        "effects": 2,
        "yearly_directions": 1,
        "related": 2,
        "targets": 1,
    }
    assert told(result.comparison, "added") == {"effects": 1}
    assert told(loaded(document).comparison, "removed") == {}


def test_a_measure_that_the_document_lacks_stays_with_its_reports_and_is_named(invented_city):
    report = report_of(Measure.objects.get(code="A1"))
    document = raw(TWO_LEVELS)
    document["policies"][0]["directions"][0]["measures"].pop(0)
    measures(document)["A2"]["related"] = []
    comparison = loaded(document).comparison
    assert told(comparison, "left") == {"measures": 1, "indicators": 1}
    assert told(comparison, "removed") == {}
    report.refresh_from_db()
    assert report.measure.code == "A1"
    assert report.measure.yearly_directions.count() == 3
    assert report.measure.related.get().code == "A2"
    assert [measure.code for measure in Measure.objects.all()] == ["A1", "A2", "B1", "B2"]
    assert loaded(document).comparison.is_empty


def test_a_term_and_a_system_that_were_added_by_hand_stay_in_their_places(sakado_plan):
    baker.make(Term, plan=sakado_plan, term="手作業", order=0, reading="")
    system = InformationSystem.objects.order_by("order").first()
    baker.make(InformationSystem, plan=sakado_plan, name="後から足したシステム", order=system.order)
    comparison = loaded(raw(SAKADO)).comparison
    assert comparison.is_empty
    assert told(comparison, "left") == {"information_systems": 1, "terms": 1}


def test_a_document_that_lacks_what_the_city_keeps_of_a_system_takes_nothing_away(invented_city):
    before = raw(TWO_LEVELS) | {"information_systems": [{"name": "税務台帳"}]}
    loaded(before)
    document = raw(TWO_LEVELS)
    document["information_systems"] = [{
        "name": "税務台帳", "vendor": "見本情報", "renewal_year": 2028, "standard_works": ["国民年金"],
        "measures": [{"code": "A1", "source": "第3章"}],
        "amounts": [{"fiscal_year": 2025, "budget": 10}],
    }]  # fmt: skip
    assert told(loaded(document).comparison, "added") == {
        "system_measures": 1,
        "system_amounts": 1,
    }
    comparison = loaded(before).comparison
    assert comparison.is_empty
    assert told(comparison, "left") == {"system_measures": 1, "system_amounts": 1}
    system = InformationSystem.objects.get()
    assert (system.vendor, system.renewal_year, system.standard_works) == (
        "見本情報",
        2028,
        ["国民年金"],
    )
    assert system.measures.get().code == "A1" and system.amounts.get().budget == 10
    document["information_systems"][0] |= {"vendor": "次の事業者"}
    assert told(loaded(document).comparison, "changed") == {"information_systems": 1}


def test_another_scale_of_places_is_the_same_order(invented_city):
    for measure in Measure.objects.all():
        Measure.objects.filter(pk=measure.pk).update(order=measure.order * 10 + 5)
    document = raw(TWO_LEVELS)
    assert loaded(document).comparison.is_empty
    new = {"code": "A1-2", "name": "間に入る取組"}
    document["policies"][0]["directions"][0]["measures"].insert(1, new)
    loaded(document)
    codes = [measure.code for measure in Measure.objects.all()]
    assert codes == ["A1", "A1-2", "A2", "B1", "B2"]
    assert loaded(document).comparison.is_empty


def test_a_measured_baseline_of_the_secretariat_stays(invented_city):
    indicator = Indicator.objects.get(key="A1")
    entered = {"indicator": indicator, "fiscal_year": 2024, "role": "baseline", "value": 8}
    kept = baker.make(IndicatorTarget, **entered, source="令和6年度の窓口集計")
    loose = baker.make(IndicatorTarget, **entered | {"fiscal_year": 2023}, source="")
    comparison = loaded(raw(TWO_LEVELS)).comparison
    assert told(comparison, "removed") == {"targets": 1}
    assert IndicatorTarget.objects.filter(pk=kept.pk).exists()
    assert not IndicatorTarget.objects.filter(pk=loose.pk).exists()


def test_days_that_the_document_does_not_tell_stay(invented_city):
    measure = Measure.objects.get(code="B1")
    measure.last_day = date(2027, 3, 31)
    measure.save()
    row = measure.measure_divisions.get()
    row.last_day = date(2026, 3, 31)
    row.save()
    digital = Division.objects.get(name="デジタル室")
    measure.measure_divisions.create(division=digital, order=0, first_day=date(2026, 4, 1))
    assert loaded(raw(TWO_LEVELS)).comparison.is_empty


def test_of_a_division_nothing_known_is_blanked_out(invented_city):
    division = Division.objects.get(name="くらし窓口課")
    division.telephone = "000-000-0000"
    division.last_day = date(2027, 3, 31)
    division.save()
    document = raw(TWO_LEVELS)
    document["divisions"][1] = {"name": "くらし窓口課"}
    assert loaded(document).comparison.is_empty
    division.refresh_from_db()
    assert (division.reading, division.telephone) == ("くらしまどぐちか", "000-000-0000")


def test_a_registered_division_is_found_by_its_name_on_the_plans_first_day(db):
    old = baker.make(Division, name="デジタル室", last_day=date(2020, 3, 31))
    now = baker.make(Division, name="デジタル室", first_day=date(2020, 4, 1))
    loaded(raw(TWO_LEVELS))
    assert list(Division.objects.filter(name="デジタル室").order_by("pk")) == [old, now]
    assert Measure.objects.get(code="B2").lead_division_on(date(2026, 1, 1)) == now
    assert loaded(raw(TWO_LEVELS)).comparison.is_empty


def test_a_registered_division_is_found_in_letters_of_a_pdf(db):
    stands = baker.make(Division, name="デジタル面室", reading="")
    document = raw(TWO_LEVELS)
    text = json.dumps(document, ensure_ascii=False).replace("デジタル室", "デジタル⾯室")
    document = json.loads(text)
    plan = loaded(document).plan
    assert Division.objects.filter(name__contains="デジタル").get() == stands
    assert plan.measures.get(code="B2").lead_division_on(date(2025, 6, 1)) == stands
    assert loaded(document).comparison.is_empty


def test_a_division_that_would_stand_twice_on_a_day_is_refused_by_its_place(db):
    baker.make(Division, name="デジタル室", first_day=date(2020, 4, 1))
    document = raw(TWO_LEVELS)
    document["divisions"][0]["first_day"] = "2021-04-01"
    with pytest.raises(DocumentRefused, match=r"divisions\[0\] の「デジタル室」は、設置日の異なる"):
        loaded(document)
    assert not Plan.objects.exists()


def test_two_measures_may_swap_their_codes(invented_city):
    document = raw(TWO_LEVELS)
    one, other = measures(document)["A1"], measures(document)["A2"]
    one["key"], other["key"] = "A1", "A2"
    one["code"], other["code"], other["related"] = "A2", "A1", []
    one["indicators"][0]["key"], other["indicators"][0]["key"] = "A1", "A2"
    loaded(document)
    assert dict(Measure.objects.values_list("key", "code")) == {
        "A1": "A2", "A2": "A1", "B1": "B1", "B2": "B2",
    }  # fmt: skip


def test_a_code_that_another_measure_still_bears_is_refused(invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["key"] = "新しい"
    with pytest.raises(DocumentRefused, match="施策の番号「A1」は、登録済みの別の施策"):
        loaded(document)


def test_an_indicator_with_results_keeps_its_kind(invented_city):
    indicator = Indicator.objects.get(key="B1")
    report = report_of(Measure.objects.get(code="B1"))
    baker.make(IndicatorResult, indicator=indicator, report=report, status="not_reported")
    document = raw(TWO_LEVELS)
    changed = measures(document)["B1"]["indicators"][0]
    changed |= {"kind": "QUALITATIVE", "targets": []}
    with pytest.raises(
        DocumentRefused, match="指標「B1 電子台帳への移行」には実績が登録されている"
    ):
        loaded(document)
    indicator.refresh_from_db()
    assert indicator.kind == "milestone"


def test_loading_that_fails_at_the_last_row_leaves_nothing(db):
    document = checked(raw(SAKADO))
    document["chronology"][-1]["month"] = 13
    with pytest.raises(IntegrityError):
        load(document)
    assert not Plan.objects.exists()
    assert not Division.objects.exists()


def test_changes_that_were_agreed_to_are_loaded_and_others_are_not(invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["name"] = "窓口予約"
    agreed = compare(checked(document)).fingerprint
    Measure.objects.filter(code="A1").update(name="直された名称")
    with pytest.raises(LoadedMeanwhile, match="表示した後に計画が変わりました"):
        load(checked(document), expected=agreed)
    assert Measure.objects.get(code="A1").name == "直された名称"
    load(checked(document), expected=compare(checked(document)).fingerprint)
    assert Measure.objects.get(code="A1").name == "窓口予約"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite the transaction locks")
def test_while_one_loading_runs_a_second_is_told_so(db):
    from progress.plan_document.loading.loading import LOCK

    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(LoadedMeanwhile, match="ほかの人が計画を読み込んでいます"):
            loaded(raw(TWO_LEVELS))
    finally:
        other.close()


def test_a_document_that_tells_no_ends_definitions_and_tags_takes_none_away(db):
    loaded(with_lineage(raw(TWO_LEVELS)))
    comparison = loaded(raw(TWO_LEVELS)).comparison
    assert comparison.is_empty
    assert told(comparison, "left") == {
        "measure_successors": 1,
        "measure_tags": 2,
        "indicators": 1,
    }


def test_ends_and_definitions_are_told_by_code_and_name(db):
    loaded(raw(TWO_LEVELS))
    lines = Teller(compare(checked(with_lineage(raw(TWO_LEVELS))))).summary_lines()
    told = [line for line in lines if line.startswith(("追加", "変更 "))]
    assert told == [
        "変更 取組 A1 窓口予約の導入 終了日: （空欄） → 令和8年9月30日",
        "変更 取組 A1 窓口予約の導入 終わり方: （空欄） → 統合",
        "追加 引き継ぐ取組 A1 B1",
        "追加 取組のタグ A1 国の重点取組 フロントヤード改革 第4.0版",
        "追加 取組のタグ A1 総合計画 くらしの窓口",
        "追加 指標 B1-2",
        "追加 取組の指標 B1 電子台帳への移行",
        "変更 取組の指標 B1 電子台帳への移行 最後の年度: （空欄） → R7",
        "追加 目標値 電子台帳への移行 R8 目標",
    ]
