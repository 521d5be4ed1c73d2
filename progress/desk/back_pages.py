"""What can be taken back, as pages show it."""

from dataclasses import dataclass

from progress.desk.back_verbs import against_unconfirming
from progress.models import ProgressReport
from progress.workflow.table import Verb, may
from sakado_dx.organization.access import Standing


@dataclass(frozen=True)
class TakingBack:
    """A button that takes something back, or the sentence that stands in its place."""

    refusal: str


def unconfirming(standing: Standing, report: ProgressReport) -> TakingBack | None:
    """Of a confirmed report, for the secretariat; None for all others."""
    if not may(standing, report, Verb.UNCONFIRM):
        return None
    return TakingBack(against_unconfirming(report) if report.bears("agenda_items") else "")
