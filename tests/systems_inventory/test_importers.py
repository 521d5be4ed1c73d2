from model_bakery import baker

from sakado_dx.organization.models import Division
from systems_inventory.importers import SystemResource
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
