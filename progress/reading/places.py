"""What a correction puts in another's place, and how the 正誤表 writes it."""

from datetime import date
from decimal import Decimal
from typing import Any

from progress.judging.facts import Figure
from progress.judging.findings import held_words
from sakado_dx.numbers import format_number

# A place is a field's name, or one of these with the indicator's or the decision's id; of a
# decision its part follows: decision-12-opinion. Names of the plan: `plan_names`.
RESULT = "result-"
DECISION = "decision-"


def result_place(indicator_id: int) -> str:
    return f"{RESULT}{indicator_id}"


def indicator_of(place: str) -> int | None:
    """The indicator whose result the place is; None for a field of the report."""
    return int(place.removeprefix(RESULT)) if place.startswith(RESULT) else None


def decision_place(decision_id: int, part: str) -> str:
    return f"{DECISION}{decision_id}-{part}"


def decided_part(place: str) -> tuple[int, str] | None:
    """The decision that the place stands in, and which part of it; None for another place."""
    if not place.startswith(DECISION):
        return None
    decision_id, _, part = place.removeprefix(DECISION).partition("-")
    return int(decision_id), part


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
        return (
            held_words(figure_in(value), value.get("unit", ""), value.get("missing_words", ()))
            if "status" in value
            else value["word"]
        )
    return str(value)


def marked_value(value: Any, mark: str) -> str:
    """The same with the word for what is not settled: ``1,200（見込）``."""
    text = shown_value(value)
    return f"{text}（{mark}）" if text and mark else text


def figure_in(value: dict, fiscal_year: int = 0) -> Figure:
    """The figure of a result as a correction keeps it."""
    done_on = value["done_on"]
    return Figure(
        fiscal_year=fiscal_year,
        status=value["status"],
        value=_decimal(value, "value"),
        done=value["done"],
        done_on=date.fromisoformat(done_on) if done_on else None,
        words=value["words"],
        certainty=value["certainty"],
        numerator=_decimal(value, "numerator"),
        denominator=_decimal(value, "denominator"),
    )


def _decimal(value: dict, name: str) -> Decimal | None:
    text = value.get(name)
    return None if text is None else Decimal(text)
