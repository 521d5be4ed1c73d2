"""All sheets of the plan's workbook, in the order in which a city fills them in."""

from progress.plan_document.sheets.list_shapes import (
    BODIES,
    CHALLENGES,
    CHRONOLOGY,
    DIVISIONS,
    LINKS,
    MEETINGS,
    NOTES,
    OUTLOOK_WORDS,
    PLAN,
    PROGRESS_WORDS,
    READINGS,
    SYSTEM_AMOUNTS,
    SYSTEM_MEASURES,
    SYSTEMS,
    TERMS,
)
from progress.plan_document.sheets.measure_shapes import (
    CHANGES,
    DIRECTIONS,
    EFFECTS,
    INDICATORS,
    MEASURES,
    POLICIES,
    TAGS,
    TARGETS,
    YEARS,
)

SHAPES = (
    PLAN, POLICIES, DIRECTIONS, MEASURES, YEARS, EFFECTS, INDICATORS, TARGETS, TAGS, DIVISIONS,
    CHANGES, CHALLENGES, BODIES, LINKS, MEETINGS, PROGRESS_WORDS, OUTLOOK_WORDS, SYSTEMS, SYSTEM_MEASURES,
    SYSTEM_AMOUNTS, NOTES, CHRONOLOGY, TERMS, READINGS,
)  # fmt: skip
SHAPE = {shape.name: shape for shape in SHAPES}
