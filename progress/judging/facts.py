"""What the rules judge: plain values, free of models and of the database.

Fiscal years are western numbers (2023 is 令和5年度). The strings of ``kind``,
``sense``, ``role`` and ``status`` are the stored values of the models' choices.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from measures.words import MISSING_WORDS, missing_word
from progress.judging.lifetimes import Lifetime

NUMBER = "number"
ANNUAL_MINIMUM = "annual_minimum"
EXPANSION = "expansion"
MILESTONE = "milestone"
QUALITATIVE = "qualitative"

PERIOD_TOTAL = "period_total"
RATE = "rate"

UP = "up"
DOWN = "down"

TARGET = "target"
BASELINE = "baseline"

REPORTED = "reported"
NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
NOT_YET_MEASURED = "not_yet_measured"
BEING_COMPILED = "being_compiled"

ESTIMATE = "estimate"
PRELIMINARY = "preliminary"
SETTLED = "settled"
UNSETTLED_WORDS = {ESTIMATE: "見込", PRELIMINARY: "速報"}


@dataclass(frozen=True)
class Target:
    """One figure that the plan prints (or the secretariat enters) for a fiscal year.

    ``role`` is ``target``, or ``baseline`` for the starting figure of an expansion
    and for a measured 現状値. A milestone's target has a year and no value. Years before
    ``applies_from`` are judged by an earlier version, and from a ``withdrawn`` one on by none;
    ``reason`` says why a revision changed it.
    """

    fiscal_year: int
    value: Decimal | None
    role: str = TARGET
    year_assumed: bool = False
    source: str = ""
    applies_from: int = 0
    withdrawn: bool = False
    reason: str = ""


TARGET_COLUMNS = tuple(each.name for each in fields(Target))


@dataclass(frozen=True)
class Figure:
    """The result of one indicator in one fiscal year; only ``reported`` holds something.

    ``value`` is in the indicator's unit, ``done`` and ``done_on`` belong to a milestone,
    ``words`` to a qualitative indicator. ``certainty`` is 見込, 速報 or 確定. A share may stand
    with the two figures that it was made of, ``numerator`` and ``denominator``.
    """

    fiscal_year: int
    status: str
    value: Decimal | None = None
    done: bool | None = None
    done_on: date | None = None
    words: str = ""
    certainty: str = SETTLED
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_reported(self) -> bool:
        return self.status == REPORTED

    @property
    def mark(self) -> str:
        """見込 or 速報 beside a reported figure that is not settled; else nothing."""
        return UNSETTLED_WORDS.get(self.certainty, "") if self.status == REPORTED else ""

    @property
    def marked(self) -> str:
        """The mark in brackets, for sentences and tables."""
        return f"（{self.mark}）" if self.mark else ""


@dataclass(frozen=True)
class Reference:
    """参考値: a past year's figure counted anew by a later definition, which nothing is judged by."""

    fiscal_year: int
    value: Decimal
    reason: str


@dataclass(frozen=True)
class Past:
    """What was measured before the definition changed: the indicator before with the figures that
    count, and the past counted anew. For pictures and notes alone; no rule reads it."""

    name: str
    unit: str
    figures: tuple[Figure, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator as the rules see it; a bound that is None does not limit its years. `lifetime`
    is that of the measure that enters it, `missing_words` the plan's wording of the missing
    (measures.words), empty for the standard. The names of 分子 and 分母 are a rate's. `past` is that
    of a changed definition."""

    name: str
    unit: str
    kind: str
    sense: str = UP
    targets: tuple[Target, ...] = ()
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None
    measured_as: str = ""
    period_from: int | None = None
    lifetime: Lifetime = Lifetime()
    missing_words: tuple[str, ...] = ()
    numerator_name: str = ""
    denominator_name: str = ""
    past: Past | None = None

    def word(self, code: str) -> str:
        """The word for a judgement's code or a figure's status; of the missing the plan's own."""
        return missing_word(code, self.missing_words) if code in MISSING_WORDS else LABELS[code]

    @property
    def is_numeric(self) -> bool:
        return self.kind not in (MILESTONE, QUALITATIVE)

    @property
    def is_expansion(self) -> bool:
        """Whether what the plan prints is a starting figure (当初値) and no target."""
        return self.kind == EXPANSION

    @property
    def is_period_total(self) -> bool:
        """計画期間の累計で判定: each year's amount is entered, their sum is judged."""
        return self.measured_as == PERIOD_TOTAL and self.kind == NUMBER

    @property
    def period_start(self) -> int:
        """The first year of a sum over the period."""
        return self.period_from or self.first_fiscal_year or 0

    def covers(self, fiscal_year: int) -> bool:
        """Whether the indicator exists in that year (a changed definition ends it)."""
        first, last = self.first_fiscal_year, self.last_fiscal_year
        return (first is None or first <= fiscal_year) and (last is None or fiscal_year <= last)


@dataclass(frozen=True)
class TargetInForce:
    """The target that holds in ``fiscal_year``; ``carried_from`` is its own year if earlier."""

    fiscal_year: int
    value: Decimal | None
    role: str = TARGET
    year_assumed: bool = False
    carried_from: int | None = None


@dataclass(frozen=True)
class Rate:
    """An achievement rate in %, one decimal; may be negative or above 100.

    ``towards_year`` is the year of the next printed target where the rate is counted
    towards that, and None where a target is in force in the year itself.
    """

    value: Decimal
    towards_year: int | None = None

    @property
    def text(self) -> str:
        """For sentences and tables: ``84.0%``."""
        return f"{self.value:,.1f}%"


@dataclass(frozen=True)
class Judgement:
    """What follows from an indicator's figures in one fiscal year.

    ``code`` is one of the keys of ``LABELS``; ``label`` is the word for it (with the year
    for 期限後達成). ``met`` is None wherever nothing is decided yet. ``target`` is the one in
    force in the year, ``next_target`` the next printed one (between two, and before the
    first). ``finding`` is one or two plain sentences. ``over_target`` puts the indicator on
    the list 目標超過（見直し候補）. ``total`` is the sum that an indicator of the whole period is
    judged by, ``final_rate`` what stands in for a rate while there is nothing to judge by.
    """

    name: str
    fiscal_year: int
    code: str
    label: str
    met: bool | None
    finding: str
    figure: Figure
    target: TargetInForce | None = None
    next_target: Target | None = None
    rate: Rate | None = None
    pace: Decimal | None = None
    over_target: bool = False
    total: Decimal | None = None
    final_rate: Rate | None = None


LABELS = {
    "met": "達成",
    "not_met": "未達成",
    "above_pace": "目安に到達",
    "below_pace": "目安に未到達（参考）",
    "undetermined": "未確定",
    "before": "判定前",
    "met_in_time": "期限内達成",
    "met_late": "期限後達成",
    "not_due": "期限前",
    "words": "言葉で評価",
    **MISSING_WORDS,
}
