"""Codes that a spreadsheet changes: which, into what, and whose the row is by the name beside."""

import pytest

from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.codes import CodeLookup, is_changed_by_sheets

CODES = {
    "1.1": "窓口の予約", "1.10": "庁内の研修", "2": "台帳の電子化", "02": "会議の録画",
    "1-1": "広報の発信", "3-1-2": "道路の点検", "1E2": "公園の管理", "1-32": "河川の監視",
}  # fmt: skip
LOOKUP = CodeLookup("施策", ((code, name, code) for code, name in CODES.items()))


def refusal(code: str, name: str = "", among=None) -> tuple[str, str]:
    with pytest.raises(UnreadableValue) as refused:
        LOOKUP.beside(code, name, "施策名", among)
    return refused.value.problem, refused.value.cure


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("1.10", True), ("1.0", True), ("１．１０", True), ("01", True), ("01.5", True), ("1E2", True),
        ("1-1", True), ("3/4", True), ("2024-1-1", True), ("1-32", True), ("13-1", True),
        ("1.1", False), ("10", False), ("13-40", False), ("I-1-1", False), ("S01", False),
        ("ア-①", False), ("①-②", False), ("施策1-1", False), ("1-1-1-1", False), ("0", False),
        ("1E99999999", False),
    ],
)  # fmt: skip
def test_codes_that_a_spreadsheet_changes_are_known(code, changes):
    assert is_changed_by_sheets(code) is changes


@pytest.mark.parametrize(
    ("shown", "was"),
    [
        ("1.1", "1.10"),
        ("2", "02"),
        ("100", "1E2"),
        ("1.00E+02", "1E2"),
        ("2026-01-01", "1-1"),  # a date cell of a workbook, and what a CSV keeps of it
        ("2026/1/1", "1-1"),
        ("1月1日", "1-1"),
        ("1-Jan", "1-1"),
        ("46023", "1-1"),
        ("令和8年1月1日", "1-1"),
        ("2003-01-02", "3-1-2"),
        ("Jan-32", "1-32"),
        ("1932-01-01", "1-32"),
    ],
)
def test_changed_code_is_told_by_the_right_name_beside_it(shown, was):
    assert refusal(shown, CODES[was]) == (
        f"表計算ソフトが施策番号を「{shown}」に変えたようです。横の施策名は施策「{was}」のものです。",
        f"列の表示形式を「文字列」にして、「{was}」と入力し直してください。",
    )


@pytest.mark.parametrize("code", CODES)
def test_code_with_its_own_name_is_taken(code):
    assert LOOKUP.beside(code, CODES[code], "施策名") == code
    assert LOOKUP.beside(f"{code} ", CODES[code].replace("の", " の"), "施策名") == code


def test_code_whose_name_is_anothers_never_goes_into_either():
    assert refusal("1.10", "台帳の電⼦化") == (
        "施策番号「1.10」は「庁内の研修」ですが、横の施策名は施策「2」のものです。",
        "番号か名称の、違っているほうを直してください。",
    )
    assert refusal("9", "台帳の電子化") == (
        "「9」という施策は登録されていません。",
        "横の施策名は施策「2」のものです。",
    )


def test_without_a_name_what_could_be_one_of_two_is_refused_with_the_cure():
    assert refusal("1.1") == (
        "施策「1.1」か、表計算ソフトが「1.1」に変えた施策「1.10」か、区別できません。",
        "施策名も入力してください（列がなければ加えてください）。",
    )
    assert LOOKUP.beside("1.10", "", "施策名") == "1.10"
    assert LOOKUP.beside("3-1-2", "", "施策名") == "3-1-2"


def test_without_a_name_what_no_code_is_any_more_is_told():
    assert refusal("100") == (
        "表計算ソフトが施策番号を「100」に変えたようです。",
        "列の表示形式を「文字列」にして、「1E2」と入力し直してください。",
    )


def test_a_day_where_no_code_could_become_it_is_told_as_a_day():
    problem, cure = refusal("2026-07-09")
    assert problem == (
        "「2026-07-09」という施策は登録されていません。"
        "表計算ソフトが施策番号を日付に変えたようです。"
    )
    assert cure == "列の表示形式を「文字列」にして、計画のとおりの番号を入力し直してください。"


def test_what_the_row_can_mean_tells_the_two_apart():
    assert LOOKUP.beside("1.1", "", "施策名", among={"1.1", "2"}) == "1.1"
    assert "1.10" in refusal("1.1", among={"1.10"})[1]
    assert "区別できません" in refusal("1.1", among={"1.1", "1.10"})[0]
    assert LOOKUP.beside("1.1", "", "施策名", among=set()) == "1.1"


def test_name_that_is_nobodys_is_left_to_the_names_own_column():
    assert LOOKUP.beside("1.1", "窓口予約", "施策名") == "1.1"
