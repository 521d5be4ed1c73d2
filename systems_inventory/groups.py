"""The inventory counted: by when contracts end, by division, network, standardisation, cost.

What was not registered is a group of its own, so that the groups of a view add up to all systems;
by division a system counts under each that it names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from measures.models import Plan
from sakado_dx import fiscal
from systems_inventory.models import InformationSystem, SystemAmount, SystemDivision
from systems_inventory.words import (
    NOT_TOLD,
    STANDARD_WORKS,
    Hosting,
    Move,
    Zone,
    told_thousands,
)

NONE = "none"  # in the address: what is not registered


@dataclass(frozen=True)
class Group:
    """Some of the systems: how many, and what the list is asked for to show exactly these."""

    label: str
    number: int
    value: str

    @property
    def is_told(self) -> bool:
        return self.value != NONE


@dataclass(frozen=True)
class View:
    """A way to look at the inventory: its title, what the list calls it in its address, and how
    a value of the column reads."""

    key: str
    title: str
    asks: str
    column: str
    label: Callable[[object], str] = str
    order: Sequence[object] = ()


def year_of(day: object) -> int | None:
    """The fiscal year of a day."""
    return fiscal.fiscal_year_of(day) if isinstance(day, date) else None


VIEWS = (
    View("contract", "契約の終了", "contract", "contract_to", fiscal.label_short),
    View("renewal", "更改の年度", "renewal", "renewal_year", fiscal.label_short),
    View("zone", "ネットワーク", "zone", "network_zone", order=Zone.values),
    View("hosting", "設置の形態", "hosting", "hosting", order=Hosting.values),
    View("standard", "標準化の状況", "standard", "standard_state", order=Move.values),
    View("cloud", "ガバメントクラウドの状況", "cloud", "cloud_state", order=Move.values),
)  # fmt: skip
VIEW = {view.key: view for view in VIEWS}


def facts_of(plan: Plan | None) -> list[dict]:
    """What is counted, a row a system; 1 query."""
    columns = [*(view.column for view in VIEWS), "standard_works"]
    return list(InformationSystem.objects.of_plan(plan).order_by().values(*columns))


def groups_of(view: View, facts: Iterable[dict]) -> list[Group]:
    """The systems by a view, in the order of its words or of the years; what is not registered
    last. Empty without systems."""
    counts: dict[object, int] = {}
    for row in facts:
        value = row[view.column]
        key = year_of(value) if isinstance(value, date) else value or None
        counts[key] = counts.get(key, 0) + 1
    blank = counts.pop(None, 0)
    places = list(view.order) or sorted(counts)
    groups = [Group(view.label(each), counts[each], str(each)) for each in places if each in counts]
    return [*groups, Group(NOT_TOLD, blank, NONE)] if blank else groups


def by_work(facts: Iterable[dict]) -> list[Group]:
    """The systems by those of the 20 works that they serve, in the order of the national list; one
    that serves several counts under each. What is not registered last."""
    rows = [row["standard_works"] for row in facts]
    counts = {work: sum(work in works for works in rows) for work in STANDARD_WORKS}
    groups = [Group(work, number, work) for work, number in counts.items() if number]
    blank = sum(not works for works in rows)
    return [*groups, Group(NOT_TOLD, blank, NONE)] if blank else groups


def by_division(plan: Plan | None) -> list[Group]:
    """The systems by the divisions that they name, in the divisions' order; 1 query."""
    rows = SystemDivision.objects.filter(system__plan=plan).order_by("division__order")
    counted = rows.values_list("division__name", "division").annotate(number=Count("system"))
    return [Group(name, number, str(pk)) for name, pk, number in counted]


@dataclass(frozen=True)
class Cost:
    """What systems cost in a year, in thousands of yen, and of how many that is registered."""

    fiscal_year: int
    budget: int | None
    budgeted: int
    spent: int | None
    settled: int

    @property
    def label(self) -> str:
        return fiscal.label_short(self.fiscal_year)

    @property
    def told(self) -> tuple[str, str]:
        """Both sums in words."""
        return told_thousands(self.budget), told_thousands(self.spent)


def costs_of(plan: Plan | None) -> list[Cost]:
    """Year by year; only what is registered is added. 1 query."""
    rows: QuerySet = SystemAmount.objects.filter(system__plan=plan).order_by("fiscal_year")
    counted = rows.values_list("fiscal_year").annotate(
        Sum("budget"), Count("budget"), Sum("spent"), Count("spent")
    )
    return [Cost(*row) for row in counted]
