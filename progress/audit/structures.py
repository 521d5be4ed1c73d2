"""What JSON columns hold, in words: no key, no bracket, no quotation mark of the storage."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from progress.judging.judgement import held_in
from progress.models import (
    Correction,
    PlanEdition,
    ProgressReport,
    Publication,
    ReportSnapshot,
)
from progress.models import report_fields as fields
from progress.publication.content import PUBLICATIONS, WITHHELD_CHOICES
from progress.reading.codec import EDITIONS, Json, plain
from progress.reading.edition import DecisionPart, Erratum, IndicatorPart, Mark, Word
from progress.reading.places import shown_value
from sakado_dx.numbers import format_number

Lines = Iterable[tuple[str, str]]


def in_words(field: models.Field, value: Any) -> str:
    """The value of a JSON column; blank where it holds nothing.

    What a program of another time, or somebody's SQL, has written otherwise is told value by
    value.
    """
    if value in (None, "", [], {}):
        return ""
    try:
        return OF_COLUMN.get((field.model, field.name), _plain)(value)
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
        return _plain(value)


def is_told(field: models.Field) -> bool:
    """Whether a column of texts holds what has words of its own."""
    return (field.model, field.name) in OF_COLUMN


def _plain(value: Any) -> str:
    """Lists and rows of the plan, a row a line, by their values alone."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return "\n".join(_plain(each) for each in value)
    if isinstance(value, dict | list):
        between = "　" if isinstance(value, dict) else "、"
        inner = value.values() if isinstance(value, dict) else value
        return between.join(filter(None, (_plain(each).replace("\n", "、") for each in inner)))
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, Decimal | int | float):
        return format_number(Decimal(str(value)))
    return value or ""


def _withheld(reasons: dict[str, str]) -> str:
    return _joined((WITHHELD_CHOICES.get(name, name), each) for name, each in reasons.items())


def _publication(content: Json) -> str:
    """An edition that citizens see."""
    shown = PUBLICATIONS.decode(content)
    results = ((each.facts.name, _judged(each.actual, each.judgement)) for each in shown.indicators)
    return _joined(
        [
            *_head(shown.measure.divisions, shown.planned),
            ("実際の方向性", shown.direction),
            ("進捗", str(shown.progress or "")),
            ("取組の内容", shown.public_text),
            ("今後の方針", str(shown.outlook or "")),
            *results,
            *(("会議の意見", f"{each.body}　{each.opinion}") for each in shown.opinions),
            ("公表していない項目", "、".join(shown.withheld)),
            *_errata(shown.errata),
            ("お問い合わせ", _plain(plain(shown.contact))),
        ]
    )


def _snapshot(content: Json) -> str:
    """An edition of a report of a closed year."""
    edition = EDITIONS.decode(content)
    report, year = edition.report, edition.fiscal_year
    results = (
        (each.facts.name, _judged(_actual(each, year), each.judgement))
        for each in edition.indicators
    )
    return _joined(
        [
            ("施策", edition.plan.title),
            *_head(edition.plan.divisions, edition.planned),
            *((each.label, _said(report.value(each.name))) for each in fields.FIELDS),
            ("事務局の所見", report.secretariat_note),
            ("事務局案", str(report.second_judgement or "")),
            ("集計に使う進捗と方針", _marked(report.mark)),
            ("状態", str(ProgressReport.State(report.state).label)),
            ("前年度と変更なし", "はい" if report.is_unchanged else ""),
            *results,
            *(("会議の決定", _decision(each)) for each in edition.decisions),
            *_errata(edition.errata),
            ("提出されなかった理由", edition.unfinished),
        ]
    )


def _head(divisions: Iterable[str], planned: str) -> Lines:
    return [("所管課", "、".join(divisions)), ("計画の方向性", planned)]


def _marked(mark: Mark) -> str:
    return "　".join(str(each) for each in (mark.progress, mark.outlook) if each)


def _said(value: Any) -> str:
    return str(value) if isinstance(value, Word) else shown_value(value)


def _actual(part: IndicatorPart, year: int) -> str:
    return held_in(part.facts, part.counted(pending=True), year)


def _judged(actual: str, judgement: Any) -> str:
    return f"{actual}（{judgement.label}）" if judgement else actual


def _decision(decision: DecisionPart) -> str:
    words = (str(decision.judgement or ""), str(decision.outlook or ""))
    parts = (decision.body, decision.manner, *words, decision.opinion)
    return "　".join(filter(None, parts))


def _errata(lines: Iterable[Erratum]) -> Lines:
    return [("正誤", f"{each.label}　誤 {each.before}　正 {each.after}") for each in lines]


def _joined(lines: Lines) -> str:
    return "\n".join(f"{label}：{text}" for label, text in lines if text)


def _document(text: str) -> str:
    """A whole plan: its name and size alone, since its page shows it."""
    document = json.loads(text)
    measures = sum(
        len(direction["measures"])
        for policy in document["policies"]
        for direction in policy["directions"]
    )
    return _joined([("計画", document["plan"]["title"]), ("施策の数", f"{measures:,}")])


OF_COLUMN: dict[tuple[type[models.Model], str], Callable[[Any], str]] = {
    (ProgressReport, "withheld"): _withheld,
    (PlanEdition, "document"): _document,
    (PlanEdition, "public_document"): _document,
    (Publication, "content"): _publication,
    (ReportSnapshot, "content"): _snapshot,
    (Correction, "before"): shown_value,
    (Correction, "after"): shown_value,
}
