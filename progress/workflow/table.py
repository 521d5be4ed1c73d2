"""The state table of a report, and what refuses a verb (cycle 2)."""

from collections.abc import Callable
from dataclasses import dataclass

from progress import rights
from progress.models import ProgressReport, StatusChange
from progress.rules import permissions
from progress.rules.completeness import Missing
from sakado_dx.organization.access import Standing

State = ProgressReport.State
Verb = StatusChange.Verb


class NotAllowed(Exception):
    """The verb is not this person's, or not possible in this state; says why."""


class Incomplete(Exception):
    """The report lacks something; `missing` lists field and sentence."""

    def __init__(self, missing: list[Missing]):
        self.missing = missing
        super().__init__(" ".join(each.sentence for each in missing))


class Conflict(Exception):
    """Somebody else was faster; `current` is the report as it stands now."""

    def __init__(self, current: ProgressReport):
        self.current = current
        super().__init__("他の人が先に更新しました。最新の内容を確かめてください。")


@dataclass(frozen=True)
class Transition:
    """One row of the state table. `to_states` maps where a verb leads from each state."""

    to_states: dict[str, str]
    who: Callable[[Standing, ProgressReport], bool]
    who_words: str
    in_closed_year: bool = False


ANYWHERE = {state: state for state in State}
STAYS_EVALUATED = {State.EVALUATED: State.EVALUATED}

TRANSITIONS: dict[str, Transition] = {
    Verb.SAVE: Transition(
        {
            State.NOT_STARTED: State.DRAFT,
            State.DRAFT: State.DRAFT,
            State.RETURNED: State.RETURNED,
        },
        permissions.may_save,
        "主管課の職員と事務局",
    ),
    Verb.SUBMIT: Transition(
        {State.DRAFT: State.SUBMITTED, State.RETURNED: State.SUBMITTED},
        rights.may_submit,
        "主管課の所属長と事務局",
    ),
    Verb.WITHDRAW: Transition({State.SUBMITTED: State.DRAFT}, rights.may_submit, "提出できる人"),
    Verb.COMMENT: Transition(
        {State.SUBMITTED: State.SUBMITTED, State.CONFIRMED: State.CONFIRMED},
        permissions.may_review,
        "事務局",
    ),
    Verb.SEND_BACK: Transition(
        {State.SUBMITTED: State.RETURNED, State.CONFIRMED: State.RETURNED},
        permissions.may_review,
        "事務局",
    ),
    Verb.CONFIRM: Transition(
        {State.SUBMITTED: State.CONFIRMED},
        rights.may_confirm,
        "この報告を書いていない事務局の職員",
    ),
    Verb.EVALUATE: Transition({State.CONFIRMED: State.EVALUATED}, permissions.may_review, "事務局"),
    Verb.APPROVE: Transition(
        STAYS_EVALUATED, permissions.may_approve, "CDO・政策会議と事務局", in_closed_year=True
    ),
    Verb.PUBLISH: Transition(
        STAYS_EVALUATED, permissions.may_review, "事務局", in_closed_year=True
    ),
    Verb.UNPUBLISH: Transition(ANYWHERE, permissions.may_review, "事務局", in_closed_year=True),
    Verb.WITHHOLD: Transition(ANYWHERE, permissions.may_review, "事務局", in_closed_year=True),
    Verb.REOPEN: Transition({State.EVALUATED: State.RETURNED}, permissions.may_review, "事務局"),
    Verb.UNLOCK: Transition(ANYWHERE, permissions.may_review, "事務局", in_closed_year=True),
}


def may(standing: Standing, report: ProgressReport, verb: str) -> bool:
    """Whether this person may do this verb in the report's present state."""
    row = TRANSITIONS[verb]
    is_time = row.in_closed_year or report.takes_changes
    return is_time and report.state in row.to_states and row.who(standing, report)
