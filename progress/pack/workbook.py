"""The same as a workbook: a summary, the list of measures, a sheet a policy with native charts, set
up to be printed in an office. Text is text in every cell; what is missing is a word, never 0."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from progress.charts.indicator import IndicatorChart
from progress.pack.gathering import Material
from progress.pack.measures import MeasurePage
from progress.pack.printing import Printed
from progress.pack.workbook_charts import indicator_chart, policies_chart
from progress.reading.edition import PolicyName
from sakado_dx.clock import format_stamp
from sakado_dx.fiscal import label_short
from sakado_dx.jobs.running import hash_of
from sakado_dx.letters import plain
from sakado_dx.spreadsheets.writing import LINE, in_header, lines_of, new_workbook, sheet_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
BLOCK = 11  # rows that a chart stands in
BLOCKS = 4  # on a sheet of paper
YEAR, DIVISION, TEXT = 11, 20, 40  # widths of columns, in letters
Cell = str | int | Decimal | None


def to_xlsx(material: Material, audit_head: str) -> Printed:
    """The workbook; what its cells say is hashed on the way."""
    buffer = BytesIO()
    with new_workbook(buffer) as file:
        file.set_properties({"title": plain(material.order.title), "author": ""})
        book = Book(file, material)
        _summary(book, material, audit_head)
        _strip(book, material)
        for policy in dict.fromkeys(page.edition.plan.policy for page in material.measures):
            own = [page for page in material.measures if page.edition.plan.policy == policy]
            _policy(book, policy, own)
        written = book.written
    return Printed(buffer.getvalue(), 0, hash_of(written))


@dataclass
class Book:
    """A workbook that grows sheet by sheet; `written` is all that its cells say."""

    file: "Workbook"
    material: Material
    written: list[str] = field(default_factory=list)

    def __post_init__(self):
        wrapped = {"text_wrap": True, "valign": "top"}
        make = self.file.add_format
        self.text = make({**wrapped, "num_format": "@", "border": 1})
        self.head = make(
            {**wrapped, "num_format": "@", "bold": True, "border": 1, "bg_color": "#E8F1FE"}
        )
        self.number = make({"valign": "top", "border": 1, "num_format": "#,##0.##########"})
        self.title = make({"num_format": "@", "bold": True, "font_size": 14})
        self.line = make({"num_format": "@"})

    def sheet(self, name: str, heading: str, widths: Sequence[int]) -> "Sheet":
        """A sheet for A4 landscape, as wide as the paper, with its heading and what it is as of."""
        own, taken = sheet_name(plain(name)), {each.name for each in self.file.worksheets()}
        own = next(
            each
            for each in (own, *(f"{own[:28]}（{n}）" for n in range(2, 99)))
            if each not in taken
        )
        page = self.file.add_worksheet(own)
        order = self.material.order
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        page.fit_to_pages(1, 0)
        marking = in_header(order.marking)
        page.set_header(f"&L{marking}&R{in_header(heading)}")
        page.set_footer(
            f"&L{in_header(order.title)}&C&P / &N&R{format_stamp(self.material.at)}現在"
        )
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        found = Sheet(self, page, widths)
        found.lone(heading, self.title)
        return found


@dataclass
class Sheet:
    """A sheet that grows from top to bottom; `row` is the next free one."""

    book: Book
    page: "Worksheet"
    widths: Sequence[int]
    row: int = 0

    def lone(self, text: str, form=None) -> None:
        """A line by itself, not in a table."""
        self._write(self.row, 0, text, form or self.book.line)
        self.row += 1

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
        """A table with its headings; returns the row of the headings."""
        top = self.row
        for row in (headings, *rows):
            is_head = self.row == top
            for column, cell in enumerate(row):
                self._write(self.row, column, cell, self.book.head if is_head else self.book.text)
            self.page.set_row(self.row, LINE * lines_of(row, self.widths))
            self.row += 1
        self.row += 1
        return top

    def _write(self, row: int, column: int, cell: Cell, form) -> None:
        if isinstance(cell, int | Decimal):
            self.page.write_number(row, column, cell, self.book.number)
        elif cell:
            self.page.write_string(row, column, plain(cell), form)
        else:
            self.page.write_blank(row, column, None, form)
        self.book.written.append(str(cell if cell is not None else ""))


def _summary(book: Book, material: Material, audit_head: str) -> None:
    order, words = material.order, [(each.meaning, each.word) for each in material.words]
    words.append(("", "確認前" if material.board.share.is_in_progress else "未報告"))
    sheet = book.sheet("概要", order.title, [36, *[YEAR] * (len(words) + 1)])
    for line in (material.frame.title, order.marking, f"{format_stamp(material.at)} 現在"):
        if line:
            sheet.lone(line)
    sheet.lone(material.verdict)
    for each in material.cards:
        sheet.lone(f"{each.label}　{each.value}{each.unit}　{each.note}")
    sheet.row += 1
    rows = [(line.name, *(cell.number for cell in line.cells)) for line in material.policies]
    top = sheet.table((material.frame.policy_label, *(word for _, word in words), "計"), rows)
    chart = policies_chart(book.file, sheet.page.name, words, top, len(rows))
    sheet.page.insert_chart(sheet.row, 0, chart, {"object_position": 1})
    sheet.row += 17
    sheet.lone(f"操作の記録の控え　{audit_head or 'まだ封印していません'}")
    _agenda(book, material)


def _agenda(book: Book, material: Material) -> None:
    agenda = material.agenda
    sheet = book.sheet("審議事項", agenda.title, (6, TEXT, 8, TEXT, TEXT))
    top = sheet.table(
        ("番号", "件名", "扱い", "理由", "案"),
        [
            (
                number,
                each.title,
                "審議" if each.is_for_debate else "報告",
                each.cause,
                each.proposal,
            )
            for number, each in enumerate(agenda.entries, start=1)
        ],
    )
    sheet.page.repeat_rows(top)


def _strip(book: Book, material: Material) -> None:
    label = material.frame.measure_label
    count = len(material.strip.years)
    widths = (8, 30, DIVISION, *[YEAR] * count, 16, 34, 34)
    sheet = book.sheet(f"{label}の一覧", f"{label}の一覧", widths)
    years = [
        f"{each.label}{'（途中）' if each.share.is_in_progress else ''}"
        for each in material.strip.years
    ]
    rows = [
        (
            line.row.code,
            line.row.name,
            "、".join(line.row.divisions),
            *(cell.word or cell.outside for cell in line.cells),
            line.decided,
            line.indicators,
            line.cause,
        )
        for line in material.strip.lines
    ]
    headings = ("番号", label, "所管課", *years, "直近の決定", "成果指標", "理由（いつから）")
    top = sheet.table(headings, rows)
    sheet.page.repeat_rows(top)
    sheet.page.freeze_panes(top + 1, 2)
    sheet.page.autofilter(top, 0, top + len(rows), len(headings) - 1)


def _policy(book: Book, policy: PolicyName, pages: Sequence[MeasurePage]) -> None:
    """Its measures, and each numeric indicator with target and actual by year and a chart."""
    frame = book.material.frame
    years = [label_short(each) for each in frame.fiscal_years]
    widths = (14, 30, DIVISION, *[YEAR] * len(years), 14, 46)
    sheet = book.sheet(policy.title, policy.title, widths)
    sheet.table(
        ("番号", frame.measure_label, "所管課", *years, "今後の方針", "取り組んだこと"),
        [_measure_row(page) for page in pages],
    )
    numeric = [
        (page, each)
        for page in pages
        for each in page.indicators
        if each.chart and isinstance(each.chart["chart"], IndicatorChart)
    ]
    if len(numeric) > BLOCKS // 2:
        # No chart is cut by the paper's edge: they begin a sheet, so many on each.
        tops = range(sheet.row, sheet.row + BLOCK * len(numeric), BLOCK * BLOCKS)
        sheet.page.set_h_pagebreaks(list(tops))
    for page, each in numeric:
        start = sheet.row
        top = _figures(sheet, page, each.chart["chart"], years)
        chart = indicator_chart(book.file, sheet.page.name, each.chart["chart"], top)
        sheet.page.insert_chart(start, 3 + len(years), chart, {"object_position": 1})
        sheet.row = start + BLOCK


def _measure_row(page: MeasurePage) -> tuple[Cell, ...]:
    plan, said = page.edition.plan, page.edition.report
    words = ("未報告" if each.is_current and not each.word else each.word for each in page.years)
    outlook = str(said.mark.outlook or "")
    return plan.code, plan.name, "、".join(plan.divisions), *words, outlook, said.texts["done"]


def _figures(sheet: Sheet, page: MeasurePage, chart: IndicatorChart, years: Sequence[str]) -> int:
    """The numbers behind a chart: target, actual, and the word where there is none."""
    goals = [_goal_in(chart, year) for year in chart.years]
    words = [
        "" if value is not None else word
        for value, word in zip(chart.actuals, chart.words, strict=True)
    ]
    title = f"{page.edition.plan.code} {chart.name}（{chart.unit}）"
    kind = "実績（累計）" if chart.is_total else "実績"
    rows = [("目標", "", "", *goals), (kind, "", "", *chart.actuals)]
    rows += [("実績のない理由", "", "", *words)] if any(words) else []
    sheet.lone(title)
    return sheet.table(("区分", "", "", *years), rows)


def _goal_in(chart: IndicatorChart, year: int) -> Decimal | None:
    own = (each.value for each in chart.goals if each.first_year <= year <= each.last_year)
    return next(own, None)
