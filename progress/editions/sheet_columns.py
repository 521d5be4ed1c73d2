"""The columns of earlier years: which there are, and how their cells are read."""

from measures.importers.codes import indicators_by_key, indicators_by_measure, measures_by_code
from measures.models import Plan, PlanWord
from measures.words import own_missing_words
from progress.judging.completeness import ResultEntry
from progress.judging.fractions import DENOMINATOR, FRACTION, NUMERATOR, value_or_share
from progress.judging.typed import read_cell
from progress.models import IndicatorResult
from progress.models import report_fields as fields
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.code_columns import CodedColumn, NameColumn
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    CountColumn,
    DateColumn,
    LookupColumn,
    NumberColumn,
    TextColumn,
    YearColumn,
)
from sakado_dx.spreadsheets.lookup import Lookup

Status, Certainty = IndicatorResult.Status, IndicatorResult.Certainty
YEAR, MEASURE, INDICATOR, VALUE = "年度", "施策番号", "指標番号", "実績値"
MEASURE_NAME, INDICATOR_NAME = "施策名", "指標名"
NEEDED_IN_REPORT = {"進捗": "progress", "取り組んだこと": "done", "今後の方針": "outlook"}
DONE = {"done": "達成", "open": "未達成"}


class FigureColumn(Column):
    """A figure, or one of the words 未報告, 対象外, 測定前, 集計中 or the plan's own for them."""

    is_figure = True

    def __init__(self, heading: str, attribute: str, plan: Plan, indicator: CodedColumn):
        super().__init__(heading, attribute)
        self.indicator = indicator
        self.own = own_missing_words(plan.missing_words)

    def read(self, text, row):
        indicator = self.indicator.found(row)
        return read_cell(text, indicator.unit if indicator else "", self.own)


class AmountColumn(CountColumn):
    """Thousands of yen, whole."""

    def read(self, text, row):
        number = super().read(text, row)
        if number is not None and number > fields.MOST_THOUSAND_YEN:
            raise UnreadableValue(text, "金額が大きすぎます。", "千円単位の整数にしてください。")
        return number


def key_columns(plan: Plan) -> dict[str, Column]:
    """What a row is of."""
    measures, indicators = measures_by_code(plan), indicators_by_key(plan)
    measure = CodedColumn(MEASURE, "measure", measures, MEASURE_NAME, needed=True)
    indicator = CodedColumn(
        INDICATOR, "indicator", indicators, INDICATOR_NAME,
        owner=measure, owned=indicators_by_measure(plan, measures, indicators),
    )  # fmt: skip
    return _by_heading(
        YearColumn(YEAR, "fiscal_year", needed=True),
        measure,
        NameColumn(MEASURE_NAME, measure),
        indicator,
        NameColumn(INDICATOR_NAME, indicator),
    )


def report_columns(plan: Plan) -> dict[str, Column]:
    """What the report says; the heading leads to the field."""
    words = {
        vocabulary: Lookup(label, ((each.word, each) for each in found))
        for vocabulary, label in PlanWord.Vocabulary.choices
        for found in [PlanWord.objects.filter(plan=plan, vocabulary=vocabulary)]
    }
    return _by_heading(*(_column(each, words) for each in fields.FIELDS))


def _column(own: fields.ReportField, words: dict[str, Lookup]) -> Column:
    if own.kind == fields.WORD:
        return LookupColumn(own.label, own.name, words[own.name])
    if own.kind == fields.CHOICE:
        return ChoiceColumn(own.label, own.name, {word: word for word in own.choices})
    return (AmountColumn if own.kind == fields.AMOUNT else TextColumn)(own.label, own.name)


def result_columns(plan: Plan, indicator: CodedColumn) -> dict[str, Column]:
    """What was measured of the row's indicator."""
    numerator, denominator, certainty, note = columns_beside_a_result()
    return _by_heading(
        FigureColumn(VALUE, "value", plan, indicator),
        numerator,
        denominator,
        ChoiceColumn("達成", "done", DONE),
        DateColumn("達成日", "done_on"),
        TextColumn("説明", "words"),
        certainty,
        note,
    )


def columns_beside_a_result() -> tuple[Column, Column, Column, Column]:
    """What stands beside the result itself, of whatever kind: 分子, 分母, 確からしさ, 補足."""
    return (
        NumberColumn(NUMERATOR, "numerator"),
        NumberColumn(DENOMINATOR, "denominator"),
        ChoiceColumn("確からしさ", "certainty", dict(Certainty.choices)),
        TextColumn("補足", "note"),
    )


def _by_heading(*columns: Column) -> dict[str, Column]:
    return {column.column_name: column for column in columns}


def entry_of_row(values: dict) -> ResultEntry:
    """The result that a row's cells say; a word in the figure's cell is its status."""
    value, done = values["value"], values["done"]
    word = value if isinstance(value, str) else None
    held = {
        "value": None if word else value,
        **{name: values[name] for name in FRACTION},
        "done": {"done": True, "open": False}.get(done),
        "done_on": values["done_on"],
        "words": values["words"],
    }
    given = any(each not in (None, "") for each in held.values())
    if not word:
        held["value"] = value_or_share(held["value"], [held[name] for name in FRACTION])
    status = word or (Status.REPORTED if given else Status.NOT_REPORTED)
    if word and given:
        raise UnreadableValue(word, "値や達成と一緒には書けません。", "どちらかを消してください。")
    certainty = values["certainty"] or Certainty.SETTLED
    return ResultEntry(status=str(status), note=values["note"], certainty=str(certainty), **held)
