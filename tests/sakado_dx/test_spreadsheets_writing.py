import csv
import re
import zipfile
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sakado_dx.spreadsheets.csv_text import protected, unprotected
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.writing import sheet_name, to_csv, to_xlsx

LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    " =1",
    "\u3000=1",
    "'=1",
    "''=1",
]
HARMLESS = ["'", "'a", "''a", "a=1", "令和5年度", "I-1-1", "0012", "NA", "https://example.jp", ""]


def cells_of(name: str, content: bytes) -> list[list[str]]:
    book = read_book(name, content)
    return list(book.read(book.names[0]).rows.values())


@pytest.mark.parametrize("text", LIVE)
def test_live_text_gets_an_apostrophe_in_csv_and_loses_it_again(text):
    assert protected(text) == f"'{text}"
    content = to_csv([text], [[text, "x"]])
    [heading, [cell, _]] = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert (heading, cell) == ([f"'{text}"], f"'{text}")
    assert cells_of("a.csv", content) == [[text], [text, "x"]]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_written_to_csv_as_it_is(text):
    assert (protected(text), unprotected(text)) == (text, text)


@given(st.text(alphabet="'=+-@＝＋－＠\t\r\n a1\u3000", max_size=6))
def test_every_text_comes_back_from_its_protected_form(text):
    assert unprotected(protected(text)) == text
    assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", protected(text))


@pytest.mark.parametrize("text", [*LIVE, *HARMLESS[:-1]])
def test_text_is_a_string_cell_in_the_text_format(text):
    content = to_xlsx("一覧", [text, "次"], [[text, "x"]])
    sheet = load_workbook(BytesIO(content)).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.data_type, cell.number_format) == ("s", "@")
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert [cells[0].replace("\n", "\r") for cells in cells_of("a.xlsx", content)] == [
        text.replace("\n", "\r")
    ] * 2


def test_figures_are_numbers_and_nothing_is_not_zero():
    rows = [[Decimal("99.9"), 0, None, Decimal("-3"), Decimal("100000")]]
    content = to_xlsx("一覧", ["a", "b", "c", "d", "e"], rows)
    sheet = load_workbook(BytesIO(content)).active
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "n", "n"]
    expected = ["99.9", "0", "", "-3", "100000"]
    assert cells_of("a.xlsx", content)[1] == expected
    assert cells_of("a.csv", to_csv(["a", "b", "c", "d", "e"], rows))[1] == expected


@pytest.mark.parametrize("number", ["0.0001", "99999999999.9999", "-12345678901.2345"])
def test_figures_of_fifteen_digits_come_back_exactly(number):
    for name, content in [
        ("a.xlsx", to_xlsx("一覧", ["値"], [[Decimal(number)]])),
        ("a.csv", to_csv(["値"], [[Decimal(number)]])),
    ]:
        assert Decimal(cells_of(name, content)[1][0]) == Decimal(number)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("個別施策", "個別施策"),
        ("=cmd|'/c calc'!A1", "＿=cmd|'＿c calc'!A1"),
        ("＝合計", "＿＝合計"),
        ("令和5/6年度[案]", "令和5＿6年度＿案＿"),
        ("長い" * 30, ("長い" * 16)[:31]),
        ("'''", "一覧"),
    ],
)
def test_sheet_names_are_accepted_and_begin_like_no_formula(title, name):
    assert sheet_name(title) == name
    assert load_workbook(BytesIO(to_xlsx(title, ["a"], []))).sheetnames == [name]


def test_text_too_long_for_a_cell_is_not_dropped_in_silence():
    with pytest.raises(ValueError, match="32,767"):
        to_xlsx("一覧", ["概要"], [["あ" * 32_768]])


def test_csv_carries_its_mark_so_that_programs_know_its_encoding():
    assert to_csv(["番号"], [["髙"]]) == b"\xef\xbb\xbf" + '"番号"\r\n"髙"\r\n'.encode()
