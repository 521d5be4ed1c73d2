"""What people fill in."""

from progress.forms.entry import ReportForm
from progress.forms.results import ResultForm, ResultForms
from progress.forms.review import CommentForm, OnBehalfForm, QueueFilter, SendBackForm, SubmitForm
from progress.forms.years import OpenYearForm

__all__ = [
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
