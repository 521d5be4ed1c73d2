"""The inventory by division, for paper."""

from dataclasses import dataclass

from measures.models import Plan
from systems_inventory.models import InformationSystem

WITHOUT = "（課の記載なし）"


@dataclass(frozen=True)
class SystemGroup:
    """The systems of a division, or of several together, as the inventory prints them."""

    division: str
    systems: tuple[InformationSystem, ...]


def systems_by_division(plan: Plan) -> list[SystemGroup]:
    """In the divisions' order, then the plan's; 2 queries."""
    found: dict[str, list[InformationSystem]] = {}
    for each in InformationSystem.objects.of_plan(plan).with_divisions().sorted_by("division"):
        found.setdefault(each.division_names or WITHOUT, []).append(each)
    return [SystemGroup(name, tuple(own)) for name, own in found.items()]
