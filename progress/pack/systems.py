"""The inventory by measure, for paper."""

from dataclasses import dataclass

from measures.models import Measure, Plan
from systems_inventory.models import InformationSystem


@dataclass(frozen=True)
class SystemGroup:
    """The systems that are linked with the same measures; last those that are with none."""

    measures: tuple[Measure, ...]
    systems: tuple[InformationSystem, ...]


def systems_by_measure(plan: Plan) -> list[SystemGroup]:
    """In the plan's order of the measures, then of the systems; 3 queries."""
    found: dict[tuple[Measure, ...], list[InformationSystem]] = {}
    for each in InformationSystem.objects.of_plan(plan).with_divisions().with_measures():
        linked = tuple(row.measure for row in each.system_measures.all())
        found.setdefault(linked, []).append(each)
    groups = [SystemGroup(linked, tuple(own)) for linked, own in found.items()]
    return sorted(groups, key=lambda group: (not group.measures, _places(group)))


def _places(group: SystemGroup) -> list[tuple[int, int]]:
    return [(each.order, each.pk) for each in group.measures]
