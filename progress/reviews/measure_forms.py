"""施策見直し調書 as it is filled in, and what the secretariat says of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from measures.models import Measure, PlanWord
from progress.entry.forms import AmountField
from progress.form_fields import WordField, reason_field
from progress.models import Budget, MeasureReview
from progress.models.report_fields import MOST_LETTERS
from progress.reviews.indicators import AskedTarget
from progress.revisions.target_forms import WITHDRAWALS as WITHDRAWN
from sakado_dx.fiscal import label_name, label_short
from sakado_dx.form_fields import NumberField
from sakado_dx.forms import PortalForm
from sakado_dx.numbers import format_number

TEXTS = {
    "reason": (
        "理由",
        4,
        "「継続」のほかは必要です。実績、社会の動き、国の動向などから書いてください。",
    ),
    "work": (
        "改定後の取組",
        6,
        "「拡充」「見直し」「縮小」のときは必要です。改定後の計画に載せる内容を書いてください。",
    ),
    "budget_note": ("予算の内容", 3, "要求する事業名や内容を書いてください。"),
}
WITHDRAWALS = [("", "取り下げない"), *((word, word) for word in WITHDRAWN)]


def measure_field(label: str, measures: Sequence[Measure], **kwargs) -> forms.TypedChoiceField:
    """One of the plan's measures, or none; cleans to the Measure."""
    by_pk = {str(each.pk): each for each in measures}
    field = forms.TypedChoiceField(
        label=label,
        choices=[("", "（選ばない）"), *((pk, each.title) for pk, each in by_pk.items())],
        coerce=by_pk.__getitem__,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "選択肢から選んでください。"},
        **kwargs,
    )
    field.prepare_value = lambda value: value.pk if isinstance(value, Measure) else value
    return field


def _text(name: str) -> forms.CharField:
    label, rows, told = TEXTS[name]
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_LETTERS,
        help_text=told,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MeasureReviewForm(PortalForm):
    """What a division proposes for a measure. Nothing is required: a draft may be half done."""

    def __init__(
        self,
        data=None,
        *,
        row: MeasureReview,
        words: Sequence[PlanWord],
        measures: Sequence[Measure],
        planned: dict[int, str],
        targets: Sequence[AskedTarget],
    ):
        self.row, self.asked, self.planned = row, targets, planned
        super().__init__(data, initial=_initial(row, planned))
        self.fields["outlook"] = WordField(list(words), label="今後の方針")
        self.fields["merge_into"] = measure_field(
            "統合先の施策",
            [each for each in measures if each.pk != row.measure_id],
            help_text="今後の方針が「統合」のときに選んでください。",
        )
        self.fields["reason"] = _text("reason")
        self.fields["work"] = _text("work")
        for fiscal_year in row.review.changed_years:
            self.fields[f"direction-{fiscal_year}"] = forms.CharField(
                label=f"{label_name(fiscal_year)}（{label_short(fiscal_year)}）の方向性",
                required=False,
                max_length=60,
            )
        for each in targets:
            self._add_target(each)
        self.fields["budget"] = forms.ChoiceField(
            label="予算への影響",
            choices=Budget.choices,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "choices--row"}),
            error_messages={"invalid_choice": "選択肢から選んでください。"},
        )
        self.fields["budget_amount"] = AmountField(label="影響額（千円）")
        self.fields["budget_note"] = _text("budget_note")

    def _add_target(self, each: AskedTarget) -> None:
        pk, facts, years = each.part.id, each.part.facts, self.row.review.changed_years
        stored = self.row.targets.get(each.key, {})
        if each.takes_value:
            self.fields[f"target-{pk}"] = NumberField(
                label=f"改定後の目標（{facts.unit}）", required=False,
                help_text="変えないときは空欄にしてください。",
            )  # fmt: skip
            self.initial[f"target-{pk}"] = stored.get("value")
        elif each.takes_year:
            choices = [("", "変えない"), *((str(y), f"{label_name(y)}までに達成") for y in years)]
            self.fields[f"target-{pk}"] = forms.ChoiceField(
                label="改定後の達成時期", choices=choices, required=False
            )
            self.initial[f"target-{pk}"] = str(stored.get("year") or "")
        if each.target is not None:
            self.fields[f"withdraw-{pk}"] = forms.ChoiceField(
                label="目標の取下げ", choices=WITHDRAWALS, required=False
            )
            self.initial[f"withdraw-{pk}"] = stored.get("withdrawn", "")

    def clean(self) -> dict:
        cleaned = super().clean()
        for each in self.asked:
            names = (f"target-{each.part.id}", f"withdraw-{each.part.id}")
            if all(cleaned.get(name) for name in names):
                self.add_error(
                    names[1], "目標は、改定後の値を入れるか取り下げるかの、どちらかにしてください。"
                )
        return cleaned

    def target_fields(self) -> list[tuple[AskedTarget, list[forms.BoundField]]]:
        """Each indicator with its fields."""
        return [
            (each, [self[n] for n in (f"target-{each.part.id}", f"withdraw-{each.part.id}") if n in self.fields])
            for each in self.asked
        ]  # fmt: skip

    def direction_fields(self) -> list[tuple[forms.BoundField, str]]:
        """Each year's field, with what the plan schedules today."""
        years = self.row.review.changed_years
        return [(self[f"direction-{year}"], self.planned.get(year, "")) for year in years]

    @property
    def storable(self) -> dict[str, Any]:
        """The fields that can be kept, errors or not: a draft is kept with the rest."""
        self.is_valid()
        kept = {
            name: value for name, value in self.cleaned_data.items() if name in MeasureReview.FIELDS
        }
        return kept | {"directions": self._directions(), "targets": self._targets()}

    def _directions(self) -> dict[str, str]:
        """By the year, those that are to be otherwise than the plan has them."""
        found = dict(self.row.directions)
        for fiscal_year in self.row.review.changed_years:
            name = f"direction-{fiscal_year}"
            if name in self.cleaned_data:
                said = self.cleaned_data[name].strip()
                found.pop(str(fiscal_year), None)
                if said and said != self.planned.get(fiscal_year, ""):
                    found[str(fiscal_year)] = said
        return found

    def _targets(self) -> dict[str, dict[str, str]]:
        found = dict(self.row.targets)
        for each in self.asked:
            value = self.cleaned_data.get(f"target-{each.part.id}")
            withdrawn = self.cleaned_data.get(f"withdraw-{each.part.id}")
            if any(name.endswith(f"-{each.part.id}") for name in self.errors):
                continue
            found.pop(each.key, None)
            if withdrawn:
                found[each.key] = {"withdrawn": withdrawn}
            elif value:
                found[each.key] = {"year": value} if each.takes_year else {"value": f"{value:f}"}
        return found


def _initial(row: MeasureReview, planned: dict[int, str]) -> dict[str, Any]:
    initial = {name: getattr(row, name) for name in MeasureReview.FIELDS}
    for fiscal_year in row.review.changed_years:
        said = row.directions.get(str(fiscal_year), planned.get(fiscal_year, ""))
        initial[f"direction-{fiscal_year}"] = said
    return initial


def amount_words(row) -> str:
    """``増額を要求する（1,200千円）``; blank where nothing is said."""
    if not row.budget:
        return ""
    amount = "" if row.budget_amount is None else f"（{format_number(row.budget_amount)}千円）"
    return f"{row.get_budget_display()}{amount}"


class OnBehalfForm(PortalForm):
    """Why the secretariat fills in or hands in for a division."""

    reason = reason_field("代行する理由")


class SendBackForm(PortalForm):
    """Why a 調書 goes back."""

    prefix = "send_back"
    reason = reason_field("差し戻す理由")


class ProposalForm(PortalForm):
    """事務局案."""

    prefix = "propose"
    note = forms.CharField(
        label="考え方",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("outlook", "into", "note")

    def __init__(self, data=None, *, row: MeasureReview, words, measures):
        initial = {
            "outlook": row.proposed_outlook or row.outlook,
            "into": row.proposed_into or row.merge_into,
            "note": row.proposed_note,
        }
        super().__init__(data, initial=initial)
        self.fields["outlook"] = WordField(list(words), label="今後の方針（事務局案）")
        others = [each for each in measures if each.pk != row.measure_id]
        self.fields["into"] = measure_field("統合先の施策", others)
        self.order_fields(self.field_order)
