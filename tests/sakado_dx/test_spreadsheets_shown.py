"""What a cell shows: number formats × values, as a spreadsheet program displays them."""

import csv
import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.utils.datetime import from_excel

from sakado_dx.spreadsheets.number_formats import is_of_days
from sakado_dx.spreadsheets.shown import NotShown, Shown, shown_day, shown_number, shown_text

# [value, format, what LibreOffice 7.4 displays in a Japanese office]; days as ISO.
KEPT = json.loads(Path(__file__).with_name("shown_cells.json").read_text())
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1041,false,true,true"
EPOCH = datetime(1899, 12, 30)


def serial(value) -> float:
    if isinstance(value, str):
        return (datetime.fromisoformat(value) - EPOCH).total_seconds() / 86_400
    return value


def text_shown(value, number_format: str) -> str:
    if not is_of_days(number_format):
        return shown_number(value, number_format).text
    is_day = isinstance(value, str)
    day = datetime.fromisoformat(value) if is_day else from_excel(value, timedelta=True)
    return shown_day(day, number_format)


def test_cells_show_what_a_spreadsheet_program_displays():
    assert len(KEPT) > 150 and len({number_format for _, number_format, _ in KEPT}) > 70
    found = [[value, each, text_shown(value, each)] for value, each, _ in KEPT]
    assert found == [[value, each, shown.strip()] for value, each, shown in KEPT]


@pytest.mark.skipif(
    not (os.environ.get("TEST_LONG") and shutil.which("soffice")), reason="asks LibreOffice itself"
)
def test_the_kept_table_is_what_the_program_displays_today(tmp_path):
    book = tmp_path / "cells.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("値")
        sheet.set_column(0, 0, 60)
        for row, (value, number_format, _) in enumerate(KEPT):
            sheet.write_number(
                row, 0, serial(value), made.add_format({"num_format": number_format})
            )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = ["soffice", "--headless", profile, "--convert-to", AS_SHOWN, "--outdir", tmp_path, book]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    [written] = tmp_path.glob("*.csv")
    with written.open(encoding="utf-8", newline="") as lines:
        displayed = [line[0] if line else "" for line in csv.reader(lines)]
    assert displayed == [shown for *_, shown in KEPT]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.5733333333333334, "0.0%", Shown("57.3%", "57.3%")),
        (57.333333333333336, "0.0", Shown("57.3", "57.3")),
        (0.97, "0%_ ;[Red]\\-0%\\ ", Shown("97%", "97%")),
        (57, "0\\%", Shown("57", "57%")),
        (12000, "#,##0,", Shown("12", "12")),
        (12, '#,##0"施設"', Shown("12", "12施設")),
        (1.1, "0.00", Shown("1.1", "1.10")),
        (123, "00000", Shown("00123", "00123")),
        (-5, "0;▲0", Shown("-5", "▲5")),
        (8, '"令和"0"年度"', Shown("8", "令和8年度")),
        # What the cell does not say as it stands is told with its own figure.
        (12345678, "#,##0,", Shown("12346", "12,346", "12345.678")),
        (57.35, "0", Shown("57", "57", "57.35")),
        (-5, "#,##0;[赤]#,##0", Shown("-5", "5", "-5")),
        (0, '0;-0;"-"', Shown("0", "-", "0")),
        # A word that makes another number of it leaves it no figure.
        (1500, '[>=1000]#,##0,"千";0', Shown("2千", "2千", "1.5")),
        (5, '0"万人"', Shown("5万人", "5万人")),
        (1e30, "#,##0.0", Shown("1" + "0" * 30, f"1{',000' * 10}.0")),
        (2.5, f"0.{'0' * 30}", Shown("2.5", f"2.5{'0' * 29}")),
    ],
)
def test_figure_and_text_of_a_cell(value, number_format, expected):
    assert shown_number(value, number_format) == expected


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (-5, "0;0", "負の数（-5）ですが、表示からは分かりません。"),
        (5, ";;;", "値（5）が表示されていません。"),
        (0, "#", "値（0）が表示されていません。"),
        (0.5, "# ?/?", "読み取れません（値は0.5）。"),
        (1234, "0.00E+00", "読み取れません（値は1234）。"),
        (12, "[DBNum1]0", "読み取れません（値は12）。"),
    ],
)
def test_cell_that_hides_its_value_is_named_with_it(value, number_format, words):
    with pytest.raises(NotShown, match=words.replace("(", r"\(").replace("?", r"\?")) as refused:
        shown_number(value, number_format)
    assert refused.value.cure


def test_text_is_shown_with_what_its_format_puts_around_it():
    assert shown_text("情報政策", '@"課"') == "情報政策課"
    assert shown_text("情報政策", "General") == "情報政策"
    assert shown_text("情報政策", '0;0;0;"（"@"）"') == "（情報政策）"
