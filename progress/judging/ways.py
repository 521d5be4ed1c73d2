"""目標までの歩み: whether an indicator comes to its last target, as it has gone on so far.

The step that is needed in each year that is left is set beside the best step of a year so far.
That is no forecast: it says what is still possible by what was done once already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from progress.judging import facts as judging_facts
from progress.judging import findings
from progress.judging.facts import Figure, IndicatorFacts, Judgement, Target
from progress.judging.findings import Told, amount, year
from progress.judging.judgement import figure_of, judge
from progress.judging.steps import Step, a_year, best_step, did, needs
from progress.judging.targets import final_target, printed_targets, reaches
from progress.judging.totals import Measured, measured, sum_words
from sakado_dx.fiscal import label_short

REACHED, LIKELY, SHORT, MISSED = "reached", "likely", "short", "missed"
UNDECIDED, WORDS = "undecided", "words"
# The words, the gravest first.
WAYS = {
    MISSED: "未達成",
    SHORT: "現状の推移では未達の見込み",
    UNDECIDED: "判断できない",
    LIKELY: "達成見込み",
    REACHED: "達成済み",
    WORDS: "言葉で評価",
}


@dataclass(frozen=True)
class Way:
    """How an indicator stands to its last target.

    `code` is one of `WAYS`, `reason` one to three sentences with the figures that it is reckoned
    from. `figure` is the newest one that counts, `value` what is set beside `goal`; `needed` is the
    step of each year that is left, `best` the best so far; all None where there is none.
    """

    code: str
    reason: str
    figure: Figure | None = None
    value: Decimal | None = None
    goal: Target | None = None
    needed: Decimal | None = None
    best: Step | None = None

    @property
    def label(self) -> str:
        return WAYS[self.code]


def way_of(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Way:
    """The way as it is known in a year, from its figures up to then.

    A milestone is reached, missed, or cannot be reckoned; an annual minimum is kept in every year
    so far, or missed; an expansion goes by its newest year; words are not reckoned; a number goes
    by its steps.
    """
    if facts.kind == judging_facts.QUALITATIVE:
        return Way(WORDS, "数値の目標はなく、言葉で評価します。")
    if not facts.covers(fiscal_year):
        return Way(UNDECIDED, findings.outside(fiscal_year))
    if facts.lifetime.outside(fiscal_year):
        return Way(UNDECIDED, findings.outside_lifetime(facts, fiscal_year))
    if facts.kind == judging_facts.MILESTONE:
        return _by_date(facts, figures, fiscal_year)
    own = list(_reported(facts, figures, fiscal_year))
    stale = _stale(facts, figures, fiscal_year)
    if not own:
        return Way(UNDECIDED, f"{stale}計算に使う実績がありません。")
    by_kind = {judging_facts.ANNUAL_MINIMUM: _by_years, judging_facts.EXPANSION: _by_growth}
    by_number = by_kind.get(facts.kind, _by_steps)
    return by_number(facts, figures, own, stale)


def _reported(
    facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int
) -> Iterator[Figure]:
    """The figures of the indicator's years up to this one, in their order; 0 is one."""
    for each in sorted(figures):
        figure = figure_of(facts, figures, each)
        if each <= fiscal_year and facts.covers(each) and figure.value is not None:
            yield figure


def _stale(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> str:
    """Why the year itself has no figure to reckon with; blank where it has one."""
    figure = figure_of(facts, figures, fiscal_year)
    return (
        ""
        if figure.value is not None
        else findings.without_figure(facts, fiscal_year, figure.status)
    )


def _end(facts: IndicatorFacts, goal: Target, since: int) -> int:
    """The year by which a target is to be reached, seen from a year: its own while that is to
    come, then the indicator's last, since it is continued."""
    is_to_come = since < goal.fiscal_year
    return goal.fiscal_year if is_to_come else max(facts.last_fiscal_year or 0, goal.fiscal_year)


def _is_last(facts: IndicatorFacts, newest: Figure) -> bool:
    """Whether a figure is of the indicator's last year."""
    return facts.last_fiscal_year is not None and newest.fiscal_year >= facts.last_fiscal_year


def _by_date(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Way:
    """Of a milestone; one that was told to be missed stays so where a later year says nothing."""
    judgement = judge(facts, figures, fiscal_year)
    told = [judge(facts, figures, each) for each in sorted(figures) if each <= fiscal_year]
    is_missed = judgement.code != "not_due" and any(each.met is False for each in told)
    code = REACHED if judgement.met else MISSED if is_missed else UNDECIDED
    rest = "達成したかどうかだけの指標のため、推移からは計算できません。"
    if code == MISSED and judgement.met is None:
        rest = "期限までに達成しませんでした。"
    elif code != UNDECIDED:
        rest = ""
    return Way(code, judgement.finding + rest, judgement.figure)


def _by_years(
    facts: IndicatorFacts, figures: Mapping[int, Figure], own: Sequence[Figure], stale: str
) -> Way:
    """Of what is to be kept in every year: up to the newest figure."""
    newest = own[-1]
    printed = printed_targets(facts, newest.fiscal_year)
    first = min((each.fiscal_year for each in printed), default=newest.fiscal_year)
    judged = [judge(facts, figures, each) for each in range(first, newest.fiscal_year + 1)]
    judged = [each for each in judged if each.target is not None]
    if not judged:
        return Way(UNDECIDED, f"{stale}目標の年度は、まだ来ていません。", newest, newest.value)
    code, told = _kept(facts, judged)
    if code == LIKELY and _is_last(facts, newest):
        code = REACHED
    return Way(code, stale + told, newest, newest.value)


def _kept(facts: IndicatorFacts, judged: Sequence[Judgement]) -> tuple[str, str]:
    missed = [each.fiscal_year for each in judged if each.met is False]
    if missed:
        return MISSED, f"毎年の目標を、{_years(missed)}に達成していません。"
    asked = [each for each in judged if each.code != judging_facts.NOT_APPLICABLE]
    without = [each.fiscal_year for each in asked if each.met is None]
    if without:
        return UNDECIDED, f"毎年の目標のうち、{_years(without)}の実績がありません。"
    kept = _years([each.fiscal_year for each in asked])
    return LIKELY, f"毎年の目標を、これまでのどの年度（{kept}）にも達成しています。"


def _years(fiscal_years: Sequence[int]) -> str:
    return f"{'・'.join(map(label_short, fiscal_years))}年度"


def _by_growth(
    facts: IndicatorFacts, figures: Mapping[int, Figure], own: Sequence[Figure], stale: str
) -> Way:
    """Of an expansion: what its newest year is judged."""
    newest = own[-1]
    judgement = judge(facts, figures, newest.fiscal_year)
    is_last, start = _is_last(facts, newest), judgement.target
    if start is None or start.carried_from is None:
        later = "拡充したかどうかは、その翌年度から分かります。"
        return Way(UNDECIDED, f"{stale}{judgement.finding}{later}", newest, newest.value)
    code = (REACHED if is_last else LIKELY) if judgement.met else (MISSED if is_last else SHORT)
    return Way(code, stale + judgement.finding, newest, newest.value)


def _by_steps(
    facts: IndicatorFacts, figures: Mapping[int, Figure], own: Sequence[Figure], stale: str
) -> Way:
    newest, found = own[-1], measured(facts, figures, own[-1])
    goal = final_target(facts, newest.fiscal_year)
    told = stale + Told(facts, newest, found).actual + "。"
    if goal is None:
        return Way(UNDECIDED, f"{told}目標の値がありません。", newest, found.value)
    left = _end(facts, goal, newest.fiscal_year) - newest.fiscal_year
    name = last_goal(facts, goal, newest.fiscal_year)
    fixed = _fixed(facts, found, goal, left, name)
    if fixed:
        code, ending = fixed
        return Way(code, told + ending, newest, found.value, goal)
    needed = a_year(goal.value - found.value, left, goal.value, found.value)
    best = best_step(facts, own)
    reason = f"{told}{name}まで残り{left}年で、{needs(facts, needed)}"
    if best is None:
        alone = "比べる前の年度の実績がないため、推移が分かりません。"
        return Way(UNDECIDED, reason + alone, newest, found.value, goal, needed)
    enough = reaches(best.value, needed, facts.sense)
    code = LIKELY if enough else SHORT
    reason += did(facts, best, enough=enough)
    if found.missing and enough != (facts.sense == judging_facts.UP):
        code, reason = UNDECIDED, reason + _lacking(found)
    return Way(code, reason, newest, found.value, goal, needed, best)


def _fixed(
    facts: IndicatorFacts, found: Measured, goal: Target, left: int, name: str
) -> tuple[str, str] | None:
    """What no further year can alter, or what none is left for; None where steps decide."""
    there = reaches(found.value, goal.value, facts.sense)
    only_grows = facts.is_period_total and facts.sense == judging_facts.DOWN
    if only_grows and not there:
        return MISSED, f"{name}を既に超えています。"
    if there and not (only_grows and left > 0):
        if only_grows and found.missing:
            return UNDECIDED, _lacking(found)
        return REACHED, f"{name}に届いています。"
    if left > 0:
        return None
    if found.missing:
        return UNDECIDED, _lacking(found)
    return MISSED, f"{name}に届かず、残る年度がありません。"


def _lacking(found: Measured) -> str:
    return f"{found.missing}年分の実績がないため、累計から判断できません。"


def last_goal(facts: IndicatorFacts, goal: Target, since: int) -> str:
    """``R9年度の目標30業務``, seen from its year on ``R6年度の目標10万件（R9年度まで継続）``."""
    end = _end(facts, goal, since)
    kept = f"（{year(end)}まで継続）" if goal.fiscal_year < end else ""
    return f"{year(goal.fiscal_year)}の目標{amount(facts, goal.value)}{kept}"


def value_words(facts: IndicatorFacts, way: Way, figures: Mapping[int, Figure]) -> str:
    """What stands beside the goal, for lists: ``38業務（R7、見込）``, of a sum what is summed up."""
    if way.figure is None or way.value is None:
        return ""
    newest = way.figure
    notes = "、".join(filter(None, (label_short(newest.fiscal_year), newest.mark)))
    if facts.is_period_total:
        return f"累計{sum_words(measured(facts, figures, newest), facts.unit)}（{notes}）"
    return f"{amount(facts, newest.value)}（{notes}）"
