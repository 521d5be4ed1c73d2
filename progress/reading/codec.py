"""Facts, figures and judgements as JSON, and back: what an edition holds of them (cycle 3).

Decimals are written as text without idle zeros, dates as YYYY-MM-DD, so that an edition reads
the same from both databases. What a later release adds to a dataclass gets its default.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from progress.judging.facts import Figure, IndicatorFacts, Judgement, Rate, Target, TargetInForce

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """A value of the rules as JSON."""
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def number_text(value: Decimal) -> str:
    """``19`` for 19.0000, ``100`` for 1E+2; never in powers of ten."""
    return f"{value.normalize() + 0:f}"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _of(cls: type, data: Json, **read) -> Any:
    """The dataclass from its stored fields; `read` are those that need more than copying."""
    known = {each.name for each in fields(cls)}
    return cls(**{name: data[name] for name in known & set(data)} | read)


def figure(data: Json) -> Figure:
    return _of(Figure, data, value=number(data["value"]), done_on=day(data["done_on"]))


def target(data: Json) -> Target:
    return _of(Target, data, value=number(data["value"]))


def facts(data: Json) -> IndicatorFacts:
    return _of(IndicatorFacts, data, targets=tuple(target(each) for each in data["targets"]))


def judgement(data: Json) -> Judgement:
    in_force, coming, rate = data["target"], data["next_target"], data["rate"]
    return _of(
        Judgement,
        data,
        figure=figure(data["figure"]),
        target=in_force and _of(TargetInForce, in_force, value=number(in_force["value"])),
        next_target=coming and target(coming),
        rate=rate and _of(Rate, rate, value=number(rate["value"])),
        pace=number(data["pace"]),
    )
