"""Tables of plans as cities keep them, for the tests."""

from io import BytesIO

import xlsxwriter
from openpyxl import load_workbook

from progress.plan_document.own_table.filling import fill, look_at
from progress.plan_document.sheets.reading import read_workbook

YEARS = ["R5", "R6", "R7", "R8", "R9"]
MEASURES = [
    ["業務棚卸の推進", "見える化", "情報政策課、各課", "業務の可視化を全庁的に進める（R6年度まで）",
     "調査", "実施", "→", "→", "⇒", "", "◎"],
    ["RPAの活用", "", "情報政策課・職員課", "RPA導入業務数：R5年度19業務 R9年度30業務",
     "運用", "拡充", "⇒", "⇒", "⇒", "○", "◎"],
    ["AIの案内", "", "情報政策課", "R6年度の導入", "検討", "導入", "運用", "⇒", "⇒", "◎", "△"],
    ["職員の研修", "", "職員課", "毎年2回以上", "実施", "⇒", "⇒", "⇒", "⇒", "", ""],
    ["電子申請", "", "市民課", "R5年度3件⇒拡充", "運用", "⇒", "⇒", "⇒", "⇒", "◎", ""],
    ["窓口の改善", "", "市民課", "待ち時間を減らす", "検討", "実施", "⇒", "⇒", "⇒", "○", ""],
]  # fmt: skip


def drawn(draw) -> bytes:
    """A workbook of one sheet 計画の表, drawn with xlsxwriter."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        draw(book.add_worksheet("計画の表"))
    return buffer.getvalue()


def merged_table(sheet) -> None:
    """Titles above, headings of two rows, policies and directions merged, a total, a note."""
    sheet.merge_range("A1:M1", "つくも市DX推進計画　施策一覧")
    sheet.write("A2", "R5.3")
    heads = ["基本方針", "施策の方向性", "施策名", "概要", "所管課", "成果目標"]
    for column, heading in enumerate(heads):
        sheet.merge_range(3, column, 4, column, heading)
    sheet.merge_range("G4:K4", "年度別計画")
    sheet.merge_range("L4:M4", "主な効果")
    sheet.write_row("G5", [*YEARS, "市民の利便", "業務の効率"])
    sheet.merge_range("A6:A9", "Ⅰ 業務の改革")
    sheet.merge_range("A10:A11", "Ⅱ 便利な窓口")
    for place, text in {"B6:B7": "① 見直し", "B8:B9": "② AI", "B10:B11": "① 電子化"}.items():
        sheet.merge_range(place, text)
    for row, cells in enumerate(MEASURES, 5):
        sheet.write_row(row, 2, cells)
    sheet.write_row("A12", ["合計", "", "", "6施策"])
    sheet.merge_range("A13:M13", "※ 各課は、すべての課をいう。")


def figures_table(sheet) -> None:
    """An indicator a row, with its figures in columns."""
    sheet.write_row(
        0, 0,
        ["No", "柱", "取組", "担当課", "指標", "単位", "現状値（R4）", "目標値（R6）", "目標値（R9）", "備考"],
    )  # fmt: skip
    sheet.write_row(
        1, 0, ["1", "1 暮らし", "窓口予約", "窓口課", "予約率", "%", 12.5, "20%", "40%以上"]
    )
    sheet.write_row(
        2, 0, ["2", "1 暮らし", "待ち時間", "窓口課", "平均", "分", 30, 25, 15, "総合窓口"]
    )
    sheet.write_row(3, 0, ["", "", "", "", "不満の件数", "件", "-", "", "5件以下"])
    sheet.write_row(4, 0, ["3", "2 行政", "台帳", "港課", "電子化", "", "", "", "導入"])
    sheet.write_row(5, 0, ["計", "", "3取組"])


def look(draw, **asked):
    return look_at("表.xlsx", drawn(draw), **asked)


def filled(draw, **roles) -> "Filled":
    """The workbook that a table fills, with roles by heading where they are chosen otherwise."""
    found = look(draw)
    chosen = {
        column: roles.get(found.found.headings[column], role)
        for column, role in found.roles.items()
    }
    return Filled(fill("表.xlsx", found, chosen))


class Filled:
    """A filled workbook: its document, and what stands in a sheet's memos."""

    def __init__(self, content: bytes):
        self.content = content
        self.book = load_workbook(BytesIO(content))

    def document(self) -> dict:
        return read_workbook("計画.xlsx", self.content).document

    def memos(self, sheet: str) -> list[str]:
        rows = self.book[sheet].iter_rows(min_row=2, values_only=True)
        heads = list(next(rows))
        return [row[heads.index("メモ")] or "" for row in rows]

    def lines(self) -> list[str]:
        rows = self.book["メモ（読み取り）"].iter_rows(values_only=True)
        return ["　".join(text for text in row if text) for row in rows]
