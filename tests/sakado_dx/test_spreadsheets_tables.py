from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook

from sakado_dx.spreadsheets.faults import Fault, Refused, SheetNotChosen
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.tables import table_of
from tests.sakado_dx.workbooks import saved, workbook

HEADINGS = ["番号", "施策名", "所管課", "概要"]


def table(content: bytes, name: str = "a.xlsx", sheet: str = ""):
    book = read_book(name, content)
    return table_of(
        book, title="個別施策", headings=HEADINGS, required={"番号", "施策名"}, sheet=sheet
    )


def faults(content: bytes, name: str = "a.xlsx") -> list[tuple[str, str, str]]:
    return [(each.place, each.column, each.problem) for each in table(content, name).faults]


def test_rows_are_told_by_heading_and_by_the_number_of_the_sheet():
    content = workbook([["施策一覧"], [], ["施 策 名", "番号"], ["業務改善", 7], [], ["RPA", "08"]])
    found = table(content)
    assert (found.header_row, found.columns, found.absent) == (
        3,
        {"施策名": 1, "番号": 2},
        ["所管課", "概要"],
    )
    assert [(row.number, row.texts) for row in found.rows] == [
        (4, {"施策名": "業務改善", "番号": "7"}),
        (6, {"施策名": "RPA", "番号": "08"}),
    ]
    assert found.faults == []


def test_unknown_headings_are_named_with_what_was_probably_meant():
    found = table(workbook([["番号", "施策名", "所管科", "備考欄"], ["1", "a", "b", "c"]]))
    assert [(each.place, each.value, each.cure[:15]) for each in found.faults] == [
        ("C1", "所管科", "「所管課」のことであれば見出し"),
        ("D1", "備考欄", "この列を削除してください。取り"),
    ]


def test_missing_headings_are_named():
    assert faults(workbook([["番号", "概要"], ["1", "a"]])) == [
        ("1行目", "施策名", "「施策名」の列がありません。")
    ]


def test_double_heading_is_a_fault():
    assert faults(workbook([["番号", "施策名", "施策名"], ["1", "a", "b"]])) == [
        ("C1", "施策名", "同じ見出しの列が2つあります。")
    ]


def test_values_without_a_heading_are_a_fault():
    assert faults("番号,施策名,\n1,a,b\n2,c,d,e\n".encode(), "a.csv") == [
        ("C1", "", "見出しのない列に値があります。"),
        ("D3", "", "見出しのない列に値があります。"),
    ]


def test_columns_of_nothing_are_passed_over():
    assert faults("番号,施策名,,\n1,a,,\n2,c\n".encode(), "a.csv") == []


@pytest.mark.parametrize(
    ("letter", "name"), [("\x00", "U+0000"), ("\x0b", "U+000B"), ("\ufffd", "U+FFFD")]
)
def test_letters_that_no_name_has_are_faults(letter, name):
    content = f'番号,施策名\n1,"a{letter}b"\n'.encode()
    assert faults(content, "a.csv") == [
        ("B2", "施策名", f"使えない文字（{name}）が含まれています。")
    ]


def test_control_character_of_a_workbook_is_a_fault():
    assert faults(workbook([["番号", "施策名"], ["1", "a_x0008_b"]])) == [
        ("B2", "施策名", "使えない文字（U+0008）が含まれています。")
    ]


def test_merged_cells_among_the_rows_are_faults_and_above_them_are_not():
    book = Workbook()
    for row in [["一覧表"], ["番号", "施策名"], ["1", "a"], ["2", None]]:
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    assert faults(saved(book)) == []
    book.active.merge_cells("B3:B4")
    assert faults(saved(book)) == [("B3", "施策名", "セルが結合されています（B3:B4）。")]
    book.active.unmerge_cells("B3:B4")
    book.active.merge_cells("A3:B3")
    assert faults(saved(book)) == [("A3", "番号～施策名", "セルが結合されています（A3:B3）。")]


def test_uncalculated_formulas_and_errors_are_faults_of_their_column():
    book = Workbook()
    book.active.append(["番号", "施策名"])
    book.active.append(["=1", "#REF!"])
    assert faults(saved(book)) == [
        ("A2", "番号", "数式の計算結果が保存されていません。"),
        ("B2", "施策名", "セルの値がエラー（#REF!）です。"),
    ]


def test_sheet_is_taken_by_its_title_or_by_its_headings_whichever_is_active():
    lines = [["番号", "施策名"], ["1", "a"]]
    assert table(workbook([["メモ"]], title="メモ", 個別施策=lines)).sheet == "個別施策"
    assert table(workbook([["メモ"]], title="メモ", 一覧=lines)).sheet == "一覧"


def test_two_sheets_that_fit_are_not_chosen_between():
    lines = [["番号", "施策名"], ["1", "a"]]
    content = workbook(lines, title="A", B=lines)
    with pytest.raises(SheetNotChosen, match="2枚あります") as caught:
        table(content)
    assert caught.value.names == ["A", "B"]
    assert table(content, sheet="B").sheet == "B"


def test_hidden_sheet_is_taken_only_by_name():
    book = Workbook()
    book.active.append(["番号", "施策名"])
    book.active.title = "個別施策"
    book.create_sheet("表").append(["メモ"])
    book["個別施策"].sheet_state = "hidden"
    with pytest.raises(SheetNotChosen, match="非表示"):
        table(saved(book))
    assert table(saved(book), sheet="個別施策").sheet == "個別施策"


def test_unknown_sheet_and_empty_sheet_are_refused():
    with pytest.raises(SheetNotChosen, match="「裏」はありません"):
        table(workbook([["番号", "施策名"]]), sheet="裏")
    with pytest.raises(Refused, match="空です"):
        table(workbook([]))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ｉ−１−２", "I-1-2"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイナンバーカード"),
        ("RPA 技術", "RPA技術"),
        ("更改、運用", "更改・運用"),
        ("Ⅳ①", "IV1"),
    ],
)
def test_spellings_that_mean_the_same_have_one_key(left, right):
    assert match_key(left) == match_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("I-1-11", "I-11-1"), ("サーバー", "サーバ"), ("ai", "AI")]
)
def test_different_names_have_different_keys(left, right):
    assert match_key(left) != match_key(right)


def test_totals_and_notes_beside_the_rows_are_left_out_and_said():
    rows = [["番号", "施策名", "所管課"], ["1", "業務改善", "課"]]
    beside = [["合計", "", "3"], ["", "計", "3"], ["※ 10月1日現在"], ["（注）概数"], ["備考：なし"]]
    found = table(workbook(rows + beside))
    assert [row.texts["施策名"] for row in found.rows] == ["業務改善"]
    assert {each.cure for each in found.notices} == {"取り込みません。"}
    assert [each.place for each in found.notices] == [f"{row}行目" for row in range(3, 8)]
    assert found.faults == []


@pytest.mark.parametrize(
    "word",
    [
        "合計（千円）",
        "計（47施策）",
        "総合計",
        "合計額",
        "累計",
        "小計①",
        "◎合計",
        "＜合計＞",
        "－計－",
        "以上",
    ],
)
def test_total_is_known_by_its_word_however_it_is_dressed(word):
    found = table(workbook([["番号", "施策名"], ["1", "業務改善"], [word, ""]]))
    assert [row.texts["番号"] for row in found.rows] == ["1"]
    assert [each.value for each in found.notices] == [word]


@pytest.mark.parametrize("word", ["合計所得の照会", "計画（案）", "累計画面", "以上の者", "備考欄"])
def test_word_that_goes_on_is_no_total(word):
    found = table(workbook([["番号", "施策名"], ["1", "業務改善"], [word, ""]]))
    assert [row.texts["番号"] for row in found.rows] == ["1", word]


def test_row_that_only_begins_like_a_note_is_a_row():
    rows = [["番号", "施策名"], ["計画1", "計画の見直し"], ["注", "注意の喚起"], ["計算", ""]]
    found = table(workbook(rows))
    assert [row.texts["番号"] for row in found.rows] == ["計画1", "注", "計算"]
    assert found.notices == []


def test_text_longer_than_a_cell_holds_is_refused_by_every_door():
    long = "あ" * 32_768
    csv = f"番号,施策名,概要\r\n1,a,{long}\r\n".encode()
    assert faults(csv, "a.csv") == [("C2", "概要", "32,767文字を超えています。")]
    assert faults(csv.replace("あ".encode(), b"", 1), "a.csv") == []


def test_words_are_taken_as_the_cell_shows_them_and_figures_as_figures():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("個別施策")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1, 0, 1.1, book.add_format({"num_format": "0.00"}))
        sheet.write(1, 1, 46296, book.add_format({"num_format": 'm"月"d"日"'}))
        sheet.write(1, 2, 12, book.add_format({"num_format": '0"課"'}))
        sheet.write(1, 3, 0.5733333, book.add_format({"num_format": "0.0%"}))
    book = read_book("a.xlsx", buffer.getvalue())
    found = table_of(
        book, title="個別施策", headings=HEADINGS, required={"番号"}, figures={"所管課", "概要"}
    )
    assert found.rows[0].texts == {
        "番号": "1.10", "施策名": "10月1日", "所管課": "12", "概要": "57.3%",
    }  # fmt: skip


def test_of_a_row_as_a_whole_no_value_is_told_and_of_a_blank_cell_that_it_is_blank():
    whole, blank = Fault(3, "", "", "", "誤り", ""), Fault(3, "値", "A", "", "誤り", "")
    assert (whole.told_value, blank.told_value) == ("―", "（空欄）")
    assert Fault(3, "値", "A", "①", "誤り", "").told_value == "①"
