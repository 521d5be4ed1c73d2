"""What a report says, answer by answer: for the check page and the review."""

from dataclasses import dataclass

from progress.entry.merging import shown
from progress.entry.pages import AMOUNTS, SECTIONS
from progress.judging.facts import UNSETTLED_WORDS
from progress.judging.results import entries_of
from progress.models import IndicatorResult, ProgressReport


@dataclass(frozen=True)
class Answer:
    """One stored answer, with the place of the form where it is changed."""

    label: str
    text: str
    anchor: str


def answers_of(report: ProgressReport) -> list[tuple[str, list[Answer]]]:
    """All that is stored of a report, section by section, blanks included; 2 queries."""
    names = [*SECTIONS, ("金額", AMOUNTS)]
    sections = [(title, [_answer(report, name) for name in own]) for title, own in names]
    return [sections[0], ("成果指標の実績", _result_answers(report)), *sections[1:]]


def _answer(report: ProgressReport, name: str) -> Answer:
    label = ProgressReport._meta.get_field(name).verbose_name
    text = shown(getattr(report, name))
    if name == "public_text" and not text and report.done:
        text = "（空欄のため、「取り組んだこと」をそのまま公表します）"
    return Answer(str(label), text, f"id_{name}")


def _result_answers(report: ProgressReport) -> list[Answer]:
    stored = entries_of(report)
    answers = []
    for indicator in report.entered_indicators:
        entry = stored.get(indicator.pk)
        status = entry.status if entry else IndicatorResult.Status.NOT_REPORTED
        text = IndicatorResult.Status(status).label
        if status == IndicatorResult.Status.REPORTED:
            held = (entry.value, entry.done, entry.done_on, entry.words or None)
            text = "、".join(shown(value) for value in held if value is not None)
            text += indicator.unit if entry.value is not None else ""
            if mark := UNSETTLED_WORDS.get(entry.certainty):
                text += f"（{mark}）"
        answers.append(Answer(indicator.name, text, f"result-{indicator.pk}"))
    return answers
