"""Earlier years from a sheet (CSV, xlsx) or from JSON: one reader, all faults at once.

A line is a measure in a year, or one indicator of it; what the report says stands on one of
its lines. JSON is a list of objects with the same headings.
"""

import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from measures.models import Plan
from measures.words import needs_reason
from progress.editions.migrating import HistoryReport
from progress.editions.sheet_columns import (
    INDICATOR,
    MEASURE,
    NEEDED_IN_REPORT,
    VALUE,
    YEAR,
    entry_of_row,
    key_columns,
    report_columns,
    result_columns,
)
from progress.judging.amounts import BUDGET_NAME, BUDGET_SCOPE, COLUMNS, missing_amounts
from progress.judging.completeness import fault_of
from progress.judging.homes import homes_of, links_under
from progress.models import ProgressReport
from sakado_dx.readings import UnreadableValue, shorten
from sakado_dx.spreadsheets import json_text
from sakado_dx.spreadsheets.faults import Fault, Refused
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.tables import Row, Table, table_of

TITLE = "過去の年度"
NO_TEXT = "文字でも数でもない値です。"
TEXT_CURE = '引用符（"）で囲んだ文字か、数にしてください。'


def read_history(plan: Plan, name: str, content: bytes, sheet: str = "") -> "HistorySheet":
    """The file's years, with its faults. Raises Refused where it is no table at all."""
    reader = HistorySheet(plan)
    headings = [*reader.columns]
    needed = (YEAR, MEASURE)
    if name.lower().endswith(".json"):
        table = _json_table(content, headings)
    else:
        book = read_book(name, content)
        figures = [heading for heading, column in reader.columns.items() if column.is_figure]
        table = table_of(
            book, title=TITLE, headings=headings, required=needed, figures=figures, sheet=sheet
        )
    reader.take(table)
    return reader


def _json_table(content: bytes, headings: list[str]) -> Table:
    """A list of objects as a table: the first object is row 1."""
    try:
        items = json_text.parse(content, parse_float=str)
    except json_text.NotJson as error:
        raise Refused(f"ファイル{error}") from error
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise Refused("JSONは、見出しと値の組（オブジェクト）を並べたリストにしてください。")
    table = Table("", "utf-8", 0, {})
    for number, item in enumerate(items, 1):
        unknown = [heading for heading in item if heading not in headings]
        for heading in unknown:
            cure = "この項目を削除してください。"
            told = shorten(heading)
            table.faults.append(table.fault(number, told, told, "取り込めない項目です。", cure))
        texts = {}
        for heading in headings:
            text = _text(item.get(heading))
            if text is None:
                text = json.dumps(item[heading], ensure_ascii=False)
                table.faults.append(table.fault(number, heading, text, NO_TEXT, TEXT_CURE))
            texts[heading] = text
        table.take(number, texts)
    return table


def _text(value: object) -> str | None:
    """What a cell would hold; None for what none could."""
    if value is None:
        return ""
    is_plain = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_plain else None


class HistorySheet:
    """The rows of a file as reports by fiscal year, and everything that is wrong with them."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.keys, self.report = key_columns(plan), report_columns(plan)
        self.result = result_columns(plan, self.keys[INDICATOR])
        self.columns = self.keys | self.report | self.result
        self.years: dict[int, dict[int, HistoryReport]] = {}
        self.faults: list[Fault] = []
        self.rows: dict[tuple[int, int], int] = {}
        self.homes: dict[int, dict[int, int]] = {}

    @property
    def reports(self) -> dict[int, list[HistoryReport]]:
        """What `migrating.load_history` takes."""
        return {year: list(own.values()) for year, own in self.years.items()}

    def take(self, table: Table) -> None:
        self.table = table
        self.faults += table.faults
        if table.faults and not table.rows:
            return
        faulty = {each.row for each in table.faults}  # told already, whatever else they say
        sound = [row for row in table.rows if row.number not in faulty]
        readable = [(row, values) for row in sound if (values := self._read(row))]
        for row, values in readable:
            self._take_report(row, values)
        # Which measures a year has is known by now, and so where each indicator is entered.
        for row, values in readable:
            self._take_result(row, values)
        self._check_complete()

    def _take_report(self, row: Row, values: dict) -> None:
        year, measure = values["fiscal_year"], values["measure"]
        self.rows.setdefault((year, measure.pk), row.number)
        reports = self.years.setdefault(year, {})
        self._merge(reports.setdefault(measure.pk, HistoryReport(measure)), row, values)

    def _read(self, row: Row) -> dict | None:
        """The row's values by attribute; None where one of them cannot be read."""
        texts = {heading: row.texts.get(heading, "") for heading in self.columns}
        values, readable = {}, True
        for heading, column in self.columns.items():
            try:
                value = column.clean(texts)
            except UnreadableValue as error:
                self._fault(row.number, heading, error.value, error.problem, error.cure)
                readable = False
            else:
                name = column.attribute if column.attribute != "done" else _own(heading)
                values[name] = value
        return values if readable else None

    def _merge(self, report: HistoryReport, row: Row, values: dict) -> None:
        for heading, column in self.report.items():
            name, value = column.attribute, values[_own(heading) or column.attribute]
            if value in (None, ""):
                continue
            stored = report.fields.setdefault(name, value)
            if stored != value:
                problem = "同じ年度と施策の行で、内容が違います。"
                cure = "どちらかに直すか、片方を空欄にしてください。"
                self._fault(row.number, heading, str(value), problem, cure)

    def _take_result(self, row: Row, values: dict) -> None:
        year, indicator = values["fiscal_year"], values["indicator"]
        report = self.years[year][values["measure"].pk]
        try:
            entry = entry_of_row(values | {"done": values["milestone"]})
        except UnreadableValue as error:
            self._fault(row.number, VALUE, error.value, error.problem, error.cure)
            return
        if indicator is None:
            if not entry.is_blank:
                cure = "指標番号を入力してください。"
                self._fault(row.number, INDICATOR, "", "どの指標の実績か分かりません。", cure)
            return
        if problem := self._against(report, indicator, year, entry):
            self._fault(row.number, INDICATOR, indicator.key, problem, "行を直してください。")
        else:
            report.results[indicator.pk] = entry

    def _against(self, report: HistoryReport, indicator, year: int, entry) -> str:
        if self._homes(year).get(indicator.pk) != report.measure.pk:
            return "この施策の報告で入力する指標ではありません。"
        if indicator.pk in report.results:
            return "この指標の行が2つあります。"
        return fault_of(indicator, entry)

    def _homes(self, year: int) -> dict[int, int]:
        if year not in self.homes:
            links = links_under(self.years[year], year)
            self.homes[year] = homes_of(links.values_list("measure_id", "indicator_id"))
        return self.homes[year]

    def _check_complete(self) -> None:
        for year, reports in self.years.items():
            for pk, report in reports.items():
                self._check_report(self.rows[year, pk], report)

    def _check_report(self, number: int, report: HistoryReport) -> None:
        cure = "評価済みの報告として移行するため、入力してください。"
        for heading, name in NEEDED_IN_REPORT.items():
            if name not in report.fields:
                problem = f"施策{report.measure.code}の「{heading}」が空欄です。"
                self._fault(number, heading, "", problem, cure)
        word = report.fields.get("progress")
        if word and needs_reason(word.meaning) and not report.fields.get("progress_reason"):
            problem = f"進捗が「{word}」のときは、理由が必要です。"
            self._fault(number, "進捗の理由", "", problem, cure)
        for missing in missing_amounts(ProgressReport(**amounts_in(report.fields))):
            heading = ProgressReport._meta.get_field(missing.field).verbose_name
            self._fault(number, str(heading), "", missing.sentence, cure)
        for heading, problem in self._too_long(report.fields):
            self._fault(number, heading, "", problem, "短くしてください。")

    def _too_long(self, fields: Mapping):
        for heading, column in self.report.items():
            value = fields.get(column.attribute)
            if isinstance(value, str):
                try:
                    ProgressReport._meta.get_field(column.attribute).clean(value, None)
                except ValidationError as error:
                    yield heading, error.messages[0]

    def _fault(self, row: int, column: str, value: str, problem: str, cure: str) -> None:
        self.faults.append(self.table.fault(row, column, value, problem, cure))


def amounts_in(fields: Mapping) -> dict:
    """Of a report's fields those of its amounts."""
    return {name: fields[name] for name in (*COLUMNS, BUDGET_NAME, BUDGET_SCOPE) if name in fields}


def _own(heading: str) -> str:
    """取り組んだこと and 達成 are both called done: a milestone's has a name of its own here."""
    return {"取り組んだこと": "done", "達成": "milestone"}.get(heading, "")
