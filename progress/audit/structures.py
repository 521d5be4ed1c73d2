"""What JSON columns hold, in words: no key, no bracket, no quotation mark of the storage."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from progress.models import Correction, ProgressReport, Publication, ReportSnapshot
from progress.publication.content import WITHHELD_CHOICES, readable
from progress.reading.codec import Json
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
    shown = readable(content)
    return _joined(
        [
            *_head(content["measure"]["divisions"], content["planned"], content["direction"]),
            ("進捗", _word(content["progress"])),
            ("取組の内容", content["public_text"]),
            ("今後の方針", _word(content["outlook"])),
            *((each["facts"]["name"], _judged(each["actual"], each)) for each in
              shown["indicators"]),
            *(("会議の意見", f"{each['body']}　{each['opinion']}") for each in
              content["opinions"]),
            ("公表していない項目", "、".join(content["withheld"])),
            *_errata(content["errata"]),
            ("お問い合わせ", _plain(content["contact"])),
        ]
    )  # fmt: skip


def _snapshot(content: Json) -> str:
    """An edition of a report of a closed year."""
    plan, report, year = content["plan"], content["report"], str(content["fiscal_year"])
    return _joined(
        [
            ("施策", f"{plan['code']} {plan['name']}"),
            *_head(plan["divisions"], *_directions(content)),
            *((str(each.verbose_name), _reported(report.get(each.name))) for each in
              ProgressReport._meta.concrete_fields),
            *((each["facts"]["name"], _judged(_actual(each, year), each)) for each in
              content["indicators"]),
            *(("会議の決定", _decision(each)) for each in content["decisions"]),
            *_errata(content["errata"]),
            ("提出されなかった理由", content["unfinished"]),
        ]
    )  # fmt: skip


def _head(divisions: list[str], planned: str, actual: str) -> Lines:
    return [("所管課", "、".join(divisions)), ("計画の方向性", planned), ("実際の方向性", actual)]


def _directions(content: Json) -> tuple[str, str]:
    """The year's planned direction; the actual one comes with the report's own fields."""
    years = {each["fiscal_year"]: each["planned"] for each in content["plan"]["years"]}
    return years.get(content["fiscal_year"], ""), ""


def _reported(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else ""
    if isinstance(value, str) and value in ProgressReport.State:
        return str(ProgressReport.State(value).label)
    return shown_value(value)


def _word(chosen: Json | None) -> str:
    return chosen["word"] if chosen else ""


def _actual(indicator: Json, year: str) -> str:
    figure = indicator["figures"].get(year)
    return shown_value(figure | {"unit": indicator["facts"]["unit"]}) if figure else "未報告"


def _judged(actual: str, indicator: Json) -> str:
    judgement = indicator["judgement"]
    return f"{actual}（{judgement['label']}）" if judgement else actual


def _decision(decision: Json) -> str:
    parts = (
        decision["body"], decision["manner"], _word(decision["judgement"]),
        _word(decision["outlook"]), decision["opinion"],
    )  # fmt: skip
    return "　".join(filter(None, parts))


def _errata(lines: list[Json]) -> Lines:
    return [("正誤", f"{each['label']}　誤 {each['before']}　正 {each['after']}") for each in lines]


def _joined(lines: Lines) -> str:
    return "\n".join(f"{label}：{text}" for label, text in lines if text)


OF_COLUMN: dict[tuple[type[models.Model], str], Callable[[Any], str]] = {
    (ProgressReport, "withheld"): _withheld,
    (Publication, "content"): _publication,
    (ReportSnapshot, "content"): _snapshot,
    (Correction, "before"): shown_value,
    (Correction, "after"): shown_value,
}
