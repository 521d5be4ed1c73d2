"""The filters of the list of records, by GET."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from measures.models import Measure
from progress.audit import subjects
from progress.models import ProgressReport, ReviewYear
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

ALL = [("", "すべて")]


class RecordFilter(forms.Form):
    """Each field narrows the list. `report` and `person` come with the links of other pages."""

    use_required_attribute = False

    measure = forms.ModelChoiceField(
        Measure.objects.order_by("plan", "order"),
        label="施策",
        required=False,
        empty_label="すべて",
    )
    year = forms.ModelChoiceField(
        ReviewYear.objects.newest_first(), label="年度", required=False, empty_label="すべて"
    )
    kind = forms.ChoiceField(label="対象", required=False)
    actor = forms.CharField(label="操作した人", max_length=80, required=False)
    door = forms.ChoiceField(label="入口", choices=[*ALL, *Door.choices], required=False)
    since = JapaneseDateField(label="この日から", required=False, help_text="例：R7.4.1")
    until = JapaneseDateField(label="この日まで", required=False)
    report = forms.ModelChoiceField(
        ProgressReport.objects.with_measure(), required=False, widget=forms.HiddenInput
    )
    person = forms.ModelChoiceField(User.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, tables: dict[str, str]):
        super().__init__(data, label_suffix="")
        nouns = dict.fromkeys(tables.values())
        self.tables = tables
        self.fields["kind"].choices = [*ALL, *zip(nouns, nouns, strict=True)]

    @property
    def condition(self) -> Q:
        """What the records must meet; a value that makes no sense filters nothing."""
        self.full_clean()
        condition = Q()
        for name, value in self.cleaned_data.items():
            if value:
                condition &= getattr(self, f"_by_{name}")(value)
        return condition

    @property
    def subject(self) -> str:
        """What a link of another page has narrowed the list to."""
        chosen = (self.cleaned_data.get("report"), self.cleaned_data.get("person"))
        return "、".join(str(each) for each in chosen if each)

    def _by_measure(self, measure: Measure) -> Q:
        return subjects.of_measure(measure)

    def _by_year(self, year: ReviewYear) -> Q:
        return subjects.of_year(year)

    def _by_report(self, report: ProgressReport) -> Q:
        return subjects.of_report(report)

    def _by_person(self, person: User) -> Q:
        return subjects.of_person(person) | Q(actor_id=str(person.pk))

    def _by_kind(self, noun: str) -> Q:
        return Q(table_name__in=[table for table, name in self.tables.items() if name == noun])

    def _by_actor(self, name: str) -> Q:
        return Q(actor_name__contains=name.strip())

    def _by_door(self, door: str) -> Q:
        return Q(door=door)

    def _by_since(self, day) -> Q:
        return Q(at__gte=_midnight(day))

    def _by_until(self, day) -> Q:
        return Q(at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
