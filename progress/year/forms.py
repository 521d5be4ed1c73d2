"""Opening a year, and changing its dates."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from measures.models import Measure, Plan
from progress.models import DeadlineExtension, ReviewYear
from progress.year.contributors import askable, named_before
from progress.year.days import question_of_days
from progress.year.verbs import YearSettings
from sakado_dx import fiscal
from sakado_dx.form_fields import JapaneseDateField, RowsField
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field
from sakado_dx.organization.models import Division
from sakado_dx.readings import shorten

DATE_HINT = "例：令和8年5月29日、R8.5.29、2026-05-29"
DAYS = (
    "opened_on", "report_due", "confirm_due", "meeting_on", "assembly_on", "accounts_on",
    "publish_on",
)  # fmt: skip
SETTINGS = (*DAYS, "asks_approval", "head_may_be_recorded", "asks_endorsement", "notice")


class AsksForEarlyPublication(forms.Form):
    """A 公表日 before the 議会報告日 or the 決算認定日 is asked about: the tick is shown with the
    question, and is the yes."""

    is_early_on_purpose = forms.BooleanField(
        label="議会報告日・決算認定日より前に公表する", required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        named = ((name, cleaned.get(name)) for name in ("assembly_on", "accounts_on"))
        later = {self.fields[name].label: day for name, day in named}
        sentence = question_of_days(cleaned.get("publish_on"), later)
        if sentence:
            self.fields["is_early_on_purpose"].widget = forms.CheckboxInput()
            if not cleaned.get("is_early_on_purpose"):
                self.add_error("is_early_on_purpose", sentence)
        return cleaned


class YearSettingsForm(AsksForEarlyPublication, PortalModelForm):
    """The dates of a year, what it asks for, and its notice."""

    class Meta:
        model = ReviewYear
        fields = SETTINGS
        formfield_callback = portal_field
        widgets = {"notice": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            **dict.fromkeys(DAYS, DATE_HINT),
            "accounts_on": f"この日までは、決算額を「見込」と示します。{DATE_HINT}",
            "publish_on": f"この日までは、公表内容は何も表示されません。{DATE_HINT}",
            "notice": "担当施策の画面の先頭に表示します。",
        }

    @property
    def dates(self) -> list[forms.BoundField]:
        """The days of the year, in their order, and the yes to what is asked about them."""
        return [self[name] for name in (*DAYS, "is_early_on_purpose")]

    @property
    def settings(self) -> YearSettings:
        return YearSettings(**{name: self.cleaned_data[name] for name in SETTINGS})


@dataclass(frozen=True)
class MeasureRow:
    """A measure on the opening page: its tick, and whom to ask besides its own divisions."""

    measure: Measure
    divisions: list[Division]
    tick: forms.BoundField
    ask: forms.BoundField


class OpenYearForm(YearSettingsForm):
    """The year, its settings, the measures that take part, and whom to ask for parts."""

    LAST, EVERYBODY, NOBODY = "last", "all", "none"

    fiscal_year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages={"invalid_choice": "この年度は、既に開かれているか、計画の期間の外です。"},
    )
    measures_listed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    measures = RowsField(
        Measure.objects.none(),
        label="報告を求める施策",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        "fiscal_year",
        *DAYS,
        "is_early_on_purpose",
        *SETTINGS,
        "measures_listed",
        "measures",
    )

    def __init__(self, data=None, *, plan: Plan, years: Collection[ReviewYear]):
        super().__init__(data)
        self.free_years = [
            year for year in plan.fiscal_years if year not in {each.fiscal_year for each in years}
        ]
        self.before = max(years, key=lambda each: each.fiscal_year, default=None)
        self.proposed = self._proposed(plan)
        choices = [(year, fiscal.label_review(year)) for year in self.free_years]
        self.fields["fiscal_year"].choices = choices
        self.listed = list(Measure.objects.of_plan(plan).with_divisions())
        self.fields["measures"].queryset = Measure.objects.of_plan(plan)
        everybody = len(askable(timezone.localdate()))
        for measure in self.listed:
            self.fields[f"ask-{measure.pk}"] = self._ask(measure, everybody)
        self.initial = self._initial()

    def _proposed(self, plan: Plan) -> dict[int, list[Division]]:
        if self.before is None:
            return {}
        return named_before(plan, self.before.fiscal_year + 1, timezone.localdate())

    def _ask(self, measure: Measure, everybody: int) -> forms.ChoiceField:
        choices = [(self.EVERYBODY, f"全課（{everybody}課）"), (self.NOBODY, "求めない")]
        if named := self.proposed.get(measure.pk):
            names = shorten("、".join(map(str, named)), 40)
            choices.insert(0, (self.LAST, f"前年度と同じ{len(named)}課（{names}）"))
        else:
            choices.reverse()
        label = f"関係課（{measure}）"
        return forms.ChoiceField(label=label, choices=choices, required=False)

    def _initial(self) -> dict:
        initial = {
            "opened_on": timezone.localdate(),
            "measures": [each.pk for each in self.listed],
            "measures_listed": True,
        }
        if self.before is None:
            return initial
        of_before = fiscal.label_name(self.before.fiscal_year)
        for name in DAYS[1:]:
            if day := getattr(self.before, name):
                field = self.fields[name]
                parts = (field.help_text, f"{of_before}は{fiscal.format_date(day)}。")
                field.help_text = "　".join(filter(None, parts))
        kept = ("asks_approval", "head_may_be_recorded", "asks_endorsement", "notice")
        following = self.before.fiscal_year + 1
        proposed = {name: getattr(self.before, name) for name in kept}
        return initial | proposed | {"fiscal_year": following}

    def clean_measures(self):
        chosen = self.cleaned_data["measures"]
        if self.cleaned_data.get("measures_listed") and not chosen:
            raise forms.ValidationError("報告を求める施策を一つ以上選んでください。")
        return chosen

    @property
    def rows(self) -> list[MeasureRow]:
        """One line a measure, in the plan's order."""
        today, ticks = timezone.localdate(), self["measures"]
        return [
            MeasureRow(each, each.divisions_on(today), tick, self[f"ask-{each.pk}"])
            for each, tick in zip(self.listed, ticks, strict=True)
        ]

    @property
    def left_out(self) -> set[int]:
        """Measures without a tick; all take part where the list was not sent at all."""
        if not self.cleaned_data["measures_listed"]:
            return set()
        chosen = {each.pk for each in self.cleaned_data["measures"]}
        return {each.pk for each in self.listed} - chosen

    @property
    def contributors(self) -> dict[int, list[int]]:
        """Divisions by the measure's id, of those measures that do not ask as last year."""
        everybody = [each.pk for each in askable(timezone.localdate())]
        asked = {self.EVERYBODY: everybody, self.NOBODY: []}
        words = {each.pk: self.cleaned_data.get(f"ask-{each.pk}") for each in self.listed}
        return {pk: asked[word] for pk, word in words.items() if word in asked}


class ChangeYearForm(YearSettingsForm):
    """An open year's settings, with the reason of the change."""

    field_order = (*DAYS, "is_early_on_purpose", *SETTINGS)

    reason = forms.CharField(label="変更の理由", max_length=300, required=False)

    def __init__(self, data=None, *, year: ReviewYear):
        super().__init__(data, instance=year)


class ExtensionForm(PortalForm):
    """A later deadline for one division."""

    division = forms.ModelChoiceField(
        Division.objects.none(), label="所管課", required=False, empty_label="（延長しない）"
    )
    report_due = JapaneseDateField(label="延長後の提出期限", required=False, help_text=DATE_HINT)
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, *args, divisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = divisions

    def clean(self) -> dict:
        cleaned = super().clean()
        given = [cleaned.get(name) for name in ("division", "report_due", "reason")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError("延長には、所管課、提出期限、理由のすべてが必要です。")
        return cleaned

    def extension(self) -> DeadlineExtension | None:
        """What the row says, of no year yet; None where it says nothing."""
        if not self.cleaned_data.get("division"):
            return None
        return DeadlineExtension(**self.cleaned_data)


class ExtensionForms(forms.BaseFormSet):
    """The extensions of a year, one a division."""

    def clean(self) -> None:
        chosen = [form.cleaned_data.get("division") for form in self.forms if form.is_valid()]
        named = [each for each in chosen if each]
        if twice := {each for each in named if named.count(each) > 1}:
            names = "、".join(map(str, twice))
            raise forms.ValidationError(f"{names}の延長が二つあります。一つにしてください。")


MOST_EXTENSIONS = 200  # more than a city has divisions
ExtensionFormSet = forms.formset_factory(
    ExtensionForm,
    formset=ExtensionForms,
    extra=2,
    max_num=MOST_EXTENSIONS,
    absolute_max=MOST_EXTENSIONS,
)
