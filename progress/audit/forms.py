"""The filters of the list of records, by GET."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from measures.models import Measure
from progress.audit import subjects
from progress.models import ProgressReport, ReviewYear
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import FilterForm
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

ALL = [("", "すべて")]


class RecordFilter(FilterForm):
    """Each field narrows the list. `report` and `person` come with the links of other pages."""

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
        super().__init__(data)
        nouns = dict.fromkeys(tables.values())
        self.tables = tables
        self.fields["kind"].choices = [*ALL, *zip(nouns, nouns, strict=True)]

    @property
    def subject(self) -> str:
        """What a link of another page has narrowed the list to."""
        chosen = (self.chosen.get("report"), self.chosen.get("person"))
        return "、".join(str(each) for each in chosen if each)

    def by_measure(self, records, measure: Measure):
        return records.filter(subjects.of_measure(measure))

    def by_year(self, records, year: ReviewYear):
        return records.filter(subjects.of_year(year))

    def by_report(self, records, report: ProgressReport):
        return records.filter(subjects.of_report(report))

    def by_person(self, records, person: User):
        return records.filter(subjects.of_person(person) | Q(actor_id=str(person.pk)))

    def by_kind(self, records, noun: str):
        return records.filter(
            Q(table_name__in=[table for table, name in self.tables.items() if name == noun])
        )

    def by_actor(self, records, name: str):
        return records.filter(actor_name__contains=name.strip())

    def by_door(self, records, door: str):
        return records.filter(door=door)

    def by_since(self, records, day):
        return records.filter(at__gte=_midnight(day))

    def by_until(self, records, day):
        return records.filter(at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
