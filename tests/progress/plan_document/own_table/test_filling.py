"""A city's own table becomes the plan's workbook, for a person to put right."""

import ast

import pytest

from progress.plan_document.own_table.filling import look_at
from progress.plan_document.own_table.labels import read_label, split_code
from progress.plan_document.schema.completing import measures_of
from progress.plan_document.schema.faults import DocumentRefused
from tests import street
from tests.progress.own_tables import drawn, figures_table, filled, look, merged_table
from tests.sakado_dx.workbooks import workbook


def test_pandas_and_openpyxl_come_in_only_where_a_table_is_read():
    """Every process of the portal would pay for them else."""
    loaded = {
        name_of(path): street.imports_of(path, ("pandas", "openpyxl"))
        for path in (street.PROGRESS / "plan_document").rglob("*.py")
    }
    at_the_top = {
        name_of(path)
        for path in (street.PROGRESS / "plan_document").rglob("*.py")
        for node in street.tree_of(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(word in ast.unparse(node) for word in ("pandas", "openpyxl"))
    }
    assert [name for name, found in loaded.items() if found] == ["own_table/finding.py"]
    assert at_the_top == set()


def name_of(path) -> str:
    return path.relative_to(street.PROGRESS / "plan_document").as_posix()


def test_headings_are_found_below_titles_and_joined_over_two_rows():
    found = look(merged_table)
    assert found.found.head == (4, 5)
    assert found.found.above == ["つくも市DX推進計画　施策一覧", "R5.3"]
    assert list(found.found.headings.values()) == [
        "基本方針", "施策の方向性", "施策名", "概要", "所管課", "成果目標", "年度別計画 R5",
        "年度別計画 R6", "年度別計画 R7", "年度別計画 R8", "年度別計画 R9", "主な効果 市民の利便",
        "主な効果 業務の効率",
    ]  # fmt: skip
    assert list(found.roles.values()) == [
        "policy", "direction", "name", "summary", "divisions", "goal", *["year"] * 5,
        "effect", "effect",
    ]  # fmt: skip


def test_columns_of_figures_are_told_by_heading_and_cells():
    assert list(look(figures_table).roles.values()) == [
        "code", "policy", "name", "divisions", "indicator", "unit", "baseline", "target", "target",
        "note",
    ]  # fmt: skip


def test_a_table_with_merges_and_wording_becomes_a_plan_that_can_be_loaded():
    book = filled(merged_table)
    document = book.document()
    plan = document["plan"]
    assert (plan["title"], plan["city"]) == ("つくも市DX推進計画　施策一覧", "つくも市")
    assert (plan["first_fiscal_year"], plan["last_fiscal_year"]) == (2023, 2027)
    assert plan["level_names"] == ["基本方針", "施策の方向性", "施策"]
    assert [each["name"] for each in document["policies"]] == ["業務の改革", "便利な窓口"]
    measures = measures_of(document)
    assert [each["code"] for each in measures] == [
        "I-1-1", "I-1-2", "I-2-1", "I-2-2", "II-1-1", "II-1-2",
    ]  # fmt: skip
    assert [each["indicators"][0]["kind"] for each in measures] == [
        "MILESTONE", "NUMBER", "MILESTONE", "ANNUAL_MINIMUM", "EXPANSION", "QUALITATIVE",
    ]  # fmt: skip
    first = measures[0]
    assert first["divisions"] == ["情報政策課", "各課"]
    assert first["effects"] == {"業務の効率": "◎"}
    assert [(each["printed"], each["resolved"]) for each in first["yearly_directions"]] == [
        ("調査", "調査"), ("実施", "実施"), ("→", "実施"), ("→", "実施"), ("⇒", "実施"),
    ]  # fmt: skip
    kinds = {each["name"]: each["kind"] for each in document["divisions"]}
    assert (kinds["各課"], kinds["市民課"]) == ("collective", "division")


def test_what_was_filled_left_out_and_guessed_is_said():
    book = filled(merged_table)
    lines = book.lines()
    assert "A6:A9「基本方針」の結合を解き、各行に「Ⅰ 業務の改革」を入れました。" in lines
    assert "結合を解いて補ったところ：5件" in lines
    assert "12行目「合計」" in lines
    assert "13行目「※ 各課は、すべての課をいう。」" in lines
    assert any(line.startswith("取り込まない行（先頭のセルが「合計」") for line in lines)
    assert book.memos("施策")[0] == "元の表の6行目。番号がないため、位置から付けました。"
    assert book.memos("効果")[2] == "「業務の効率」の「△」は◎でも○でもないため、空欄としました。"
    assert book.memos("指標")[3].endswith("指標名が書かれていないため、施策名としました。")
    assert "総称としました。" in book.memos("課")
    assert "計画の名称から。確かめてください。" in book.memos("計画")


def test_a_table_of_figures_becomes_indicators_with_baselines_and_targets():
    book = filled(figures_table)
    with pytest.raises(DocumentRefused) as refused:
        book.document()
    assert [each.place for each in refused.value.faults] == [
        "シート「計画」B3「計画の名称」",
        "シート「計画」B4「市区町村」",
    ]
    rows = list(book.book["目標"].iter_rows(min_row=3, max_col=5, values_only=True))
    assert rows == [
        ("1", "予約率", "令和4年度", "当初値・現状値", 12.5),
        ("1", "予約率", "令和6年度", "目標", 20),
        ("1", "予約率", "令和9年度", "目標", 40),
        ("2", "平均", "令和4年度", "当初値・現状値", 30),
        ("2", "平均", "令和6年度", "目標", 25),
        ("2", "平均", "令和9年度", "目標", 15),
        ("2(2)", "不満の件数", "令和9年度", "目標", 5),
        ("3", "電子化：導入", "令和9年度", "目標", None),
    ]
    senses = [row[6] for row in book.book["指標"].iter_rows(min_row=3, values_only=True)]
    assert senses == ["大きいほどよい", "小さいほどよい", "小さいほどよい", "大きいほどよい"]
    assert "6行目「計」" in book.lines()
    assert "元の表の4行目は施策名が空欄のため、この施策の続きとしました。" in book.memos("施策")[1]


def test_roles_may_be_chosen_otherwise():
    book = filled(merged_table, **{"概要": "", "主な効果 市民の利便": "note"})
    measure = measures_of(book.document())[0]
    assert measure["summary"] == ""
    assert book.document()["effect_kinds"] == ["業務の効率"]


@pytest.mark.parametrize("reference", ["C6:D6", "G6:H6", "F6:F7", "C6:D7"])
def test_merges_that_could_mean_several_things_are_refused_by_name(reference):
    def draw(sheet):
        merged_table(sheet)
        sheet.merge_range(reference, "結合")

    with pytest.raises(DocumentRefused) as refused:
        filled(draw)
    (fault,) = refused.value.faults
    assert f"セルが結合されています（{reference}）。結合を解除し" in str(fault)
    assert str(fault).startswith(f"シート「計画の表」{reference.partition(':')[0]}「")


def test_what_is_merged_with_its_measure_is_one_cell_of_it():
    def draw(sheet):
        sheet.write_row(0, 0, ["施策名", "所管課", "指標", "目標値（R9）"])
        sheet.merge_range("A2:A3", "窓口")
        sheet.merge_range("B2:B3", "市民課")
        sheet.write_row("C2", ["予約率", "40%"])
        sheet.write_row("C3", ["満足度", "80%"])

    book = filled(draw)
    rows = list(book.book["指標"].iter_rows(min_row=3, max_col=4, values_only=True))
    assert rows == [("I-1", "窓口", "I-1", "予約率"), ("I-1", "窓口", "I-1(2)", "満足度")]
    assert book.memos("基本方針") == [
        "元の表に第1階層の列がないため、一つだけ置きました。名称を直してください。"
    ]


def test_the_likeliest_sheet_is_taken_or_the_one_that_is_named():
    content = workbook([["表紙"]], 一覧=[["施策名", "所管課"], ["窓口", "市民課"]])
    assert look_at("表.xlsx", content).found.sheet == "一覧"
    with pytest.raises(DocumentRefused, match="シート「施策」 に見出しの行が見つかりません"):
        look_at("表.xlsx", content, sheet="施策")
    with pytest.raises(DocumentRefused, match="「無い」 というシートはありません"):
        look_at("表.xlsx", content, sheet="無い")


def test_the_row_of_the_headings_may_be_named():
    content = workbook([["施策名", "所管課"], ["業務", "受け持ち"], ["窓口", "市民課"]])
    found = look_at("表.xlsx", content, head_row=2)
    assert list(found.found.headings.values()) == ["業務", "受け持ち"]
    with pytest.raises(DocumentRefused, match="見出しの行が見つかりません"):
        look_at("表.xlsx", content, head_row=9)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.csv", "施策名,所管課\n窓口,市民課\n".encode("cp932")),
        ("表.csv", "施策名,所管課\r\n窓口,市民課".encode()),
    ],
)
def test_text_files_are_read_too(name, content):
    assert look_at(name, content).found.samples(1) == ["窓口"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[""]],
        [["施策名", "所管課"]],
        [["施策名"], ["窓口"]],
        [["施策名", "施策名", "目標"], ["", "", "1"]],
    ],
)
def test_poor_tables_are_refused_or_taken_without_a_fall(rows):
    try:
        found = look_at("表.xlsx", workbook(rows))
    except DocumentRefused as error:
        assert "見出しの行" in str(error) or "読み込めません" in str(error)
        return
    assert filled(lambda sheet: [sheet.write_row(n, 0, r) for n, r in enumerate(rows)]).lines()
    assert found.roles


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ⅰ 業務の改革", (1, "業務の改革")),
        ("基本方針2　便利な窓口", (2, "便利な窓口")),
        ("① 見直し", (1, "見直し")),
        ("(3) 電子化", (3, "電子化")),
        ("IV. 人材", (4, "人材")),
        ("5Gの活用", (None, "5Gの活用")),
        ("窓口の改革", (None, "窓口の改革")),
    ],
)
def test_numbers_before_names_are_read_apart(text, label):
    found = read_label(text)
    assert (found.number, found.name) == label


def test_a_code_before_a_name_is_read_apart():
    assert split_code("I-1-1 業務棚卸") == ("I-1-1", "業務棚卸")
    assert split_code("１－２　窓口") == ("１－２", "窓口")
    assert split_code("窓口 1-2") == ("", "窓口 1-2")


def test_drawn_tables_have_one_sheet():
    assert look_at("表.xlsx", drawn(figures_table)).sheets == ["計画の表"]
