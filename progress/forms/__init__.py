"""What people fill in."""

from progress.forms.closing import CloseYearForm, ReopenForm, UnlockForm
from progress.forms.contributions import CautionForm, ContributionForm, ContributorsForm, NoteForm
from progress.forms.corrections import CorrectedResultForm, CorrectionForm
from progress.forms.entry import ReportForm
from progress.forms.meetings import (
    AddToAgendaForm,
    AnswerForm,
    ApprovalForm,
    AskAgainForm,
    DecisionForm,
    FollowUpFilter,
    MeetingForm,
    MinutesForm,
    RequestForm,
    RequestForms,
    invited_people,
    requests_of,
)
from progress.forms.publishing import PublishOnForm, UnpublishForm, WithholdForm
from progress.forms.records import RecordFilter
from progress.forms.results import ResultForm, ResultForms
from progress.forms.review import CommentForm, OnBehalfForm, QueueFilter, SendBackForm, SubmitForm
from progress.forms.years import ChangeYearForm, ExtensionFormSet, OpenYearForm

__all__ = [
    "AddToAgendaForm",
    "AnswerForm",
    "ApprovalForm",
    "AskAgainForm",
    "CautionForm",
    "ChangeYearForm",
    "CloseYearForm",
    "ContributionForm",
    "ContributorsForm",
    "CorrectedResultForm",
    "CorrectionForm",
    "DecisionForm",
    "ExtensionFormSet",
    "FollowUpFilter",
    "MeetingForm",
    "MinutesForm",
    "NoteForm",
    "CommentForm",
    "OnBehalfForm",
    "OpenYearForm",
    "PublishOnForm",
    "QueueFilter",
    "RecordFilter",
    "ReportForm",
    "ReopenForm",
    "RequestForm",
    "RequestForms",
    "ResultForm",
    "ResultForms",
    "SendBackForm",
    "SubmitForm",
    "UnlockForm",
    "UnpublishForm",
    "WithholdForm",
    "invited_people",
    "requests_of",
]
