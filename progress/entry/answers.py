"""What a report says, answer by answer, and what changed: for check pages and the review."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from progress.judging.judgement import held_in
from progress.models import ProgressReport
from progress.models import report_fields as fields
from progress.reading.inputs import inputs_of
from progress.reading.reports import ShownReport, in_words, shown_one
from sakado_dx.text_changes import TextChange, change_of


@dataclass(frozen=True)
class Answer:
    """One stored answer, with the place of the form where it is changed."""

    label: str
    text: str
    anchor: str
    is_text: bool = False


@dataclass(frozen=True)
class Compared:
    """An answer, what changed in it since last year, and since the report came back; None
    where there is nothing to compare it with."""

    answer: Answer
    last_year: TextChange | None
    returned: TextChange | None

    @property
    def is_copied(self) -> bool:
        """Whether it is last year's text, word for word."""
        same = self.last_year is not None and not self.last_year.is_changed
        return self.answer.is_text and bool(self.answer.text) and same


Section = tuple[str, list[Answer]]


def answers_of(report: ProgressReport, told: ShownReport) -> list[Section]:
    """All that is stored of a report, section by section, blanks included; 2 queries."""
    sections = [(title, [_answer(each, told) for each in own]) for title, own in fields.sections()]
    results = list(_results(report, report.year.fiscal_year))
    return [("成果指標の実績", results), *sections]


def last_answers(report: ProgressReport, before: ShownReport) -> dict[str, str]:
    """Last year's texts by the places of this year's answers; no query besides the inputs."""
    own = [
        replace(_answer(each, before), text=before.told_after(each.name))
        if each.kind == fields.WORD
        else _answer(each, before)
        for each in fields.FIELDS
    ]
    results = _results(report, before.year.fiscal_year)
    return {each.anchor: each.text for each in (*own, *results)}


def compared(
    report: ProgressReport,
    told: ShownReport,
    before: ShownReport | None,
    said: Mapping[str, str] | None = None,
) -> list[tuple[str, list[Compared]]]:
    """The answers beside last year's, and beside what was `said` when the report came back."""
    last = last_answers(report, before) if before else None
    return [
        (title, [Compared(each, _change(each, last), _change(each, said)) for each in answers])
        for title, answers in answers_of(report, told)
    ]


def _change(answer: Answer, earlier: Mapping[str, str] | None) -> TextChange | None:
    return change_of(earlier.get(answer.anchor, ""), answer.text) if earlier else None


def mended(sections: list[tuple[str, list[Compared]]]) -> list[Compared]:
    """What changed since the report came back."""
    answers = (each for _, own in sections for each in own)
    return [each for each in answers if each.returned is not None and each.returned.is_changed]


def said_in(report: ProgressReport) -> dict[str, str]:
    """What the report says now, by place, to be kept with its return."""
    sections = answers_of(report, shown_one(report))
    return {each.anchor: each.text for _, answers in sections for each in answers}


def _answer(own: fields.ReportField, told: ShownReport) -> Answer:
    text = in_words(told.said, own.name)
    if own.name == "public_text" and not text and told.said.texts["done"]:
        text = "（空欄のため、「取り組んだこと」をそのまま公表します）"
    return Answer(own.label, text, f"id_{own.name}", own.kind == fields.TEXT)


def _results(report: ProgressReport, fiscal_year: int) -> Iterator[Answer]:
    """The figures of this or last year for the indicators that the report enters, each with its
    補足."""
    inputs = inputs_of(report)
    is_now = fiscal_year == report.year.fiscal_year
    notes = {pk: each.note for pk, each in inputs.entries.items()} if is_now else inputs.last_notes
    for each in inputs.entered:
        figures = inputs.figures.get(each.id, {})
        text, note = held_in(each.facts, figures, fiscal_year), notes.get(each.id, "")
        told = f"{text}\n補足：{note}" if note else text
        yield Answer(each.facts.name, told, f"result-{each.id}")
