"""The words of the plan that a closed year keeps, as places that a correction may mend: names of the
measure and its indicators and what is scheduled for each year; of policy, direction and divisions the
names, and the policy's aim, which reports of the year share and which change in all of them at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from progress.models import PlanChange
from progress.reading.edition import Edition, PlannedYear
from sakado_dx.fiscal import label_short

# The place of an indicator's name is this with its id; of others with what it is, and its number:
# name-policy-3, name-printed-2024.
NAME = "name-"
NAME_OF_MEASURE = f"{NAME}measure"
PRINTED, PLANNED = f"{NAME}printed-", f"{NAME}planned-"
POLICY, AIM, DIRECTION = f"{NAME}policy-", f"{NAME}aim-", f"{NAME}direction-"
DIVISION = f"{NAME}division-"
SHARED = (POLICY, AIM, DIRECTION, DIVISION)
FOR_ALL = "この年度の施策に共通"

# A measure of an edition, or of a publication: both call its names alike.
Part = TypeVar("Part")


@dataclass(frozen=True)
class PlanName:
    """A text of the plan in an edition: which column of which row it was. Of what reports share the
    edition keeps no `key`."""

    place: str
    label: str
    text: str
    noun: str
    column: str = "name"
    key: tuple | None = None

    def mended(self, slip: PlanChange) -> str:
        """The text with a slip of the plan mended; as it stands, where that is of another place."""
        if (slip.noun, slip.column) != (self.noun, self.column):
            return self.text
        if self.key is None:
            return slip.after if self.text == slip.before else self.text
        return slip.mended(self.text) if slip.is_of(self.key) else self.text


def is_name(place: str) -> bool:
    """Whether the place is a text of the plan and not the report's own."""
    return place.startswith(NAME)


def is_shared(place: str) -> bool:
    """Whether other reports of the year have it, too."""
    return place.startswith(SHARED)


def names_in(edition: Edition) -> Iterator[PlanName]:
    """All such texts of an edition."""
    plan, frame = edition.plan, edition.frame
    own = (plan.key,)
    yield PlanName(NAME_OF_MEASURE, "施策名", plan.name, "measures", key=own)
    for each in edition.indicators:
        label = f"成果指標「{each.label}」の名称"
        yield PlanName(f"{NAME}{each.id}", label, each.facts.name, "indicators", key=(each.key,))
    for each in plan.years:
        yield from _scheduled(each, (own, each.fiscal_year))
    policy, direction = plan.policy, plan.direction
    label = f"{frame.policy_label}「{policy.printed_number}」"
    yield PlanName(f"{POLICY}{policy.id}", f"{label}の名称（{FOR_ALL}）", policy.name, "policies")
    yield PlanName(
        f"{AIM}{policy.id}", f"{label}のねらい（{FOR_ALL}）", policy.aim, "policies", "aim"
    )
    label = f"{frame.direction_label}「{direction.circled}」の名称（{FOR_ALL}）"
    yield PlanName(f"{DIRECTION}{direction.id}", label, direction.name, "directions")
    for number, name in enumerate(plan.divisions):
        yield PlanName(f"{DIVISION}{number}", f"所管課の名称（{FOR_ALL}）", name, "divisions")


def _scheduled(year: PlannedYear, key: tuple) -> Iterator[PlanName]:
    """The printed cell, and what it means, where that is another text (⇒)."""
    label, noun = f"{label_short(year.fiscal_year)}年度の計画の方向性", "yearly_directions"
    yield PlanName(f"{PRINTED}{year.fiscal_year}", label, year.printed, noun, "printed", key)
    if year.planned == year.printed:
        return
    meant = f"{label}の内容"
    yield PlanName(f"{PLANNED}{year.fiscal_year}", meant, year.planned, noun, "resolved", key)


def with_name(edition: Edition, place: str, before: str, after: str) -> Edition:
    """The edition with one of them mended; the same edition where it does not hold it."""
    contributors = edition.contributors
    if place.startswith(DIVISION):
        contributors = {pk: _instead(before, after, name) for pk, name in contributors.items()}
    mended = replace(
        edition,
        plan=part_with_name(edition.plan, place, before, after),
        indicators=indicators_with_name(edition.indicators, place, before, after),
        contributors=contributors,
    )
    return edition if mended == edition else mended


def part_with_name(part: Part, place: str, before: str, after: str) -> Part:
    """What is said of the measure, with the name mended."""
    instead = partial(_instead, before, after)
    if place == NAME_OF_MEASURE:
        return replace(part, name=instead(part.name))
    kind, number = _parts_of(place)
    if kind in (PRINTED, PLANNED):
        years = (
            _year_with(each, kind, before, after) if each.fiscal_year == number else each
            for each in part.years
        )
        return replace(part, years=tuple(years))
    if kind == DIVISION:
        return replace(part, divisions=tuple(map(instead, part.divisions)))
    if kind in (POLICY, AIM) and _is_numbered(part.policy, number):
        column = "name" if kind == POLICY else "aim"
        told = {column: instead(getattr(part.policy, column))}
        return replace(part, policy=replace(part.policy, **told))
    if kind == DIRECTION and _is_numbered(part.direction, number):
        return replace(part, direction=replace(part.direction, name=instead(part.direction.name)))
    return part


def indicators_with_name(indicators: tuple, place: str, before: str, after: str) -> tuple:
    """The indicators, with the name of that one mended."""
    kind, number = _parts_of(place)
    return tuple(
        replace(each, facts=replace(each.facts, name=_instead(before, after, each.facts.name)))
        if kind == NAME and each.id == number
        else each
        for each in indicators
    )


def _year_with(year: Part, kind: str, before: str, after: str) -> Part:
    """A mended cell means what it prints, where it did."""
    printed, planned = year.printed, year.planned
    if kind == PLANNED or printed == planned:
        planned = _instead(before, after, planned)
    if kind == PRINTED:
        printed = _instead(before, after, printed)
    return replace(year, printed=printed, planned=planned)


def _parts_of(place: str) -> tuple[str, int]:
    kind, _, number = place.rpartition("-")
    return f"{kind}-", int(number) if number.isdecimal() else 0


def _is_numbered(level: object, number: int) -> bool:
    """Of a publication, which keeps no ids, its name alone tells."""
    return getattr(level, "id", number) == number


def _instead(before: str, after: str, text: str) -> str:
    return after if text == before else text
