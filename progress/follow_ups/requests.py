"""What a decision asks of a division."""

from dataclasses import dataclass
from datetime import date

from progress.judging.completeness import Missing
from progress.models import Decision, FollowUp
from progress.workflow.refusals import Incomplete, needed
from sakado_dx.organization.models import Division

# What a request needs.
NEEDED = {
    "what": "指摘事項を入力してください。",
    "due": "回答の期限を入力してください。",
}


@dataclass(frozen=True)
class Request:
    """What a decision asks of a division: the words, and until when."""

    division: Division
    what: str
    due: date


def checked(request: Request) -> Request:
    """The request with its words trimmed; Incomplete where something of it is missing."""
    if request.division.is_collective:
        sentence = f"「{request.division}」は総称です。課を選んでください。"
        raise Incomplete([Missing("division", sentence)])
    what = needed(request.what, NEEDED["what"], "what")
    return Request(request.division, what, request.due)


def follow_up(decision: Decision, request: Request) -> FollowUp:
    """The row of a request, not yet stored."""
    return FollowUp(
        decision=decision, division=request.division, what=request.what, due=request.due
    )
