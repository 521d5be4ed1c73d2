"""Milestones: done or not, and in which fiscal year. Once done, later years need no entry."""

from collections.abc import Mapping
from datetime import date

from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.findings import ASSUMED, year
from progress.judging.targets import printed_targets
from sakado_dx.fiscal import fiscal_year_of, format_date


def due_target(facts: IndicatorFacts, fiscal_year: int) -> Target | None:
    """The target whose year is the date of the milestone, as a year is judged by it; None where
    the plan names none."""
    return next(iter(printed_targets(facts, fiscal_year)), None)


def achieved_year(fiscal_year: int, figure: Figure) -> int:
    """The fiscal year of a done figure: that of its date, else the one it was reported in."""
    return fiscal_year_of(figure.done_on) if figure.done_on else fiscal_year


def achievement(
    facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int
) -> tuple[int, date | None] | None:
    """Fiscal year and date of the achievement as known in ``fiscal_year``, or None.

    The earliest done figure reported up to that year counts; a later 未達成 does not undo it
    (a mistake is corrected where it was made). A date after the end of ``fiscal_year`` is not
    yet an achievement of it, and a report of a later year never changes an earlier judgement.
    """
    figure = done_figure(figures, fiscal_year)
    return figure and (achieved_year(figure.fiscal_year, figure), figure.done_on)


def done_figure(figures: Mapping[int, Figure], fiscal_year: int) -> Figure | None:
    """The figure by which a milestone counts as reached in ``fiscal_year``; None while it is not."""
    done = (
        figure
        for reported_in, figure in sorted(figures.items())
        if reported_in <= fiscal_year and figure.status == judging_facts.REPORTED and figure.done
    )
    return next(
        (each for each in done if achieved_year(each.fiscal_year, each) <= fiscal_year), None
    )


def reached_before(
    facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int
) -> tuple[int, date | None] | None:
    """Fiscal year and date of a milestone that an earlier year reported done, which this year is
    not asked for; None for all else."""
    figure = reached_figure(facts, figures, fiscal_year)
    return figure and (achieved_year(figure.fiscal_year, figure), figure.done_on)


def reached_figure(
    facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int
) -> Figure | None:
    """The figure by which an earlier year reported the milestone done: it holds in this year too.
    None for all else."""
    if facts.kind != judging_facts.MILESTONE:
        return None
    earlier = {year: figure for year, figure in figures.items() if year < fiscal_year}
    return done_figure(earlier, fiscal_year)


def deadline(target: Target | None) -> str:
    """``期限はR6年度です。``."""
    if target is None:
        return "期限の年度はありません。"
    note = f"（{ASSUMED}）" if target.year_assumed else ""
    return f"期限は{year(target.fiscal_year)}{note}です。"


def done_finding(target: Target | None, achieved_in: int, done_on: date | None) -> str:
    """Of a milestone that is done, with its date where one was given."""
    when = f"{year(achieved_in)}{f'（{format_date(done_on)}）' if done_on else ''}"
    return f"{deadline(target)}{when}に達成しました。"


def open_finding(target: Target | None, fiscal_year: int) -> str:
    """Of a milestone that is not done: before its date, or from its due year on."""
    if target is None:
        return f"{deadline(target)}達成したときに報告します。"
    if fiscal_year < target.fiscal_year:
        return f"{deadline(target)}{year(fiscal_year)}は期限前のため、まだ判定しません。"
    return f"{deadline(target)}{year(fiscal_year)}の報告では、まだ達成していません。"
