"""Whose record is written out: a measure's or a year's."""

from django import forms

from measures.models import Measure
from progress.models import ReviewYear
from sakado_dx.forms import PortalForm


class SubjectForm(PortalForm):
    """One of the two, by GET."""

    measure = forms.ModelChoiceField(
        Measure.objects.select_related("plan").order_by("plan", "order"),
        label="施策",
        required=False,
        empty_label="選ばない",
    )
    year = forms.ModelChoiceField(
        ReviewYear.objects.select_related("plan").newest_first(),
        label="年度",
        required=False,
        empty_label="選ばない",
    )

    @property
    def subject(self) -> Measure | ReviewYear:
        return self.cleaned_data["measure"] or self.cleaned_data["year"]

    def clean(self):
        chosen = [self.cleaned_data.get(name) for name in ("measure", "year")]
        if not self.errors and len(list(filter(None, chosen))) != 1:
            raise forms.ValidationError("施策か年度の、どちらか一つを選んでください。")
        return self.cleaned_data
