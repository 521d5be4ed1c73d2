"""A newer edition made of the one before: what has changed is put in, all else stays.

Names, targets and words are never read again from the plan of today: a closed year keeps those
that it was judged by.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from measures.naming import DIVISION
from progress.judging.facts import SETTLED
from progress.judging.judgement import judge
from progress.judging.marks import mark_of
from progress.models import report_fields as fields
from progress.reading.edition import Edition, Erratum, IndicatorPart, KeptFigure, Mark, ReportPart


def evaluated_again(old: Edition, new: Edition, figures: Mapping[int, KeptFigure]) -> Edition:
    """The edition after an unlocked report was evaluated: its own words and figures are new.

    `new` is the report as read from live rows, `figures` are those that the report enters.
    """
    terms = old.terms + tuple(each for each in new.terms if each not in old.terms)
    amended = replace(
        old,
        report=new.report,
        decisions=new.decisions,
        errata=new.errata,
        terms=terms,
        unfinished="",
    )
    for each in old.indicators:
        if each.is_entered_here:
            amended = with_figure(amended, each.id, old.fiscal_year, figures.get(each.id))
    return amended


def with_figure(
    edition: Edition, indicator_id: int, year: int, figure: KeptFigure | None
) -> Edition:
    """The edition with one figure changed (None takes it away) and its judgement made anew.

    Of the figure's own year or a later one: an earlier year was judged without it, and is not
    asked (`verbs.shown_elsewhere`, `corrections.pages.later_editions`).
    The same edition where it does not hold the indicator, or holds just that figure.
    """
    indicators = tuple(
        _with_figure(each, year, figure, edition.fiscal_year) if each.id == indicator_id else each
        for each in edition.indicators
    )
    return edition if indicators == edition.indicators else replace(edition, indicators=indicators)


def _with_figure(
    part: IndicatorPart, year: int, figure: KeptFigure | None, fiscal_year: int
) -> IndicatorPart:
    if part.figures.get(year) == figure:
        return part
    figures = {key: kept for key, kept in part.figures.items() if key != year}
    if figure is not None:
        figures[year] = figure
    changed = replace(part, figures=dict(sorted(figures.items())))
    return replace(changed, judgement=judge(part.facts, changed.counted(), fiscal_year))


def with_value(edition: Edition, name: str, value: Any) -> Edition:
    """The edition with one field of the report changed."""
    report = edition.report
    if name in fields.names(fields.AMOUNT):
        changed = replace(report, amounts=report.amounts | {name: value})
    elif name in fields.names(fields.TEXT, fields.LINE, fields.CHOICE):
        # Also one that the edition is too old to have.
        changed = replace(report, texts=report.texts | {name: value})
    else:
        changed = _with_word(report, name, value)
    return replace(edition, report=changed)


def with_settled_accounts(edition: Edition) -> Edition:
    """The edition with its 決算 no longer 見込."""
    return replace(edition, report=replace(edition.report, certainty=SETTLED))


def _with_word(report: ReportPart, name: str, value: Any) -> ReportPart:
    """The division's own word changed; what counts changes with it only where that is its."""
    changed = replace(report, **{name: value})
    if report.mark.whose != DIVISION:
        return changed
    return replace(changed, mark=replace(report.mark, **{name: value}))


def with_decision(
    edition: Edition, decision_id: int, part: str, value: Any, *, counts: bool
) -> Edition:
    """The edition with one part of a decision mended; where its mark `counts`, that follows."""
    decisions = tuple(
        replace(each, **{part: value}) if each.id == decision_id else each
        for each in edition.decisions
    )
    report = edition.report
    for each in decisions:
        if counts and each.id == decision_id:
            own = (report.progress, report.outlook)
            mark = Mark(*mark_of(report.state, own, (each.judgement, each.outlook)))
            report = replace(report, mark=mark)
    return replace(edition, decisions=decisions, report=report)


def with_erratum(edition: Edition, line: Erratum) -> Edition:
    """The edition with one line more in its 正誤表."""
    return replace(edition, errata=(*edition.errata, line))
