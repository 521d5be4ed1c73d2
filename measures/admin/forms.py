"""Forms of the admin that read figures, years and dates as people type them."""

from django import forms

from measures.models import IndicatorTarget, Measure, YearlyDirection
from sakado_dx.form_fields import FiscalYearField, JapaneseDateField, NumberField


class MeasureForm(forms.ModelForm):
    """A new measure's number that never changes is the code it begins with."""

    last_day = JapaneseDateField(label="終了日", required=False)

    class Meta:
        model = Measure
        fields = [
            "plan", "direction", "code", "order", "name", "name_in_matrix", "group", "summary",
            "source", "last_day", "related",
        ]  # fmt: skip

    def clean(self) -> dict:
        data = super().clean()
        if not self.instance.key:
            self.instance.key = data.get("code", "")
        return data


class YearlyDirectionForm(forms.ModelForm):
    fiscal_year = FiscalYearField(label="年度")

    class Meta:
        model = YearlyDirection
        fields = ["fiscal_year", "printed", "resolved"]


class IndicatorTargetForm(forms.ModelForm):
    fiscal_year = FiscalYearField(label="年度")
    value = NumberField(label="値", required=False)

    class Meta:
        model = IndicatorTarget
        fields = ["fiscal_year", "role", "value", "year_assumed", "source"]
