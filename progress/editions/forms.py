"""Closing a year and opening one of its reports again."""

from collections.abc import Sequence

from django import forms

from progress.form_fields import reason_field
from progress.models import ProgressReport
from sakado_dx.forms import PortalForm

MISSING = "評価しないまま締める理由を入力してください。"


class CloseYearForm(PortalForm):
    """A reason for each report that is not evaluated, and a word for the record."""

    reason = reason_field("締めについての記録（任意）", required=False)

    def __init__(self, data=None, *, reports: Sequence[ProgressReport]):
        super().__init__(data)
        self.names = [f"reason-{report.pk}" for report in reports]
        for name, report in zip(self.names, reports, strict=True):
            self.fields[name] = forms.CharField(
                label=f"「{report.measure}」（{report.get_state_display()}）を評価しないまま締める理由",
                max_length=300,
                required=len(reports) == 1,
                error_messages={"required": MISSING},
            )
        if len(reports) > 1:
            self.fields["shared_reason"] = forms.CharField(
                label="共通の理由",
                help_text="下の欄を空けた施策は、すべてこの理由で締めます。",
                max_length=300,
                required=False,
            )
        self.order_fields(["shared_reason", *self.names, "reason"])

    def clean(self) -> dict:
        """Every report has a reason: its own, else the shared one."""
        data = super().clean()
        shared = data.get("shared_reason", "")
        for name in self.names:
            if name in data and not (data[name] or shared):
                self.add_error(name, MISSING)
        return data

    @property
    def reasons(self) -> dict[int, str]:
        """The reasons by report's id."""
        data = self.cleaned_data
        shared = data.get("shared_reason", "")
        return {int(name.removeprefix("reason-")): data[name] or shared for name in self.names}


class UnlockForm(PortalForm):
    """Why a report of a closed year is opened again."""

    reason = reason_field("締めを解除する理由")
