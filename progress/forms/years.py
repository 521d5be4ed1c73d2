"""Opening a year."""

from django import forms
from django.utils import timezone

from measures.models import Plan
from sakado_dx import fiscal
from sakado_dx.form_fields import JapaneseDateField

DATE_HINT = "例：令和8年5月29日、R8.5.29、2026-05-29"


class OpenYearForm(forms.Form):
    """The year and its dates."""

    use_required_attribute = False

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    opened_on = JapaneseDateField(label="受付開始日", help_text=DATE_HINT)
    report_due = JapaneseDateField(label="報告の締切日", help_text=DATE_HINT)
    confirm_due = JapaneseDateField(label="事務局確認の締切日", required=False)
    meeting_on = JapaneseDateField(label="推進会議の開催日", required=False)
    head_may_be_recorded = forms.BooleanField(
        label="所属長確認の記録による提出を認める",
        required=False,
        help_text="入力担当が、所属長の氏名と確認日を記録して提出できるようにします。",
    )

    def __init__(self, data=None, *, plan: Plan, taken: set[int]):
        super().__init__(data, initial={"opened_on": timezone.localdate()}, label_suffix="")
        free = [year for year in plan.fiscal_years if year not in taken]
        self.fields["fiscal_year"].choices = [(year, fiscal.label_review(year)) for year in free]

    def clean(self) -> dict:
        cleaned = super().clean()
        opened, due = cleaned.get("opened_on"), cleaned.get("report_due")
        if opened and due and due < opened:
            self.add_error("report_due", "報告の締切日は、受付開始日以後の日にしてください。")
        confirm = cleaned.get("confirm_due")
        if due and confirm and confirm < due:
            self.add_error(
                "confirm_due", "事務局確認の締切日は、報告の締切日以後の日にしてください。"
            )
        return cleaned
