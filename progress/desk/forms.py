"""What the secretariat writes to a report."""

from django import forms
from django.utils import timezone

from measures.models import PlanWord
from measures.naming import SECRETARIAT
from progress.desk.pages import QueueRow
from progress.form_fields import WordField, reason_field
from progress.models import ProgressReport
from progress.rights import predicates
from sakado_dx.forms import FilterForm, PortalForm


class SendBackForm(PortalForm):
    prefix = "send_back"
    reason = reason_field("差戻しの理由", help_text="どこを、どう直せばよいかを書いてください。")


class CommentForm(PortalForm):
    """The secretariat's note and second judgement."""

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
        super().__init__(data, initial=initial)
        progress = [word for word in words if word.vocabulary == "progress"]
        if not predicates.is_led_by_secretariat(report, timezone.localdate()):
            name = report.year.plan.mark_name(SECRETARIAT)
            self.fields["second_judgement"] = WordField(progress, label=name)


class QueueFilter(FilterForm):
    """The filters of the review queue, by GET."""

    state = forms.ChoiceField(
        label="状態", choices=[("", "すべて"), *ProgressReport.State.choices], required=False
    )
    division = forms.ChoiceField(label="主管課", required=False)

    def __init__(self, data, *, divisions: list[tuple[int, str]]):
        super().__init__(data)
        self.fields["division"].choices = [("", "すべて"), *divisions]

    def by_state(self, rows: list[QueueRow], state: str) -> list[QueueRow]:
        return [each for each in rows if each.report.state == state]

    def by_division(self, rows: list[QueueRow], division: str) -> list[QueueRow]:
        return [each for each in rows if str(each.lead_id) == division]


class AloneForm(PortalForm):
    """Why somebody confirms what he wrote himself."""

    prefix = "alone"
    reason = forms.CharField(
        label="二人目がいない理由",
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="事務局の全員がこの報告を書いたため、理由を記録に残して確認します。",
        error_messages={"required": "二人目がいないまま確認する理由を入力してください。"},
    )


class ReopenForm(PortalForm):
    """Why an evaluated report goes back to its division."""

    reason = reason_field("評価後の差戻しの理由")
