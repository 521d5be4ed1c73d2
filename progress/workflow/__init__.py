"""The one door through which a year and its reports change their state (cycle 2)."""

from progress.rules.completeness import Missing, ResultEntry
from progress.workflow.closing import close_year, unfinished_reports
from progress.workflow.content import missing_for_submission
from progress.workflow.contributions import add_note, contribute, name_contributors
from progress.workflow.corrections import (
    confirm_correction,
    drop_correction,
    propose_correction,
)
from progress.workflow.decided import (
    approve,
    evaluate,
    is_decided,
    latest_decision,
    reopen,
    unlock,
)
from progress.workflow.decisions import Request, decide, decide_rest
from progress.workflow.evidence import attach_evidence, remove_evidence
from progress.workflow.follow_ups import accept, answer, ask, ask_again
from progress.workflow.history import HistoryReport, load_history
from progress.workflow.meetings import (
    add_to_agenda,
    attach_minutes,
    change_meeting,
    fill_agenda,
    place_on_agenda,
    plan_meeting,
    remove_from_agenda,
)
from progress.workflow.publishing import (
    publish,
    set_publish_on,
    unpublish,
    withhold,
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
from progress.workflow.years import YearSettings, change_year, open_year, opened_by

__all__ = [
    "TRANSITIONS",
    "Conflict",
    "HistoryReport",
    "Incomplete",
    "Missing",
    "NotAllowed",
    "Request",
    "ResultEntry",
    "Transition",
    "YearSettings",
    "accept",
    "add_note",
    "add_to_agenda",
    "answer",
    "approve",
    "ask",
    "ask_again",
    "attach_evidence",
    "attach_minutes",
    "change_meeting",
    "change_year",
    "close_year",
    "comment",
    "confirm",
    "confirm_correction",
    "contribute",
    "decide",
    "decide_rest",
    "drop_correction",
    "evaluate",
    "fill_agenda",
    "is_decided",
    "latest_decision",
    "load_history",
    "may",
    "missing_for_submission",
    "name_contributors",
    "open_year",
    "opened_by",
    "place_on_agenda",
    "plan_meeting",
    "remove_evidence",
    "remove_from_agenda",
    "propose_correction",
    "publish",
    "reopen",
    "save",
    "send_back",
    "set_publish_on",
    "submit",
    "unfinished_reports",
    "unlock",
    "unpublish",
    "withdraw",
    "withhold",
]
