"""What a plan in force promises changes through no door but a revision; what the city keeps beside
it is saved as ever."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from measures.models import IndicatorTarget, Measure
from progress.imports import verbs
from progress.imports.lists import all_lists
from progress.models import PlanChange
from progress.plan_editions.verbs import adopt
from progress.workflow.refusals import NotAllowed
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile
from sakado_dx.spreadsheets.reading import read_book
from tests.filled_forms import fields_of
from tests.progress.imports.conftest import text_of
from tests.sakado_dx.workbooks import workbook

MORE = {"yearly_directions-TOTAL_FORMS": "2"}
FIGURES = ["指標番号", "年度", "区分", "値"]
ONLY = "「計画の見直し」で変えてください"


def taken(world, kind: str, rows: list) -> Import | None:
    """What came of a sheet; raises as the verb does."""
    found = next(each for each in all_lists() if each.kind == kind)
    resource, content = found.make(str(world.plan.pk)), workbook(rows)
    table = resource.table_in(read_book("一覧.xlsx", content), "")
    said = {"reason": "誤記", "why": "誤記", "scope": "計画", "door": "command"}
    file = SourceFile("一覧.xlsx", content)
    return verbs.take_in(resource, table, by=world.people["secretariat"], file=file, **said)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("measures.measure", [["番号", "施策名"], ["I-1-1", "別の名称"]]),
        ("measures.measure", [["番号", "施策名", "施策の方向性"], ["I-1-9", "新しい", "I-1"]]),
        ("measures.measure", [["番号", "施策名", "所管課"], ["I-1-1", "施策I-1-1", "道路課"]]),
        ("measures.indicatortarget", [FIGURES, ["I-1-1", "R5", "目標", "20"]]),
        ("measures.indicatortarget", [FIGURES, ["I-1-1", "R7", "目標", "20"]]),
    ],
)
def test_a_sheet_changes_no_promise(world, kind, rows):
    with pytest.raises(NotAllowed, match=ONLY):
        taken(world, kind, rows)
    assert not Import.objects.exists()


def test_a_sheet_brings_what_is_kept_beside_the_plan(world):
    names = ["番号", "施策名", "概要"]
    assert taken(world, "measures.measure", [names, ["I-1-1", "施策I-1-1", "要約"]])
    baseline = ["I-1-1", "R4", "当初値・現状値", "3"]
    assert taken(world, "measures.indicatortarget", [FIGURES, baseline])
    names = ["指標番号", "施策番号", "指標名", "定義"]
    row = ["I-1-1", "I-1-1、I-1-2", "処理件数"]
    assert taken(world, "measures.indicator", [names, [*row, "年度末の数"]])
    with pytest.raises(NotAllowed, match="「定義」は、ここでは変えられません"):
        taken(world, "measures.indicator", [names, [*row, "年度中の数"]])


def test_an_import_of_before_is_not_taken_back_once_the_plan_is_in_force(world, preparing):
    made = taken(world, "measures.indicatortarget", [FIGURES, ["I-1-1", "R5", "目標", "20"]])
    adopt(world.plan, by=world.people["secretariat"])
    assert verbs.refusal_of_undo(made) == verbs.OF_PLAN_IN_FORCE
    with pytest.raises(NotAllowed, match="計画が施行された"):
        verbs.undo(made, by=world.people["secretariat"], reason="取り違え")
    assert IndicatorTarget.objects.get().value == 20


def renamed(world) -> bytes:
    """The plan's document with another name of a measure."""
    document = world.plan.editions.get().content()
    document["policies"][0]["directions"][0]["measures"][0]["name"] = "別の名称"
    return json.dumps(document, ensure_ascii=False).encode()


def drafted() -> list[tuple]:
    """What the drafts say, once the plan stands as it did."""
    assert not Measure.objects.filter(name="別の名称").exists()
    return list(PlanChange.objects.values_list("revision__title", "noun", "column", "after"))


def test_a_document_from_the_shell_becomes_a_draft(world, tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_bytes(renamed(world))
    call_command("load_plan", source=str(path))
    assert "施行中のため、何も上書きせず、違い" in capsys.readouterr().out
    assert ("plan.json", "measures", "name", "別の名称") in drafted()
    with pytest.raises(CommandError, match="既にあります"):
        call_command("load_plan", source=str(path))


def test_a_document_in_the_admin_becomes_a_draft(world, client):
    client.force_login(world.people["secretariat"])
    file = SimpleUploadedFile("plan.json", renamed(world), "application/json")
    page = client.post("/admin/measures/plan/documents/upload/", {"document": file})
    assert "見直しの案を作る" in text_of(page)
    ticket = fields_of(page.content.decode())["ticket"]
    assert (
        client.post("/admin/measures/plan/documents/load/", {"ticket": ticket}).status_code == 302
    )
    assert ("plan.json", "measures", "name", "別の名称") in drafted()


def saved(world, model: str, pk: int, **typed):
    """The answer to a row's form of the admin, with what was typed."""
    browser, address = Client(), f"/admin/measures/{model}/{pk}/change/"
    browser.force_login(world.people["secretariat"])
    form = fields_of(browser.get(address).content.decode())
    return browser.post(address, form | {"change_reason": "誤記"} | typed)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "別の名称"},
        {"last_day": "R6.3.31"},
        {"yearly_directions-0-printed": "検討"},
        {"measure_divisions-0-DELETE": "on"},
        MORE | {"yearly_directions-1-fiscal_year": "R6", "yearly_directions-1-printed": "検討"},
    ],
)
def test_a_form_of_the_admin_changes_no_promise(world, typed):
    before = [*Measure.objects.values_list(), *world.measure.yearly_directions.values_list()]
    answer = saved(world, "measure", world.measure.pk, **typed)
    assert answer.status_code == 200
    assert ONLY in text_of(answer)
    after = [*Measure.objects.values_list(), *world.measure.yearly_directions.values_list()]
    assert after == before


def test_a_form_of_the_admin_saves_what_is_kept_beside_the_plan(world):
    pk = world.indicator.pk
    assert saved(world, "measure", world.measure.pk, summary="要約").status_code == 302
    assert saved(world, "indicator", pk, definition="年度末の数").status_code == 302
    assert ONLY in text_of(saved(world, "indicator", pk, definition="年度中の数"))
    figure = {"targets-TOTAL_FORMS": "2"}
    figure |= {"targets-1-fiscal_year": "R4", "targets-1-role": "baseline", "targets-1-value": "3"}
    assert saved(world, "indicator", pk, **figure).status_code == 302
    assert ONLY in text_of(saved(world, "indicator", pk, **{"targets-0-role": "target"}))
    assert IndicatorTarget.objects.filter(role="baseline").get().value == 3


def test_nothing_that_a_plan_in_force_promises_is_deleted_or_added(world):
    browser = Client()
    browser.force_login(world.people["secretariat"])
    address = f"/admin/measures/measure/{world.measure.pk}/delete/"
    assert browser.post(address, {"post": "yes"}).status_code == 403
    form = fields_of(browser.get("/admin/measures/effectkind/add/").content.decode())
    typed = {"plan": world.plan.pk, "name": "新しい効果", "change_reason": "誤記"}
    answer = browser.post("/admin/measures/effectkind/add/", form | typed)
    assert "「行の追加」は、ここでは変えられません" in text_of(answer)
    assert not world.plan.effect_kinds.exists()
