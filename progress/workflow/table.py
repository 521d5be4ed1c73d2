"""The state table of a report: which verb leads where, and whose it is (README: 状態と操作)."""

from collections.abc import Callable
from dataclasses import dataclass

from progress.models import ProgressReport, StatusChange
from progress.rights import lookups, predicates
from sakado_dx.organization.access import Standing

State = ProgressReport.State
Verb = StatusChange.Verb


@dataclass(frozen=True)
class Transition:
    """One row of the state table. `to_states` maps where a verb leads from each state."""

    to_states: dict[str, str]
    who: Callable[[Standing, ProgressReport], bool]
    who_words: str
    in_closed_year: bool = False


ANYWHERE = {state: state for state in State}
BEFORE_SUBMISSION = {State.DRAFT: State.DRAFT, State.RETURNED: State.RETURNED}
STAYS_EDITABLE = {state: state for state in ProgressReport.EDITABLE_STATES}
STAYS_EVALUATED = {State.EVALUATED: State.EVALUATED}

TRANSITIONS: dict[str, Transition] = {
    Verb.SAVE: Transition(
        {
            State.NOT_STARTED: State.DRAFT,
            State.DRAFT: State.DRAFT,
            State.RETURNED: State.RETURNED,
        },
        predicates.may_save,
        "主管課の職員と事務局",
    ),
    Verb.ASK_HEAD: Transition(BEFORE_SUBMISSION, predicates.leads, "主管課の職員"),
    Verb.ENDORSE: Transition(BEFORE_SUBMISSION, predicates.may_endorse, "主管課の部の職員"),
    Verb.SUBMIT: Transition(
        {State.DRAFT: State.SUBMITTED, State.RETURNED: State.SUBMITTED},
        lookups.may_submit,
        "主管課の所属長と事務局",
    ),
    Verb.DETACH: Transition(STAYS_EDITABLE, predicates.may_save, "主管課の職員と事務局"),
    Verb.ATTACH_AGAIN: Transition(STAYS_EDITABLE, predicates.may_save, "主管課の職員と事務局"),
    Verb.WITHDRAW: Transition({State.SUBMITTED: State.DRAFT}, lookups.may_submit, "提出できる人"),
    Verb.COMMENT: Transition(
        {State.SUBMITTED: State.SUBMITTED, State.CONFIRMED: State.CONFIRMED},
        predicates.may_review,
        "事務局",
    ),
    Verb.SEND_BACK: Transition(
        {State.SUBMITTED: State.RETURNED, State.CONFIRMED: State.RETURNED},
        predicates.may_review,
        "事務局",
    ),
    Verb.CONFIRM: Transition(
        {State.SUBMITTED: State.CONFIRMED},
        lookups.may_confirm,
        "この報告を書いていない事務局の職員",
    ),
    Verb.UNCONFIRM: Transition({State.CONFIRMED: State.SUBMITTED}, predicates.may_review, "事務局"),
    Verb.DROP_DECISION: Transition(ANYWHERE, predicates.may_review, "事務局"),
    Verb.EVALUATE: Transition({State.CONFIRMED: State.EVALUATED}, predicates.may_review, "事務局"),
    Verb.APPROVE: Transition(STAYS_EVALUATED, predicates.may_review, "事務局", in_closed_year=True),
    Verb.PUBLISH: Transition(STAYS_EVALUATED, predicates.may_review, "事務局", in_closed_year=True),
    Verb.UNPUBLISH: Transition(ANYWHERE, predicates.may_review, "事務局", in_closed_year=True),
    Verb.WITHHOLD: Transition(ANYWHERE, predicates.may_review, "事務局", in_closed_year=True),
    Verb.REOPEN: Transition({State.EVALUATED: State.RETURNED}, predicates.may_review, "事務局"),
    Verb.UNLOCK: Transition(ANYWHERE, predicates.may_review, "事務局", in_closed_year=True),
}


def may(standing: Standing, report: ProgressReport, verb: str) -> bool:
    """Whether this person may do this verb in the report's present state."""
    row = TRANSITIONS[verb]
    is_time = row.in_closed_year or report.takes_changes
    return is_time and report.state in row.to_states and row.who(standing, report)
