"""What the read API tells of the plan without a login while a revision in force is not yet public.

Which plan that is `progress` knows, and says so as the portal starts (`register`). Its rows are
not of the database, so that lists are narrowed here as the API's queries narrow them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import NotFound

from measures.models import Direction, Indicator, Measure, Plan, Policy
from sakado_dx import fiscal


@dataclass(frozen=True)
class PublicPlan:
    """The plan of an edition: its rows in the API's order, with all that answers say of them."""

    plan: Plan
    policies: Sequence[Policy]
    directions: Sequence[Direction]
    measures: Sequence[Measure]
    indicators: Sequence[Indicator]


Reader = Callable[[date], PublicPlan | None]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """From now on `reader` says what is public of the current plan, None where its tables are."""
    _readers[:] = [reader]


def told_from(choose: Callable[..., Any]):
    """Let a view's `rows` or `row` answer who has no place in the city hall by `choose` where a
    revision in force is not yet public."""

    def decorate(method):
        @wraps(method)
        def rows(self, *args, **kwargs):
            public = None if self.standing.is_staff else _public_today()
            return (
                method(self, *args, **kwargs) if public is None else choose(public, *args, **kwargs)
            )

        return rows

    return decorate


def _public_today() -> PublicPlan | None:
    return _readers[0](timezone.localdate()) if _readers else None


def tree(public: PublicPlan) -> Plan:
    """The plan, down to its measures."""
    return public.plan


def policies(public: PublicPlan, asked: dict) -> Sequence[Policy]:
    """All of its policies."""
    return public.policies


def directions(public: PublicPlan, asked: dict) -> list[Direction]:
    """Its directions, as asked."""
    return [each for each in public.directions if _is(asked, "policy", each.policy.number)]


def measures(public: PublicPlan, asked: dict) -> list[Measure]:
    """Its measures, as asked."""
    rows = [
        each
        for each in public.measures
        if _is(asked, "policy", each.direction.policy.number)
        and _is(asked, "direction", each.direction.number)
        and ("active_in" not in asked or _is_active_in(each, asked["active_in"]))
        and ("division" not in asked or asked["division"] in _owners(each))
    ]
    return rows[::-1] if asked.get("ordering") == "-order" else rows


def years(public: PublicPlan, asked: dict) -> list:
    """What it schedules, as asked."""
    return [
        year
        for each in public.measures
        if _is(asked, "measure", each.key)
        for year in each.years_read
        if _is(asked, "fiscal_year", year.fiscal_year)
    ]


def indicators(public: PublicPlan, asked: dict) -> list[Indicator]:
    """Its indicators, as asked."""
    return [
        each
        for each in public.indicators
        if _is(asked, "kind", each.kind)
        and ("measure" not in asked or asked["measure"] in [u.measure.key for u in each.links_read])
    ]


def measure(public: PublicPlan, key: str) -> Measure:
    """The measure of a key; raises NotFound."""
    return _one(public.measures, key)


def indicator(public: PublicPlan, key: str) -> Indicator:
    """The indicator of a key; raises NotFound."""
    return _one(public.indicators, key)


def _one(rows, key: str):
    for each in rows:
        if each.key == key:
            return each
    raise NotFound


def _is(asked: dict, name: str, value: object) -> bool:
    return name not in asked or asked[name] == value


def _is_active_in(each: Measure, fiscal_year: int) -> bool:
    has_begun = each.first_day is None or each.first_day <= fiscal.last_day(fiscal_year)
    return has_begun and (each.last_day is None or each.last_day >= fiscal.first_day(fiscal_year))


def _owners(each: Measure) -> list[str]:
    return [division.name for division in each.divisions_on(timezone.localdate())]
