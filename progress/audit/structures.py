"""What JSON columns hold, in words: no key, no bracket, no quotation mark of the storage; and codes."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from progress.audit import codes
from progress.judging.judgement import held_in
from progress.models import (
    Correction,
    MeasureReview,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    Publication,
    ReportSnapshot,
    StatusChange,
)
from progress.models import report_fields as fields
from progress.publication.content import PUBLICATIONS, WITHHELD_CHOICES
from progress.reading.codec import EDITIONS, Json, plain
from progress.reading.edition import DecisionPart, Erratum, IndicatorPart, Mark, Word
from progress.reading.places import indicator_of, shown_value
from sakado_dx.fiscal import label_short
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


def _outcome(touched: list[Json]) -> str:
    """What became of the reports of open years as an edition took effect."""
    return _joined(
        (
            f"{each['measure']} {each['year']}",
            "、".join([str(PlanEdition.Outcome(each["what"]).label), *each["said"]]),
        )
        for each in touched
    )


def _left(rows: list[Json]) -> str:
    """What a document does not hold, as the draft keeps it."""
    return "\n".join(f"{each['label']}　{each['title']}" for each in rows)


def _public_table(table: Json) -> str:
    """新旧対照表 as citizens see it."""
    left, right = table["headings"][1:3]
    rows = (
        (
            row["place"].replace("\n", "　"),
            f"{left} {_cell(row['left'])}　{right} {_cell(row['right'])}",
        )
        for row in table["rows"]
    )
    return _joined([(table["name"], table["line"] or "―"), *rows])


def _cell(blocks: list[Json]) -> str:
    return "、".join(filter(None, map(_block, blocks)))


def _block(block: Json) -> str:
    if "cells" not in block:
        return "".join(piece["text"] for piece in block["pieces"])
    cells = zip(block["headings"], map(_block, block["cells"]), strict=True)
    return f"{block['title']} {'、'.join(f'{head} {text}' for head, text in cells)}".strip()


def _directions(by_year: dict[str, str]) -> str:
    return _joined((label_short(int(year)), text) for year, text in by_year.items())


def _goals(by_indicator: dict[str, Json]) -> str:
    """What a 調書 asks of the last targets, by the indicator's number."""
    return _joined((key, _goal(each)) for key, each in by_indicator.items())


def _goal(told: Json) -> str:
    if "withdrawn" in told:
        return f"取下げ（{told['withdrawn']}）"
    return label_short(int(told["year"])) if "year" in told else _plain(told["value"])


def _returned(by_place: dict[str, str]) -> str:
    """What a report said as it was sent back."""
    return _joined((_place(place), text) for place, text in by_place.items())


def _place(anchor: str) -> str:
    if indicator_of(anchor) is not None:
        return "実績"
    return {each.name: each.label for each in fields.FIELDS}[anchor.removeprefix("id_")]


OF_COLUMN: dict[codes.Column, Callable[[Any], str]] = {
    **codes.OF_COLUMN,
    (StatusChange, "said"): _returned,
    (MeasureReview, "directions"): _directions,
    (MeasureReview, "targets"): _goals,
    (PlanRevision, "left"): _left,
    (PlanRevision, "public_table"): _public_table,
    (PlanEdition, "outcome"): _outcome,
    (ProgressReport, "withheld"): _withheld,
    (PlanEdition, "document"): _document,
    (PlanEdition, "public_document"): _document,
    (Publication, "content"): _publication,
    (ReportSnapshot, "content"): _snapshot,
    (Correction, "before"): shown_value,
    (Correction, "after"): shown_value,
}
