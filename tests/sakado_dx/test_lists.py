"""The module of all lists, on a list of words."""

import csv
import io
from dataclasses import astuple
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.utils import timezone
from openpyxl import load_workbook

from sakado_dx.fiscal import format_date
from sakado_dx.lists import MOST_IN_A_FILE, Column, ListForm, Listing
from sakado_dx.spreadsheets.cp932 import LettersLost
from sakado_dx.spreadsheets.writing import CUT, MOST_IN_A_CELL, to_xlsx
from tests.list_pages import ABOVE


class LengthForm(ListForm):
    at_first = {"length": "2"}
    length = forms.IntegerField(required=False)

    def by_length(self, rows, length):
        return [each for each in rows if len(each) == length]


COLUMNS = (Column("言葉", lambda each: each, "word"), Column("字数", len))


def listing(rows, form=ListForm, **params) -> Listing:
    return Listing("言葉", COLUMNS, rows, form(params), params)


def saved(made: Listing, kind: str) -> list[list[str]]:
    content = made.file(kind)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values][ABOVE:]


def test_list_is_filtered_at_first_where_the_address_does_not_say():
    words = ["窓口", "税", "会議"]
    for params, shown, cleared in (
        ({}, ["窓口", "会議"], "?length="),
        ({"sort": "-word"}, ["窓口", "会議"], "?length="),
        ({"length": ""}, words, "?length="),
        ({"length": "1", "year": "3"}, ["税"], "?year=3&length="),
    ):
        made = listing(words, LengthForm, **params)
        assert (made.shown, made.total, made.cleared) == (shown, 3, cleared)
        assert [row[0] for row in saved(made, "csv")[1:]] == shown


def test_numbers_within_words_are_sorted_by_their_size():
    words = ["I-1-10 窓口", "I-1-2 税", "I-1-02 会議"]
    assert listing(words, sort="word").shown == ["I-1-02 会議", "I-1-2 税", "I-1-10 窓口"]


def test_search_does_not_find_cells_that_hold_nothing():
    columns = (Column("言葉", lambda each: each or None),)
    made = Listing("言葉", columns, ["", "none"], ListForm({"q": "none"}), {})
    assert made.shown == ["none"]


def test_text_too_long_for_a_cell_is_cut_with_a_word_and_whole_as_csv():
    text = "あ" * (MOST_IN_A_CELL + 1)
    made = listing([text])
    assert saved(made, "xlsx")[1] == [text[:-1] + CUT, len(text)]
    assert saved(made, "csv")[1] == [text, str(len(text))]


def test_file_of_an_old_encoding_names_the_letters_that_it_lacks():
    words = ["窓口〜税", "𠮷野", "−5", "髙﨑①", "𠮷川"]
    with pytest.raises(LettersLost) as lost:
        listing(words).file("cp932")
    assert [astuple(each) for each in lost.value.letters] == [
        ("〜", "～", 1, 2, "言葉"),
        ("𠮷", "〓", 2, 3, "言葉"),
        ("−", "－", 1, 4, "言葉"),
    ]
    assert str(lost.value).endswith(
        "「𠮷」（U+20BB7、3行目の「言葉」など2か所）、「−」（U+2212、4行目の「言葉」）。"
    )
    text = listing(words, stand_ins="1").file("cp932").decode("cp932")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows] == ["言葉", "窓口～税", "〓野", "'－5", "髙﨑①", "〓川"]
    assert listing(["髙﨑①"]).file("cp932") == '"言葉","字数"\r\n"髙﨑①","3"\r\n'.encode("cp932")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("I-1-2", ["I-1-2 窓口"]),
        ("Ⅰ－１－２", ["I-1-2 窓口"]),
        ("i-1", ["I-1-2 窓口", "I-1-12 税"]),
        ("1-2", ["I-1-2 窓口", "II-1-2 税"]),
        ("1-2 税", ["II-1-2 税"]),
        ("Wi-Fi6", ["Wi-Fi6"]),
    ],
)
def test_a_number_of_the_plan_finds_itself_and_not_another_that_ends_in_it(typed, found):
    rows = ["I-1-2 窓口", "II-1-2 税", "I-1-12 税", "Wi-Fi6"]
    assert list(listing(rows, q=typed).found) == found


@pytest.mark.parametrize("number", [MOST_IN_A_FILE, MOST_IN_A_FILE + 1])
def test_more_rows_than_a_file_holds_are_asked_for_in_parts(number):
    made = listing(["窓口"] * number)
    if number > MOST_IN_A_FILE:
        with pytest.raises(BadRequest, match="20,001件あります"):
            made.file("csv")
    else:
        assert made.file("csv").count(b"\r\n") == number + 1


def test_workbook_of_a_list_is_an_offices_sheet():
    today = format_date(timezone.localdate())
    made = listing(["窓口", "税"], q="窓")
    sheet = load_workbook(io.BytesIO(made.file("xlsx"))).active
    assert [sheet["A1"].value, sheet["A2"].value] == [made.title, f"{today}現在　2件中1件"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:B4")
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1234567, "#,##0"),
        (Decimal("12.50"), "#,##0.0"),
        (Decimal("-0.125"), "#,##0.000"),
        (0, "#,##0"),
    ],
)
def test_numbers_of_a_workbook_are_numbers_and_look_like_those_of_the_page(value, code):
    sheet = load_workbook(io.BytesIO(to_xlsx("表", ["値"], [[value]]))).active
    assert (sheet["A2"].value, sheet["A2"].number_format) == (float(value), code)
