"""How the cells of a result are read: figure, word, milestone, and the year they belong to."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from measures.models import Indicator
from measures.words import MISSING_WORDS, missing_word, status_by_word
from progress.judging.completeness import ResultEntry
from progress.judging.fractions import DENOMINATOR, FRACTION, NUMERATOR, value_or_share
from progress.judging.result_cells import certainty_beside
from progress.judging.typed import read_cell
from progress.models import IndicatorResult, ReviewYear
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.code_columns import CodedColumn
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    NumberColumn,
    TextColumn,
    YearColumn,
)
from sakado_dx.spreadsheets.keys import match_key

Status, Certainty = IndicatorResult.Status, IndicatorResult.Certainty


def statuses(own: Sequence[str]) -> dict[str, str]:
    """What the sheet calls the statuses: the missing as the plan words them (its
    `own_missing_words`)."""
    return {Status.REPORTED.value: str(Status.REPORTED.label)} | {
        status: missing_word(status, own) for status in MISSING_WORDS
    }


def stated_by_word(own: Sequence[str]) -> dict[str, str]:
    """Status by the word of its own column, 実績あり and the standard words too."""
    return {match_key(str(Status.REPORTED.label)): Status.REPORTED.value} | status_by_word(own)


class ReviewYearColumn(YearColumn):
    """The year of the whole sheet; a row of another year is refused."""

    def __init__(self, heading: str, year: ReviewYear):
        super().__init__(heading, "fiscal_year", needed=True)
        self.year = year

    def read(self, text: str, row: Mapping[str, str]) -> int | None:
        value = super().read(text, row)
        if value != self.year.fiscal_year:
            problem = f"{self.year.label}の実績を取り込むところに、別の年度の行があります。"
            raise UnreadableValue(text, problem, "年度を直すか、年度を選び直してください。")
        return value


class MeasureColumn(CodedColumn):
    """The measure in whose report the result is entered."""

    def stored(self, instance: IndicatorResult) -> Any:
        return instance.report.measure


class KindColumn(Column):
    """A cell that only indicators of some kinds fill."""

    kinds: tuple[str, ...] = ()
    elsewhere = ""

    def save(self, instance: IndicatorResult, row, is_m2m: bool = False, **kwargs) -> None:
        text = row[self.column_name].strip()
        if text and instance.indicator.kind not in self.kinds:
            kind = instance.indicator.get_kind_display()
            raise UnreadableValue(
                text, f"「{kind}」の指標では、この列に入力できません。", self.elsewhere
            )
        super().save(instance, row, is_m2m, **kwargs)


class ValueColumn(KindColumn):
    """A figure; or, for any kind, one of the words 未報告, 対象外, 測定前, 集計中 or the plan's
    own for them."""

    is_figure = True
    kinds = Indicator.NUMERIC_KINDS
    elsewhere = (
        "達成時期の指標は「達成」「達成日」の列、言葉の指標は「説明」の列に入力してください。"
    )

    def __init__(self, heading: str, attribute: str, own: Sequence[str], indicator: CodedColumn):
        super().__init__(heading, attribute)
        self.own = own
        self.words = status_by_word(own)
        self.indicator = indicator

    def read(self, text: str, row: Mapping[str, str]) -> str | Decimal | None:
        indicator = self.indicator.found(row)
        return read_cell(text, indicator.unit if indicator else "", self.own)

    def save(self, instance: IndicatorResult, row, is_m2m: bool = False, **kwargs) -> None:
        instance.word_in_value = self.words.get(match_key(row[self.column_name]))
        if instance.word_in_value:
            instance.value = None
        else:
            super().save(instance, row, is_m2m, **kwargs)


class FractionColumn(KindColumn, NumberColumn):
    """分子 or 分母 of a share."""

    kinds = Indicator.NUMERIC_KINDS
    elsewhere = ValueColumn.elsewhere


class DoneColumn(KindColumn):
    """Whether a milestone is reached."""

    kinds = (Indicator.Kind.MILESTONE,)
    elsewhere = "数値の指標は「実績値」の列に入力してください。"
    words = {True: "達成", False: "未達成", None: ""}

    def read(self, text: str, row: Mapping[str, str]) -> bool | None:
        for value, word in self.words.items():
            if match_key(text) == word:
                return value
        raise UnreadableValue(text, "使えない言葉です。", "「達成」か「未達成」にしてください。")

    def show(self, value: bool | None) -> str:
        return self.words[value]


class DoneOnColumn(KindColumn, DateColumn):
    """The day on which a milestone was reached."""

    kinds = DoneColumn.kinds
    elsewhere = DoneColumn.elsewhere


class WordsColumn(KindColumn, TextColumn):
    """What came of an indicator that is judged by words."""

    kinds = (Indicator.Kind.QUALITATIVE,)
    elsewhere = "添える言葉は「補足」の列に入力してください。"


class StatusColumn(ChoiceColumn):
    """The word beside the figure. Blank says nothing: `settle` then looks at the other cells."""

    def __init__(self, heading: str, own: Sequence[str]):
        super().__init__(heading, "status", statuses(own))
        self.words |= stated_by_word(own)

    def save(self, instance: IndicatorResult, row, is_m2m: bool = False, **kwargs) -> None:
        if row[self.column_name].strip():
            super().save(instance, row, is_m2m, **kwargs)


class CertaintyColumn(ChoiceColumn):
    """見込, 速報 or 確定, of a figure; blank leaves what is stored, at first 確定."""

    def __init__(self, heading: str):
        super().__init__(heading, "certainty", dict(Certainty.choices))

    def save(self, instance: IndicatorResult, row, is_m2m: bool = False, **kwargs) -> None:
        if row[self.column_name].strip():
            super().save(instance, row, is_m2m, **kwargs)

    def export(self, instance: IndicatorResult, **kwargs) -> str:
        return super().export(instance) if instance.status == Status.REPORTED else ""


def settle(
    result: IndicatorResult, row: Mapping[str, str], own: Sequence[str], stored: ResultEntry
) -> None:
    """Make one status of the word in its own cell, the word in the figure's, and the figures.

    未報告 beside a figure is what the export left there: the figure counts. Any other word
    beside a figure contradicts it. `stored` is what the row said before. Raises
    `UnreadableValue`.
    """
    _follow_fraction(result, stored)
    words = stated_by_word(own)
    stated = words.get(match_key(row.get("状況", "")))
    word = getattr(result, "word_in_value", None)
    cells = (*(() if word else ("実績値",)), NUMERATOR, DENOMINATOR, "達成", "達成日", "説明")
    typed = any(row.get(name, "").strip() for name in cells)
    if word and (typed or stated not in (None, Status.NOT_REPORTED, word)):
        raise _contradiction(row)
    if typed and stated not in (None, Status.NOT_REPORTED, Status.REPORTED):
        raise _contradiction(row)
    if word or typed:
        result.status = word or Status.REPORTED
    elif stated is None and _says_nothing(result, row):
        problem = "登録されている実績を消すのか、そのままにするのか分かりません。"
        word = statuses(own)[Status.NOT_REPORTED]
        cure = f"値を入力するか、{word}に戻すときは「{word}」と入力してください。"
        raise UnreadableValue("", problem, cure)
    _settle_certainty(result, row)


def _follow_fraction(result: IndicatorResult, stored: ResultEntry) -> None:
    if not getattr(result, "word_in_value", None):
        fraction = [getattr(result, name) for name in FRACTION]
        result.value = value_or_share(result.value, fraction, stored)


def _settle_certainty(result: IndicatorResult, row: Mapping[str, str]) -> None:
    stated = row.get("確からしさ", "").strip()
    result.certainty = certainty_beside(result.status, result.certainty, stated)


def _says_nothing(result: IndicatorResult, row: Mapping[str, str]) -> bool:
    """Whether blank cells stand where something is stored."""
    if result.status == Status.REPORTED:
        return result.value is None and result.done is None and not result.words
    return "状況" in row and result.status != Status.NOT_REPORTED


def _contradiction(row: Mapping[str, str]) -> UnreadableValue:
    status = row.get("状況", "").strip() or row.get("実績値", "").strip()
    problem = f"「{status}」なのに、値や達成が入力されています。"
    return UnreadableValue(status, problem, "どちらかを消してください。")
