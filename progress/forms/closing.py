"""Closing a year and opening one of its reports again."""

from collections.abc import Sequence

from django import forms

from progress.forms.review import reason_field
from progress.models import ProgressReport


class CloseYearForm(forms.Form):
    """A reason for each report that is not evaluated, and a word for the record."""

    use_required_attribute = False

    reason = reason_field("締めについての記録（任意）", required=False)

    def __init__(self, data=None, *, reports: Sequence[ProgressReport]):
        super().__init__(data, label_suffix="")
        for report in reports:
            self.fields[f"reason-{report.pk}"] = forms.CharField(
                label=f"「{report.measure}」（{report.get_state_display()}）を評価しないまま締める理由",
                max_length=300,
                error_messages={"required": "評価しないまま締める理由を入力してください。"},
            )
        self.order_fields([*(f"reason-{report.pk}" for report in reports), "reason"])

    @property
    def reasons(self) -> dict[int, str]:
        """The reasons by report's id."""
        return {
            int(name.removeprefix("reason-")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("reason-")
        }


class ReopenForm(forms.Form):
    """Why an evaluated report goes back to its division."""

    use_required_attribute = False

    reason = reason_field("再修正の理由")


class UnlockForm(forms.Form):
    """Why a report of a closed year is opened again."""

    use_required_attribute = False

    reason = reason_field("締めを解除する理由")
