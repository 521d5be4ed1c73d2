"""記入のしかた: the page of the workbook that says how it is filled in and handed back."""

from collections.abc import Iterator

from progress.models.report_fields import MOST_LETTERS
from progress.sheets.columns import PAPERS, PARTS, REPORTS
from progress.sheets.lines import DivisionBook
from sakado_dx.fiscal import format_date


def lines_of(book: DivisionBook) -> Iterator[tuple[str, str]]:
    """(heading, text) of each paragraph; a heading alone begins a part."""
    yield "この記入用ブックについて", ""
    yield "課", str(book.division)
    yield "年度", str(book.year)
    yield "提出期限", format_date(book.year.due_for(book.division.pk))
    if book.review:
        yield "調書の提出期限", format_date(book.review.due_on)
    yield from _of_filling(book)
    yield from _of_taking_in()


def _of_filling(book: DivisionBook) -> Iterator[tuple[str, str]]:
    has_parts = bool(book.lines[PARTS])
    yield "記入のしかた", ""
    yield "1", "白い欄だけに記入します。灰色の欄は、参照するためのもので、保護しています。"
    yield (
        "2",
        f"「{REPORTS}」は、成果指標ごとに1行です。取り組んだことから右は、施策の最初の行に記入します。",
    )
    yield "3", "▼のある欄は、一覧から選べます。前年度の欄は、前の年度に記載した内容です。"
    yield (
        "4",
        "実績のないものは、空欄（未報告）のままにするか、一覧の言葉を選びます。0は、実績が0という意味です。",
    )
    if has_parts:
        yield "5", f"「{PARTS}」は、あなたの課が関係課として回答するものです。1行ずつ回答します。"
    if book.review:
        yield "6" if has_parts else "5", _of_papers(book)


def _of_taking_in() -> Iterator[tuple[str, str]]:
    yield "取込み", ""
    yield (
        "1",
        "記入したブックは、ポータルの「担当施策」の「記入用ブック」から選びます。取り込む前に、変わるところを示します。",
    )
    yield (
        "2",
        "取り込むのは、ダウンロードした後に変えた欄だけです。変えていない欄は、そのままです。",
    )
    yield (
        "3",
        "何人かで分けて記入したブックは、一つずつ取り込めます。同じ欄をポータルでもほかの人が変えていたときは、"
        "両方を並べて示し、どちらを残すかを選んでもらいます。",
    )
    yield "4", "記入してあった欄を空欄にすると、空欄になります（取り込む前に示します）。"
    yield (
        "5",
        "内容は下書きに入ります。提出は、ポータルの画面で行います。提出済みの報告と調書の行は、取り込めません。",
    )
    yield "気をつけること", ""
    yield (
        "1",
        "取り込むのは、セルに見えているものです。取り消し線のある欄は、空欄として扱います。",
    )
    yield (
        "2",
        f"一つの欄に入るのは{MOST_LETTERS:,}文字までです。提出できる文字数は、欄ごとに決まっています。",
    )
    yield "3", "行の番号と、非表示のシートは変えないでください。どの行かを、それで見分けます。"


def _of_papers(book: DivisionBook) -> str:
    review = book.review
    return (
        f"「{PAPERS}」は、「{review.title}」の調書です。成果指標ごとに1行で、施策について記入する欄は、"
        "施策の最初の行にあります。方向性の欄には今の計画が入っています。変える年度だけを書き換えます。"
        "目標は、変えるか取り下げるかの、どちらかにします。"
    )
