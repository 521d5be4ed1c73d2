"""One indicator in one fiscal year: is it met, and what sentence says so."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from progress.judging import facts as judging_facts
from progress.judging import findings, milestones
from progress.judging.facts import LABELS, Figure, IndicatorFacts, Judgement, Target
from progress.judging.rates import final_rate, goal_of_rate, rate
from progress.judging.targets import next_target, pace, reaches, surpasses, target_in_force
from progress.judging.totals import Measured, measured
from sakado_dx.fiscal import label_short


def figure_of(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Figure:
    """The year's figure; a missing one, and a 実績あり that holds nothing, is 未報告.

    What the status does not allow to be there (a value beside 集計中) is left aside. Of a
    milestone that an earlier year reached, and of which the year itself says nothing, it is the
    figure of that year.
    """
    figure = _own_figure(facts, figures, fiscal_year)
    if figure.is_reported:
        return figure
    return milestones.reached_figure(facts, figures, fiscal_year) or figure


def held_in(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> str:
    """What the year's figure holds, in words; of a milestone reached in an earlier year
    ``達成（令和7年3月1日）``."""
    figure = figure_of(facts, figures, fiscal_year)
    if figure.fiscal_year == fiscal_year:
        return findings.held(facts, figure)
    achieved_in = milestones.achieved_year(figure.fiscal_year, figure)
    return findings.reached(figure.done_on, achieved_in)


def _own_figure(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Figure:
    figure = figures.get(fiscal_year)
    if figure is None or (
        figure.status == judging_facts.REPORTED and not _holds_something(facts, figure)
    ):
        return Figure(fiscal_year, judging_facts.NOT_REPORTED)
    if figure.status != judging_facts.REPORTED:
        return replace(figure, value=None, done=None, done_on=None, words="")
    return figure


def _holds_something(facts: IndicatorFacts, figure: Figure) -> bool:
    if facts.kind == judging_facts.MILESTONE:
        return figure.done is not None
    if facts.kind == judging_facts.QUALITATIVE:
        return bool(figure.words.strip())
    return figure.value is not None


def judge(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Judgement:
    """The judgement of one year from all figures of the indicator, by their fiscal years.

    Figures of later years are never looked at. In this order: a year outside the indicator's
    is 対象外; a milestone that is done, or whose date is still to come, needs no figure; a
    year without a figure keeps its word (未報告, 対象外, 測定前, 集計中); the rest is judged by
    its kind. ``met`` is true and false where a target decides, and None for everything else, the
    words of the pace included: the target's year is still to come.
    """
    figure = figure_of(facts, figures, fiscal_year)
    if not facts.covers(fiscal_year):
        return _judgement(
            facts, fiscal_year, figure, judging_facts.NOT_APPLICABLE, findings.outside(fiscal_year)
        )
    if facts.kind == judging_facts.MILESTONE:
        return _judge_milestone(facts, figures, figure, fiscal_year)
    if _is_outside(facts, figure):
        return _judge_outside(facts, figure)
    if figure.status != judging_facts.REPORTED:
        finding = findings.without_figure(facts, fiscal_year, figure.status)
        return _judgement(facts, fiscal_year, figure, figure.status, finding)
    if facts.kind == judging_facts.QUALITATIVE:
        finding = "数値の目標はなく、言葉で評価します。"
        return _judgement(facts, fiscal_year, figure, "words", finding)
    if facts.is_expansion:
        last_year = figure_of(facts, figures, fiscal_year - 1)
        return _judge_expansion(facts, figure, last_year, fiscal_year)
    return _judge_number(facts, figures, figure, fiscal_year)


def _is_outside(facts: IndicatorFacts, figure: Figure) -> bool:
    """Whether a figure is missing because its measure had nothing to report in the year."""
    is_missing = figure.status == judging_facts.NOT_REPORTED
    return is_missing and bool(facts.lifetime.outside(figure.fiscal_year))


def _judge_outside(facts: IndicatorFacts, figure: Figure) -> Judgement:
    year, code = figure.fiscal_year, judging_facts.NOT_APPLICABLE
    finding = findings.outside_lifetime(facts, year)
    return _judgement(facts, year, figure, code, finding, label=facts.lifetime.outside(year))


def _judgement(
    facts: IndicatorFacts, fiscal_year: int, figure: Figure, code: str, finding: str, **more
) -> Judgement:
    more.setdefault("label", facts.word(code))
    more.setdefault("met", {"met": True, "not_met": False}.get(code))
    return Judgement(
        name=facts.name,
        fiscal_year=fiscal_year,
        code=code,
        finding=finding,
        figure=figure,
        target=target_in_force(facts, fiscal_year),
        next_target=next_target(facts, fiscal_year),
        **more,
    )


def _judge_number(
    facts: IndicatorFacts, figures: Mapping[int, Figure], figure: Figure, fiscal_year: int
) -> Judgement:
    found = measured(facts, figures, figure)
    target, guide = target_in_force(facts, fiscal_year), pace(facts, fiscal_year)
    told = findings.Told(facts, figure, found, rate(facts, found.value, fiscal_year))
    coming, final = next_target(facts, fiscal_year), final_rate(facts, found.value, fiscal_year)
    if target:
        code = _verdict(facts, found, target.value, "met", "not_met")
        finding = findings.by_target(told, target, code)
    elif guide is not None and not _waits_for_its_end(facts):
        code = _verdict(facts, found, guide, "above_pace", "below_pace")
        finding = findings.by_pace(told, guide, coming, code)
    else:
        code, finding = "before", findings.before_first_target(told, coming, final)
    return _judgement(
        facts,
        fiscal_year,
        figure,
        code,
        finding,
        label=findings.undetermined(facts, found.missing)
        if code == "undetermined"
        else LABELS[code],
        rate=told.rate,
        pace=guide,
        over_target=told.rate is not None and _is_over(facts, found.value, fiscal_year),
        total=found.value if facts.is_period_total else None,
        final_rate=final,
    )


def _verdict(
    facts: IndicatorFacts, found: Measured, goal: Decimal, reached: str, missed: str
) -> str:
    """A sum that lacks years is at least what it is: what it reaches is reached, what it does not
    reach is not decided; where less is better, the other way round."""
    good = reaches(found.value, goal, facts.sense)
    grows_better = facts.sense == judging_facts.UP
    if found.missing and good != grows_better:
        return "undetermined"
    return reached if good else missed


def _waits_for_its_end(facts: IndicatorFacts) -> bool:
    """A sum that shall stay small is judged in the last year alone: it only grows."""
    return facts.is_period_total and facts.sense == judging_facts.DOWN


def _is_over(facts: IndicatorFacts, value: Decimal, fiscal_year: int) -> bool:
    """Whether the rate is above 100 %, asked of the figures since the rate is rounded."""
    goal, _ = goal_of_rate(facts, fiscal_year)
    return surpasses(value, goal, facts.sense)


def _judge_expansion(
    facts: IndicatorFacts, figure: Figure, last_year: Figure, fiscal_year: int
) -> Judgement:
    """Reached in its starting year; later above the start and no worse than last year.

    Where last year has no figure, the start alone decides and the finding says so.
    """
    start = target_in_force(facts, fiscal_year)
    if start is None:
        coming = next_target(facts, fiscal_year)
        told = findings.Told(facts, figure, Measured(figure.value))
        finding = findings.before_first_target(told, coming)
        return _judgement(facts, fiscal_year, figure, "before", finding)
    if start.carried_from is None:
        met = reaches(figure.value, start.value, facts.sense)
        finding = findings.by_start(facts, figure, start, met)
    else:
        grown = surpasses(figure.value, start.value, facts.sense)
        finding = findings.by_growth(facts, figure, start, last_year, grown)
        kept = last_year.value is None or reaches(figure.value, last_year.value, facts.sense)
        met = grown and kept
    return _judgement(facts, fiscal_year, figure, "met" if met else "not_met", finding)


def _judge_milestone(
    facts: IndicatorFacts, figures: Mapping[int, Figure], figure: Figure, fiscal_year: int
) -> Judgement:
    """期限内達成, 期限後達成（R7）, 未達成, or 期限前.

    A milestone without a printed year is 達成 when it is done and 判定前 until then.
    """
    due = milestones.due_target(facts, fiscal_year)
    achieved = milestones.achievement(facts, figures, fiscal_year)
    if achieved:
        finding = milestones.done_finding(due, *achieved)
        code, label = _done_word(due, achieved[0], fiscal_year)
        return _judgement(facts, fiscal_year, figure, code, finding, label=label, met=True)
    if _is_outside(facts, figure):
        return _judge_outside(facts, figure)
    is_due = due is not None and fiscal_year >= due.fiscal_year
    if figure.status not in (judging_facts.REPORTED, judging_facts.NOT_REPORTED) or (
        is_due and figure.done is None
    ):
        finding = findings.without_figure(facts, fiscal_year, figure.status)
        return _judgement(facts, fiscal_year, figure, figure.status, finding)
    finding = milestones.open_finding(due, fiscal_year)
    code = "not_met" if is_due else "not_due" if due else "before"
    return _judgement(facts, fiscal_year, figure, code, finding)


def _done_word(due: Target | None, achieved_in: int, fiscal_year: int) -> tuple[str, str]:
    """Code and word; what was reached in an earlier year is told apart by that year."""
    before = f"（{label_short(achieved_in)}）" if achieved_in < fiscal_year else ""
    if due is None:
        return "met", LABELS["met"] + before
    if achieved_in <= due.fiscal_year:
        return "met_in_time", LABELS["met_in_time"] + before
    return "met_late", f"{LABELS['met_late']}（{label_short(achieved_in)}）"


def may_be_met(facts: IndicatorFacts, judgement: Judgement) -> bool:
    """Whether a figure that is still to be confirmed can meet something in the judged year: a
    target that is in force, or a milestone, which may be reached early."""
    is_milestone = facts.kind == judging_facts.MILESTONE
    return facts.covers(judgement.fiscal_year) and (is_milestone or judgement.target is not None)


def is_result_due(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> bool:
    """Whether a complete report of that year needs an entry for this indicator.

    Every year of the indicator does (words too; 測定前 and the like are entries), except for a
    milestone: before its due year, without one, and after it was reported done in an earlier
    year. A milestone done in the year itself stays due, so that its entry stays on the form.
    """
    if not facts.covers(fiscal_year):
        return False
    if facts.kind != judging_facts.MILESTONE:
        return True
    due = milestones.due_target(facts, fiscal_year)
    is_done = milestones.reached_before(facts, figures, fiscal_year) is not None
    return due is not None and fiscal_year >= due.fiscal_year and not is_done
