"""What a correction puts in another's place, and how the 正誤表 writes it."""

from datetime import date
from decimal import Decimal
from typing import Any

from progress.judging.facts import LABELS, REPORTED, UNSETTLED_WORDS
from sakado_dx.fiscal import format_date
from sakado_dx.numbers import format_number

RESULT = "result-"  # a place is a field's name, or this and the indicator's id


def result_place(indicator_id: int) -> str:
    return f"{RESULT}{indicator_id}"


def indicator_of(place: str) -> int | None:
    """The indicator whose result the place is; None for a field of the report."""
    return int(place.removeprefix(RESULT)) if place.startswith(RESULT) else None


def shown_value(value: Any) -> str:
    """The stored value of a place as people read it; blank for nothing.

    A text stands as it is, a number of thousands of yen with separators, a word of the plan by
    its word, a result as figure, unit and 見込 or 速報.
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, dict):
        return _shown_result(value) if "status" in value else value["word"]
    return str(value)


def _shown_result(result: dict) -> str:
    if result["status"] != REPORTED:
        return LABELS[result["status"]]
    parts = []
    if result["value"] is not None:
        parts.append(f"{format_number(Decimal(result['value']))}{result.get('unit', '')}")
    if result["done"] is not None:
        parts.append("達成した" if result["done"] else "まだ達成していない")
    if result["done_on"]:
        parts.append(format_date(date.fromisoformat(result["done_on"])))
    if result["words"]:
        parts.append(result["words"])
    mark = UNSETTLED_WORDS.get(result["certainty"])
    return "、".join(parts) + (f"（{mark}）" if mark else "")
