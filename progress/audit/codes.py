"""What columns hold as codes, in the words of the homes of these codes."""

from collections.abc import Callable
from typing import Any

from django.db import models

from measures.models import PlanWord, Policy
from measures.naming import MARK_NAMES
from measures.words import MEANINGS, OUTLOOKS
from progress.judging.warnings import cause_of
from progress.models import Correction, ProgressReport, ReportSnapshot, WarningAnswer
from progress.plan_document.own_table.roles import ROLES
from sakado_dx.imports.models import ColumnChoice, Import

Column = tuple[type[models.Model], str]


def _meaning(code: str) -> str:
    """What a word of the plan means: the standard word."""
    return MEANINGS[code].word if code in MEANINGS else OUTLOOKS[code][0]


def _roles(chosen: dict[str, str]) -> str:
    """What each heading of an own table was chosen for."""
    return "\n".join(f"{heading}：{ROLES[role]}" for heading, role in chosen.items())


# Each raises KeyError or ValueError for a code that this program does not know.
OF_COLUMN: dict[Column, Callable[[Any], str]] = {
    (PlanWord, "meaning"): _meaning,
    (ReportSnapshot, "state"): lambda code: str(ProgressReport.State(code).label),
    (ReportSnapshot, "meaning"): _meaning,
    (ReportSnapshot, "outlook_meaning"): _meaning,
    (ReportSnapshot, "whose"): MARK_NAMES.__getitem__,
    (WarningAnswer, "code"): cause_of,
    (ColumnChoice, "roles"): _roles,
}
# What another column of the row says in words.
SAID_BY: dict[Column, str] = {(Correction, "place"): "label", (Import, "kind"): "title"}
# Numbers of rows that no foreign key points at.
POINTS_AT: dict[Column, type[models.Model]] = {(ReportSnapshot, "policy"): Policy}
