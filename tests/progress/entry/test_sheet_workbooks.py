"""Workbooks as people send them (rebuilt from what is complained of in public): what is taken."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from progress.entry.sheet import ResultResource
from progress.models import IndicatorResult
from tests.progress.conftest import make_indicator
from tests.sakado_dx.workbooks import repacked, taken_in, told

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

HEADINGS = ["年度", "施策番号", "指標番号", "実績値"]
CELLS = ["R5", "I-1-1", "I-1-1", 12]
NEW_YEAR = (date(2026, 1, 1), 'm"月"d"日"')


def sheet(*cells, headings=HEADINGS) -> bytes:
    """A workbook of one row; a cell is a value, or a value with its number format."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("実績値")
        page.write_row(0, 0, headings)
        for column, cell in enumerate(cells):
            value, number_format = cell if isinstance(cell, tuple) else (cell, "General")
            style = book.add_format({"num_format": number_format})
            write = page.write_datetime if isinstance(value, date) else page.write
            write(1, column, value, style)
    return buffer.getvalue()


def take(world, content: bytes):
    people = {"by": world.people["secretariat"], "reason": "照会の回答"}
    return taken_in(ResultResource(year=world.year), content, **people)


def values() -> list:
    return list(IndicatorResult.objects.values_list("indicator__key", "value", "done_on"))


@pytest.mark.parametrize("year", [(45017, '[$-411]ggge"年度"'), (5, '"令和"0"年度"'), "R5年度末"])
def test_year_that_a_format_shows_by_its_era_is_that_year(world, year):
    assert told(take(world, sheet(year, *CELLS[1:]))) == []
    assert values() == [("I-1-1", 12, None)]


def test_figure_with_its_unit_in_the_format_is_the_figure(world):
    assert told(take(world, sheet(*CELLS[:3], (12, '#,##0"施設"')))) == []
    assert values() == [("I-1-1", 12, None)]


def test_reading_above_the_letters_is_no_part_of_the_text(world):
    def with_readings(part: bytes) -> bytes:
        reading = "<t>年度</t></si>", '<t>年度</t><rPh sb="0" eb="2"><t>ネンド</t></rPh></si>'
        return part.decode().replace(*reading).encode()

    content = repacked(sheet(*CELLS), replace={"xl/sharedStrings.xml": with_readings})
    assert "ネンド".encode() not in sheet(*CELLS) and told(take(world, content)) == []
    assert values() == [("I-1-1", 12, None)]


@pytest.mark.parametrize(
    "number_format", ["[$-411]ge.m.d;@", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "General"]
)
def test_day_that_a_format_shows_by_its_era_is_that_day(world, number_format):
    indicator = make_indicator(world.plan, "M", world.measure)
    indicator.kind = "milestone"
    indicator.save()
    day = 45200 if number_format == "General" else date(2023, 10, 1)
    headings = ["年度", "施策番号", "指標番号", "達成", "達成日"]
    content = sheet("R5", "I-1-1", "M", "達成", (day, number_format), headings=headings)
    assert told(take(world, content)) == []
    assert values() == [("M", None, date(2023, 10, 1))]


def test_code_that_became_a_day_is_told_as_one_that_a_spreadsheet_made(world):
    assert told(take(world, sheet("R5", NEW_YEAR, NEW_YEAR, 12))) == [
        (
            "B2",
            "施策番号",
            "「1月1日」という施策は登録されていません。"
            "表計算ソフトが施策番号を日付に変えたようです。",
        )
    ]
    world.plan.measures.filter(code="I-1-1").update(code="1-1")
    assert told(take(world, sheet("R5", NEW_YEAR, NEW_YEAR, 12))) == [
        ("B2", "施策番号", "表計算ソフトが施策番号を「1月1日」に変えたようです。")
    ]
    assert values() == []
