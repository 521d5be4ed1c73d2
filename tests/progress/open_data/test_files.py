"""The files of the open data: machines read them, and their dictionary says what stands in them."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from django.core.cache import cache
from frictionless import Resource, Schema, system

from measures.models import EffectKind, EffectRating, IndicatorTarget, Measure
from progress.models import ReviewYear
from progress.open_data import writing
from progress.open_data.columns import NUMBER, WHOLE, as_cell
from progress.open_data.dictionary import schema_json, schema_of
from progress.open_data.files import data_file, table_files
from progress.open_data.gathering import PLAN_MODELS, source_on
from progress.open_data.result_rows import STATUSES
from progress.open_data.tables import RESULTS, TABLES, TARGETS
from progress.public.shown import PLAN_TABLES
from progress.publication import verbs as publication
from progress.reading.edition import Erratum
from progress.reading.places import result_place
from tests.progress.open_data.published import DAY, publish

pytestmark = pytest.mark.one_database  # how rows are written is decided in Python
FILES = [(name, form) for name in TABLES for form in writing.FORMATS]


@pytest.fixture
def city(world):
    """A public year, with something in every column that may hold something awkward."""
    measure = Measure.objects.filter(pk=world.measure.pk)
    measure.update(name="=施策\r\n第2行", first_day="2023-04-01")
    effect = EffectKind.objects.create(plan=world.plan, name="市民サービスの向上")
    EffectRating.objects.create(measure=world.measure, effect_kind=effect, mark="primary")
    IndicatorTarget.objects.create(
        indicator=world.indicator, fiscal_year=2025, value=Decimal("99.95"), year_assumed=True
    )
    publish(world)
    return world


def content(name: str, form: str) -> bytes:
    return data_file(name, form, DAY).content


def csv_rows(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(name, "csv").decode("utf-8-sig"))))


def records(name: str) -> list[dict]:
    return json.loads(content(name, "json"))


def sheet_of(name: str):
    return openpyxl.load_workbook(io.BytesIO(content(name, "xlsx")))[name]


def faults(path, form: str, schema: dict) -> list[str]:
    """What frictionless finds wrong with a file."""
    encoding = {"encoding": "utf-8-sig" if form == "csv" else "utf-8"}
    with system.use_context(trusted=True):  # the tests' own folder lies outside the working one
        report = Resource(
            path=str(path), schema=Schema.from_descriptor(schema), **encoding
        ).validate()
    return [f"{each}" for each in report.flatten(["rowNumber", "fieldName", "type", "message"])]


def test_every_file_is_as_its_dictionary_says(city, tmp_path):
    found = {}
    for name, form in FILES:
        path = tmp_path / f"{name}.{form}"
        path.write_bytes(content(name, form))
        found[path.name] = faults(path, form, json.loads(schema_json(TABLES[name])))
    assert len(found) == 12 and not any(found.values()), found


def test_a_file_that_is_not_as_its_dictionary_says_is_found(city, tmp_path):
    path = tmp_path / "results.csv"
    text = content("results", "csv").decode("utf-8-sig")
    path.write_text(text.replace('"reported"', '"nonsense"').replace('"2023"', '"R5"'), "utf-8-sig")
    found = "".join(faults(path, "csv", schema_of(RESULTS)))
    assert "実績の状況コード" in found and "年度" in found


def test_tables_are_machine_readable(city):
    for name in TABLES:
        check_readable(name)


def check_readable(name: str) -> None:
    """One table from the first row on, one datum a cell, numbers that are nothing else."""
    raw = content(name, "csv")
    headings, *rows = csv_rows(name)
    table = TABLES[name]
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    assert headings == table.headings and len(set(headings)) == len(headings)
    assert rows and all(len(row) == len(headings) for row in rows)
    cells = [cell for row in [headings, *rows] for cell in row]
    assert not any(set(cell) & {"\n", "\r", "\t"} or cell != cell.strip() for cell in cells)
    for place, column in enumerate(table.columns):
        if column.type in (NUMBER, WHOLE):
            assert all(Decimal(row[place]) is not None for row in rows if row[place])
    # A unit stands in a column of its own, or in the heading.
    values = [each.name for each in table.columns if each.type == NUMBER]
    assert not values or "単位" in headings


def test_workbooks_hold_the_same_and_no_decoration(city):
    for name in TABLES:
        check_workbook(name)


def check_workbook(name: str) -> None:
    sheet = sheet_of(name)
    assert sheet.parent.sheetnames == [name]
    assert not sheet.merged_cells.ranges and sheet.auto_filter.ref is None
    assert not sheet._images and not sheet._charts and not sheet.conditional_formatting
    assert not any(each.hidden for each in sheet.row_dimensions.values())
    headings, *rows = csv_rows(name)
    for row, written in zip(sheet.iter_rows(), [headings, *rows], strict=True):
        for cell, text in zip(row, written, strict=True):
            assert cell.data_type in ("s", "n") and cell.fill.fill_type is None
            assert cell.comment is None and cell.hyperlink is None and not cell.font.b
            if isinstance(cell.value, int | float):
                assert Decimal(str(cell.value)) == Decimal(text)
            else:
                assert (cell.value or "") == text.removeprefix("'")


def test_json_holds_the_same(city):
    for name in TABLES:
        check_json(name)


def check_json(name: str) -> None:
    headings, *rows = csv_rows(name)
    told = {None: "", True: "true", False: "false"}
    found = [
        [
            told[each] if each is None or isinstance(each, bool) else str(each)
            for each in row.values()
        ]
        for row in records(name)
    ]
    assert found == [[cell.removeprefix("'") for cell in row] for row in rows]
    assert [list(row) for row in records(name)] == [headings] * len(rows)


def test_a_text_that_could_become_a_formula_stays_a_text(city):
    assert {row["施策名"] for row in records("targets")} == {"=施策 第2行", "施策I-1-2"}
    assert "'=施策 第2行" in csv_rows("targets")[1]
    assert any(
        cell.value == "=施策 第2行" and cell.data_type == "s" for cell in sheet_of("targets")[2]
    )


def test_every_row_says_whose_it_is_and_of_which_year(city):
    row = records("results")[0]
    assert [row["全国地方公共団体コード"], row["都道府県名"], row["市区町村名"]] == [
        "112399", "埼玉県", "試験市",
    ]  # fmt: skip
    assert (row["年度"], row["年度（和暦）"], row["施策キー"]) == (2023, "令和5年度", "I-1-1")
    assert (row["実績値"], row["単位"], row["目標値"], row["達成率（％）"]) == (
        "12",
        "件",
        "10",
        "120",
    )


def test_a_wrong_code_of_the_city_is_left_out(city):
    type(city.plan).objects.update(city_code="112390")
    row = records("results")[0]
    assert (row["全国地方公共団体コード"], row["都道府県名"]) == (None, None)


@pytest.mark.parametrize(
    ("stored", "value", "code", "word"),
    [
        ({"value": 0}, "0", "reported", "実績あり"),
        ({"status": "not_reported", "value": None}, None, "not_reported", "未報告"),
        ({"status": "not_applicable", "value": None}, None, "not_applicable", "対象外"),
        ({"status": "not_yet_measured", "value": None}, None, "not_yet_measured", "測定前"),
        ({"status": "being_compiled", "value": None}, None, "being_compiled", "調査中"),
    ],
)
def test_nought_and_what_is_missing_are_told_apart(world, stored, value, code, word):
    world.plan.missing_words = {"being_compiled": "調査中"}
    publish(world, **stored)
    (row,) = records("results")
    assert (row["実績値"], row["実績の状況コード"], row["実績の状況"]) == (value, code, word)


def test_withheld_results_are_named_as_such(world):
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=DAY)
    type(world.report).objects.update(withheld={"results": "個人が分かるため"})
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    (row,) = records("results")
    assert (row["実績値"], row["実績の状況コード"], row["判定"]) == (None, "withheld", None)
    assert "個人が分かる" not in content("results", "json").decode()


def test_a_measure_tells_how_it_went_and_what_is_withheld(world):
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=DAY)
    type(world.report).objects.update(withheld={"outlook": "調整中", "direction": "調整中"})
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    (row,) = records("reviews")
    assert [row[name] for name in ("方針名", "計画の方向性", "進捗", "進捗コード")] == [
        "窓口の改善", "導入・運用", "順調", "on_track",
    ]  # fmt: skip
    assert (row["進捗を判定した者"], row["取り組んだこと"]) == (
        "会議の確認結果", "窓口の様式を見直した。",
    )  # fmt: skip
    assert (row["今後の方針"], row["今後の方針を公表しない"]) == (None, True)
    assert (row["進捗を公表しない"], row["実際の方向性を公表しない"]) == (False, True)
    assert "調整中" not in content("reviews", "json").decode()


def test_a_corrected_result_is_named_as_such(world):
    publish(world)
    assert [row["訂正"] for row in records("results")] == [False]
    place = result_place(world.indicator.pk)
    line = Erratum("correct", place, "実績", "12", "13", "誤記", DAY)
    (row,) = RESULTS.rows(source_on(DAY))
    shown = replace(row.content, errata=(line,))
    corrected = replace(row, report=replace(row.report, content=shown))
    assert corrected.is_corrected and not row.is_corrected


def test_all_that_a_status_may_be_stands_in_the_dictionary():
    (field,) = [each for each in schema_of(RESULTS)["fields"] if each["name"] == "実績の状況コード"]
    assert field["constraints"] == {"required": True, "enum": list(STATUSES)}
    assert "being_compiled＝集計中" in field["description"]


def test_the_same_data_are_the_same_bytes(city):
    source = source_on(DAY)
    for table in TABLES.values():
        frame = writing.frame_of(table, table.cells(source))
        for _, write in writing.FORMATS.values():
            assert write(table, frame) == write(table, frame)
        kept = {each.format: each.content for each in table_files(table, source_on(DAY)).files}
        again = {form: write(table, frame) for form, (_, write) in writing.FORMATS.items()}
        assert kept == again


def test_files_of_before_are_kept_no_longer(city):
    before = content("plan", "csv")
    keys = {cache.get("open-data:plan")}
    Measure.objects.filter(pk=city.measure.pk).update(name="別の名称")
    assert content("plan", "csv") != before
    keys.add(cache.get("open-data:plan"))
    assert len(keys) == 2 and len(cache.get_many(keys)) == 1


def test_two_rows_with_the_same_keys_are_refused(city):
    cells = TARGETS.cells(source_on(DAY))
    with pytest.raises(ValueError, match="targets: two rows"):
        writing.frame_of(TARGETS, [*cells, cells[0]])


def test_starting_figures_and_deadlines_are_no_targets(city):
    indicator = city.indicator
    IndicatorTarget.objects.create(
        indicator=indicator, fiscal_year=2024, role="baseline", value=Decimal("3")
    )
    words = {}
    for kind in ("number", "expansion", "milestone"):
        type(indicator).objects.update(kind=kind)
        words[kind] = {row["区分"] for row in records("targets")}
    assert words == {
        "number": {"目標", "現状値"},
        "expansion": {"目標", "当初値"},
        "milestone": {"達成の期限", "現状値"},
    }


def test_the_plan_is_one_row_a_value(city):
    rows = [row for row in records("plan") if row["施策キー"] == "I-1-1"]
    told = {(row["項目"], row["名称"], row["年度"]): row["値"] for row in rows}
    assert told == {
        ("所管課", "主管課", None): "情報課",
        ("所管課", "共同の所管課", None): "各課",
        ("取組の主な効果", "市民サービスの向上", None): "◎",
        ("年度別の方向性", None, 2023): "導入・運用",
        ("年度別の方向性（計画の表記）", None, 2023): "導入・運用",
        ("成果指標", "成果目標", None): "処理件数",
    }


def test_the_site_for_citizens_alone_knows_when_the_plan_was_changed():
    assert {model._meta.db_table for model in PLAN_MODELS} == set(PLAN_TABLES)


def test_a_cell_holds_one_line_and_a_blank_is_nothing():
    assert as_cell(" 一行目 \r\n\r\n 二行目\t終\x07 ") == "一行目 二行目 終"
    assert as_cell("　") is None and as_cell("") is None and as_cell(0) == 0
