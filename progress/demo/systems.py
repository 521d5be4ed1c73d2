"""Invented contracts, networks and amounts of systems, so that the views of the inventory show
something. Each vendor carries the mark of a sample; every third system stays as the plan has it."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle

from measures.models import Plan
from progress.demo.texts import MARK
from systems_inventory.models import InformationSystem, SystemAmount
from systems_inventory.words import Category, Hosting, Move, Zone

VENDORS = (f"{MARK}見本情報サービス", f"{MARK}見本ソフト", f"{MARK}見本クラウド")
FILLED = (
    "vendor", "contract_from", "contract_to", "network_zone", "hosting", "standard_state",
    "cloud_state",
)  # fmt: skip
CONTRACT_YEARS = 5


def fill_systems(plan: Plan, *, until: int) -> None:
    """Fill in the systems of which the city has registered no vendor, and what they cost in the
    plan's years up to `until`; the last of them is not settled yet."""
    systems = plan.information_systems.order_by("order", "pk")
    chosen = [each for place, each in enumerate(systems) if place % 3 and not each.vendor]
    for place, (system, vendor) in enumerate(zip(chosen, cycle(VENDORS), strict=False)):
        _fill(system, vendor, plan.first_fiscal_year, place)
    InformationSystem.objects.bulk_update(chosen, FILLED)
    years = [each for each in plan.fiscal_years if each <= until]
    SystemAmount.objects.bulk_create(
        amount for place, system in enumerate(chosen) for amount in _amounts(system, place, years)
    )


def _fill(system: InformationSystem, vendor: str, first_year: int, place: int) -> None:
    begun = first_year - 2 + place % 4
    is_core = system.category == Category.CORE
    system.vendor = vendor
    system.contract_from = date(begun, 4, 1)
    system.contract_to = date(begun + CONTRACT_YEARS, 3, 31)
    system.network_zone = Zone.CORE if is_core else (Zone.LGWAN, Zone.INTERNET)[place % 2]
    system.hosting = (Hosting.CLOUD, Hosting.ON_PREMISES)[place % 2]
    system.standard_state = Move.UNDERWAY if is_core else Move.OUTSIDE
    system.cloud_state = Move.BEFORE if is_core else Move.OUTSIDE


def _amounts(system: InformationSystem, place: int, years: list[int]) -> Iterator[SystemAmount]:
    for year in years:
        budget = 600 * (1 + place % 7)
        spent = None if year == years[-1] else budget * 19 // 20
        yield SystemAmount(system=system, fiscal_year=year, budget=budget, spent=spent)
