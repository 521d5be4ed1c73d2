"""Proposing a correction: the place's value as it shall be, and why."""

from typing import Any

from django import forms

from measures.models import PlanWord
from progress.corrections.pages import WORDS, Place, entry_from, result_value
from progress.entry.result_forms import ResultForm
from progress.form_fields import choice_field, reason_field
from progress.judging.completeness import ResultEntry
from progress.models import Correction, ProgressReport
from progress.models import report_fields as fields
from sakado_dx.form_fields import NumberField
from sakado_dx.forms import PortalForm

AMOUNTS = fields.names(fields.AMOUNT)


class CorrectionForm(PortalForm):
    """Kind, the new value in a field that fits the place, the reason."""

    def __init__(self, data=None, *, report: ProgressReport, place: Place):
        super().__init__(data)
        self.place = place
        kinds = [each for each in Correction.Kind if each == "correct" or place.may_be_settled]
        self.fields["kind"] = forms.ChoiceField(
            label="種類",
            choices=[(each.value, each.label) for each in kinds],
            widget=forms.RadioSelect,
            initial=kinds[0],
        )
        if place.part is None:
            self.fields["after"] = _field_for(report, place)
        self.fields["reason"] = reason_field(
            "理由", help_text="正誤表に載ります。職員の氏名や内部の事情は書かないでください。"
        )

    @property
    def after(self) -> Any:
        """The new value as a correction keeps it."""
        value = self.cleaned_data["after"]
        if isinstance(value, PlanWord):
            return {"id": value.pk, "word": value.word, "meaning": value.meaning}
        if self.place.name in AMOUNTS:
            return None if value is None else int(value)
        return value


class AloneForm(PortalForm):
    """Why the only secretary confirms what he proposed himself."""

    reason = forms.CharField(
        label="二人目がいない理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="事務局にほかの職員がいないため、理由を記録に残して確認します（二人目なし）。",
        error_messages={"required": "二人目がいないまま確認する理由を入力してください。"},
    )


def _field_for(report: ProgressReport, place: Place) -> forms.Field:
    if place.name in WORDS:
        words = PlanWord.objects.filter(plan=report.year.plan_id, vocabulary=place.name)
        initial = place.value and place.value["id"]
        return forms.ModelChoiceField(words, label=f"正しい{place.label}", initial=initial)
    if place.name in AMOUNTS:
        return NumberField(label=f"正しい{place.label}", required=False, initial=place.value)
    own = fields.field(place.name)
    if own.kind == fields.CHOICE:
        return choice_field(own, label=f"正しい{place.label}", initial=place.value)
    widget = forms.TextInput if own.kind == fields.LINE else forms.Textarea(attrs={"rows": 6})
    return forms.CharField(
        label=f"正しい{place.label}",
        max_length=own.limit,
        widget=widget,
        required=False,
        initial=place.value,
    )


class CorrectedResultForm(ResultForm):
    """The result as it shall be; the note beside it stays as it is."""

    def __init__(self, data=None, *, place: Place):
        entry = entry_from(place.value, "") if place.value else ResultEntry()
        super().__init__(data, indicator=place.part, entry=entry)
        del self.fields["note"]

    @property
    def after(self) -> dict[str, Any]:
        """The new result as a correction keeps it."""
        facts = self.indicator.facts
        return result_value(self.entry, facts.unit, facts.missing_words)
