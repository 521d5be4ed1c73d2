from model_bakery import baker

from sakado_dx.organization.models import Division
from systems_inventory.importers import SystemAmountResource, SystemResource
from systems_inventory.models import InformationSystem
from tests.sakado_dx.workbooks import changes, exported, taken_in, told


def take(plan, *rows):
    return taken_in(SystemResource(plan=plan), list(rows))


def test_export_of_the_whole_inventory_changes_nothing_when_it_comes_back(sakado_plan):
    rows = exported(SystemResource(plan=sakado_plan))
    outcome = take(sakado_plan, *rows)
    assert (told(outcome), changes(outcome), len(outcome.unchanged)) == ([], {}, 89)


def test_name_is_stored_as_typed_and_divisions_in_their_order(plan):
    for name in ("秘書課", "財政課", "各課"):
        baker.make(Division, name=name, reading="")
    baker.make(InformationSystem, plan=plan, name="ＧＩＳ台帳", category="GIS", order=4)
    outcome = take(
        plan,
        ["業務システム名", "課名等", "区分"],
        ["GIS 台帳", "財政課・秘書課", "ＧＩＳ"],
        ["001号台帳", "各課", ""],
    )
    assert told(outcome) == []
    rows = InformationSystem.objects.order_by("order")
    assert [
        (row.name, row.category, row.order, list(row.divisions.order_by("system_divisions__order")))
        for row in rows
    ] == [
        ("GIS 台帳", "GIS", 4, [Division.objects.get(name=n) for n in ("財政課", "秘書課")]),
        ("001号台帳", "", 5, [Division.objects.get(name="各課")]),
    ]


def test_unknown_category_and_ended_division(plan):
    baker.make(Division, name="情報課", reading="", last_day="2020-03-31")
    outcome = take(
        plan, ["業務システム名", "課名等", "区分"], ["a", "情報課", "基幹"], ["b", "総務課", ""]
    )
    assert told(outcome) == [
        ("C2", "区分", "使えない言葉です。"),
        ("B3", "課名等", "「総務課」という所管課は登録されていません。"),
    ]


def test_of_two_divisions_of_one_name_that_of_today_is_meant(plan):
    baker.make(Division, name="情報課", reading="", first_day="2000-04-01", last_day="2020-03-31")
    today = baker.make(Division, name="情報課", reading="", first_day="2020-04-01")
    take(plan, ["業務システム名", "課名等"], ["a", "情報課"])
    assert InformationSystem.objects.get().divisions.get() == today


HEAD = ["業務システム名", "課名等", "区分"]


def make_measure(plan, code, number):
    policy = baker.make("measures.Policy", plan=plan, number=number)
    direction = baker.make("measures.Direction", policy=policy)
    return baker.make("measures.Measure", plan=plan, direction=direction, code=code, key=code)


def test_what_the_city_keeps_of_a_system_comes_in_and_goes_out(plan):
    first, second = make_measure(plan, "I-1-1", 1), make_measure(plan, "I-1-2", 2)
    system = baker.make(InformationSystem, plan=plan, name="税務", order=0)
    system.system_measures.create(measure=first, source="第3章2")
    rows = exported(SystemResource(plan=plan))
    cells = dict(zip(rows[0], rows[1], strict=True)) | {
        "事業者": "見本情報",
        "契約の開始日": "R3.4.1",
        "契約の終了日": "令和8年3月31日",
        "更改の年度": "R8",
        "ネットワーク": "ＬＧＷＡＮ系",
        "設置の形態": "クラウド",
        "標準化対象業務": "個人住民税、児童手当",
        "標準化の状況": "移行作業中",
        "標準化の目標日": "R8.3.31",
        "関係する施策": "I-1-2、I-1-1",
    }
    assert told(take(plan, rows[0], list(cells.values()))) == []
    system.refresh_from_db()
    assert (system.vendor, system.renewal_year, system.network_zone) == (
        "見本情報",
        2026,
        "LGWAN系",
    )
    assert system.standard_works == ["児童手当", "個人住民税"]
    assert str(system.contract_to) == "2026-03-31"
    links = system.system_measures.order_by("measure__code").values_list("measure", "source")
    assert list(links) == [(first.pk, "第3章2"), (second.pk, "")]
    again = take(plan, *exported(SystemResource(plan=plan)))
    assert (told(again), changes(again)) == ([], {})


def test_unknown_words_works_and_measures_are_named_by_their_cells(plan):
    outcome = take(
        plan,
        [*HEAD, "ネットワーク", "標準化対象業務", "関係する施策"],
        ["台帳", "", "", "庁内", "窓口", "IX-1-1"],
    )
    assert [(cell, heading) for cell, heading, _ in told(outcome)] == [
        ("D2", "ネットワーク"),
        ("E2", "標準化対象業務"),
        ("F2", "関係する施策"),
    ]


def test_amounts_come_in_by_system_and_year_and_a_blank_takes_one_away(plan):
    system = baker.make(InformationSystem, plan=plan, name="税務")
    system.amounts.create(fiscal_year=2024, budget=100, spent=90)
    head = ["業務システム名", "年度", "予算額（千円）", "決算額（千円）"]
    rows = [head, ["税務", "R6", "1,200", ""], ["税務", "R7", "0", ""]]
    assert told(taken_in(SystemAmountResource(plan=plan), rows)) == []
    assert list(system.amounts.values_list("fiscal_year", "budget", "spent")) == [
        (2024, 1200, None),
        (2025, 0, None),
    ]
    refused = taken_in(SystemAmountResource(plan=plan), [head, ["税務", "R8", "", ""]])
    assert len(told(refused)) == 1 and not system.amounts.filter(fiscal_year=2026).exists()
    for year in ("1950", "明治33年度"):  # a year that no such system has
        refused = taken_in(SystemAmountResource(plan=plan), [head, ["税務", year, "1", ""]])
        assert "1990から2200まで" in told(refused)[0][-1]
