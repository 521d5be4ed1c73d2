"""資料4 as a Word file, for offices that write on in it."""

from collections.abc import Iterator

from django.utils import timezone

from progress.charts.cache import NotDrawn, printed
from progress.charts.failed import FAILED, SEE_TABLE
from progress.charts.words import WordsChart
from progress.dashboards.brief_pages import MOST_DECISIONS
from progress.pack.gathering import Material
from progress.pack.items import ItemPage
from progress.pack.measures import MeasurePage
from progress.pack.printing import Printed
from sakado_dx.clock import format_stamp
from sakado_dx.fiscal import format_date
from sakado_dx.jobs.running import hash_of
from sakado_dx.word import WordFile

RESULT = "審議の結果：（ここに書いてください。）"
MARKS = (4, 5, 5, 5)


def to_word(material: Material) -> Printed:
    """A page or more for each item, in the order of the agenda."""
    order, at = material.order, material.at
    title = f"{order.title}　資料4　審議案件"
    colophon = f"{title}　{format_stamp(at)} 現在"
    file = WordFile(
        title=title, marking=order.marking, colophon=colophon, at=timezone.localtime(at)
    )
    file.heading(title)
    told: list[str] = [title]
    for item in material.items:
        if item.number > 1:
            file.new_page()
        _write(file, item, told)
    if not material.items:
        file.paragraph("審議する案件はありません。")
    return Printed(file.to_bytes(), 0, hash_of(told))


def _write(file: WordFile, item: ItemPage, told: list[str]) -> None:
    file.heading(f"{item.label}　{item.title}〔{item.handling}〕", 2)
    for line in _head(item):
        file.paragraph(line)
        told.append(line)
    if item.page is not None:
        _write_measure(file, item, item.page, told)
    file.paragraph(f"結果：{item.outcome}" if item.outcome else RESULT)


def _head(item: ItemPage) -> Iterator[str]:
    if item.point:
        yield f"審議のポイント：{item.point}"
    for cause in item.causes:
        yield f"議題とした理由：{cause}"
    if item.page is not None:
        yield f"所管課：{'、'.join(item.page.edition.plan.divisions) or '（なし）'}"


def _write_measure(file: WordFile, item: ItemPage, page: MeasurePage, told: list[str]) -> None:
    said, frame = page.edition.report, page.edition.frame
    progress, outlook = item.decision
    rows = [
        ("進捗", said.progress or "未報告", said.second_judgement or "記載なし", progress or ""),
        ("今後の方針", said.outlook or "未報告", "―", outlook or ""),
    ]
    rows = [tuple(map(str, row)) for row in rows]
    file.table(("区分", *(frame.mark_name(each) for each in frame.marks)), rows, MARKS)
    told += [" ".join(row) for row in rows]
    for each in page.indicators:
        finding = f"{each.part.facts.name}：{each.judgement.label}　{each.judgement.finding}"
        file.paragraph(finding)
        told.append(finding)
        if each.chart and not isinstance(each.chart["chart"], WordsChart):
            _draw(file, each.chart)
    for label, text in page.texts:
        file.heading(label, 3)
        file.paragraph(text)
        told.append(text)
    if page.decisions:
        file.heading("前回までの決定と指摘事項", 3)
    for line in _decided(page):
        file.paragraph(line)
        told.append(line)


def _draw(file: WordFile, chart: dict) -> None:
    try:
        file.picture(printed(chart["chart"]), chart["alt"])
    except NotDrawn:
        file.paragraph(f"{FAILED}{SEE_TABLE}")


def _decided(page: MeasurePage) -> Iterator[str]:
    for each in page.decisions[:MOST_DECISIONS]:
        words = "・".join(str(word) for word in (each.judgement, each.outlook) if word)
        opinion = f"。{each.opinion}" if each.opinion else ""
        day = format_date(each.meeting.held_on)
        yield f"{each.meeting}（{day}）：{words or each.manner}{opinion}"
        for asked in each.follow_ups:
            yield f"指摘：{asked.what}（{asked.division}、{asked.get_state_display()}）"
