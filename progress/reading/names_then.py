"""The names by which an ended year is shown: those of the plan of its last day.

A revision that took effect since has changed the tables, which say the plan of today. So names,
numbers and places of plan, policies, directions, measures and indicators come from the edition of
that day (`ReviewYearQuerySet.plan_then`), laid over what was read from the tables. Divisions are
facts of the organization and come from the tables, as does what the city keeps beside the plan.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, Value

from measures.models import Direction, Indicator, Measure, Policy
from progress.judging.facts import IndicatorFacts
from progress.models import PlanEdition
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.tables import Rows
from progress.reading.edition import (
    AskedIndicator,
    DirectionName,
    MeasureName,
    MeasurePart,
    PlanFrame,
    PolicyName,
)
from progress.reading.lineage import Lineage
from sakado_dx.prepared import prepared

NOUNS = {"policies": Policy, "directions": Direction, "measures": Measure, "indicators": Indicator}
# They are said of an indicator without changing what it measures.
INDICATOR_NAMES = ("name", "numerator_name", "denominator_name")


class NamesToday:
    """Where no other names are known than those of the tables: everything stays as it was read."""

    def __bool__(self) -> bool:
        return False

    def frame(self, frame: PlanFrame) -> PlanFrame:
        return frame

    def policy(self, policy: PolicyName) -> PolicyName:
        return policy

    def measure(self, measure: MeasureName) -> MeasureName:
        return measure

    def levels(self, measure_id: int) -> dict[str, Any]:
        """What the plan then said of a measure, by the names of `MeasurePart`."""
        return {}

    def place(self, measure_id: int) -> int:
        """Where the plan then listed a measure."""
        return 0

    def part(self, part: MeasurePart) -> MeasurePart:
        return part

    def facts(self, indicator_id: int, facts: IndicatorFacts) -> IndicatorFacts:
        return facts

    def label(self, measure_id: int, indicator_id: int, label: str) -> str:
        return label

    def asked(self, measure_id: int, asked: AskedIndicator) -> AskedIndicator:
        return asked


class NamesThen(NamesToday):
    """The names of an edition, by the ids of the rows."""

    def __init__(self, edition_id: int):
        edition = PlanEdition.objects.only("document", "plan").get(pk=edition_id)
        self.rows: Rows = rows_of(edition.content())
        self.keys: dict[tuple[str, int], tuple] = {}
        self.ids: dict[tuple[str, tuple], int] = {}
        for noun, pk, key in _keys_of(edition.plan_id):
            self.keys[noun, pk] = (key,)
            self.ids[noun, (key,)] = pk

    def __bool__(self) -> bool:
        return True

    def frame(self, frame: PlanFrame) -> PlanFrame:
        plan = next(iter(self.rows["plan"].values()))
        names = {name: tuple(plan[name]) for name in ("level_names", "mark_names")}
        return replace(frame, title=plan["title"], city=plan["city"], **names)

    def policy(self, policy: PolicyName) -> PolicyName:
        said = self._said("policies", policy.id)
        names = ("number", "label", "name", "aim")
        return replace(policy, **{name: said[name] for name in names}) if said else policy

    def measure(self, measure: MeasureName) -> MeasureName:
        said = self._said("measures", measure.id)
        return MeasureName(measure.id, said["code"], said["name"]) if said else measure

    def levels(self, measure_id: int) -> dict[str, Any]:
        said = self._said("measures", measure_id)
        if not said:
            return {}
        above = said["direction_id"]
        direction = self.rows["directions"][above]
        policy = self.rows["policies"][direction["policy_id"]]
        policy_id = self.ids.get(("policies", direction["policy_id"]), 0)
        told = (policy["number"], policy["label"], policy["name"], policy["aim"], policy["source"])
        direction_id = self.ids.get(("directions", above), 0)
        return {
            "code": said["code"],
            "name": said["name"],
            "group": said["group"],
            "direction": DirectionName(direction_id, direction["number"], direction["name"]),
            "policy": PolicyName(policy_id, *told),
        }

    def place(self, measure_id: int) -> int:
        said = self._said("measures", measure_id)
        return said["order"] if said else len(self.rows["measures"])

    def part(self, part: MeasurePart) -> MeasurePart:
        levels = self.levels(part.id)
        if levels and levels["policy"].id == part.policy.id:
            levels["policy"] = replace(levels["policy"], source=part.policy.source)
        related = tuple(map(self.measure, part.related))
        return replace(part, **levels, related=related, lineage=self._lineage(part))

    def _lineage(self, part: MeasurePart) -> Lineage:
        line = part.lineage
        links = {
            name: tuple((pk, self._title(pk, title)) for pk, title in getattr(line, name))
            for name in ("successors", "predecessors")
        }
        return replace(line, **links)

    def _title(self, measure_id: int, title: str) -> str:
        said = self._said("measures", measure_id)
        return f"{said['code']} {said['name']}" if said else title

    def facts(self, indicator_id: int, facts: IndicatorFacts) -> IndicatorFacts:
        said = self._said("indicators", indicator_id)
        return replace(facts, **{name: said[name] for name in INDICATOR_NAMES}) if said else facts

    def label(self, measure_id: int, indicator_id: int, label: str) -> str:
        link = (self._key("measures", measure_id), self._key("indicators", indicator_id))
        said = self.rows["measure_indicators"].get(link)
        return said["label"] if said else label

    def asked(self, measure_id: int, asked: AskedIndicator) -> AskedIndicator:
        said = self._said("indicators", asked.id)
        return replace(
            asked,
            label=self.label(measure_id, asked.id, asked.label),
            printed=said["printed"] if said else asked.printed,
            entered_under=asked.entered_under and self.measure(asked.entered_under),
            facts=self.facts(asked.id, asked.facts),
        )

    def _key(self, noun: str, pk: int) -> tuple | None:
        return self.keys.get((noun, pk))

    def _said(self, noun: str, pk: int) -> dict[str, Any] | None:
        """What the edition has of a row; None where it did not have it yet."""
        return self.rows[noun].get(self._key(noun, pk))


@prepared
def _keys_of(plan_id: int) -> QuerySet:
    first, *others = (
        (
            model.objects.filter(policy__plan=plan_id)
            if noun == "directions"
            else model.objects.filter(plan=plan_id)
        )
        .order_by()
        .values_list(Value(noun), "pk", "key")
        for noun, model in NOUNS.items()
    )
    return first.union(*others, all=True)


def names_then(edition_ids: Iterable[int | None]) -> NamesToday:
    """The names of the edition that rows of one year were read with (`plan_then`); no query where
    that is none, else 2."""
    found = next((each for each in edition_ids if each), None)
    return NamesThen(found) if found else NamesToday()
