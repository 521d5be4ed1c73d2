"""Submitting, and what the secretariat writes to a report."""

from django import forms

from measures.models import PlanWord
from progress.forms.entry import WordField
from progress.models import ProgressReport
from sakado_dx.form_fields import JapaneseDateField


class SubmitForm(forms.Form):
    """What a submission needs besides the report: by whom it was seen, or why on behalf; and a
    word on why it was sent back."""

    use_required_attribute = False

    def __init__(self, data=None, *, needs_head: bool, on_behalf: bool, was_returned: bool = False):
        super().__init__(data, label_suffix="")
        if was_returned and not on_behalf:
            self.fields["answer"] = reason_field(
                "差戻しへの回答",
                required=False,
                help_text="どこを、どう直したかを書くと、事務局の確認が早くなります。空欄でも提出できます。",
            )
        if needs_head:
            self.fields["head_name"] = forms.CharField(
                label="確認した所属長の氏名",
                max_length=80,
                error_messages={"required": "確認した所属長の氏名を入力してください。"},
            )
            self.fields["head_confirmed_on"] = JapaneseDateField(
                label="所属長の確認日", help_text="例：令和6年5月20日、R6.5.20"
            )
        if on_behalf:
            self.fields["reason"] = reason_field("代行する理由")


def reason_field(label: str, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": f"{label}を入力してください。"},
        **kwargs,
    )


class OnBehalfForm(forms.Form):
    """Why the secretariat enters a report for a division."""

    use_required_attribute = False
    reason = reason_field("代行して入力する理由")


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
