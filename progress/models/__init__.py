"""A year of the plan: what was reported, measured, decided and published (the yearly cycle)."""

from progress.models.approvals import Approval, ApprovedReport, ContentCheck
from progress.models.changes import StatusChange
from progress.models.contributions import Contribution, EvidenceFile, ProgressNote, WarningAnswer
from progress.models.decisions import Decision
from progress.models.disposals import Disposal
from progress.models.editions import Correction, Publication, ReportSnapshot
from progress.models.effects import ReportEffect
from progress.models.follow_ups import FollowUp, FollowUpEntry
from progress.models.letters import Letter, LetterHead, LetterKind, LetterTemplate
from progress.models.meetings import AgendaItem, Meeting, MeetingMember
from progress.models.new_measures import NewMeasureProposal
from progress.models.packs import Pack
from progress.models.plan_editions import PlanEdition
from progress.models.reference_values import ReferenceValue
from progress.models.reports import ProgressReport
from progress.models.results import IndicatorResult
from progress.models.retention import Retention
from progress.models.review_decisions import ReviewDecision
from progress.models.reviews import (
    Budget,
    MeasureReview,
    MeasureReviewChange,
    PlanReview,
)
from progress.models.revisions import (
    PlanChange,
    PlanRevision,
    RevisionStep,
)
from progress.models.years import DeadlineExtension, ReviewYear, YearChange

__all__ = [
    "AgendaItem",
    "Approval",
    "ApprovedReport",
    "Budget",
    "ContentCheck",
    "Contribution",
    "Correction",
    "DeadlineExtension",
    "Decision",
    "Disposal",
    "EvidenceFile",
    "FollowUp",
    "FollowUpEntry",
    "IndicatorResult",
    "Letter",
    "LetterHead",
    "LetterKind",
    "LetterTemplate",
    "MeasureReview",
    "MeasureReviewChange",
    "Meeting",
    "MeetingMember",
    "NewMeasureProposal",
    "Pack",
    "PlanChange",
    "PlanEdition",
    "PlanReview",
    "PlanRevision",
    "ProgressNote",
    "ProgressReport",
    "Publication",
    "ReferenceValue",
    "ReportEffect",
    "ReportSnapshot",
    "Retention",
    "ReviewDecision",
    "ReviewYear",
    "RevisionStep",
    "StatusChange",
    "WarningAnswer",
    "YearChange",
]
