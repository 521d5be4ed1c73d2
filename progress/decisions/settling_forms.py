"""議長の確認, and why a decision is taken back."""

from django.utils import timezone

from progress.decisions.settling_verbs import NEEDED
from progress.form_fields import DATE_HINT, reason_field
from progress.models import Meeting
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field


class SettleForm(PortalModelForm):
    """Who led the meeting, and when he agreed to its result."""

    class Meta:
        model = Meeting
        fields = ("chair_title", "chair_name", "chair_on")
        formfield_callback = portal_field
        help_texts = {
            "chair_title": "例：副市長",
            "chair_on": f"議長が、会議の結果を確かめた日です。{DATE_HINT}",
        }

    def __init__(self, data=None, *, meeting: Meeting):
        today = timezone.localdate()
        super().__init__(data, instance=meeting, initial={"chair_on": today})
        for name, sentence in NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence


class DropDecisionForm(PortalForm):
    """Why the draft is dropped; it may go without a word."""

    reason = reason_field("取り下げる理由", required=False)
