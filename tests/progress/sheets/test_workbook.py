"""The workbook as a file: what is open, what is locked, what a cell offers, how it prints."""

import re
import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures.models import MeasureIndicator, PlanWord
from progress.models import ProgressReport, ReviewYear
from progress.models import report_fields as fields
from progress.sheets import columns, workbook
from progress.sheets.columns import PARTS, REPORTS, Readers
from progress.sheets.gathering import books_of
from progress.sheets.pages import preview_of
from sakado_dx.organization.access import standing_of
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.writing import LINE
from tests.progress.conftest import World, make_indicator, make_measure
from tests.progress.sheets.books import HEAD, cell_of, made, opened, saved

pytestmark = pytest.mark.one_database  # what a file holds is decided in Python


def headings(page) -> list[str]:
    return [cell.value for cell in page[HEAD]]


def second_indicator(world: World, **columns):
    own = {"key": "I-1-1-b", "name": "利用率", "unit": "%", "measured_as": "rate"} | columns
    indicator = make_indicator(world.plan, own.pop("key"))
    for name, value in own.items():
        setattr(indicator, name, value)
    indicator.save()
    MeasureIndicator.objects.create(measure=world.measure, indicator=indicator, order=1)
    return indicator


def test_sheet_holds_measure_indicator_goal_and_every_field_of_a_report(world):
    book = opened(made(world))
    assert book.sheetnames == ["記入のしかた", REPORTS, "選択肢", "照合用"]
    assert [book[name].sheet_state for name in book.sheetnames] == [
        "visible", "visible", "hidden", "hidden",
    ]  # fmt: skip
    told = headings(book[REPORTS])
    assert told[:10] == [
        "番号", "施策番号", "施策名", "状態", "計画の方向性", "成果指標", "単位", "目標",
        "前年度の実績", "前年度の記載",
    ]  # fmt: skip
    assert told[10:] == ["実績", "確からしさ", "補足", *(each.label for each in fields.FIELDS)]
    row = {name: cell_of(book, name).value for name in told}
    assert (row["施策番号"], row["施策名"], row["状態"]) == ("I-1-1", "施策I-1-1", "未入力")
    assert (row["成果指標"], row["単位"], row["目標"]) == ("処理件数", "件", "目標10件")
    assert (row["実績"], row["取り組んだこと"], row["実際の方向性"]) == (None, None, "導入・運用")


def test_rows_are_as_high_as_their_texts_and_grow_when_typed_into(world):
    """LibreOffice prints rows whose height is not stored one over the other."""
    world.bring_to("draft")
    ProgressReport.objects.update(done="手順を見直し、案内を改めた。" * 20)
    content = made(world)
    [row] = {cell.row for cell in opened(content)[REPORTS]["A"] if cell.value == 1}
    part = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet2.xml").decode()
    [tag] = re.findall(rf'<row r="{row}"[^>]*>', part)
    lines = float(re.search(r'ht="([\d.]+)"', tag)[1]) / LINE
    own = columns.report_sheet(has_fraction=False, has_answer=False)
    width = next(each.width for each in own if each.heading == "取り組んだこと")
    assert lines > 280 * 2 / width and "customHeight" not in tag


def test_lines_of_the_guide_are_as_high_as_their_texts(world):
    page = opened(made(world))["記入のしかた"]
    for row, (_, text) in enumerate(page.iter_rows(values_only=True), 1):
        lines = (page.row_dimensions[row].height or LINE) / LINE
        assert lines > len(text) * 2 / 90 if text else lines == 1.5


def test_parts_of_the_sheet_that_are_printed_side_by_side_are_about_as_wide():
    """One that is wider makes all of them smaller, until it fits."""
    own = [each.width for each in columns.report_sheet()]
    names = [each.heading for each in columns.report_sheet()]
    held, first = sum(own[:3]), names.index("取り組んだこと")
    assert sum(own[:first]) <= (sum(own) + 2 * held) / 3 * 1.05


def test_what_is_stored_stands_in_the_cells_and_beside_them_what_last_year_said(world):
    world.bring_to("draft")
    book = opened(made(world))
    assert cell_of(book, "実績").value == 12 and cell_of(book, "実績").number_format == "#,##0"
    assert cell_of(book, "取り組んだこと").value == "窓口の様式を見直した。"
    assert (cell_of(book, "進捗").value, cell_of(book, "今後の方針").value) == ("順調", "継続")


def test_only_what_a_row_is_asked_for_is_open(world):
    second_indicator(world)
    page = opened(made(world))[REPORTS]
    assert page.protection.sheet and not page.protection.password
    told = headings(page)
    rows = [
        {told[cell.column - 1] for cell in row if not cell.protection.locked}
        for row in page.iter_rows(HEAD + 1)
    ]
    texts = {each.label for each in fields.FIELDS}
    assert rows == [
        {"実績", "確からしさ", "補足"} | texts,
        {"実績", "分子", "分母", "確からしさ", "補足"},
    ]


def test_report_that_is_handed_in_is_locked(world):
    world.bring_to("submitted")
    page = opened(made(world))[REPORTS]
    assert all(cell.protection.locked for row in page.iter_rows(HEAD + 1) for cell in row)


def test_words_are_offered_by_the_hidden_sheet(world):
    PlanWord.objects.filter(word="遅れ").update(word="遅れ、やや深刻")
    book = opened(made(world))
    page = book[REPORTS]
    rules = {
        cell_of(book, name).coordinate: name
        for name in ("進捗", "今後の方針", "確からしさ", "実績")
    }
    offered = {}
    for rule in page.data_validations.dataValidation:
        for place in str(rule.sqref).split():
            if place in rules and rule.type == "list":
                cells = rule.formula1.removeprefix("選択肢!").replace("$", "")
                offered[rules[place]] = [each.value for row in _rows(book, cells) for each in row]
    assert offered["進捗"] == ["順調", "遅れ、やや深刻", "休止"]
    assert offered["今後の方針"] == ["継続", "見直し"]
    assert offered["実績"] == ["対象外", "測定前", "集計中"]
    assert "見込" in offered["確からしさ"]


def _rows(book, cells: str):
    found = book["選択肢"][cells]
    return found if isinstance(found, tuple) else ((found,),)


def test_sheet_prints_on_a4_landscape_with_its_head_on_each_page(world):
    page = opened(made(world))[REPORTS]
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (3, 0)
    assert (page.print_title_rows, page.print_title_cols) == ("$3:$3", "$A:$C")
    assert "&P" in page.oddFooter.center.text and page.freeze_panes == "D4"


def test_co_owner_has_a_sheet_for_its_part_and_no_report(world):
    book = opened(made(world, "second"))
    assert book.sheetnames == ["記入のしかた", PARTS, "選択肢", "照合用"]
    assert cell_of(book, "施策番号", sheet=PARTS).value == "I-1-1"
    assert cell_of(book, "該当なし", sheet=PARTS).value == "該当なし"


PAYLOADS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://x","y")', "\t=1", "'=1", "_x0041_",
    "a\x0bb", "＠x",
]  # fmt: skip


def test_no_text_is_a_formula_and_each_comes_back_as_it_was(world):
    world.bring_to("draft")
    report = world.report
    for name, payload in zip(fields.names(fields.TEXT, fields.LINE), PAYLOADS, strict=False):
        type(report).objects.filter(pk=report.pk).update(**{name: payload})
    type(world.measure).objects.filter(pk=world.measure.pk).update(name=PAYLOADS[0])
    content = made(world)
    book = opened(content)
    formulas = [
        cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas == []
    assert changes(world, content) == changes(world, saved(book)) == []


def changes(world: World, content: bytes, division: str = "lead") -> list[tuple[str, str]]:
    """(label, text) of what a file would change; a fault counts."""
    standing = standing_of(world.people["reporter"])
    book = world.divisions[division]
    preview = preview_of(standing, world.year, book, "x.xlsx", content, {})
    assert [each.fault for each in preview.notices] == []
    found = [
        (cell.label, cell.difference.mine) for group in preview.changed for cell in group.taken
    ]
    return found + [(each.fault.column, each.fault.problem) for each in preview.faults]


def test_zip_holds_the_workbook_of_each_division(world):
    day = timezone.localdate()
    books = [(each, f"{each.division}.xlsx") for each in books_of(world.year, None, day)]
    packed = workbook.to_zip(books, Readers(world.plan), timezone.now())
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        names = archive.namelist()
        assert names == ["情報課.xlsx", "市民課.xlsx", "道路課.xlsx"]
        for name in names:
            assert read_book(name, archive.read(name)).names[0] == "記入のしかた"


def further(world: World, *numbers: int) -> None:
    """Further measures of the division, each with an indicator, a report, and a part of another."""
    lead, second = world.divisions["lead"], world.divisions["second"]
    for at in numbers:
        direction = world.measure.direction
        measure = make_measure(world.plan, direction, f"I-2-{at}", at + 5, [lead, second])
        make_indicator(world.plan, f"I-2-{at}", measure)
        report = world.year.reports.create(measure=measure)
        report.contributions.create(division=second, is_named=True)


MOST_QUERIES = 18


def test_workbook_of_twenty_reports_asks_no_more_than_that_of_two(world):
    day, lead = timezone.localdate(), world.divisions["lead"]
    asked = []
    for numbers in ([0], range(1, 20)):
        further(world, *numbers)
        for divisions in ([lead], None):
            year = ReviewYear.objects.select_related("plan").get()
            with CaptureQueriesContext(connection) as queries:
                books_of(year, divisions, day)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= MOST_QUERIES


MOST_TO_COMPARE = 22


def test_preview_of_twenty_filled_reports_asks_no_more_than_that_of_two(world):
    standing, asked = standing_of(world.people["reporter"]), []
    for numbers in ([0], range(1, 20)):
        further(world, *numbers)
        book = opened(made(world))
        for number in range(1, book[REPORTS].max_row - HEAD + 1):
            for heading, value in {"実績": 5, "取り組んだこと": "書いた。", "進捗": "順調"}.items():
                cell_of(book, heading, number).value = value
        content, year = saved(book), ReviewYear.objects.select_related("plan").get()
        with CaptureQueriesContext(connection) as queries:
            lead = world.divisions["lead"]
            preview = preview_of(standing, year, lead, "x.xlsx", content, {})
        assert preview.is_ready and len(preview.reports) == 1 + max(numbers) + 1
        asked.append(len(queries))
    assert asked[0] == asked[1] <= MOST_TO_COMPARE
