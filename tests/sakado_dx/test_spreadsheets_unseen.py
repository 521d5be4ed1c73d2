"""What a cell holds and nobody sees, or sees otherwise: it is named before anything is taken in."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table, TableStyleInfo

from sakado_dx.spreadsheets.reading import read_book
from tests.sakado_dx.workbooks import repacked, saved, workbook

WHITE, BLUE = Color(rgb="FFFFFFFF"), Color(rgb="FF0017C1")
UNSEEN = "文字の色が背景の色と同じため、見えません。"


def seen(content: bytes):
    """The one sheet, and what is said of its cells: (row, column, problem)."""
    book = read_book("a.xlsx", content)
    sheet = book.read(book.names[0])
    return sheet, [(each.row, each.column, each.problem) for each in sheet.notices]


def cell(letters: Color | None, behind: Color | None = None, number_format="General", value="x"):
    """A workbook whose second row is such a cell."""
    book = Workbook()
    book.active.append(["値"])
    made = book.active.cell(2, 1, value)
    made.font, made.number_format = Font(color=letters), number_format
    if behind:
        made.fill = PatternFill("solid", fgColor=behind)
    return saved(book)


@pytest.mark.parametrize(
    ("letters", "behind"),
    [
        (WHITE, None),
        (Color(theme=0), None),
        (Color(indexed=9), None),
        (Color(indexed=65), None),
        (BLUE, BLUE),
        (Color(theme=4, tint=0.4), Color(theme=4, tint=0.4)),
        (None, Color(theme=1)),
        (WHITE, Color(theme=0)),
    ],
    ids=str,
)
def test_letters_of_the_colour_behind_them_are_taken_and_said(letters, behind):
    sheet, said = seen(cell(letters, behind))
    assert sheet.rows[2] == ["x"] and said == [(2, 1, UNSEEN)]


@pytest.mark.parametrize(
    ("letters", "behind"),
    [
        (None, None),
        (BLUE, None),
        (WHITE, BLUE),
        (None, WHITE),
        (Color(theme=1), Color(theme=0)),
        (Color(theme=4), Color(theme=4, tint=0.4)),
    ],
    ids=str,
)
def test_letters_of_another_colour_are_seen(letters, behind):
    assert seen(cell(letters, behind))[1] == []


@pytest.mark.parametrize(
    ("value", "number_format", "is_seen"),
    [
        ("x", "0;-0;0;[白]@", False),
        ("x", "0;-0;0;[White]@", False),
        ("x", "0;-0;0;[Color2]@", False),
        ("x", "0;-0;0;[赤]@", True),
        ("x", "[白]0", True),
        (5, "[白]0;[赤]-0", False),
        (-5, "[白]0;[赤]-0", True),
        (5, "[白][>9]0;0", True),
        (5, "[色2]0", False),
    ],
)
def test_colour_of_a_number_format_hides_too(value, number_format, is_seen):
    sheet, said = seen(cell(None, None, number_format, value))
    assert sheet.rows[2] == [str(value)] and said == ([] if is_seen else [(2, 1, UNSEEN)])


@pytest.mark.parametrize("number_format", [";;;", "0;-0;0;", "0;-0;0;[白]", "0;-0;0;_ "])
def test_text_that_its_format_hides_is_refused_by_name(number_format):
    sheet, _ = seen(cell(None, None, number_format))
    [note] = sheet.unreadable
    assert (note.row, note.column, note.value) == (2, 1, "x")
    assert note.problem == f"表示形式（{number_format}）のため、文字が表示されていません。"


@pytest.mark.parametrize("number_format", [";;", "0;-0;0;@", "0;-0;0;General", '0;-0;0;"未定"'])
def test_text_that_its_format_shows_is_taken(number_format):
    assert seen(cell(None, None, number_format))[0].unreadable == []


def conditional(number_format: str | None, where: str, **rule) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([["値", "率"], [0.5, 0.5], [0.6, ""]]):
            sheet.write_row(row, 0, line)
        own = {"num_format": number_format} if number_format else {"bold": True}
        rule = {"type": "cell", "criteria": ">", "value": 0} | rule
        sheet.conditional_format(where, rule | {"format": book.add_format(own)})
    return buffer.getvalue()


def test_conditional_format_that_changes_how_numbers_look_is_said():
    sheet, said = seen(conditional("0%", "B2:B9"))
    assert sheet.rows[2] == ["0.5", "0.5"]
    assert said == [(0, 2, "条件付き書式で、表示形式が変わることがあります（B2:B9）。")]


def test_conditional_format_of_other_things_or_of_blank_cells_is_not():
    assert seen(conditional(None, "B2:B9"))[1] == []
    assert seen(conditional("0%", "B3:B9"))[1] == []
    assert seen(conditional("0%", "A2:A3", multi_range="D2:D9 F2"))[1] == []


def test_conditional_format_of_several_ranges_is_said_once():
    _, said = seen(conditional("0%", "A2", multi_range="A2 B2"))
    assert said == [(0, 1, "条件付き書式で、表示形式が変わることがあります（A2 B2）。")]


def test_conditional_format_that_newer_programs_write_is_said():
    own = (
        b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        b' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" uri="x">'
        b"<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type='expression'>"
        b"<xm:f>1</xm:f><x14:dxf><numFmt numFmtId='164' formatCode='0%'/></x14:dxf></x14:cfRule>"
        b"<xm:sqref>A2</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
        b"</extLst></worksheet>"
    )
    part = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</worksheet>", own)}
    _, said = seen(repacked(workbook([["値"], [0.5]]), replace=part))
    assert said == [(0, 1, "条件付き書式で、表示形式が変わることがあります（A2）。")]


@pytest.mark.parametrize(
    ("style", "said_of"),
    [
        ("TableStyleMedium2", [2]),
        ("TableStyleLight9", [2]),
        ("TableStyleDark1", []),
        ("市の様式", []),
        (None, [1, 2, 3]),
    ],
)
def test_colour_of_a_table_lies_behind_its_letters(style, said_of):
    """White headings of a blue table are seen; white letters in its white rows are not."""
    book = Workbook()
    for row, text in enumerate(["値", "x", "計"], 1):
        book.active.cell(row, 1, text).font = Font(color=WHITE)
    table = Table(displayName="t", ref="A1:A3", totalsRowCount=1)
    table.tableStyleInfo = TableStyleInfo(name=style, showRowStripes=True)
    book.active.add_table(table)
    assert seen(saved(book))[1] == [(row, 1, UNSEEN) for row in said_of]


@pytest.mark.parametrize("where", ["A2:A9", "2:2"])
def test_colour_of_a_conditional_format_may_lie_behind_letters(where):
    book = Workbook()
    for row, text in enumerate(["値", "x"], 1):
        book.active.cell(row, 1, text).font = Font(color=WHITE)
    fill = PatternFill("solid", bgColor=BLUE)
    rule = CellIsRule(operator="notEqual", formula=["0"], fill=fill)
    book.active.conditional_formatting.add("A2", rule)
    own = f'sqref="{where}"'.encode()
    part = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b'sqref="A2"', own, 1)}
    assert seen(repacked(saved(book), replace=part))[1] == [(1, 1, UNSEEN)]
