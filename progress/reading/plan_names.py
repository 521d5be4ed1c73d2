"""The names that the plan had in a year, as places that a correction may mend: the measure's and
those of its indicators."""

from collections.abc import Iterator
from dataclasses import replace

from progress.reading.edition import Edition

# The place of an indicator's name is this with its id.
NAME = "name-"
NAME_OF_MEASURE = f"{NAME}measure"


def is_name(place: str) -> bool:
    """Whether the place is a name of the plan and not the report's own."""
    return place.startswith(NAME)


def named_indicator(place: str) -> int | None:
    """The indicator whose name the place is; None of the measure's."""
    return None if place == NAME_OF_MEASURE else int(place.removeprefix(NAME))


def names_in(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Place, label and name."""
    yield NAME_OF_MEASURE, "施策名", edition.plan.name
    for each in edition.indicators:
        yield f"{NAME}{each.id}", f"成果指標「{each.label}」の名称", each.facts.name


def with_name(edition: Edition, place: str, name: str) -> Edition:
    """The edition with one of them mended."""
    indicator_id = named_indicator(place)
    if indicator_id is None:
        return replace(edition, plan=replace(edition.plan, name=name))
    indicators = tuple(
        replace(each, facts=replace(each.facts, name=name)) if each.id == indicator_id else each
        for each in edition.indicators
    )
    return replace(edition, indicators=indicators)
