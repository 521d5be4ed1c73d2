"""`load_plan`, `export_plan` and what the repository says of the format."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl.styles import Font

from measures.models import Measure, Plan
from progress.plan_document.exporting import document_of
from progress.plan_document.schema.document import DOCUMENT
from progress.plan_document.schema.readers import ListOf, Record
from tests.progress.documents import ROOT, SAKADO, TWO_LEVELS, as_bytes, checked, measures, raw
from tests.progress.plan_books import Changed

README = ROOT / "fixtures" / "README.md"


def said(command: str, *arguments) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_without_a_file_the_documents_of_the_repository_are_loaded(db):
    lines = said("load_plan").splitlines()
    title = "坂戸市デジタル・トランスフォーメーション（DX）推進計画"
    assert lines[0] == f"sakado.json: 計画「{title}」を読み込みました。"
    assert "  個別施策: 追加 47" in lines
    assert "  情報システム: 追加 89" in lines
    assert said("load_plan").splitlines()[1:] == ["  変更はありません（1,190行を照合）。"]
    assert Plan.objects.count() == 1


def test_only_new_plans_leave_corrections_alone(sakado_plan):
    Measure.objects.filter(code="I-1-1").update(name="直した名称")
    text = said("load_plan", "--only-new")
    assert text == "sakado.json: 登録済みのため、読み込みません。\n"
    assert Measure.objects.get(code="I-1-1").name == "直した名称"
    changed = "  変更 個別施策 I-1-1 業務棚卸の推進 施策名: 直した名称 → 業務棚卸の推進"
    assert changed in said("load_plan").splitlines()


def test_an_export_is_read_back_from_a_file_to_the_same_result(sakado_plan, tmp_path):
    file = tmp_path / "計画.json"
    file.write_text(said("export_plan"), encoding="utf-8")
    assert "変更はありません" in said("load_plan", "--from", str(file))
    assert json.loads(file.read_text(encoding="utf-8")) == document_of(sakado_plan)


def test_a_workbook_is_written_and_read_back_to_the_same_result(invented_city, tmp_path):
    file, blank = tmp_path / "計画.xlsx", tmp_path / "ひな形.xlsx"
    assert said("export_plan", "--xlsx", str(file)) == f"{file} に書き出しました。\n"
    assert "変更はありません" in said("load_plan", "--from", str(file))
    said("export_plan", "--blank", str(blank))
    with pytest.raises(CommandError, match="シート「計画」B3「計画の名称」 が空欄です"):
        call_command("load_plan", "--from", str(blank))
    with pytest.raises(CommandError, match="に書けません"):
        call_command("export_plan", "--xlsx", str(tmp_path))


def test_what_must_be_known_of_a_workbook_stops_the_command_until_it_is_accepted(db, tmp_path):
    book, file = Changed(), tmp_path / "計画.xlsx"
    book.cell("施策", 1, "概要").font = Font(strike=True)
    file.write_bytes(book.content)
    with pytest.raises(CommandError) as refused:
        call_command("load_plan", "--from", str(file))
    assert "シート「施策」H3「概要」" in str(refused.value)
    assert "--accept を付けて" in str(refused.value)
    assert not Plan.objects.exists()
    assert "を読み込みました" in said("load_plan", "--from", str(file), "--accept")


def test_a_faulty_file_is_refused_whole_with_every_place(db, tmp_path):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["effects"]["紙を減らす"] = "△"
    document["plan"]["last_fiscal_year"] = None
    file = tmp_path / "faulty.json"
    file.write_bytes(as_bytes(document))
    with pytest.raises(CommandError) as refused:
        call_command("load_plan", "--from", str(file))
    assert str(refused.value).splitlines() == [
        "faulty.json は読み込めません。何も変更していません。",
        "  - plan に「last_fiscal_year」がありません。",
        "  - policies[0].directions[0].measures[0].effects の値「△」は使えません。"
        "◎か○を指定してください。",
    ]
    assert not Plan.objects.exists()


def test_a_missing_file_is_one_sentence(db):
    with pytest.raises(CommandError, match="nowhere.json を開けません"):
        call_command("load_plan", "--from", "nowhere.json")


def test_of_several_plans_one_is_chosen_for_export(sakado_plan, invented_city):
    with pytest.raises(CommandError, match=f"--plan {invented_city.pk}  潮凪市デジタル市役所"):
        call_command("export_plan")
    document = json.loads(said("export_plan", "--plan", str(invented_city.pk)))
    assert document["plan"]["title"] == invented_city.title


def test_without_a_plan_there_is_nothing_to_export(db):
    with pytest.raises(CommandError, match="計画が登録されていません"):
        call_command("export_plan")


def test_the_example_of_the_description_can_be_loaded():
    (example,) = re.findall(r"```json\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert measures(checked(json.loads(example)))["A1"]["divisions"] == ["デジタル室", "全部署"]


def test_the_description_names_every_key_of_the_format():
    text = README.read_text(encoding="utf-8")
    assert [key for key in sorted(keys_of(DOCUMENT)) if f"`{key}`" not in text] == []


def keys_of(reader) -> set[str]:
    if isinstance(reader, ListOf):
        return keys_of(reader.item)
    if isinstance(reader, Record):
        return set(reader.fields).union(*map(keys_of, reader.fields.values()))
    return set()


def test_the_fixture_is_a_document_in_normal_form():
    document = checked(raw(SAKADO))
    assert checked(document) == document
