"""The sheets of `paper_pages` as a Word file, for offices that write on in it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from progress.charts.cache import NotDrawn, printed
from progress.charts.failed import FAILED, SEE_TABLE
from progress.entry.paper_pages import MARKING, ResultLine, Sheet
from sakado_dx.clock import format_stamp
from sakado_dx.word import WordFile

COMPARED = (("項目", 3), ("前年度", 7), ("今年度", 7))
FIGURES = (("成果指標", 5), ("目標", 3), ("前年度", 2), ("今年度", 2), ("判定", 5))


def to_word(sheets: Sequence[Sheet], title: str, at: datetime) -> bytes:
    """A page or more for each sheet, in their order; one alone has the charts of its indicators."""
    colophon = f"{title}　{format_stamp(at)} 現在"
    file = WordFile(title=title, marking=MARKING, colophon=colophon, at=timezone.localtime(at))
    for number, sheet in enumerate(sheets):
        if number:
            file.new_page()
        _write(file, sheet, with_charts=len(sheets) == 1)
    return file.to_bytes()


def _write(file: WordFile, sheet: Sheet, *, with_charts: bool) -> None:
    file.heading(sheet.title)
    for line in sheet.head:
        file.paragraph(line)
    if sheet.results:
        file.heading("成果指標の実績", 2)
        rows = [
            (each.name, each.target, each.before, each.now, each.finding) for each in sheet.results
        ]
        _table(file, FIGURES, rows)
    if with_charts:
        _draw(file, [each for each in sheet.results if each.chart.has_content])
    file.heading("報告の内容", 2)
    _table(file, COMPARED, [(each.label, each.before, each.now) for each in sheet.lines])
    if sheet.parts:
        file.heading("関係課の記載", 2)
        rows = [(each.division, each.text, each.share) for each in sheet.parts]
        _table(file, (("課", 4), ("記載", 10), ("数値の内訳", 3)), rows)
    if sheet.files:
        file.heading("証拠資料", 2)
        for name in sheet.files:
            file.paragraph(f"・{name}")


def _draw(file: WordFile, results: Sequence[ResultLine]) -> None:
    for each in results:
        told = f"{each.name}：{each.finding}"
        file.paragraph(told)
        try:
            file.picture(printed(each.chart), told)
        except NotDrawn:
            file.paragraph(FAILED + SEE_TABLE)


def _table(file: WordFile, columns: Sequence[tuple[str, int]], rows: list[tuple]) -> None:
    headings, widths = zip(*columns, strict=True)
    file.table(headings, rows, widths)
