"""操作記録の出力: one file with all records of a measure or a year, its sensitive parts marked."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from progress.audit import marking, subjects
from progress.audit.exporting import HEADINGS
from sakado_dx.records.models import AuditRecord

PAGE = "/records/export/"


def files_of(response) -> dict[str, bytes]:
    """The files of the zip by the ending of their names."""
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(response.content)) as archive:
        return {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}


def rows_of(files: dict[str, bytes]) -> list[dict]:
    rows = list(csv.DictReader(StringIO(files["csv"].decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    return rows


@pytest.fixture
def secretary(client, world):
    client.force_login(world.people["secretariat"])
    return client


def test_a_measure_is_one_file_with_the_lines_of_the_command(secretary, world, tmp_path):
    world.bring_to("submitted")
    files = files_of(secretary.get(PAGE, {"measure": world.measure.pk}))
    call_command("export_record", "I-1-1", "--to", str(tmp_path))
    (written,) = tmp_path.glob("*.csv")
    assert files["csv"] == written.read_bytes()
    records = AuditRecord.objects.filter(subjects.of_measure(world.measure)).order_by("pk")
    assert [each["id"] for each in json.loads(files["json"])["records"]] == [
        each.pk for each in records
    ]
    assert f"{len(records)}件" in files["txt"].decode("utf-8-sig")


def test_a_year_is_one_file_with_both_of_its_reports(secretary, world, tmp_path):
    world.bring_to("draft")
    files = files_of(secretary.get(PAGE, {"year": world.year.pk}))
    reports = {row["行"] for row in rows_of(files) if row["対象"] == "進捗報告"}
    assert reports == {"I-1-1 施策I-1-1 R5", "I-1-2 施策I-1-2 R5"}
    call_command("export_record", "--year", "R5", "--to", str(tmp_path))
    (written,) = tmp_path.glob("record_R5_*.csv")
    assert files["csv"] == written.read_bytes()


def test_what_is_not_settled_and_who_it_was_are_marked(secretary, world):
    world.leave_parts_open()
    world.bring_to("evaluated")
    rows = rows_of(files_of(secretary.get(PAGE, {"measure": world.measure.pk})))
    marks = {(row["対象"], row["項目"]): row["区分"] for row in rows if row["操作"] != "削除"}
    assert marks["進捗報告", "取り組んだこと"] == "意思形成過程"
    assert marks["実績値", "実績値"] == "意思形成過程"
    assert marks["状態の記録", "操作した人"] == "個人に関する情報"
    assert marks["状態の記録", "関係課の回答を待たない理由"] == "意思形成過程"
    assert marks["個別施策", "施策名"] == ""


def test_a_change_after_the_evaluation_is_no_longer_forming(world):
    world.bring_to("evaluated")
    AuditRecord.objects.all().delete()
    type(world.report).objects.filter(pk=world.report.pk).update(done="直した。", issues="人手")
    (record,) = AuditRecord.objects.all()
    marks = marking.Marks([record])
    assert (marks.of(record, "done"), marks.of(record, "issues")) == ("", "意思形成過程")


def test_every_marked_column_exists():
    for columns in (marking.ALWAYS, marking.NAMES):
        for model, names in columns.items():
            known = {field.name for field in model._meta.concrete_fields} | {"*"}
            assert names <= known, model


@pytest.mark.parametrize("chosen", [{"measure": "", "year": ""}, {"measure": "x"}])
def test_a_request_that_names_nothing_is_answered_in_words(secretary, chosen):
    page = secretary.get(PAGE, chosen)
    assert page["Content-Type"].startswith("text/html")
    assert page.context["form"].errors


def test_a_measure_and_a_year_at_once_are_refused(secretary, world):
    page = secretary.get(PAGE, {"measure": world.measure.pk, "year": world.year.pk})
    assert "どちらか一つを選んでください。" in page.content.decode()


def test_an_administrator_gets_no_report(client, world):
    world.bring_to("submitted")
    client.force_login(world.people["administrator"])
    files = files_of(client.get(PAGE, {"measure": world.measure.pk}))
    assert "窓口の様式を見直した。" not in files["csv"].decode() + files["json"].decode()


@pytest.mark.parametrize("more", [(), ("I-1-1", "--year", "R5"), ("--year", "いつか")])
def test_the_command_asks_for_one_subject(world, more):
    with pytest.raises(CommandError):
        call_command("export_record", *more)
