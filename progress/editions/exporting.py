"""A year's reports as CSV and JSON, made of its editions.

An edition's file is the same to the byte for ever: it is made of what was stored with the
edition, in an order that is written down here, and of nothing else. What does not count yet is
left blank, so that everybody gets the same file.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from progress.judging.facts import UNSETTLED_WORDS, Figure
from progress.models import IndicatorResult, ProgressReport, ReportSnapshot, ReviewYear
from progress.models import report_fields as fields
from progress.reading.codec import Json, plain
from progress.reading.edition import Edition, IndicatorPart, Word
from progress.reading.years import editions_in
from sakado_dx import fiscal
from sakado_dx.spreadsheets import writing

EXPORTED = tuple(each for each in fields.FIELDS if each.is_exported)
BEFORE_PLANNED = ("progress", "progress_reason")
INDICATOR_HEADINGS = (
    "指標番号", "指標名", "単位", "目標の年度", "目標値", "実績値", "実績の状況", "確からしさ",
    "達成率（％）", "判定",
)  # fmt: skip
STATES = dict(ProgressReport.State.choices)
STATUSES = dict(IndicatorResult.Status.choices)
CERTAINTIES = UNSETTLED_WORDS | {"settled": "確定"}


def moments_of(year: ReviewYear) -> list[datetime]:
    """When an edition of the closed year was written, oldest first: its first is number 1."""
    snapshots = ReportSnapshot.objects.filter(report__year=year)
    return list(snapshots.order_by("at").values_list("at", flat=True).distinct())


def editions_for(year: ReviewYear, number: int | None = None) -> list[Edition]:
    """The year's reports; of a closed year those of an edition of it, or the newest.

    Raises IndexError where there is no such edition.
    """
    at = None
    if number is not None and not year.is_open:
        moments = moments_of(year)
        at = moments[number - 1] if number > 0 else moments[len(moments)]
    return list(editions_in(year, at).values())


def year_file(year: ReviewYear, kind: str, edition: int | None = None) -> tuple[str, bytes]:
    """(content type, bytes) of the year as `csv` or `json`."""
    content_type, write = FORMATS[kind]
    return content_type, write(editions_for(year, edition))


def _counts(edition: Edition) -> bool:
    return edition.report.state in ProgressReport.COUNTED_STATES


def headings() -> list[str]:
    """What the columns are called, the report's fields by their own labels."""
    labels = {each.name: each.label for each in EXPORTED}
    before = [labels.pop(name) for name in BEFORE_PLANNED]
    return [
        "年度", "番号", "施策名", "基本方針", "施策の方向性", "所管課", "報告の状態", *before,
        "計画の方向性", *labels.values(), *INDICATOR_HEADINGS, "正誤",
    ]  # fmt: skip


def to_csv(editions: Iterable[Edition]) -> bytes:
    """One line for each indicator of a measure, or one for a measure without; value and
    status in two columns, text cells never formulas."""
    lines = [line for edition in editions for line in _lines(edition)]
    return writing.to_csv(headings(), lines)


def _lines(edition: Edition) -> Iterator[list]:
    head, tail = _head(edition), _errata_cell(edition)
    for part in edition.indicators or [None]:
        yield [*head, *_indicator_cells(part), tail]


def _head(edition: Edition) -> list:
    plan = edition.plan
    cells = {each.name: _cell(edition, each.name) for each in EXPORTED}
    before = [cells.pop(name) for name in BEFORE_PLANNED]
    return [
        fiscal.label_name(edition.fiscal_year),
        plan.code,
        plan.name,
        f"{plan.policy.number} {plan.policy.name}",
        plan.direction.name,
        "、".join(plan.divisions),
        STATES[edition.report.state],
        *before,
        edition.planned,
        *cells.values(),
    ]


def _cell(edition: Edition, name: str) -> str | int | None:
    """A field of the report for a file; what does not count is blank, an amount none."""
    if not _counts(edition):
        return None if name in edition.report.amounts else ""
    value = edition.report.value(name)
    if name in edition.report.amounts:
        return value
    return value.word if isinstance(value, Word) else value or ""


def _indicator_cells(part: IndicatorPart | None) -> list:
    if part is None:
        return [""] * len(INDICATOR_HEADINGS)
    facts, judgement = part.facts, part.judgement
    figure, target, rate = judgement.figure, judgement.target, judgement.rate
    return [
        part.key,
        facts.name,
        facts.unit,
        fiscal.label_name(target.fiscal_year) if target else "",
        target.value if target else None,
        figure.value,
        STATUSES[figure.status],
        CERTAINTIES[figure.certainty] if figure.value is not None else "",
        rate.value if rate else None,
        judgement.label,
    ]


def _errata_cell(edition: Edition) -> str:
    lines = edition.errata if _counts(edition) else ()
    return "\n".join(
        f"{line.label}：誤「{line.before}」正「{line.after}」（{line.on}、{line.reason}）"
        for line in lines
    )


def to_json(editions: list[Edition]) -> bytes:
    """The same with the plan's frame; `value` is a decimal as text, or null beside a status."""
    first = editions[0] if editions else None
    document = {
        "fiscal_year": first and first.fiscal_year,
        "plan": first and first.frame.title,
        "reports": [_report(each) for each in editions],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _report(edition: Edition) -> Json:
    plan, counts = edition.plan, _counts(edition)
    names = ("progress", "outlook", "actual_direction")
    others = (each.name for each in EXPORTED if each.name not in names)
    return {
        "code": plan.code,
        "name": plan.name,
        "policy": {"number": plan.policy.number, "name": plan.policy.name},
        "direction": plan.direction.name,
        "divisions": list(plan.divisions),
        "state": edition.report.state,
        "planned_direction": edition.planned,
        **{name: _cell(edition, name) for name in (*names, *others)},
        "indicators": [_indicator(each) for each in edition.indicators],
        "errata": [_erratum(each) for each in edition.errata] if counts else [],
    }


def _indicator(part: IndicatorPart) -> Json:
    judgement, facts = part.judgement, part.facts
    names = ("fiscal_year", "role", "value", "year_assumed", "source")
    return {
        "key": part.key,
        "name": facts.name,
        "unit": facts.unit,
        "kind": facts.kind,
        "targets": [{name: plain(getattr(each, name)) for name in names} for each in facts.targets],
        **_figure(judgement.figure),
        "judgement": judgement.code,
        "judgement_label": judgement.label,
        "rate": judgement.rate and plain(judgement.rate.value),
        "finding": judgement.finding,
    }


def _figure(figure: Figure) -> Json:
    """The year's figure as files give it: a value or none, and always a status."""
    return {name: plain(getattr(figure, name)) for name in ("value", *IndicatorResult.HELD)}


def _erratum(line) -> Json:
    names = ("kind", "label", "before", "after", "on", "reason")
    return {name: plain(getattr(line, name)) for name in names}


FORMATS: dict[str, tuple[str, Callable[[list[Edition]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "json": ("application/json", to_json),
}
