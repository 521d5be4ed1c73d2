"""The page of instructions in a plan's workbook: how it is filled in, and what each column holds."""

from collections.abc import Iterator

from progress.plan_document.sheets.columns import NONE, NOT_PLANNED, Column
from progress.plan_document.sheets.shape import MEMO
from progress.plan_document.sheets.shapes import SHAPES
from sakado_dx.spreadsheets.writing import Cell

TITLE = "計画のブックの使い方"
RULES = (
    "1. シートは、番号と名称でつながっています。まず「計画」「基本方針」「施策」「課」を書き、ほかは要るものだけで"
    "かまいません。使わないシートは空のままにします。",
    "2. 書き方は計画のとおりに。並び順が、計画での順になります。行の間に空行があってもかまいません。",
    "3. 年度は「令和5年度」「R5」「2023」、日付は「令和8年4月1日」「R8.4.1」「2026/4/1」、数は数字だけで書きます。"
    "0 と空欄は別のものです。",
    "4. 一つのセルに名称を二つ以上書くときは、セルの中で改行（Alt＋Enter）して、1行に一つずつ書きます。",
    "5. 見出しの名前は変えず、セルは結合しないでください。列の並びは変えてもよく、要らない列は削除できます。",
    f"6. 「{MEMO}」の列と、名前が「{MEMO}」で始まるシートは読み込みません。自由に使えます。",
    "7. 施策名・指標名など、番号の隣の名称は見るためのものです。別の行の名称だと、番号の間違いとして知らせます。",
    f"8. 予定のない年度は{NOT_PLANNED}、体系表に課がないときは{NONE}と書きます。"
    "空欄は、計画に記載がないという意味です。",
    "9. 書き終えたら、管理画面の「計画の読込」で、このファイルを選びます。"
    "変わるところと誤りがすべて示され、確かめるまで何も変わりません。",
)


def guide_lines() -> list[list[Cell]]:
    """The lines of the page: the rules, then every sheet with its columns."""
    lines: list[list[Cell]] = [[TITLE], *([rule] for rule in RULES), [""]]
    for shape in SHAPES:
        lines += [[""], [f"■ {shape.name}　{shape.about}"]]
        lines += [[column.heading, _told(column)] for column in shape.columns]
    return lines


def _told(column: Column) -> str:
    return "。".join(_parts(column)) or "文字"


def _parts(column: Column) -> Iterator[str]:
    if column.needed:
        yield "必須"
    if column.names:
        yield "見るための列（書かなくてもかまいません）"
    if column.about:
        yield column.about
    if column.kind.told:
        yield column.kind.told
    if column.listed:
        yield f"シート「{column.listed}」にあるもの"
