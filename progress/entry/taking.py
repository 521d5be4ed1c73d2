"""What another division has answered, taken into the lead's fields by a button of its form.

A text is added at the end and never replaces; a number goes into a blank field, and where
something stands there already the person is asked.
"""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from progress.entry.contribution_pages import Parts, parts_of
from progress.judging.facts import IndicatorFacts
from progress.judging.typed import read_figure
from progress.models import ProgressReport
from progress.reading.inputs import inputs_of
from progress.workflow import posts
from sakado_dx.numbers import format_number
from sakado_dx.readings import UnreadableValue

BUTTON, ASK = "take", "ask"
TEXT, NUMBER, REPLACE, ADD = "text", "number", "replace", "add"
TOTAL = "total"
WORDS = {TEXT: "取り組んだこと", NUMBER: "実績", REPLACE: "実績", ADD: "実績"}


@dataclass(frozen=True)
class Taken:
    """What a button did with the form: a sentence, the place of the field, and what is asked."""

    said: str
    anchor: str
    ask: str = ""

    def way_back(self, report: ProgressReport) -> str:
        """The form again, at the field."""
        query = f"?{urlencode({ASK: self.ask})}" if self.ask else ""
        return f"{reverse('progress:report_edit', args=[report.pk])}{query}#{self.anchor}"


@dataclass(frozen=True)
class Question:
    """A number that stands where another is to go: replace it, or add to it."""

    source: str
    name: str
    number: str
    stated: str

    @property
    def may_add(self) -> bool:
        return self.source != TOTAL


def taken(data: QueryDict, report: ProgressReport) -> tuple[QueryDict, Taken | None]:
    """The form with what its button takes over, and what is to be said of it; None where no
    such button was pressed."""
    what, _, source = data.get(BUTTON, "").partition("-")
    if what not in WORDS:
        return data, None
    parts, data = _parts(report), data.copy()
    if what == TEXT:
        return data, _take_text(data, parts, source)
    return data, _take_number(data, parts, what, source)


def question_of(report: ProgressReport, parts: Parts, source: str) -> Question | None:
    """What is asked of a number that could not simply be taken over; None where nothing is."""
    number = _number(parts, source)
    if number is None or parts.stated is None or parts.stated == number:
        return None
    return Question(source, _name(parts, source), format_number(number), parts.stated_text)


def _parts(report: ProgressReport) -> Parts:
    return parts_of(report, None, inputs_of(report).asked)


def _row(parts: Parts, source: str):
    pk = posts.number(source)
    return next((each for each in parts.answered if each.row.pk == pk), None)


def _name(parts: Parts, source: str) -> str:
    return "内訳の合計" if source == TOTAL else _row(parts, source).division


def _number(parts: Parts, source: str) -> Decimal | None:
    if parts.indicator is None:
        return None
    if source == TOTAL:
        return parts.total
    row = _row(parts, source)
    return row.row.share if row else None


def _take_text(data: QueryDict, parts: Parts, source: str) -> Taken:
    row = _row(parts, source)
    if row is None or not row.row.text:
        return Taken("この課の記載は、ありません。", "id_done")
    line, typed = f"{row.division}：{row.row.text}", data.get("done", "").replace("\r\n", "\n")
    if line in typed:
        return Taken(f"{row.division}の記載は、既に「取り組んだこと」に入っています。", "id_done")
    data["done"] = "\n".join(filter(None, (typed.rstrip(), line)))
    return Taken(f"{row.division}の記載を「取り組んだこと」に加えました。", "id_done")


def _take_number(data: QueryDict, parts: Parts, what: str, source: str) -> Taken:
    number = _number(parts, source)
    if number is None:
        return Taken("この課の数値の内訳は、ありません。", "parts")
    field, name = f"result-{parts.indicator.id}-value", _name(parts, source)
    anchor, typed = f"id_{field}", data.get(field, "").strip()
    stated = _read(typed, parts.indicator.facts)
    if typed and stated == number:
        return Taken(f"{name}の{format_number(number)}は、既に「実績」に入っています。", anchor)
    if typed and (what == NUMBER or (what == ADD and stated is None)):
        return Taken(f"「実績」には、既に{typed}が入っています。", "parts", ask=source)
    data[field] = format_number(stated + number if what == ADD and stated is not None else number)
    return Taken(f"{name}の{format_number(number)}を「実績」に入れました。", anchor)


def _read(typed: str, facts: IndicatorFacts) -> Decimal | None:
    """The figure as the form reads it; None where it is none."""
    try:
        return read_figure(typed, facts.unit, facts.missing_words)
    except UnreadableValue:
        return None
