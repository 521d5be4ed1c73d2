"""The look of a plan's workbook: instructions, headings that stay, drop-downs, a blank one."""

from io import BytesIO

from openpyxl import load_workbook

from progress.plan_document.schema.document import DOCUMENT
from progress.plan_document.schema.readers import ListOf, Record
from progress.plan_document.sheets.measure_shapes import YEARS
from progress.plan_document.sheets.shapes import SHAPES
from progress.plan_document.sheets.workbook import blank_workbook, to_workbook
from tests.progress.documents import FOUR_LEVELS, checked, raw
from tests.progress.plan_books import Changed


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def test_every_sheet_has_its_sentence_its_headings_in_view_and_a_page():
    book = opened(to_workbook(checked(raw(FOUR_LEVELS))))
    assert book.sheetnames == ["使い方", *(shape.name for shape in SHAPES)]
    for shape in SHAPES[1:]:
        sheet = book[shape.name]
        assert sheet["A1"].value == shape.about
        assert sheet["A2"].value == shape.columns[0].heading
        assert sheet.freeze_panes.endswith("3")
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$2:$2")


def test_fixed_words_and_codes_are_offered():
    book = opened(blank_workbook(2026))
    offered = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation}
    assert '"目標,当初値・現状値"' in offered
    assert '"◎,○"' in offered
    assert "'施策'!$A$3:$A$2000" in offered
    assert any(each.startswith('"数値（目標年度に達する）,毎年の下限') for each in offered)


def test_cells_that_wait_keep_what_is_typed():
    book = opened(blank_workbook(2026))
    formats = {name: each.number_format for name, each in book["施策"].column_dimensions.items()}
    assert formats["A"] == "@"
    assert formats["C"] == "General"


def test_the_instructions_name_every_sheet_and_column():
    book = opened(blank_workbook(2026))
    told = [str(cell.value) for row in book["使い方"].iter_rows() for cell in row if cell.value]
    for shape in SHAPES:
        assert any(line.startswith(f"■ {shape.name}　") for line in told)
        assert {column.heading for column in shape.columns} <= set(told)
    assert "必須。年度（令和5年度、R5、2023）" in told


def test_a_blank_workbook_waits_for_names_and_then_is_a_plan():
    book = Changed()
    book.book = opened(blank_workbook(2026))
    assert book.faults() == [
        "シート「計画」B3「計画の名称」 が空欄です。値を入力してください。",
        "シート「計画」B4「市区町村」 が空欄です。値を入力してください。",
    ]
    book.put("計画", 0, "計画の名称", "行動計画").put("計画", 0, "市区町村", "試験市")
    book.put("基本方針", 1, "番号", 1).put("基本方針", 1, "名称", "柱")
    book.put("施策", 1, "施策番号", "1").put("施策", 1, "施策名", "取組").put(
        "施策", 1, "基本方針の番号", 1
    )
    book.put(YEARS.name, 1, "施策番号", "1").put(YEARS.name, 1, "令和8年度", "導入")
    document = book.read()
    (measure,) = document["policies"][0]["directions"][0]["measures"]
    assert measure["yearly_directions"] == [
        {"fiscal_year": 2026, "printed": "導入", "resolved": "導入"}
    ]
    assert document["plan"]["level_names"] == ["基本方針", "個別施策"]
    assert document["effect_kinds"] == []


def test_every_key_of_the_format_has_its_column():
    """Those that are sheets of their own, or read from more than one cell, stand apart."""
    columns = {column.key for shape in SHAPES for column in shape.columns}
    parts = {shape.part for shape in SHAPES}
    whole = {
        "format",
        "frame",
        "mark_names",
        "missing_words",
        "effect_kinds",
        "resolved",
        "printed",
    }
    assert keys_of(DOCUMENT) - columns - parts - whole == {"notes", "source"} - columns


def keys_of(reader) -> set[str]:
    if isinstance(reader, ListOf):
        return keys_of(reader.item)
    if isinstance(reader, Record):
        return set(reader.fields).union(*map(keys_of, reader.fields.values()))
    return set()
