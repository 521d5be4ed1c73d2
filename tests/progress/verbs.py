"""The verbs of a report by their names, for tests that walk all of them."""

from progress.approvals import verbs as approvals
from progress.decisions import evaluating
from progress.decisions import settling_verbs as settling
from progress.desk import back_verbs as back
from progress.desk import verbs as desk
from progress.editions import unlocking
from progress.entry import evidence_verbs as evidence
from progress.entry import handover_verbs as handover
from progress.entry import verbs as entry
from progress.models import StatusChange
from progress.publication import verbs as publication

Verb = StatusChange.Verb
VERBS = {
    Verb.SAVE: entry.save,
    Verb.SUBMIT: entry.submit,
    Verb.ASK_HEAD: handover.ask_head,
    Verb.ENDORSE: handover.endorse,
    Verb.DETACH: evidence.detach,
    Verb.ATTACH_AGAIN: evidence.attach_again,
    Verb.WITHDRAW: entry.withdraw,
    Verb.COMMENT: desk.comment,
    Verb.SEND_BACK: desk.send_back,
    Verb.CONFIRM: desk.confirm,
    Verb.UNCONFIRM: back.unconfirm,
    Verb.REOPEN: desk.reopen,
    Verb.DROP_DECISION: settling.drop_decision,
    Verb.EVALUATE: evaluating.evaluate,
    Verb.APPROVE: approvals.approve,
    Verb.UNLOCK: unlocking.unlock,
    Verb.PUBLISH: publication.publish,
    Verb.UNPUBLISH: publication.unpublish,
    Verb.WITHHOLD: publication.withhold,
}
