"""An edition of the plan as a page shows it: from its document alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from measures.naming import PlanNaming, numbered
from progress.models import PlanEdition
from sakado_dx import fiscal
from sakado_dx.numbers import format_number


@dataclass(frozen=True)
class MeasureThen:
    """A measure as an edition has it; `cells` are its directions by fiscal year."""

    code: str
    name: str
    divisions: str
    cells: tuple[str, ...]
    ends: str
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PolicyThen:
    """A policy, or a direction under it, with its measures."""

    title: str
    measures: tuple[MeasureThen, ...]


@dataclass(frozen=True)
class PlanThen(PlanNaming):
    """The plan of an edition; `years` are the headings of the directions."""

    title: str
    period: str
    level_names: tuple[str, ...]
    years: tuple[str, ...]
    parts: tuple[PolicyThen, ...]

    @property
    def measures(self) -> int:
        return sum(len(each.measures) for each in self.parts)


def plan_then(edition: PlanEdition) -> PlanThen:
    """What the edition's document says; asks no database."""
    document = edition.content()
    plan = document["plan"]
    years = range(plan["first_fiscal_year"], plan["last_fiscal_year"] + 1)
    ends = (plan["first_fiscal_year"], plan["last_fiscal_year"])
    return PlanThen(
        plan["title"],
        "～".join(map(fiscal.label_name, ends)),
        tuple(plan["level_names"]),
        tuple(map(fiscal.label_short, years)),
        tuple(_parts(document, years)),
    )


def _parts(document: dict, years: range) -> Iterator[PolicyThen]:
    label = document["plan"]["code_label"]
    for policy in document["policies"]:
        heading = f"{numbered(label, policy['number'])}　{policy['name']}"
        for direction in policy["directions"]:
            title = f"{heading}　{direction['name']}".strip()
            measures = tuple(_measure(each, years) for each in direction["measures"])
            yield PolicyThen(title, measures)


def _measure(measure: dict, years: range) -> MeasureThen:
    cells = {each["fiscal_year"]: each for each in measure["yearly_directions"]}
    last_day = measure.get("last_day")
    return MeasureThen(
        code=measure["code"],
        name=measure["name"],
        divisions="、".join(measure["divisions"]),
        cells=tuple(cells[year]["printed"] if year in cells else "" for year in years),
        ends=fiscal.format_date(date.fromisoformat(last_day)) if last_day else "",
        indicators=tuple((_name(each), _targets(each)) for each in measure["indicators"]),
    )


def _name(indicator: dict) -> str:
    return indicator["name"] or indicator["printed"]


def _targets(indicator: dict) -> str:
    return "、".join(_target(each, indicator["unit"]) for each in indicator["targets"])


def _target(target: dict[str, Any], unit: str) -> str:
    year = fiscal.label_short(target["fiscal_year"])
    role = "現状値 " if target["role"] == "baseline" else ""
    since = target.get("applies_from")
    applies = f"（{fiscal.label_short(since)}から適用）" if since else ""
    if target.get("withdrawn"):
        return f"{year} 取下げ{applies}"
    value = target["value"]
    told = "達成" if value is None else f"{format_number(Decimal(value))}{unit}"
    return f"{year} {role}{told}{applies}"
