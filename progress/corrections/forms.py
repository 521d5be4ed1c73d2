"""Proposing a correction: the place's value as it shall be, and why."""

from typing import Any

from django import forms
from django.db.models import CharField, Field

from measures.models import PlanWord
from progress.corrections.pages import Place, entry_from, result_value
from progress.entry.forms import AmountField
from progress.entry.result_forms import ResultForm
from progress.form_fields import DATE_HINT, alone_field, choice_field, reason_field
from progress.judging.completeness import ResultEntry
from progress.models import Decision, PlanChange, ProgressReport
from progress.models import report_fields as fields
from progress.plan_document.rows.tables import TABLE
from progress.reading.codec import plain
from progress.reading.live_editions import word
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm

AMOUNTS = fields.names(fields.AMOUNT)


class CorrectionForm(PortalForm):
    """Kind, the new value in a field that fits the place, the reason; at first with a `slip` of
    the plan mended, where the form was opened for it."""

    def __init__(
        self, data=None, *, report: ProgressReport, place: Place, slip: PlanChange | None = None
    ):
        super().__init__(data)
        self.place = place
        kinds = place.kinds
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
        if slip is not None and place.has_slip(slip):
            self.initial["after"] = place.mended(slip)
            self.initial["reason"] = f"計画の誤記訂正「{slip.revision}」による。"
        if place.decision is not None:
            self.fields["consented_on"] = JapaneseDateField(
                label="議長の同意日",
                help_text=f"誤記であることに議長が同意した日。{DATE_HINT}",
                error_messages={"required": "議長の同意日を入力してください。"},
            )

    @property
    def after(self) -> Any:
        """The new value as a correction keeps it."""
        value = self.cleaned_data["after"]
        if isinstance(value, PlanWord):
            return {"id": value.pk, **plain(word(value))}
        return value


class AloneForm(PortalForm):
    """Why the only secretary confirms what he proposed himself."""

    reason = alone_field(
        "事務局にほかの職員がいないため、理由を記録に残して確認します（二人目なし）。"
    )


def _field_for(report: ProgressReport, place: Place) -> forms.Field:
    if place.vocabulary:
        words = PlanWord.objects.filter(plan=report.year.plan_id, vocabulary=place.vocabulary)
        initial = place.value and place.value["id"]
        return forms.ModelChoiceField(words, label=f"正しい{place.label}", initial=initial)
    if place.name in AMOUNTS:
        return AmountField(label=f"正しい{place.label}", initial=place.value)
    own = None if place.decision or place.is_name else fields.field(place.name)
    if own and own.kind == fields.CHOICE:
        return choice_field(own, label=f"正しい{place.label}", initial=place.value)
    column = _column(place)
    is_line = own.kind == fields.LINE if own else isinstance(column, CharField)
    widget = forms.TextInput() if is_line else forms.Textarea(attrs={"rows": 6})
    return forms.CharField(
        label=f"正しい{place.label}",
        max_length=own.limit if own else column.max_length,
        widget=widget,
        required=False,
        initial=place.value,
    )


def _column(place: Place) -> Field:
    """Where a text of the plan stands, or a decision's opinion."""
    if place.of_plan is None:
        return Decision._meta.get_field("opinion")
    return TABLE[place.of_plan.noun].column(place.of_plan.column)


class CorrectedResultForm(ResultForm):
    """The result as it shall be; the note beside it stays as it is."""

    def __init__(self, data=None, *, place: Place, fiscal_year: int):
        entry = entry_from(place.value, "") if place.value else ResultEntry()
        super().__init__(data, indicator=place.part, entry=entry, fiscal_year=fiscal_year)
        del self.fields["note"]

    @property
    def after(self) -> dict[str, Any]:
        """The new result as a correction keeps it."""
        facts = self.indicator.facts
        return result_value(self.entry, facts.unit, facts.missing_words)
