"""What a 起案 says, as the secretariat records it."""

from django import forms
from django.utils import timezone

from progress.approvals.verbs import NEEDED
from progress.form_fields import DATE_HINT, reason_field
from progress.models import Approval
from sakado_dx.forms import PortalModelForm, portal_field

NOT_TO_COME = {
    "approved_on": "決裁日は、今日までの日にしてください。",
    "reviewed_on": "後閲日は、今日までの日にしてください。",
}


class ApprovalForm(PortalModelForm):
    """The 起案: its number, its days, whose 決裁 it is, and who decided in whose place."""

    rank = forms.ChoiceField(
        label="決裁区分",
        choices=Approval.Rank.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    manner = forms.ChoiceField(
        label="決裁した人",
        choices=Approval.Manner.choices,
        initial=Approval.Manner.OWN,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )

    class Meta:
        model = Approval
        fields = Approval.PAPER
        formfield_callback = portal_field
        help_texts = {
            "document_number": "例：情政第123号。1件の起案で、いくつの報告でも決裁できます。",
            "drafted_on": DATE_HINT,
            "decided_by": "代決か職務代理のときに入力してください。例：副市長 坂戸 花子",
            "reviewed_on": "代決のあとに後閲が済んだ日。まだのときは空けておき、あとで加えられます。",
        }

    def __init__(self, data=None, *, instance: Approval | None = None):
        super().__init__(data, instance=instance)
        for name, sentence in NEEDED.items():
            self.fields[name].error_messages["required"] = sentence

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        for name, sentence in NOT_TO_COME.items():
            if (day := cleaned.get(name)) and day > today:
                self.add_error(name, sentence)
        return cleaned

    def paper(self) -> dict:
        """What the 起案 says, by column."""
        return {name: self.cleaned_data[name] for name in Approval.PAPER}


class ApprovalChangeForm(ApprovalForm):
    """The 起案 as it shall be recorded, and why it changes."""

    reason = reason_field(
        "記録を直す理由", help_text="後閲日を加えるときは「後閲」と書いてください。"
    )
