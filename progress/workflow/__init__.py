"""The one door through which a year and its reports change their state (cycle 2)."""

from progress.rules.completeness import Missing, ResultEntry
from progress.workflow.content import missing_for_submission
from progress.workflow.contributions import add_note, contribute, name_contributors
from progress.workflow.decided import (
    approve,
    evaluate,
    is_decided,
    latest_decision,
    reopen,
    unlock,
)
from progress.workflow.table import (
    TRANSITIONS,
    Conflict,
    Incomplete,
    NotAllowed,
    Transition,
    may,
)
from progress.workflow.verbs import comment, confirm, save, send_back, submit, withdraw
from progress.workflow.years import YearSettings, change_year, open_year

__all__ = [
    "TRANSITIONS",
    "Conflict",
    "Incomplete",
    "Missing",
    "NotAllowed",
    "ResultEntry",
    "Transition",
    "YearSettings",
    "add_note",
    "approve",
    "change_year",
    "comment",
    "confirm",
    "contribute",
    "evaluate",
    "is_decided",
    "latest_decision",
    "may",
    "missing_for_submission",
    "name_contributors",
    "open_year",
    "reopen",
    "save",
    "send_back",
    "submit",
    "unlock",
    "withdraw",
]
