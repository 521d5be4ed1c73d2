"""What the secretariat writes to a report."""

from django import forms

from progress.desk.pages import QueueRow
from progress.form_fields import reason_field
from progress.models import ProgressReport
from sakado_dx.forms import FilterForm, PortalForm


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


class ReopenForm(PortalForm):
    """Why an evaluated report goes back to its division."""

    reason = reason_field("評価後の差戻しの理由")
