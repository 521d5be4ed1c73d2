"""What a clerk writes into a plan's workbook: understood as written, or named by its cell."""

import re
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from openpyxl.styles import Font

from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.sheets.reading import read_sheets, read_workbook
from sakado_dx.spreadsheets.opening import open_book
from tests.progress.documents import FOUR_LEVELS, checked, measures, raw
from tests.progress.plan_books import Changed
from tests.sakado_dx.workbooks import workbook


def four_levels() -> Changed:
    return Changed(checked(raw(FOUR_LEVELS)))


def target(document: dict, code: str = "A1", place: int = 0) -> dict:
    return measures(document)[code]["indicators"][0]["targets"][place]


@pytest.mark.parametrize(
    ("written", "year"), [("R8", 2026), ("令和8年度", 2026), (2026, 2026), ("２０２６年度", 2026)]
)
def test_years_are_read_as_people_write_them(written, year):
    document = Changed().put("目標", 1, "年度", written).read()
    assert target(document)["fiscal_year"] == year


@pytest.mark.parametrize(
    ("written", "value"),
    [("１２．５", "12.5"), (0.1, "0.1"), ("1,000", "1000"), ("▲3", "-3"), (0, "0")],
)
def test_figures_are_read_exactly(written, value):
    assert target(Changed().put("目標", 1, "値", written).read())["value"] == value


@pytest.mark.parametrize("written", ["R8.4.1", "令和8年4月1日", "2026/4/1", date(2026, 4, 1)])
def test_days_are_read_with_and_without_an_era(written):
    document = Changed().put("施策", 1, "始まった日", written).read()
    assert measures(document)["A1"]["first_day"] == "2026-04-01"


@pytest.mark.parametrize(
    "written", ["くらし窓口課、デジタル室", "くらし窓口課・デジタル室", "くらし窓口課\nデジタル室"]
)
def test_divisions_in_one_cell_are_told_apart_where_all_are_known(written):
    document = Changed().put("施策", 2, "所管課", written).read()
    assert measures(document)["A2"]["divisions"] == ["くらし窓口課", "デジタル室"]


def test_words_may_be_typed_short_and_in_other_letters():
    book = Changed().put("指標", 1, "種類", "数値").put("課", 1, "種別", "総称")
    document = book.put("指標", 1, "向き", "小さいほどよい").read()
    indicator = measures(document)["A1"]["indicators"][0]
    assert (indicator["kind"], indicator["sense"]) == ("NUMBER", "down")
    assert document["divisions"][0]["kind"] == "collective"


def test_columns_may_move_and_go_and_memos_are_for_people():
    book = Changed().put("施策", 1, "メモ", "来年度に見直す")
    sheet = book.book["施策"]
    sheet.delete_cols([each.value for each in sheet[2]].index("概要") + 1)
    sheet.move_range("A2:A20", cols=30)
    sheet.delete_cols(1)
    book.book.create_sheet("メモ（担当）").append(["自由に"])
    assert measures(book.read())["A1"]["summary"] == ""


def test_blank_sheets_and_rows_stand_for_nothing():
    book = Changed()
    del book.book["用語"], book.book["使い方"]
    sheet = book.book["情報システム"]
    sheet.cell(5, 1).value = "台帳"
    assert [each["name"] for each in book.read()["information_systems"]] == ["台帳"]


def test_a_cell_that_cannot_be_read_is_named_once_with_its_cure():
    book = Changed().put("目標", 2, "値", "約40").put("目標", 1, "年度", "今年")
    book.put("指標", 2, "種類", "数字").put("施策", 1, "始まった日", "2月30日").put(
        "効果", 1, "紙を減らす", "△"
    )
    assert book.faults() == [
        "シート「施策」L3「始まった日」 の値「2月30日」は使えません。日付の書き方になっていません。"
        "「令和8年4月1日」「R8.4.1」「2026/4/1」のように入力してください。",
        "シート「指標」F4「種類」 の値「数字」は使えません。使えない言葉です。「数値（目標年度に達する）」"
        "「毎年の下限」「拡充（当初の値から増やす）」「達成時期」「言葉による目標」のどれかにしてください。",
        "シート「目標」C3「年度」 の値「今年」は使えません。年度の書き方になっていません。"
        "「令和8年度」「R8」「2026」のように入力してください。",
        "シート「目標」E4「値」 の値「約40」は使えません。「約」は数値に使えません。"
        "「12.5」「1,000」のように数字だけを入力してください。",
        "シート「効果」3行目 の値「△」は使えません。◎か○を指定してください。",
    ]


def test_what_the_strict_parser_says_names_sheets_and_cells():
    book = Changed().put("計画", 0, "計画の名称", None).put("施策", 1, "所管課", "くらし課")
    book.put("施策", 2, "施策番号", "A1").put("課", 2, "名称", None).put("指標", 1, "単位", None)
    told = book.faults()
    assert "シート「計画」B3「計画の名称」 が空欄です。値を入力してください。" in told
    assert (
        "シート「施策」F3「所管課」 の値「くらし課」はシート「課」にありません。"
        "書き方を確かめるか、そのシートに行を加えてください。"
    ) in told
    assert "シート「課」A4「名称」 が空欄です。値を入力してください。" in told
    assert (
        "シート「指標」E3「単位」 が空欄です（種類「数値（目標年度に達する）」には単位が必要です）。"
        "値を入力してください。"
    ) in told
    assert "シート「施策」4行目 の番号「A1」は、シート「施策」3行目と重複しています。" in told
    assert not any("変わらない番号" in each or "体系表" in each for each in told)


def test_rows_that_hang_on_nothing_are_named():
    book = Changed().put("施策", 1, "基本方針の番号", 9).put("目標", 1, "指標番号", "Z9")
    told = book.faults()
    assert (
        "シート「施策」C3「基本方針の番号」 の値「9」は使えません。シート「基本方針」にない番号です。"
        "番号を確かめるか、シート「基本方針」に行を加えてください。"
    ) in told
    assert (
        "シート「目標」A3「指標番号」 の値「Z9」は使えません。シート「指標」にない番号です。"
        "番号を確かめるか、シート「指標」に行を加えてください。"
    ) in told


def test_a_name_of_another_row_tells_that_the_number_is_wrong():
    book = Changed().put("年度別の方向性", 1, "施策番号", "A2")
    assert book.faults()[0] == (
        "シート「年度別の方向性」B3「施策名」 の値「窓口予約の導入」は使えません。隣の番号は"
        "「待ち時間の短縮」のもので、この名称は「窓口予約の導入」のものです。"
        "番号か名称のどちらかを直してください。"
    )
    renamed = Changed().put("施策", 1, "施策名", "予約の導入")
    assert measures(renamed.read())["A1"]["name"] == "予約の導入"


def test_strange_sheets_headings_items_and_merged_cells_are_refused_by_name():
    book = Changed().put("計画", 0, "団体コード", "1")
    book.book["計画"].cell(20, 1).value = "市の花"
    book.book["施策"].cell(2, 3).value = "方針番号"
    book.book["用語"].title = "用語一覧"
    book.book["課"].merge_cells("A3:A4")
    told = "\n".join(book.faults())
    assert "シート「用語一覧」 は、計画のシートではありません。" in told
    assert "シート「計画」20行目 の値「市の花」は使えません。この項目は取り込めません。" in told
    assert "シート「施策」C2「方針番号」 の値「方針番号」は使えません。" in told
    assert "「基本方針の番号」の列がありません。" in told
    assert "シート「課」A3「名称」 ：セルが結合されています（A3:A4）。結合を解除し" in told


def test_a_hidden_sheet_is_not_read_in_silence():
    book = Changed()
    book.book["目標"].sheet_state = "hidden"
    told = book.faults()[0]
    assert told == "シート「目標」 は非表示です。表示してから保存するか、削除してください。"


def test_what_must_be_known_is_told_and_taken():
    book = Changed()
    book.cell("施策", 1, "概要").font = Font(strike=True)
    book.book["目標"].append(["※ 目標は年度末の値"])
    first, second = book.notices()
    assert first.startswith("シート「施策」H3「概要」 「手続の時間を")
    assert "取り消し線が引かれています。取り込みません" in first
    assert second.startswith("シート「目標」")
    assert "合計や注記の行です。取り込みません。" in second


def test_a_heading_that_waits_for_a_name_must_get_one():
    book = Changed()
    sheet = book.book["効果"]
    sheet.cell(2, 7).value = "（効果4の名称）"
    assert book.read()["effect_kinds"] == ["来庁を減らす", "職員の時間を生む", "紙を減らす"]
    sheet.cell(3, 7).value = "○"
    assert book.faults() == [
        "シート「効果」G3「（効果4の名称）」 の値「○」は使えません。見出しが名称になっていません。"
        "見出しに名称を書いてください。"
    ]


def test_a_direction_is_needed_where_a_plan_has_three_levels():
    book = four_levels().put("施策", 1, "方向性の番号", None).put("施策", 2, "方向性の番号", 8)
    told = book.faults()
    assert "シート「施策」D3「方向性の番号」 ：空欄です。" in told[0]
    assert (
        "シート「施策」D4「方向性の番号」 の値「8」は使えません。シート「方向性」にない番号です。"
        in told[1]
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "計画.xlsx",
            workbook([["番号"], ["1"]]),
            "この表計算ファイル は計画のブックではありません",
        ),
        (
            "計画.xlsx",
            b"PK\x03\x04",
            "「計画.xlsx」 は読み込めません。ファイルが途中で切れているか、壊れています。",
        ),
    ],
)
def test_another_file_is_one_sentence(name, content, told):
    with pytest.raises(DocumentRefused) as refused:
        read_workbook(name, content)
    (fault,) = refused.value.faults
    assert str(fault).startswith(told)


ODD_CELLS = [
    "", " ", "0", "-1", "9" * 20, "R5", "平成31年5月1日", "2026/4/1", "○", "×", "△", "数値", "目標", "x\ny",
    "①", "1-1-ア", "電子申請", "情報課", "（なし）", "（予定なし）", "⇒", "合計", "※", "\x00", "A" * 400,
]  # fmt: skip


def test_whatever_stands_in_a_cell_it_is_read_or_refused_in_the_workbooks_words():
    """60 workbooks with some cells of nonsense: no fall, and no key of the format in a fault."""
    book = open_book("計画.xlsx", four_levels().content)
    sheets = {name: book.read(name) for name in book.names}
    chance, refused = Random(1), 0
    for _ in range(60):
        changed = {name: replace(each, rows=dict(each.rows)) for name, each in sheets.items()}
        for _ in range(chance.randint(1, 5)):
            sheet = changed[chance.choice(list(changed))]
            row = chance.choice(list(sheet.rows))
            cells = list(sheet.rows[row])
            cells[chance.randrange(len(cells))] = chance.choice(ODD_CELLS)
            sheet.rows[row], sheet.shown = cells, {}
        try:
            read_sheets(replace(book, read=changed.__getitem__))
        except DocumentRefused as error:
            refused += 1
            assert not re.search(r"[a-z]_[a-z]|policies|measures|None", str(error))
    assert 20 < refused < 60
