"""What a report says, answer by answer: for the check page and the review."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from progress.entry.merging import shown
from progress.judging.amounts import SPENT
from progress.judging.facts import NOT_REPORTED, Figure
from progress.judging.findings import held
from progress.models import ProgressReport
from progress.models import report_fields as fields
from progress.reading.inputs import inputs_of
from progress.reading.reports import ShownReport


@dataclass(frozen=True)
class Answer:
    """One stored answer, with the place of the form where it is changed."""

    label: str
    text: str
    anchor: str


def answers_of(report: ProgressReport, told: ShownReport) -> list[tuple[str, list[Answer]]]:
    """All that is stored of a report, section by section, blanks included; 2 queries."""
    sections = [(title, [_answer(each, told) for each in own]) for title, own in fields.sections()]
    results = list(_results(report, report.year.fiscal_year))
    return [("成果指標の実績", results), *sections]


def last_answers(report: ProgressReport, before: ShownReport) -> dict[str, str]:
    """Last year's texts by the places of this year's answers; no query besides the inputs."""
    own = [
        replace(_answer(each, before), text=shown(before.counted(each.name)))
        if each.kind == fields.WORD
        else _answer(each, before)
        for each in fields.FIELDS
    ]
    results = _results(report, before.year.fiscal_year)
    return {each.anchor: each.text for each in (*own, *results)}


def _answer(own: fields.ReportField, told: ShownReport) -> Answer:
    text = shown(told.said.value(own.name))
    if own.name == SPENT:
        text = told.said.money.shown(SPENT)
    if own.name == "public_text" and not text and told.said.texts["done"]:
        text = "（空欄のため、「取り組んだこと」をそのまま公表します）"
    return Answer(own.label, text, f"id_{own.name}")


def _results(report: ProgressReport, fiscal_year: int) -> Iterator[Answer]:
    """The figures of a year for the indicators that the report enters."""
    inputs = inputs_of(report)
    for each in inputs.entered:
        figure = inputs.figures.get(each.id, {}).get(fiscal_year)
        figure = figure or Figure(fiscal_year, NOT_REPORTED)
        yield Answer(each.facts.name, held(each.facts, figure), f"result-{each.id}")
