"""Submitting, and what the secretariat writes to a report."""

from django import forms

from measures.models import PlanWord
from progress.form_fields import WordField, reason_field
from progress.models import ProgressReport


class SendBackForm(forms.Form):
    use_required_attribute = False
    prefix = "send_back"
    reason = reason_field("差戻しの理由", help_text="どこを、どう直せばよいかを書いてください。")


class CommentForm(forms.Form):
    """The secretariat's note and second judgement."""

    use_required_attribute = False
    prefix = "comment"
    note = forms.CharField(
        label="事務局の所見",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, report: ProgressReport, words: list[PlanWord]):
        initial = {
            "note": report.secretariat_note,
            "second_judgement": report.second_judgement,
        }
        super().__init__(data, initial=initial, label_suffix="")
        progress = [word for word in words if word.vocabulary == "progress"]
        self.fields["second_judgement"] = WordField(progress, label="事務局の判定")


class QueueFilter(forms.Form):
    """Filters of the review queue, by GET."""

    state = forms.ChoiceField(
        label="状態", choices=[("", "すべて"), *ProgressReport.State.choices], required=False
    )
    division = forms.ChoiceField(label="主管課", required=False)

    def __init__(self, data, *, divisions: list[tuple[int, str]]):
        super().__init__(data, label_suffix="")
        self.fields["division"].choices = [("", "すべて"), *divisions]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that hold a valid choice; a made-up one filters nothing."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReopenForm(forms.Form):
    """Why an evaluated report goes back to its division."""

    use_required_attribute = False

    reason = reason_field("再修正の理由")
