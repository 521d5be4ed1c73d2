"""What people fill in."""

from progress.forms.contributions import CautionForm, ContributionForm, ContributorsForm, NoteForm
from progress.forms.entry import ReportForm
from progress.forms.results import ResultForm, ResultForms
from progress.forms.review import CommentForm, OnBehalfForm, QueueFilter, SendBackForm, SubmitForm
from progress.forms.years import ChangeYearForm, ExtensionFormSet, OpenYearForm

__all__ = [
    "CautionForm",
    "ChangeYearForm",
    "ContributionForm",
    "ContributorsForm",
    "ExtensionFormSet",
    "NoteForm",
    "CommentForm",
    "OnBehalfForm",
    "OpenYearForm",
    "QueueFilter",
    "ReportForm",
    "ResultForm",
    "ResultForms",
    "SendBackForm",
    "SubmitForm",
]
