"""The finding of a judgement, in one to three short Japanese sentences.

A finding stands as the title of a chart, in lists and among the reasons for attention, so it
names the figures with their unit and needs no table beside it. Of numbers alone: the findings
of a milestone stand in ``progress.judging.milestones``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from measures.words import missing_word
from progress.judging import facts as judging_facts
from progress.judging.facts import (
    LABELS,
    Figure,
    IndicatorFacts,
    Judgement,
    Rate,
    Target,
    TargetInForce,
)
from progress.judging.fractions import fraction_text
from progress.judging.rates import is_near_all
from progress.judging.targets import reaches
from progress.judging.totals import Measured
from sakado_dx.fiscal import format_date, label_name, label_short
from sakado_dx.numbers import format_number

LAST_YEAR = "前年度"
ASSUMED = "年度は計画の最終年度とみなしています"
# 上回る and 下回る, by whether more or less is better.
BETTER = {judging_facts.UP: "上回", judging_facts.DOWN: "下回"}
WORSE = {judging_facts.UP: "下回", judging_facts.DOWN: "上回"}
BOUND = {judging_facts.UP: "以上", judging_facts.DOWN: "以下"}


def year(fiscal_year: int) -> str:
    """``R6年度``."""
    return f"{label_short(fiscal_year)}年度"


def amount(facts: IndicatorFacts, value: Decimal) -> str:
    """A figure with its unit: ``100,000件``."""
    return f"{format_number(value)}{facts.unit}"


def actual(facts: IndicatorFacts, figure: Figure) -> str:
    """``実績84,000件``, with （見込） or （速報） for a figure that is not settled."""
    return f"実績{amount(facts, figure.value)}{figure.marked}"


def reached(done_on: date | None, achieved_in: int | None = None) -> str:
    """Of a milestone that is done: ``達成（令和7年3月1日）``, without a day ``達成（令和6年度）``."""
    when = format_date(done_on) if done_on else achieved_in and label_name(achieved_in)
    return f"達成（{when}）" if when else "達成"


def held_words(figure: Figure | None, unit: str, missing_words: Sequence[str] = ()) -> str:
    """What a figure holds, as lists and the 正誤表 write it: ``84業務（見込）``, ``集計中``,
    a share with what it was made of, ``27.1%（196／724）``; of none ``未報告``, or as the plan words it."""
    if figure is None:
        return missing_word(judging_facts.NOT_REPORTED, missing_words)
    if figure.status != judging_facts.REPORTED:
        return missing_word(figure.status, missing_words)
    parts = []
    if figure.value is not None:
        of = fraction_text(figure)
        parts.append(f"{format_number(figure.value)}{unit}{of and f'（{of}）'}")
    if figure.done is not None:
        parts.append(reached(figure.done_on) if figure.done else "まだ達成していない")
    if figure.words:
        parts.append(figure.words)
    return "、".join(parts) + figure.marked


def held(facts: IndicatorFacts, figure: Figure | None) -> str:
    """The same in the words and the unit of the indicator."""
    return held_words(figure, facts.unit, facts.missing_words)


def goal(facts: IndicatorFacts, target: TargetInForce) -> str:
    """``目標8施設（R6年度の目標を継続）``, of an annual minimum ``目標2回以上``."""
    notes = []
    if target.carried_from is not None:
        notes.append(f"{year(target.carried_from)}の目標を継続")
    if target.year_assumed:
        notes.append(ASSUMED)
    bound = BOUND[facts.sense] if facts.kind == judging_facts.ANNUAL_MINIMUM else ""
    note = f"（{'、'.join(notes)}）" if notes else ""
    return f"目標{amount(facts, target.value)}{bound}{note}"


def outside(fiscal_year: int) -> str:
    """Of a year in which the indicator does not exist."""
    return f"{year(fiscal_year)}は、この指標の対象の年度ではありません。"


def outside_lifetime(facts: IndicatorFacts, fiscal_year: int) -> str:
    """Of a year in which the measure had nothing to report."""
    return f"{year(fiscal_year)}は、{facts.lifetime.told(fiscal_year)}です。"


def without_figure(facts: IndicatorFacts, fiscal_year: int, status: str) -> str:
    """Of a year without a figure; 未報告, 対象外, 測定前 and 集計中 are told apart."""
    if status == judging_facts.NOT_REPORTED:
        # It may have been reported, and wait for its confirmation.
        return f"{year(fiscal_year)}の実績は、確認済みの報告にありません。"
    return f"{year(fiscal_year)}の実績は{facts.word(status)}です。"


@dataclass(frozen=True)
class Told:
    """What a finding tells of: the figure, the value that is judged, and its rate."""

    facts: IndicatorFacts
    figure: Figure
    found: Measured
    rate: Rate | None = None

    @property
    def actual(self) -> str:
        """``実績84件``; of a sum over the period ``R2年度までの累計4,533件（R2年度中1,092件）``."""
        if not self.facts.is_period_total:
            return actual(self.facts, self.figure)
        own, until = self.figure, year(self.figure.fiscal_year)
        amounts = (amount(self.facts, self.found.value), amount(self.facts, own.value))
        return (
            f"{until}までの累計{amounts[0]}（{until}中{amounts[1]}{own.mark and f'、{own.mark}'}）"
        )

    def reaches(self, goal: Decimal) -> bool:
        return reaches(self.found.value, goal, self.facts.sense)


def actual_words(facts: IndicatorFacts, figure: Figure, total: Decimal | None) -> str:
    """What a judged figure is told as beside its goal: ``実績84件``, of a sum over the period
    ``R2年度までの累計4,533件（R2年度中1,092件）``."""
    return Told(facts, figure, Measured(total)).actual


def undetermined(facts: IndicatorFacts, missing: int) -> str:
    """Of a sum that lacks years."""
    return f"{LABELS['undetermined']}（{missing}年分{facts.word(judging_facts.NOT_REPORTED)}）"


def by_target(told: Told, target: TargetInForce, code: str) -> str:
    """Of a number or an annual minimum in a year with a target in force."""
    facts = told.facts
    share = f"（{told.rate.text}）" if told.rate else _shortfall(told, target.value)
    missed = "目標に届いていません。" if facts.sense == judging_facts.UP else "目標を超えています。"
    verdict = "目標を達成しています。" if code == "met" else missed
    if code == "undetermined":
        verdict = f"{told.found.missing}年分の実績がないため、まだ判定しません。"
    return f"{goal(facts, target)}に対し{told.actual}{share}。{verdict}"


def _shortfall(told: Told, bound: Decimal) -> str:
    """``（100％まで0.2％、許容0.1％）``: of a minimum near 100 % what is lacking, not a quotient."""
    if not is_near_all(told.facts, bound):
        return ""
    lacking, allowed = (format_number(100 - each) for each in (told.found.value, bound))
    return f"（100％まで{lacking}％、許容{allowed}％）"


def by_pace(told: Told, pace: Decimal, coming: Target, code: str) -> str:
    """Of a number between two points of the plan; says which target the rate is towards, and
    when that is reached already."""
    facts, due = told.facts, f"{year(coming.fiscal_year)}の目標{amount(told.facts, coming.value)}"
    guide = f"{year(told.figure.fiscal_year)}の目安{amount(facts, pace)}"
    verdict = "に到達しています" if code == "above_pace" else "に未到達です（参考）"
    if code == "undetermined":
        verdict = f"は、{told.found.missing}年分の実績がないため比べません"
    share = f"に対しては{told.rate.text}です" if told.rate else "を目指します"
    early = f"{due}に、既に到達しています。" if told.reaches(coming.value) else ""
    return f"{told.actual}。{guide}{verdict}。{early or f'{due}{share}。'}"


def _goal_name(facts: IndicatorFacts) -> str:
    """What a printed figure is: that of an expansion is where it starts, and no 目標."""
    return "計画値" if facts.is_expansion else "目標"


def before_first_target(told: Told, coming: Target | None, final: Rate | None = None) -> str:
    """Of a figure that there is nothing to judge by yet; a target that is reached early is told,
    and else how far the last one is."""
    if coming is None:
        return f"{told.actual}。目標の値がないため、判定しません。"
    goal_name = _goal_name(told.facts)
    first = f"{year(coming.fiscal_year)}の{goal_name}{amount(told.facts, coming.value)}"
    note = f"（{ASSUMED}）" if coming.year_assumed else ""
    if told.reaches(coming.value):
        return f"{told.actual}。{first}{note}に、既に到達しています。"
    if told.rate:
        return f"{told.actual}。{first}{note}に対しては{told.rate.text}です。"
    share = f"最終目標に対して{final.text}です。" if final else ""
    return f"{told.actual}。{first}{note}までは判定しません。{share}"


def by_start(facts: IndicatorFacts, figure: Figure, target: TargetInForce, met: bool) -> str:
    """Of an expansion in its starting year."""
    verdict = "達しています。" if met else "達していません。"
    start = amount(facts, target.value)
    return f"{actual(facts, figure)}。{year(target.fiscal_year)}の計画値{start}に{verdict}"


def by_growth(
    facts: IndicatorFacts, figure: Figure, start: TargetInForce, last_year: Figure, grown: bool
) -> str:
    """Of an expansion in a later year: first the starting figure, then last year's."""
    better, worse = BETTER[facts.sense], WORSE[facts.sense]
    first = f"{actual(facts, figure)}。{year(start.fiscal_year)}の{amount(facts, start.value)}を"
    if not grown:
        return f"{first}{better}っていません。"
    if last_year.value is None:
        gap = f"前年度（{year(last_year.fiscal_year)}）は{facts.word(last_year.status)}"
        return f"{first}{better}っています。{gap}のため、比べていません。"
    before = last_years(facts, last_year.value)
    if reaches(figure.value, last_year.value, facts.sense):
        return f"{first}{better}り、{before}を{worse}っていません。"
    return f"{first}{better}っていますが、{before}を{worse}りました。"


def last_years(facts: IndicatorFacts, value: Decimal) -> str:
    """``前年度の84件``, as a finding of an expansion names it."""
    return f"{LAST_YEAR}の{amount(facts, value)}"


def goal_words(facts: IndicatorFacts, judgement: Judgement, last_year: Figure | None = None) -> str:
    """What is aimed at in the judged year, in a few words, for lists and forms."""
    target, coming = judgement.target, judgement.next_target
    if target is not None and facts.is_expansion:
        return _growth(facts, target, last_year)
    if target is not None and target.value is not None:
        return goal(facts, target)
    if coming is not None and coming.value is not None:
        return f"{year(coming.fiscal_year)}の{_goal_name(facts)}{amount(facts, coming.value)}"
    if facts.kind == judging_facts.MILESTONE:
        due = judgement.target or judgement.next_target
        return f"期限：{year(due.fiscal_year)}まで" if due else "時期の定めなし"
    return "言葉による目標"


def _growth(facts: IndicatorFacts, start: TargetInForce, last_year: Figure | None) -> str:
    """The rule of an expansion: its starting figure is no 目標, it is to be risen above, and last
    year's not to be fallen below."""
    printed = f"{year(start.fiscal_year)}の計画値{amount(facts, start.value)}"
    if start.carried_from is None:
        return f"{printed}に達すること"
    better, worse = BETTER[facts.sense], WORSE[facts.sense]
    last = "" if last_year is None or last_year.value is None else amount(facts, last_year.value)
    kept = f"、前年度の{last}を{worse}らないこと" if last else ""
    return f"{printed}を{better}ること{kept}"
