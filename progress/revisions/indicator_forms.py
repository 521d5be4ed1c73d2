"""An indicator that begins with a draft: a new one, or the next of one whose definition changes."""

from django import forms

from measures.models import Indicator
from progress.plan_document.rows.tables import Key
from progress.plan_document.schema.readers import plain
from progress.revisions import editing
from progress.revisions.editing import BLANK_TARGET, Wanted
from progress.revisions.target_forms import Frame, why_field
from sakado_dx.fiscal import label_name, label_short
from sakado_dx.form_fields import NumberField
from sakado_dx.forms import PortalForm

WORDS = ("name", "unit", "kind", "sense", "measured_as", "definition", "numerator_name",
         "denominator_name", "printed")  # fmt: skip


class IndicatorForm(PortalForm):
    """A new indicator of a measure; `earlier` is the one whose definition changes."""

    name = forms.CharField(label="指標名", max_length=200)
    kind = forms.ChoiceField(label="種類", choices=Indicator.Kind.choices)
    unit = forms.CharField(label="単位", max_length=20, required=False)
    sense = forms.ChoiceField(label="向き", choices=Indicator.Sense.choices)
    measured_as = forms.ChoiceField(
        label="測り方", choices=[("", "（なし）"), *Indicator.MeasuredAs.choices], required=False
    )
    definition = forms.CharField(
        label="定義（算定式・出典・基準日など）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    numerator_name = forms.CharField(label="分子", max_length=100, required=False)
    denominator_name = forms.CharField(label="分母", max_length=100, required=False)
    printed = forms.CharField(label="計画の表記", max_length=300, required=False)
    label = forms.CharField(label="呼び名", max_length=20, initial="成果目標")

    def __init__(self, data=None, *, frame: Frame, measure: Key, earlier: Key | None, **kwargs):
        self.frame, self.measure, self.earlier = frame, measure, earlier
        values = frame.after["indicators"][earlier] if earlier else {}
        initial = {name: values[name] for name in WORDS} if values else {}
        super().__init__(data, initial=initial, **kwargs)
        for year in frame.open_years:
            self.fields[f"target-{year}"] = NumberField(
                label=f"{label_short(year)}の目標", required=False
            )
        self.fields["due"] = forms.ChoiceField(
            label="達成時期（種類が「達成時期」のとき）",
            choices=[("", "（なし）"), *((str(y), label_short(y)) for y in frame.open_years)],
            required=False,
        )
        self.fields["reason"] = why_field()

    @property
    def first_year_name(self) -> str:
        """From which fiscal year the indicator stands."""
        return label_name(self.frame.first_year)

    def clean(self) -> dict:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in Indicator.NUMERIC_KINDS and not cleaned.get("unit"):
            self.add_error("unit", "数値の指標には単位を入力してください。")
        if cleaned.get("measured_as") == "period_total" and kind != Indicator.Kind.NUMBER:
            self.add_error("measured_as", "計画期間の累計で判定できるのは、数値の指標だけです。")
        if self.earlier and not self.errors and self._is_as_before(cleaned):
            self.add_error(
                None, "定義（種類、単位、向き、測り方、定義、分子、分母）が変わっていません。"
            )
        return cleaned

    def _is_as_before(self, cleaned: dict) -> bool:
        values = self.frame.after["indicators"][self.earlier]
        names = ("kind", "unit", "sense", "measured_as", "definition", "numerator_name",
                 "denominator_name")  # fmt: skip
        return all(cleaned[name] == values[name] for name in names)

    def wanted(self) -> Wanted:
        """The indicator with its targets, and under which measures it stands from when."""
        after = self.frame.after
        wish = self.earlier[0] if self.earlier else after["measures"][self.measure]["code"]
        key = editing.free_key(after, "indicators", wish)
        row = editing.blank_row("indicators") | {name: self.cleaned_data[name] for name in WORDS}
        found: Wanted = {("indicators", key): row | {"predecessor_id": self.earlier}}
        for measure in self._measures():
            self._want_under(measure, key, found)
        if row["kind"] == "milestone":
            if due := self.cleaned_data["due"]:
                found["targets", (key, int(due), "target", 0)] = dict(BLANK_TARGET)
        elif row["kind"] != "qualitative":
            for year in self.frame.open_years:
                value = self.cleaned_data[f"target-{year}"]
                if value is not None:
                    place = (key, year, "target", 0)
                    found["targets", place] = BLANK_TARGET | {"value": plain(value)}
        return found

    def _measures(self) -> list[Key]:
        """The measure, and all others under which the earlier indicator stands."""
        rows = self.frame.after["measure_indicators"]
        shared = [
            m for m, own in rows if own == self.earlier and not rows[m, own]["last_fiscal_year"]
        ]
        return list(dict.fromkeys([self.measure, *shared]))

    def _want_under(self, measure: Key, key: Key, found: Wanted) -> None:
        rows, first = self.frame.after["measure_indicators"], self.frame.first_year
        is_new = measure not in self.frame.before["measures"]
        order = max((v["order"] for k, v in rows.items() if k[0] == measure), default=-1) + 1
        found["measure_indicators", (measure, key)] = {
            "label": self.cleaned_data["label"],
            "order": order,
            "first_fiscal_year": None if is_new else first,
            "last_fiscal_year": None,
        }
        old = (measure, self.earlier)
        if old in rows:
            found["measure_indicators", old] = rows[old] | {"last_fiscal_year": first - 1}
