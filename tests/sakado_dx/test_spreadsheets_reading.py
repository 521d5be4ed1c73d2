import re
from contextlib import nullcontext
from datetime import date, datetime, time
from io import BytesIO
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
import openpyxl.xml
import pytest
import xlsxwriter
from defusedxml.common import EntitiesForbidden
from openpyxl import Workbook
from openpyxl.reader.strings import read_rich_text
from openpyxl.worksheet import _reader as worksheet_reader
from openpyxl.xml.constants import SHEET_MAIN_NS

from sakado_dx.fiscal import parse_date
from sakado_dx.numbers import parse_number
from sakado_dx.spreadsheets import outline, parts
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.sheets import LAST_ROW
from tests.sakado_dx.workbooks import formatted, repacked, saved, workbook

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>"""


def first_sheet(content: bytes, name: str = "a.xlsx"):
    book = read_book(name, content)
    return book.read(book.names[0])


def column(content: bytes) -> list[str]:
    return [cells[0] for cells in first_sheet(content).rows.values()]


def test_cells_become_the_text_that_people_see():
    cells = [
        (5, "General"),
        (12.5, "0.00"),
        (0.1 + 0.2, "General"),
        (0.5, "0%"),
        (0.999, "0.0%"),
        (123, "00000"),
        (100000, "#,##0"),
        (1e15, "General"),
        ("0012", "@"),
        ("NA", "General"),
        (True, "General"),
    ]
    assert column(formatted(cells))[1:] == [
        "5",
        "12.5",
        "0.3",
        "50%",
        "99.9%",
        "00123",
        "100000",
        "1000000000000000",
        "0012",
        "NA",
        "TRUE",
    ]


def test_dates_of_both_calendars_are_the_same_days():
    for epoch_1904 in (False, True):
        book = Workbook()
        if epoch_1904:
            from openpyxl.utils.datetime import CALENDAR_MAC_1904

            book.epoch = CALENDAR_MAC_1904
        book.active.append([date(2026, 4, 1), datetime(2026, 4, 1, 9, 30), time(9, 30)])
        [cells] = first_sheet(saved(book)).rows.values()
        assert read_book("a.xlsx", saved(book)).is_1904 is epoch_1904
        assert cells == ["2026-04-01", "2026-04-01 09:30:00", "09:30:00"]
    assert parse_date("2026-04-01") == date(2026, 4, 1)


def test_percent_cell_reads_as_the_figure_that_it_shows():
    assert parse_number(column(formatted([(0.123, "0.0%")]))[1]) == parse_number("12.3")


def test_formula_with_result_is_its_result_and_without_is_named():
    book = Workbook()
    book.active.append(["値", "値2"])
    book.active.append(["=1+1", 5])
    sheet = first_sheet(saved(book))
    assert [(each.row, each.column, each.problem) for each in sheet.unreadable] == [
        (2, 1, "数式の計算結果が保存されていません。")
    ]

    def calculated(part: bytes) -> bytes:
        return part.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")

    parts = {"xl/worksheets/sheet1.xml": calculated}
    kept = first_sheet(repacked(saved(book), replace=parts))
    assert (kept.rows[2], kept.unreadable) == (["2", "5"], [])
    assert [(row, place, problem) for row, place, problem, _ in notes(kept)] == [
        (
            2,
            1,
            "数式の計算結果は、最後に保存されたときのものです（開くときに計算し直すファイルです）。",
        )
    ]
    book.calculation.fullCalcOnLoad = False
    sheet = first_sheet(repacked(saved(book), replace=parts))
    assert (sheet.rows[2], sheet.unreadable) == (["2", "5"], [])


def test_error_values_are_named():
    book = Workbook()
    book.active["A1"] = "値"
    book.active["A2"] = "#REF!"
    sheet = first_sheet(saved(book))
    assert [(each.row, each.value, each.problem) for each in sheet.unreadable] == [
        (2, "#REF!", "セルの値がエラー（#REF!）です。")
    ]


def test_merged_cells_are_told_with_their_range():
    book = Workbook()
    book.active["A1"], book.active["A2"] = "値", "5"
    book.active.merge_cells("A2:B3")
    [merged] = first_sheet(saved(book)).merged
    assert (merged.reference, merged.first_row, merged.last_row) == ("A2:B3", 2, 3)


def test_blank_rows_are_left_out_and_numbers_stay_those_of_the_sheet():
    content = workbook([["値"], [], ["  "], ["5"]])
    assert first_sheet(content).rows == {1: ["値"], 4: ["5"]}


def test_hidden_sheets_are_known_as_such():
    book = Workbook()
    book.active.append(["値"])
    book.create_sheet("裏").sheet_state = "veryHidden"
    assert read_book("a.xlsx", saved(book)).hidden == {"裏"}


@pytest.mark.parametrize(
    ("reference", "words"), [("A1048576", "行が多すぎます"), ("XFD1", "列が多すぎます（XFD列")]
)
def test_far_away_cell_is_refused_before_the_space_to_it_is_made(reference, words):
    book = Workbook()
    book.active[reference] = "x"
    with pytest.raises(Refused, match=words):
        first_sheet(saved(book))


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr("sakado_dx.spreadsheets.outline.MAX_CELLS", 5)
    with pytest.raises(Refused, match="セルが多すぎます"):
        first_sheet(workbook([["a", "b"]] * 3))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_in_xml_are_refused(part):
    def with_entities(xml: bytes) -> bytes:
        return BOMB + xml.partition(b"?>")[2] if xml.startswith(b"<?xml") else BOMB + xml

    with pytest.raises(Refused):
        first_sheet(repacked(formatted([("x", "@")]), replace={part: with_entities}))


@pytest.mark.parametrize(
    ("xml", "refusal"),
    [
        (BOMB + b"<x/>", EntitiesForbidden),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hosts">]><x>&a;</x>', EntitiesForbidden),
        (b'<!DOCTYPE x SYSTEM "http://x.jp/x.dtd"><x/>', None),
        (b"<x>&a;</x>", ParseError),
        (b"<x>", ParseError),
        (b"<x>&amp;&#65;&lt;</x>", None),
    ],
)
def test_readers_of_xml_refuse_entities_by_themselves(xml, refusal):
    """Each as defusedxml's own, whose refusals they are."""
    for parse in (defusedxml.ElementTree.iterparse, parts.iterparse):
        with pytest.raises(refusal) if refusal else nullcontext():
            assert [each.tag for _, each in parse(BytesIO(xml))] == ["x"]
    assert outline.iterparse is worksheet_reader.iterparse is parts.iterparse
    assert openpyxl.xml.DEFUSEDXML is True


def test_shared_texts_are_those_that_openpyxl_reads():
    items = (
        "<si><t>番号</t></si>", "<si><t/></si>", "<si/>", '<si><t xml:space="preserve"> 前後 </t></si>',
        "<si><t>坂戸</t><rPh sb='0' eb='2'><t>さかど</t></rPh><phoneticPr fontId='1'/></si>",
        "<si><t>_x005F_x0041_ &amp;</t></si>", "<si><r><t>無地</t></r></si>",
        "<si><r><rPr><strike/></rPr><t>41</t></r><r><t>57.3</t></r></si>",
    )  # fmt: skip
    xml = f'<sst xmlns="{SHEET_MAIN_NS}">{"".join(items)}</sst>'.encode()
    assert parts.read_strings(BytesIO(xml)) == read_rich_text(BytesIO(xml))


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8（BOM付き）"),
        ("cp932", "Shift_JIS（CP932）"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encoding_is_found_and_named(codec, name):
    text = "番号,担当\r\n①,髙﨑\r\n"
    book = read_book("a.csv", text.encode(codec))
    assert book.encoding == name
    assert book.read("CSV").rows == {1: ["番号", "担当"], 2: ["①", "髙﨑"]}


def test_bytes_of_no_encoding_are_refused_with_their_line():
    for stray in (b"\xff", b"\x81", b"\xa0"):
        with pytest.raises(Refused, match="2行目に読めない文字"):
            read_book("a.csv", b"code\n" + stray)


def test_text_marked_as_utf8_is_not_tried_otherwise():
    with pytest.raises(Refused, match="UTF-8（BOM付き）として読むと"):
        read_book("a.csv", b"\xef\xbb\xbf" + "番号".encode("cp932"))


def test_csv_cells_keep_commas_line_breaks_and_leading_zeros():
    sheet = first_sheet('番号,概要\r\n007,"a,b\r\nc"\r\n'.encode(), "a.csv")
    assert sheet.rows[2] == ["007", "a,b\r\nc"]


def test_tabs_or_semicolons_part_the_columns_where_no_comma_does():
    assert first_sheet("番号\t施策名\n1\ta,b".encode(), "a.csv").rows[2] == ["1", "a,b"]
    assert first_sheet("番号;施策名\n1;1,000".encode(), "a.csv").rows[2] == ["1", "1,000"]
    assert first_sheet("番号;\t施策名\n1\ta;b".encode(), "a.csv").rows[2] == ["1", "a;b"]
    assert first_sheet("番号;枝番,施策名\n1,a;b".encode(), "a.csv").rows[2] == ["1", "a;b"]


def test_csv_that_ends_within_quotes_is_refused():
    with pytest.raises(Refused, match="途中で切れています"):
        read_book("a.csv", '番号,概要\n1,"とちゅうで'.encode())


def test_csv_with_too_many_rows_is_refused():
    with pytest.raises(Refused, match="行が多すぎます"):
        read_book("a.csv", b"a\n" * (LAST_ROW + 1))
    assert len(first_sheet(b"a\n" * 5_001, "a.csv").rows) == 5_001  # with its headings


def test_phonetic_guides_are_no_part_of_the_text():
    guide = '<t>坂戸</t><rPh sb="0" eb="2"><t>サカド</t></rPh>'.encode()

    def with_guide(part: bytes) -> bytes:
        return part.replace(b"<t>x</t>", guide)

    content = repacked(formatted([("x", "@")]), replace={"xl/sharedStrings.xml": with_guide})
    assert column(content) == ["値", "坂戸"]


def test_reading_leaves_the_uploaded_bytes_alone():
    content = workbook([["値"], [1]])
    stream = BytesIO(content)
    read_book("a.xlsx", stream.getvalue())
    assert stream.getvalue() == content


def test_nought_that_a_program_put_for_a_result_is_no_result():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("値")
        sheet.write_column(0, 0, ["値", "5"])
        sheet.write_formula(2, 0, "=43/75")
    [note] = first_sheet(buffer.getvalue()).unreadable
    assert (note.row, note.problem) == (3, "数式の計算結果が保存されていません。")


def texts(content: bytes) -> list[str]:
    """What the cells of the first column show, below its heading."""
    sheet = first_sheet(content)
    return [sheet.shown.get((row, 1), cells[0]) for row, cells in sheet.rows.items()][1:]


def notes(sheet) -> list[tuple[int, int, str, str]]:
    return [(each.row, each.column, each.problem, each.cure) for each in sheet.notices]


def test_year_of_an_era_is_the_year_that_people_see():
    cells = [
        (46113, '[$-411]ggge"年度"', "令和8年度"),
        (8, '"令和"0"年度"', "令和8年度"),
        (8, '"R"0', "R8"),
        (43586, "[$-ja-JP-x-gannen]gge\\年", "令1年"),
        (12, '#,##0"施設"', "12施設"),
        (46113, "General", "46113"),
    ]
    assert texts(formatted([cell[:2] for cell in cells])) == [text for *_, text in cells]


def test_built_in_formats_are_those_of_a_japanese_workbook():
    content = formatted([(46296, 58), (46296, 14), (46296, 55)])
    assert texts(content) == ["令和8年10月1日", "2026/10/1", "2026年10月"]
    assert column(content)[1:] == ["2026-10-01"] * 3


def test_days_that_never_were_are_refused():
    sheet = first_sheet(formatted([(60, "yyyy/m/d"), (3_000_000, "yyyy/m/d"), (-5, "ggge")]))
    assert [(each.row, each.problem) for each in sheet.unreadable] == [
        (2, "暦にない日付です。"),
        (3, "セルの値がエラー（#VALUE!）です。"),
        (4, "暦にない日付です。"),
    ]


def struck(*rows) -> bytes:
    """Cells given as texts, or as parts: (letters, whether they are struck)."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, line = book.add_worksheet("値"), book.add_format({"font_strikeout": True})
        for row, cells in enumerate(rows):
            for place, parts in enumerate(cells):
                if isinstance(parts, str):
                    sheet.write_string(row, place, parts)
                elif len(parts) == 1:
                    sheet.write(row, place, parts[0][0], line)
                else:
                    told = [
                        each for text, out in parts for each in ([line, text] if out else [text])
                    ]
                    sheet.write_rich_string(row, place, *told)
    return buffer.getvalue()


def test_struck_cell_is_not_taken_and_said():
    sheet = first_sheet(
        struck(["値", "補足"], [[(57.3, True)], "確かめた"], [[(5, True)], [("x", True)]])
    )
    assert sheet.rows == {1: ["値", "補足"], 2: ["", "確かめた"]}
    assert notes(sheet) == [
        (2, 1, "取り消し線が引かれています。", "取り込みません（空欄とします）。"),
        (3, 0, "行の全体に取り消し線が引かれています。", "この行は取り込みません。"),
    ]


def test_of_a_cell_that_is_struck_in_part_the_standing_text_is_taken_and_said():
    sheet = first_sheet(struck(["値"], [[("41", True), ("57.3", False)]]))
    assert sheet.rows[2] == ["57.3"]
    assert notes(sheet) == [
        (2, 1, "一部に取り消し線が引かれています。", "残った文字「57.3」を取り込みます。")
    ]


def test_letters_struck_in_a_text_of_the_cell_itself_are_not_taken_either():
    own = b'<c r="A2" t="inlineStr"><is><r><rPr><strike/></rPr><t>41</t></r><r><t>57.3</t></r></is></c>'

    def inline(part: bytes) -> bytes:
        return re.sub(rb'<c r="A2".*?</c>', own, part, flags=re.DOTALL)

    content = repacked(workbook([["値"], ["x"]]), replace={"xl/worksheets/sheet1.xml": inline})
    assert first_sheet(content).rows[2] == ["57.3"]


def test_hidden_rows_and_columns_are_taken_and_said():
    book = Workbook()
    for row in (["値", "補足"], ["5", "a"], ["6", "b"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    sheet = first_sheet(saved(book))
    assert sheet.rows[3] == ["6", "b"]
    assert [(row, place, problem) for row, place, problem, _ in notes(sheet)] == [
        (3, 0, "非表示の行です。"),
        (0, 2, "非表示の列です。"),
    ]


@pytest.mark.parametrize("reference", ["A1", "B1", "ZZZZ9", "A0"])
def test_cells_twice_in_a_place_or_in_no_place_are_refused(reference):
    def elsewhere(part: bytes) -> bytes:
        return part.replace(b'r="A2"', f'r="{reference}"'.encode())

    content = repacked(workbook([["値"], ["5"]]), replace={"xl/worksheets/sheet1.xml": elsewhere})
    with pytest.raises(Refused):
        first_sheet(content)


def test_figure_that_is_shown_otherwise_is_said_with_both():
    sheet = first_sheet(formatted([(12345678, "#,##0,")]))
    assert sheet.rows[2] == ["12346"]
    assert notes(sheet) == [
        (
            2,
            1,
            "セルの値は12345.678ですが、「12,346」と表示されています。",
            "表示のとおり「12346」を取り込みます。",
        )
    ]
