"""Divisions as a sheet: new ones, ends and successors, and what 課の改組 alone may do."""

from datetime import date

import pytest
from django.utils import timezone
from model_bakery import baker

from sakado_dx.fiscal import format_date
from sakado_dx.organization.importers.divisions import DivisionResource
from sakado_dx.organization.models import Division
from tests.sakado_dx.workbooks import changes, exported, taken_in, told

LAST, AHEAD = date(2090, 3, 31), date(2090, 4, 1)
HEADINGS = ["番号", "名称", "部", "設置日", "廃止日", "引継ぎ先"]


@pytest.fixture
def take(make_user):
    administrator = make_user("admin", "administrator")
    return lambda *rows: taken_in(DivisionResource(), list(rows), by=administrator)


def test_divisions_out_and_in_change_nothing(take, division):
    above = Division.objects.create(name="市民部", order=3, telephone="049-000-0000")
    old = Division.objects.create(name="情報課", last_day=LAST, parent=above, is_secretariat=True)
    old.successors.add(Division.objects.create(name="情報課", first_day=AHEAD), division)
    Division.objects.create(name="各課", kind=Division.Kind.COLLECTIVE)
    rows = exported(DivisionResource())
    assert [row[8] for row in rows if row[8]] == [
        "引継ぎ先",
        "市民課、情報課（令和72年4月1日から）",
    ]
    outcome = take(*rows)
    assert (told(outcome), changes(outcome), len(outcome.unchanged)) == ([], {}, 5)


def test_whole_plan_of_a_city_out_and_in_changes_nothing(take, sakado_plan):
    outcome = take(*exported(DivisionResource()))
    assert (told(outcome), changes(outcome), outcome.follows) == ([], {}, [])


def test_new_divisions_may_name_each_other_in_any_order(take):
    old = Division.objects.create(name="広報課", order=4)
    outcome = take(
        HEADINGS,
        [old.pk, "広報課", "", "", "R72.3.31", "広報広聴課"],
        ["", "広報広聴課", "市長公室", "R72.4.1", "", ""],
        ["", "市長公室", "", "R72.4.1", "", ""],
    )
    assert told(outcome) == []
    old.refresh_from_db()
    new = old.successors.get()
    assert (old.last_day, new.name, new.parent.name, new.kind) == (
        LAST,
        "広報広聴課",
        "市長公室",
        "division",
    )
    assert [each.title for each in outcome.follows] == ["取り込むとすぐ", "令和72年4月1日から"]
    assert outcome.follows[0].cautions == (
        "「広報広聴課」の職員は、取り込むとすぐ、「広報課」の報告を読み、入力できます。",
    )
    assert outcome.follows[1].lines == (
        "「広報課」は廃止になります（引継ぎ先：「広報広聴課」）。",
        "「広報広聴課」が置かれます。",
        "「市長公室」が置かれます。",
    )
    assert outcome.follows[1].cautions == ("職員がいない課：広報広聴課",)


def test_what_only_a_reorganization_can_do_is_refused_and_named(take, make_user, division, plan):
    make_user("head", memberships={division: "head"})
    policy = baker.make("measures.Policy", plan=plan, number=1)
    direction = baker.make("measures.Direction", policy=policy, number=1)
    measure = baker.make("measures.Measure", plan=plan, code="I-1-1", direction=direction)
    baker.make("measures.MeasureDivision", division=division, measure=measure, last_day=None)
    Division.objects.create(name="窓口課")
    [fault] = take(HEADINGS, [division.pk, "市民課", "", "", "R72.3.31", "窓口課"]).faults
    assert fault.problem == (
        "「市民課」には、廃止日（令和72年3月31日）の後も続くもの（所属1件、施策の所管課1件）があります。"
    )
    assert "「課の改組」の画面で登録してください。" in fault.cure
    faults = take(HEADINGS, [division.pk, "市民サービス課", "", "R2.4.1", "", "窓口課"]).faults
    assert [(each.column, each.problem) for each in faults] == [
        ("名称", "置かれている課のため、この一覧では書き換えられません。"),
        ("設置日", "置かれている課のため、この一覧では書き換えられません。"),
        ("引継ぎ先", "廃止日のない課に、引継ぎ先があります。"),
    ]
    assert all("「課の改組」" in each.cure for each in faults)
    division.refresh_from_db()
    assert (division.last_day, division.successors.count()) == (None, 0)


def test_ended_division_is_history_and_its_contact_is_not(take, division):
    old = Division.objects.create(name="旧課", last_day=date(2021, 3, 31))
    headings = [*HEADINGS, "電話"]
    row = [old.pk, "旧課", "市民課", "", "R4.3.31", "", ""]
    assert told(take(headings, row)) == [
        ("C2", "部", "廃止された課のため、書き換えられません。"),
        ("E2", "廃止日", "廃止された課のため、書き換えられません。"),
    ]
    row = [old.pk, "旧課", "", "", "R3.3.31", "", "049-000-0000"]
    assert changes(take(headings, row)) == {"旧課": [("電話", "", "049-000-0000")]}


def test_ends_and_successors_that_are_registered_are_not_taken_back(take, division):
    old = Division.objects.create(name="旧課", last_day=LAST)
    old.successors.add(division)
    assert told(take(HEADINGS, [old.pk, "旧課", "", "", "", ""])) == [
        ("E2", "廃止日", "廃止日（令和72年3月31日）は、既に登録されています。"),
        ("F2", "引継ぎ先", "登録されている引継ぎ先は、この一覧では外せません。"),
    ]


def test_impossible_places_in_the_structure_are_refused(take, division):
    above = Division.objects.create(name="市民部")
    Division.objects.filter(pk=division.pk).update(parent=above)
    Division.objects.create(name="旧部", last_day=date(2021, 3, 31))
    Division.objects.create(name="各課", kind=Division.Kind.COLLECTIVE)
    rows = [
        [division.pk, "市民課", "市民課", "", "", ""],
        [above.pk, "市民部", "旧部", "", "", ""],
        ["", "新課", "", "R72.4.1", "R73.3.31", "各課"],
        ["", "次課", "", "R72.4.1", "R73.3.31", "次課"],
        ["", "市民課", "", "R72.4.1", "", ""],
        ["", "末課", "知らない部", "", "", "旧部"],
    ]
    assert told(take(HEADINGS, *rows)) == [
        ("C2", "部", "自分自身は選べません。"),
        ("C3", "部", "「旧部」は、" + _today() + "には置かれていません。"),
        ("F4", "引継ぎ先", "「各課」は、引継ぎ先にできません。"),
        ("F5", "引継ぎ先", "自分自身は選べません。"),
        (
            "B6",
            "名称",
            "「市民課」は同じ期間に既に登録されています。設置日か廃止日を確かめてください。",
        ),
        ("C7", "部", "「知らない部」という課は登録されていません。"),
    ]
    rows = [[above.pk, "市民部", "市民課", "", "", ""]]
    assert told(take(HEADINGS, *rows)) == [("2行目", "", "部をたどると、自分に戻ります。")]
    assert not Division.objects.filter(name="新課").exists()


def _today() -> str:
    return format_date(timezone.localdate())
