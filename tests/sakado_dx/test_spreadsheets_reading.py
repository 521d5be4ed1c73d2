from datetime import date, datetime, time
from io import BytesIO

import openpyxl.xml
import pytest
from openpyxl import Workbook

from sakado_dx.fiscal import parse_date
from sakado_dx.numbers import parse_number
from sakado_dx.spreadsheets import xlsx
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.reading import read_book
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

    content = repacked(saved(book), replace={"xl/worksheets/sheet1.xml": calculated})
    sheet = first_sheet(content)
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
    monkeypatch.setattr("sakado_dx.spreadsheets.xlsx.MAX_CELLS", 5)
    with pytest.raises(Refused, match="セルが多すぎます"):
        first_sheet(workbook([["a", "b"]] * 3))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_in_xml_are_refused(part):
    def with_entities(xml: bytes) -> bytes:
        return BOMB + xml.partition(b"?>")[2] if xml.startswith(b"<?xml") else BOMB + xml

    with pytest.raises(Refused):
        first_sheet(repacked(formatted([("x", "@")]), replace={part: with_entities}))


def test_both_readers_of_xml_refuse_entities_by_themselves():
    assert xlsx.iterparse.__module__.startswith("defusedxml")
    assert openpyxl.xml.DEFUSEDXML is True


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


def test_tabs_part_the_columns_where_no_comma_does():
    assert first_sheet("番号\t施策名\n1\ta,b".encode(), "a.csv").rows[2] == ["1", "a,b"]


def test_csv_that_ends_within_quotes_is_refused():
    with pytest.raises(Refused, match="途中で切れています"):
        read_book("a.csv", '番号,概要\n1,"とちゅうで'.encode())


def test_csv_with_too_many_rows_is_refused():
    with pytest.raises(Refused, match="行が多すぎます"):
        read_book("a.csv", b"a\n" * 2_001)


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


def test_year_of_an_era_is_the_year_that_people_see():
    cells = [
        (46113, '[$-411]ggge"年度"', "令和8年度"),
        (8, '"令和"0"年度"', "令和8年度"),
        (8, '"R"0', "R8"),
        (43586, "[$-ja-JP-x-gannen]gge\\年", "令1年"),
        (12, '#,##0"施設"', "12"),
        (46113, "General", "46113"),
        (0.5, "0.00E+00", "0.5"),
        (-5, "ggge", "-5"),
    ]
    assert column(formatted([cell[:2] for cell in cells]))[1:] == [text for *_, text in cells]
