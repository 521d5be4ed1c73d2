"""A year's reports as CSV and JSON, made of the contents of its editions (cycle 3).

An edition's file is the same to the byte for ever: it is made of what was stored with the
edition, in an order that is written down here, and of nothing else. What does not count yet is
left blank, so that everybody gets the same file.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from progress.editions.content import contents_of
from progress.judging.facts import UNSETTLED_WORDS
from progress.models import IndicatorResult, ProgressReport, ReportSnapshot, ReviewYear
from progress.reading.closed import closed_contents, planned_of
from progress.reading.codec import Json
from sakado_dx import fiscal
from sakado_dx.spreadsheets import writing

HEADINGS = (
    "年度", "番号", "施策名", "基本方針", "施策の方向性", "所管課", "報告の状態", "進捗",
    "進捗の理由", "計画の方向性", "実際の方向性", "取り組んだこと", "効果", "課題",
    "次年度の取組", "今後の方針", "当初予算額（千円）", "補正後予算額（千円）", "決算額（千円）",
    "うち繰越額（千円）", "財源", "指標番号", "指標名", "単位", "目標の年度", "目標値", "実績値",
    "実績の状況", "確からしさ", "達成率（％）", "判定", "正誤",
)  # fmt: skip
TEXTS = ("progress_reason", "done", "effects", "issues", "next_work")
AMOUNTS = ("initial_budget", "revised_budget", "settled_amount", "carried_over")
STATES = dict(ProgressReport.State.choices)
STATUSES = dict(IndicatorResult.Status.choices)
CERTAINTIES = UNSETTLED_WORDS | {"settled": "確定"}


def editions_of(year: ReviewYear) -> list[datetime]:
    """When an edition of the closed year was written, oldest first: its first is number 1."""
    snapshots = ReportSnapshot.objects.filter(report__year=year)
    return list(snapshots.order_by("at").values_list("at", flat=True).distinct())


def contents_for(year: ReviewYear, edition: int | None = None) -> list[Json]:
    """The contents of the year's reports; of a closed year those of an edition or the newest.

    Raises IndexError where there is no such edition.
    """
    if year.is_open:
        return list(contents_of(year).values())
    at = None
    if edition is not None:
        editions = editions_of(year)
        at = editions[edition - 1] if edition > 0 else editions[len(editions)]
    return list(closed_contents(year.pk, at).values()) or list(contents_of(year).values())


def year_file(year: ReviewYear, kind: str, edition: int | None = None) -> tuple[str, bytes]:
    """(content type, bytes) of the year as `csv` or `json`."""
    content_type, write = FORMATS[kind]
    return content_type, write(contents_for(year, edition))


def _counts(content: Json) -> bool:
    return content["report"]["state"] in ProgressReport.COUNTED_STATES


def to_csv(contents: list[Json]) -> bytes:
    """One line for each indicator of a measure, or one for a measure without; value and
    status in two columns, text cells never formulas."""
    lines = [line for content in contents for line in _lines(content)]
    return writing.to_csv(HEADINGS, lines)


def _lines(content: Json) -> Iterator[list]:
    head, tail = _head(content), _errata_cell(content)
    for entry in content["indicators"] or [None]:
        yield [*head, *_indicator_cells(entry), tail]


def _head(content: Json) -> list:
    plan, report, counts = content["plan"], content["report"], _counts(content)
    policy, direction = plan["policy"], plan["direction"]
    return [
        fiscal.label_name(content["fiscal_year"]),
        plan["code"],
        plan["name"],
        f"{policy['number']} {policy['name']}",
        direction["name"],
        "、".join(plan["divisions"]),
        STATES[report["state"]],
        _word(report["progress"]) if counts else "",
        report["progress_reason"] if counts else "",
        planned_of(content),
        *_told(report, counts),
    ]


def _told(report: Json, counts: bool) -> list:
    texts = [report[name] if counts else "" for name in TEXTS[1:]]
    amounts = [report[name] if counts else None for name in AMOUNTS]
    return [
        report["actual_direction"] if counts else "",
        *texts,
        _word(report["outlook"]) if counts else "",
        *amounts,
        report["funding"] if counts else "",
    ]


def _word(word: Json | None) -> str:
    return word["word"] if word else ""


def _indicator_cells(entry: Json | None) -> list:
    if entry is None:
        return [""] * 10
    facts, judgement = entry["facts"], entry["judgement"]
    figure, target, rate = judgement["figure"], judgement["target"], judgement["rate"]
    shown = _figure(figure)
    return [
        entry["key"],
        facts["name"],
        facts["unit"],
        fiscal.label_name(target["fiscal_year"]) if target else "",
        _decimal(target["value"]) if target else None,
        _decimal(shown["value"]),
        STATUSES[shown["status"]],
        CERTAINTIES[shown["certainty"]] if shown["value"] is not None else "",
        _decimal(rate["value"]) if rate else None,
        judgement["label"],
    ]


def _figure(figure: Json) -> Json:
    """The year's figure as files give it: a value or none, and always a status."""
    names = ("value", "status", "done", "done_on", "words", "certainty")
    return {name: figure[name] for name in names}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _errata_cell(content: Json) -> str:
    lines = content["errata"] if _counts(content) else ()
    return "\n".join(
        f"{line['label']}：誤「{line['before']}」正「{line['after']}」"
        f"（{line['on']}、{line['reason']}）"
        for line in lines
    )


def to_json(contents: list[Json]) -> bytes:
    """The same with the plan's frame; `value` is a decimal as text, or null beside a status."""
    first = contents[0] if contents else None
    document = {
        "fiscal_year": first and first["fiscal_year"],
        "plan": first and first["frame"]["title"],
        "reports": [_report(content) for content in contents],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _report(content: Json) -> Json:
    plan, report, counts = content["plan"], content["report"], _counts(content)
    names = ("actual_direction", *TEXTS, *AMOUNTS, "funding")
    return {
        "code": plan["code"],
        "name": plan["name"],
        "policy": {"number": plan["policy"]["number"], "name": plan["policy"]["name"]},
        "direction": plan["direction"]["name"],
        "divisions": plan["divisions"],
        "state": report["state"],
        "planned_direction": planned_of(content),
        "progress": _word(report["progress"]) if counts else "",
        "outlook": _word(report["outlook"]) if counts else "",
        **{name: _blank(report[name], counts) for name in names},
        "indicators": [_indicator(entry) for entry in content["indicators"]],
        "errata": [_erratum(line) for line in content["errata"]] if counts else [],
    }


def _blank(value: Any, counts: bool) -> Any:
    if counts:
        return value
    return "" if isinstance(value, str) else None


def _indicator(entry: Json) -> Json:
    judgement, facts = entry["judgement"], entry["facts"]
    names = ("fiscal_year", "role", "value", "year_assumed", "source")
    return {
        "key": entry["key"],
        "name": facts["name"],
        "unit": facts["unit"],
        "kind": facts["kind"],
        "targets": [{name: each[name] for name in names} for each in facts["targets"]],
        **_figure(judgement["figure"]),
        "judgement": judgement["code"],
        "judgement_label": judgement["label"],
        "rate": judgement["rate"] and judgement["rate"]["value"],
        "finding": judgement["finding"],
    }


def _erratum(line: Json) -> Json:
    return {name: line[name] for name in ("kind", "label", "before", "after", "on", "reason")}


FORMATS: dict[str, tuple[str, Callable[[list[Json]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "json": ("application/json", to_json),
}
