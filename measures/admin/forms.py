"""Forms of the admin that read figures and years as people type them."""

from django import forms
from django.core.exceptions import ValidationError

from measures.models import IndicatorTarget, Measure, YearlyDirection
from sakado_dx.form_fields import FiscalYearField, NumberField
from sakado_dx.organization.admin_reasons import ReasonForm


class MeasureForm(ReasonForm):
    """A new measure's number that never changes is the code it begins with."""

    class Meta:
        model = Measure
        fields = [
            "plan", "direction", "code", "order", "name", "name_in_matrix", "group", "summary",
            "source", "first_day", "last_day", "related",
        ]  # fmt: skip

    def clean(self) -> dict:
        data = super().clean()
        if not self.instance.key:
            self.instance.key = data.get("code", "")
        return data


class MeasureDivisionFormSet(forms.BaseInlineFormSet):
    """Two rows of one division that both have no first day: only the database compares them."""

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        begun_ever = [each.get("division") for each in kept if not each.get("first_day")]
        named = [each for each in begun_ever if each]
        if twice := next((each for each in named if named.count(each) > 1), None):
            raise ValidationError(
                f"「{twice}」の行が、開始日が空欄のまま二つあります。一つにするか、開始日を入れてください。"
            )


class YearlyDirectionForm(forms.ModelForm):
    fiscal_year = FiscalYearField(label="年度")

    class Meta:
        model = YearlyDirection
        fields = ["fiscal_year", "printed", "resolved"]


class SinceField(FiscalYearField):
    """The first fiscal year that a version applies to; blank from the plan's beginning."""

    def show(self, value: int) -> str:
        return super().show(value) if value else ""


class IndicatorTargetForm(forms.ModelForm):
    """A figure of the plan; a revision adds a row with its first year and leaves the old one."""

    fiscal_year = FiscalYearField(label="年度")
    value = NumberField(label="値", required=False)
    applies_from = SinceField(label="適用する最初の年度", required=False)

    class Meta:
        model = IndicatorTarget
        fields = [
            "fiscal_year", "role", "value", "year_assumed", "source", "applies_from",
            "decided_on", "withdrawn", "reason",
        ]  # fmt: skip

    def clean_applies_from(self) -> int:
        return self.cleaned_data["applies_from"] or 0
