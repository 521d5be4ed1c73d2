"""The columns of the division's workbook: which there are, how wide, and how a cell is read.

What a report is asked for comes from `report_fields`, in its order; the readers are those of the
other sheets. A column without `name` is there for orientation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from measures.models import Measure, Plan
from progress.editions.sheet_columns import AmountColumn, columns_beside_a_result, report_columns
from progress.judging.facts import SETTLED, IndicatorFacts
from progress.judging.fractions import DENOMINATOR, NUMERATOR, takes_fraction
from progress.judging.result_cells import SLASH, read_result
from progress.models import Budget, Contribution, MeasureReview, ProgressReport
from progress.models import report_fields as fields
from progress.models.report_fields import ANSWER
from progress.models.reviews import LIMITS
from progress.reviews.measure_forms import TEXTS, WITHDRAWALS
from sakado_dx.fiscal import label_name, label_short
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    LookupColumn,
    NumberColumn,
    TextColumn,
    YearColumn,
)
from sakado_dx.spreadsheets.lookup import Lookup

REPORTS, PARTS, PAPERS = "進捗の記入", "関係課回答票", "施策見直し調書"
NUMBER, CODE, MEASURE, STATE = "番号", "施策番号", "施策名", "状態"
INDICATOR, UNIT, GOAL, PLANNED = "成果指標", "単位", "目標", "計画の方向性"
LAST_FIGURE, LAST_WORDS = "前年度の実績", "前年度の記載"
LEAD, DUE = "主管課", "回答期限"
# Names of cells that are no fields of a report.
RESULT, CERTAINTY, NOTE = "result", "certainty", "note"
FRACTION = ("numerator", "denominator")
RESULT_NAMES = (RESULT, *FRACTION, CERTAINTY, NOTE)
TEXT, SHARE, HAS_NOTHING = "text", "share", "has_nothing"
PART_NAMES = (TEXT, SHARE, HAS_NOTHING)
YES = "yes"  # 該当なし
# Of a 調書 what is no field of its row: another target of the row's indicator, and a direction a year.
TARGET, TARGET_YEAR, WITHDRAW = "target", "target_year", "withdraw"
TARGET_NAMES = (TARGET, TARGET_YEAR, WITHDRAW)
DIRECTION = "direction-"
BUDGET, BUDGET_AMOUNT, MERGE_INTO = "budget", "budget_amount", "merge_into"
# Three sheets of A4 side by side, about as wide: what a row is of and its figures, what was done,
# what is optional. Last year's texts are the longest: their width decides how high the rows are.
WIDTHS = {fields.WORD: 9, fields.LINE: 13, fields.TEXT: 24, fields.AMOUNT: 10, fields.CHOICE: 8}
WIDEST = {"done": 36}


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet; `name` is what its cells fill, of a column to look at blank. `help` stands
    beside a cell that is chosen, `limit` is the most letters of a text that is submitted."""

    heading: str
    width: int
    name: str = ""
    is_figure: bool = False
    help: str = ""
    limit: int | None = None


def report_sheet(*, has_fraction: bool = True, has_answer: bool = True) -> tuple[SheetColumn, ...]:
    """The columns of the sheet to fill, without those that no row of it needs."""
    columns = [*_of_orientation(), *_of_results(has_fraction=has_fraction)]
    columns += [_of_field(each) for each in fields.FIELDS]
    if has_answer:
        columns.append(SheetColumn("差戻しへの回答", 20, ANSWER, limit=fields.ANSWER_LIMIT))
    return tuple(columns)


def _of_orientation() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(NUMBER, 5, is_figure=True),
        SheetColumn(CODE, 7),
        SheetColumn(MEASURE, 16),
        SheetColumn(STATE, 8),
        SheetColumn(PLANNED, 8),
        SheetColumn(INDICATOR, 16),
        SheetColumn(UNIT, 5),
        SheetColumn(GOAL, 13),
        SheetColumn(LAST_FIGURE, 10),
        SheetColumn(LAST_WORDS, 44),
    )


def _of_results(*, has_fraction: bool) -> list[SheetColumn]:
    columns = [
        SheetColumn(
            "実績",
            10,
            RESULT,
            is_figure=True,
            help="数値か、一覧の言葉を入力します。達成時期の指標は達成日か「未達成」、"
            "言葉による目標は状況の説明を入力します。空欄は未報告です（0も値です）。",
        )
    ]
    if has_fraction:
        told = "実績が空欄なら、分子と分母から計算します。"
        columns += [
            SheetColumn(NUMERATOR, 8, FRACTION[0], is_figure=True, help=told),
            SheetColumn(DENOMINATOR, 8, FRACTION[1], is_figure=True, help=told),
        ]
    label, limit = fields.RESULT_TEXTS["note"]
    certainty = SheetColumn("確からしさ", 7, CERTAINTY, help="空欄は「確定」です。")
    return [*columns, certainty, SheetColumn(label, 14, NOTE, limit=limit)]


def _of_field(own: fields.ReportField) -> SheetColumn:
    width = WIDEST.get(own.name, WIDTHS[own.kind])
    is_figure = own.kind == fields.AMOUNT
    return SheetColumn(own.label, width, own.name, is_figure, own.help, own.limit)


def part_sheet() -> tuple[SheetColumn, ...]:
    """The columns of the 関係課回答票."""
    label = {name: str(Contribution._meta.get_field(name).verbose_name) for name in PART_NAMES}
    return (
        SheetColumn(NUMBER, 5, is_figure=True),
        SheetColumn(CODE, 8),
        SheetColumn(MEASURE, 24),
        SheetColumn(LEAD, 12),
        SheetColumn(DUE, 14),
        SheetColumn(STATE, 10),
        SheetColumn(LAST_WORDS, 36),
        SheetColumn(label[TEXT], 44, TEXT, help="あなたの課が取り組んだことを書いてください。"),
        SheetColumn(label[SHARE], 10, SHARE, is_figure=True),
        SheetColumn(UNIT, 6),
        SheetColumn(
            label[HAS_NOTHING], 9, HAS_NOTHING, help="書くことがないときは「該当なし」を選びます。"
        ),
    )


def paper_sheet(years: Iterable[int], *, names: Iterable[str] = ()) -> tuple[SheetColumn, ...]:
    """The columns of the 施策見直し調書, with a direction for each of these fiscal years; of the
    targets and directions those of `names` alone, where some are named."""
    label = {each.name: str(each.verbose_name) for each in MeasureReview._meta.concrete_fields}
    own = (
        SheetColumn(NUMBER, 5, is_figure=True),
        SheetColumn(CODE, 7),
        SheetColumn(MEASURE, 16),
        SheetColumn(STATE, 8),
        SheetColumn(INDICATOR, 16),
        SheetColumn(GOAL, 14),
        SheetColumn(label["outlook"], 8, "outlook"),
        SheetColumn(label[MERGE_INTO], 16, MERGE_INTO, help="今後の方針が「統合」のときに選びます。"),
        *(SheetColumn(label[name], 26, name, False, TEXTS[name][2], LIMITS[name]) for name in ("reason", "work")),
        *(_of_direction(year) for year in years),
        SheetColumn("改定後の目標", 9, TARGET, is_figure=True, help="変えないときは空欄にします。"),
        SheetColumn("改定後の達成時期", 10, TARGET_YEAR, help="変えないときは空欄にします。"),
        SheetColumn("目標の取下げ", 12, WITHDRAW, help="取り下げないときは空欄にします。"),
        SheetColumn(label[BUDGET], 10, BUDGET),
        SheetColumn(label[BUDGET_AMOUNT], 10, BUDGET_AMOUNT, is_figure=True),
        SheetColumn(label["budget_note"], 20, "budget_note", False, TEXTS["budget_note"][2], LIMITS["budget_note"]),
    )  # fmt: skip
    wanted = set(names)
    return tuple(
        each
        for each in own
        if not wanted
        or each.name in wanted
        or not (each.name in TARGET_NAMES or each.name.startswith(DIRECTION))
    )


def _of_direction(year: int) -> SheetColumn:
    told = "計画のとおりなら、そのままにします。60文字まで。"
    return SheetColumn(f"{label_short(year)}の方向性", 12, f"{DIRECTION}{year}", help=told)


def sheet_of(sheet: str, years: Iterable[int] = ()) -> tuple[SheetColumn, ...]:
    """All columns of a sheet; `years` are those of the plan, of which directions may be proposed."""
    if sheet == PAPERS:
        return paper_sheet(years)
    return report_sheet() if sheet == REPORTS else part_sheet()


def names_of(sheet: str, years: Iterable[int] = ()) -> tuple[str, ...]:
    """What the cells of a sheet fill."""
    return tuple(each.name for each in sheet_of(sheet, years) if each.name)


def all_names(years: Sequence[int]) -> list[str]:
    """What the cells of all sheets fill, each once."""
    return list(dict.fromkeys(name for sheet in SHEETS for name in names_of(sheet, years)))


SHEETS = (REPORTS, PARTS, PAPERS)


class Readers:
    """How the cells are read and shown, by their names; one for all sheets of a plan. `measures`
    are those into which another may be merged, where 調書 are asked for."""

    def __init__(self, plan: Plan, measures: Sequence[Measure] = ()):
        self.by_name: dict[str, Column] = {
            each.attribute: each for each in report_columns(plan).values()
        }
        self.by_name |= {each.attribute: each for each in columns_beside_a_result()}
        word = str(Contribution._meta.get_field(HAS_NOTHING).verbose_name)
        more = (
            TextColumn(ANSWER, ANSWER),
            TextColumn(TEXT, TEXT),
            NumberColumn(SHARE, SHARE),
            ChoiceColumn(HAS_NOTHING, HAS_NOTHING, {YES: word}),
            *_paper_columns(plan, measures),
        )
        self.by_name |= {each.attribute: each for each in more}
        listed = (
            *fields.names(fields.WORD, fields.CHOICE),
            CERTAINTY, HAS_NOTHING, BUDGET, WITHDRAW, MERGE_INTO,
        )  # fmt: skip
        self.words = {name: self._words(name) for name in listed}

    def read(self, name: str, text: str, facts: IndicatorFacts | None = None) -> Any:
        """The value of a cell; None or blank where it holds nothing, 確定 being what a blank
        certainty says. Raises `UnreadableValue`."""
        if name != RESULT:
            column = self.by_name[name]
            value = column.clean({column.column_name: text})
            return "" if value == SETTLED else value
        if SLASH in fold(text) and takes_fraction(facts):
            problem = f"{NUMERATOR}と{DENOMINATOR}が、一つの欄に入っています。"
            cure = f"{NUMERATOR}と{DENOMINATOR}を、それぞれの欄に入力してください。"
            raise UnreadableValue(text, problem, cure)
        return read_result(text, facts)

    def _words(self, name: str) -> list[str]:
        """What a drop-down offers."""
        column = self.by_name[name]
        if isinstance(column, ChoiceColumn):
            return list(column.choices.values())
        return list(dict.fromkeys(map(column.show, column.lookup.exact.values())))


def _paper_columns(plan: Plan, measures: Sequence[Measure]) -> Iterable[Column]:
    """How the cells of a 調書 are read; its outlook is that of a report. A measure is named by its
    title, as the list offers it, or by its code."""
    titles = [(each.title, each) for each in measures]
    known = Lookup("施策", [*titles, *((each.code, each) for each in measures)])
    yield LookupColumn(MERGE_INTO, MERGE_INTO, known, lambda each: each.title)
    texts = (*TEXTS, *(f"{DIRECTION}{year}" for year in plan.fiscal_years))
    yield from (TextColumn(name, name) for name in texts)
    yield NumberColumn(TARGET, TARGET)
    yield YearColumn(TARGET_YEAR, TARGET_YEAR)
    yield ChoiceColumn(WITHDRAW, WITHDRAW, dict(WITHDRAWALS))
    yield ChoiceColumn(BUDGET, BUDGET, dict(Budget.choices))
    yield AmountColumn(BUDGET_AMOUNT, BUDGET_AMOUNT)


def year_words(years: Iterable[int]) -> list[str]:
    """The years by which a milestone may be reached, as their list offers them."""
    return [label_name(year) for year in years]


def is_amount(name: str) -> bool:
    return name == BUDGET_AMOUNT or name in fields.names(fields.AMOUNT)


def label_of(name: str, sheet: str) -> str:
    """What a cell is called: its column's heading."""
    year = name.removeprefix(DIRECTION)
    years = [int(year)] if year != name else []
    return next(each.heading for each in sheet_of(sheet, years) if each.name == name)


def values_of(report: ProgressReport) -> Mapping[str, Any]:
    """What stands in the fields of a report, its answer to a return too; a report that nobody has
    saved yet has the planned direction, as its form proposes."""
    values = {name: getattr(report, name) for name in (*fields.names(), ANSWER)}
    if report.state == ProgressReport.State.NOT_STARTED:
        values["actual_direction"] = report.planned_direction
    return values
