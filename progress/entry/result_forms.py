"""The result of one indicator, by its kind: number, milestone or words."""

from decimal import Decimal

from django import forms

from measures.models import Indicator
from progress.judging.completeness import ResultEntry, fault_of
from progress.judging.facts import IndicatorFacts
from progress.judging.fractions import FRACTION, labels, takes_fraction, value_or_share
from progress.judging.totals import amount_label
from progress.judging.typed import read_figure
from progress.models import IndicatorResult
from progress.models.report_fields import MOST_LETTERS
from progress.reading.edition import AskedIndicator
from sakado_dx.form_fields import JapaneseDateField, NumberField
from sakado_dx.forms import PortalForm

Status = IndicatorResult.Status
CHOSEN = (Status.NOT_APPLICABLE, Status.NOT_YET_MEASURED, Status.BEING_COMPILED)

Certainty = IndicatorResult.Certainty
# The usual one first: a form that says nothing of it says 確定.
CERTAINTIES = [(each.value, each.label) for each in reversed(Certainty)]


COMPUTED = "実績値が空欄なら、計算して入れます。"


class FigureField(NumberField):
    """A figure in the indicator's unit, which may stand behind it."""

    def __init__(self, facts: IndicatorFacts, fiscal_year: int):
        self.facts = facts
        label = f"実績値（{facts.unit}）"
        if facts.is_period_total:
            label = amount_label(facts, fiscal_year)
        super().__init__(label=label, required=False)

    def read(self, text: str) -> Decimal | None:
        return read_figure(text, self.facts.unit, self.facts.missing_words)


MAIN = ("value", *FRACTION, "done", "done_on", "words")


class ResultForm(PortalForm):
    """What was measured. A blank form is 未報告; 0 is a figure like any other."""

    status = forms.ChoiceField(
        label="実績の状況",
        choices=[],
        required=False,
        error_messages={"invalid_choice": "選択肢から選んでください。"},
    )
    certainty = forms.ChoiceField(
        label="確からしさ",
        choices=CERTAINTIES,
        required=False,
        error_messages={"invalid_choice": "選択肢から選んでください。"},
    )
    note = forms.CharField(label="補足", max_length=MOST_LETTERS, required=False)

    @property
    def main_names(self) -> list[str]:
        """The fields that hold the result itself, in their order."""
        return [name for name in MAIN if name in self.fields]

    def __init__(
        self, data=None, *, indicator: AskedIndicator, entry: ResultEntry, fiscal_year: int
    ):
        self.indicator = indicator
        self.entry_before = entry
        super().__init__(data, prefix=f"result-{indicator.id}", initial=_initial(entry))
        for name, field in _fields_of(indicator, fiscal_year).items():
            self.fields[name] = field
        words = [(str(status), indicator.facts.word(status)) for status in CHOSEN]
        self.fields["status"].choices = [("", "実績あり（値を入力する）"), *words]
        self.order_fields([*MAIN, "status", "certainty", "note"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            self._follow_fraction(cleaned)
            if fault := fault_of(self.indicator.facts, self.entry):
                self.add_error(self.main_names[0], fault)
        return cleaned

    def _follow_fraction(self, cleaned: dict) -> None:
        fraction = [cleaned.get(name) for name in FRACTION]
        cleaned["value"] = value_or_share(cleaned.get("value"), fraction, self.entry_before)

    @property
    def entry(self) -> ResultEntry:
        names = ("value", "done", "done_on", *FRACTION)
        held = {name: self.cleaned_data.get(name) for name in names}
        words = (self.cleaned_data.get("words") or "").strip()
        given = words or any(value is not None for value in held.values())
        status = self.cleaned_data.get("status") or (
            Status.REPORTED if given else Status.NOT_REPORTED
        )
        note = (self.cleaned_data.get("note") or "").strip()
        is_figure = status == Status.REPORTED
        certainty = (is_figure and self.cleaned_data.get("certainty")) or Certainty.SETTLED
        return ResultEntry(str(status), words=words, note=note, certainty=str(certainty), **held)


class ResultForms:
    """The forms of all results that a report enters."""

    def __init__(
        self,
        data,
        *,
        indicators: list[AskedIndicator],
        entries: dict[int, ResultEntry],
        fiscal_year: int,
    ):
        own = {each.id: entries.get(each.id, ResultEntry()) for each in indicators}
        self.forms = [
            ResultForm(data, indicator=each, entry=own[each.id], fiscal_year=fiscal_year)
            for each in indicators
        ]

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # ask each of them

    @property
    def storable(self) -> dict[int, ResultEntry]:
        """The results without an error, by indicator's id."""
        return {form.indicator.id: form.entry for form in self.forms if form.is_valid()}


def _fields_of(indicator: AskedIndicator, fiscal_year: int) -> dict[str, forms.Field]:
    if indicator.facts.kind == Indicator.Kind.MILESTONE:
        return {
            "done": forms.TypedChoiceField(
                label="達成したか",
                # A radio button, once chosen, cannot be left blank again in any other way.
                choices=[("yes", "達成した"), ("no", "まだ達成していない"), ("", "まだ選ばない")],
                coerce=lambda word: word == "yes",
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            ),
            "done_on": JapaneseDateField(
                label="達成日", required=False, help_text="例：令和7年3月31日、R7.3.31、2025-03-31"
            ),
        }
    if indicator.facts.kind == Indicator.Kind.QUALITATIVE:
        return {
            "words": forms.CharField(
                label="状況の説明",
                max_length=MOST_LETTERS,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        }
    fields = {"value": FigureField(indicator.facts, fiscal_year)}
    if takes_fraction(indicator.facts):
        first, second = labels(indicator.facts)
        fields["numerator"] = NumberField(label=first, required=False)
        fields["denominator"] = NumberField(label=second, required=False, help_text=COMPUTED)
    return fields


def _initial(entry: ResultEntry) -> dict:
    done = {True: "yes", False: "no", None: ""}[entry.done]
    held = entry.status in (Status.REPORTED, Status.NOT_REPORTED)
    return {
        **{name: getattr(entry, name) for name in ("value", *FRACTION)},
        "done": done,
        "done_on": entry.done_on,
        "words": entry.words,
        "status": "" if held else entry.status,
        "certainty": entry.certainty,
        "note": entry.note,
    }
