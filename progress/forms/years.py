"""Opening a year, and changing its dates."""

from django import forms
from django.utils import timezone

from measures.models import Measure, Plan
from progress.models import DeadlineExtension, ReviewYear
from progress.workflow import YearSettings
from sakado_dx import fiscal
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.organization.models import Division

DATE_HINT = "例：令和8年5月29日、R8.5.29、2026-05-29"
SETTINGS = (
    "opened_on", "report_due", "confirm_due", "meeting_on", "publish_on", "asks_approval",
    "head_may_be_recorded", "notice",
)  # fmt: skip


class YearSettingsForm(forms.Form):
    """The dates of a year, what it asks for, and its notice."""

    use_required_attribute = False

    opened_on = JapaneseDateField(label="受付開始日", help_text=DATE_HINT)
    report_due = JapaneseDateField(label="報告の締切日", help_text=DATE_HINT)
    confirm_due = JapaneseDateField(label="事務局確認の締切日", required=False)
    meeting_on = JapaneseDateField(label="推進会議の開催日", required=False)
    publish_on = JapaneseDateField(
        label="公表日", required=False, help_text="この日までは、公表内容は何も表示されません。"
    )
    asks_approval = forms.BooleanField(
        label="決裁を求める",
        required=False,
        help_text="公表の前に、CDO・政策会議の決裁（または決裁の記録）を必要とします。",
    )
    head_may_be_recorded = forms.BooleanField(
        label="所属長確認の記録による提出を認める",
        required=False,
        help_text="入力担当が、所属長の氏名と確認日を記録して提出できるようにします。",
    )
    notice = forms.CharField(
        label="所管課への案内",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="担当施策の画面の先頭に表示します。",
    )

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

    @property
    def settings(self) -> YearSettings:
        return YearSettings(**{name: self.cleaned_data[name] for name in SETTINGS})


class OpenYearForm(YearSettingsForm):
    """The year, its settings, and the measures that take part."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label="報告を求める施策",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="報告を求めない施策は、印を外してください。",
    )
    field_order = ("fiscal_year", *SETTINGS, "measures")

    def __init__(self, data=None, *, plan: Plan, taken: set[int]):
        super().__init__(data, label_suffix="")
        free = [year for year in plan.fiscal_years if year not in taken]
        measures = Measure.objects.of_plan(plan)
        self.fields["fiscal_year"].choices = [(year, fiscal.label_review(year)) for year in free]
        self.fields["measures"].queryset = measures
        self.initial = {"opened_on": timezone.localdate(), "measures": measures}
        self.free_years = free

    @property
    def left_out(self) -> set[int]:
        """Measures without a tick; all take part where the list was not sent at all."""
        everything = {each.pk for each in self.fields["measures"].queryset}
        chosen = {each.pk for each in self.cleaned_data["measures"]}
        return everything - chosen if chosen else set()


class ChangeYearForm(YearSettingsForm):
    """An open year's settings, with the reason of the change."""

    reason = forms.CharField(label="変更の理由", max_length=300, required=False)

    def __init__(self, data=None, *, year: ReviewYear):
        initial = {name: getattr(year, name) for name in SETTINGS}
        super().__init__(data, initial=initial, label_suffix="")


class ExtensionForm(forms.Form):
    """A later deadline for one division."""

    use_required_attribute = False

    division = forms.ModelChoiceField(Division.objects.none(), label="所管課", required=False)
    report_due = JapaneseDateField(label="延長後の締切日", required=False, help_text=DATE_HINT)
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, *args, divisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = divisions

    def clean(self) -> dict:
        cleaned = super().clean()
        given = [cleaned.get(name) for name in ("division", "report_due", "reason")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError("延長には、所管課、締切日、理由のすべてが必要です。")
        return cleaned

    def extension(self, year: ReviewYear) -> DeadlineExtension | None:
        if not self.cleaned_data.get("division"):
            return None
        return DeadlineExtension(year=year, **self.cleaned_data)


ExtensionFormSet = forms.formset_factory(ExtensionForm, extra=2)
