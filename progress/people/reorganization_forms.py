"""What shall become of a division: the day, who takes over, and where its measures and people go."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils import timezone

from measures.models import MeasureDivision
from progress.form_fields import DATE_HINT, reason_field
from progress.people import reorganization_verbs as verbs
from progress.people.reorganization_verbs import Reorganization
from sakado_dx import fiscal
from sakado_dx.fiscal import format_date
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm
from sakado_dx.organization.models import Division, Membership

MOST_SUCCESSORS = 3
NEW, NOBODY = "", "0"
PLACES = [(str(number), f"引継ぎ先{number}") for number in range(1, MOST_SUCCESSORS + 1)]


@dataclass(frozen=True)
class Moved:
    """A measure's or a person's row with the field that says where it goes."""

    row: MeasureDivision | Membership
    field: forms.BoundField


class ReorganizationForm(PortalForm):
    """Fields `existing_1`, `name_1`, `reading_1`, `parent_1` … of each who takes over;
    `measure_<pk>` and `person_<pk>` of each row that moves."""

    last_day = JapaneseDateField(label="廃止日（今の課の最後の日）", help_text=DATE_HINT)
    reason = reason_field("改組の理由", max_length=500, help_text="操作の記録に残ります。")
    paper = forms.CharField(
        label="人事異動発令や規則の番号",
        max_length=200,
        required=False,
        help_text="例：令和9年4月1日 人事異動発令第12号。理由とともに操作の記録に残ります。",
    )

    def __init__(self, division: Division, data=None):
        super().__init__(data)
        self.division = division
        self.fields["last_day"].initial = fiscal.last_day(fiscal.current_fiscal_year())
        self.measure_rows, self.person_rows = verbs.measures_of(division), verbs.people_of(division)
        self.divisions = _choosable(division)
        self._add_successors()
        for row in self.measure_rows:
            self.fields[f"measure_{row.pk}"] = _place(str(row.measure), PLACES)
        for row in self.person_rows:
            choices = [*PLACES, (NOBODY, "引き継がない（異動・退職など）")]
            until = f"、{format_date(row.last_day)}まで" if row.last_day else ""
            name = f"{row.user}（{row.get_role_display()}{until}）"
            ends = row.last_day and row.last_day <= self.fields["last_day"].initial
            initial = NOBODY if ends else "1"
            self.fields[f"person_{row.pk}"] = _place(name, choices, initial)

    def _add_successors(self) -> None:
        names = [(str(pk), _named(each)) for pk, each in self.divisions.items()]
        for number, label in PLACES:
            self.fields[f"existing_{number}"] = forms.ChoiceField(
                label=f"{label}：課", choices=[(NEW, "新しい課"), *names], required=False
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"{label}：新しい課の名称", max_length=100, required=False
            )
            self.fields[f"reading_{number}"] = forms.CharField(
                label=f"{label}：よみ", max_length=200, required=False
            )
            self.fields[f"parent_{number}"] = forms.ChoiceField(
                label=f"{label}：部",
                choices=[(NEW, "なし"), *names],
                required=False,
                initial=self.division.parent_id or NEW,
            )

    @property
    def successor_fields(self) -> list[list[forms.BoundField]]:
        """The fields of each who may take over."""
        names = ("existing", "name", "reading", "parent")
        return [[self[f"{name}_{number}"] for name in names] for number, _ in PLACES]

    @property
    def measures(self) -> list[Moved]:
        return [Moved(row, self[f"measure_{row.pk}"]) for row in self.measure_rows]

    @property
    def people(self) -> list[Moved]:
        return [Moved(row, self[f"person_{row.pk}"]) for row in self.person_rows]

    def clean(self) -> dict:
        data = super().clean()
        filled = [number for number, _ in PLACES if self._is_filled(number)]
        if not filled:
            self.add_error("name_1", "引継ぎ先の課を選ぶか、新しい課の名称を入力してください。")
        for number in filled:
            if data.get(f"existing_{number}") and data.get(f"name_{number}"):
                sentence = "既存の課を選ぶときは、新しい課の名称を空欄にしてください。"
                self.add_error(f"name_{number}", sentence)
        for name, value in list(data.items()):
            moves = name.startswith(("measure_", "person_")) and value != NOBODY
            if moves and filled and value not in filled:
                self.add_error(name, f"引継ぎ先{value}の課が入力されていません。")
        return data

    def _is_filled(self, number: str) -> bool:
        return bool(
            self.cleaned_data.get(f"existing_{number}") or self.cleaned_data.get(f"name_{number}")
        )

    @property
    def reorganization(self) -> Reorganization:
        """What the valid form says; new divisions are not stored yet."""
        data = self.cleaned_data
        filled = [number for number, _ in PLACES if self._is_filled(number)]
        return Reorganization(
            old=self.division,
            last_day=data["last_day"],
            successors=tuple(self._successor(number, filled[0]) for number in filled),
            measures=tuple(
                (row, filled.index(data[f"measure_{row.pk}"])) for row in self.measure_rows
            ),
            people=tuple(
                (row, None if place == NOBODY else filled.index(place))
                for row in self.person_rows
                for place in [data[f"person_{row.pk}"]]
            ),
        )

    def _successor(self, number: str, first: str) -> Division:
        """The chosen division, or a new one with the order and the contact of the old one; the
        first one is the plan's office after it."""
        data, old = self.cleaned_data, self.division
        if chosen := data[f"existing_{number}"]:
            return self.divisions[int(chosen)]
        return Division(
            name=data[f"name_{number}"],
            reading=data[f"reading_{number}"],
            parent=self.divisions.get(int(data[f"parent_{number}"] or 0)),
            order=old.order,
            telephone=old.telephone,
            email=old.email,
            is_secretariat=old.is_secretariat and number == first,
            first_day=data["last_day"] + timedelta(days=1),
        )

    @property
    def told_reason(self) -> str:
        """The reason with its paper, as the record keeps it."""
        reason, paper = self.cleaned_data["reason"], self.cleaned_data["paper"]
        return f"{reason}（{paper}）" if paper else reason


def _named(division: Division) -> str:
    """With the day on which it begins or ends: in March the old and the new one may have one name."""
    begins, ends = division.first_day, division.last_day
    if begins and begins > timezone.localdate():
        return f"{division}（{format_date(begins)}から）"
    return f"{division}（{format_date(ends)}まで）" if ends else division.name


def _place(label: str, choices: list[tuple[str, str]], initial: str = "1") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial)


def _choosable(division: Division) -> dict[int, Division]:
    """The divisions that are there today or from a later day on, without the one that ends."""
    others = Division.objects.exclude(kind=Division.Kind.COLLECTIVE).exclude(pk=division.pk)
    return {each.pk: each for each in others.exclude(last_day__lt=timezone.localdate())}
