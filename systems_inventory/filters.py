"""The filters of the inventory, by GET."""

from django import forms
from django.db.models import Q

from measures.models import Measure, Plan
from sakado_dx import fiscal
from sakado_dx.forms import FilterForm
from sakado_dx.organization.models import Division
from systems_inventory.groups import NONE
from systems_inventory.models import SystemDivision
from systems_inventory.words import NOT_TOLD, STANDARD_WORKS, Category, Hosting, Move, Zone

NO_CATEGORY = "none"
SPAN = range(1990, 2101)  # fiscal years that an address may name


def _chosen(label: str, words) -> forms.ChoiceField:
    """One of these words, or what is not registered."""
    choices = [("", "すべて"), *words.choices, (NONE, NOT_TOLD)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _year(label: str) -> forms.CharField:
    """A fiscal year as a view of the inventory names it in an address; it has no box."""
    return forms.CharField(label=label, max_length=4, required=False, widget=forms.HiddenInput)


class SystemFilter(FilterForm):
    """Systems by name, division and words; by year and measure where another page leads here."""

    q = forms.CharField(label="業務システム名", max_length=100, required=False)
    division = forms.ModelChoiceField(
        Division.objects.none(), label="課名等", required=False, empty_label="すべて"
    )
    category = forms.ChoiceField(
        label="区分",
        choices=[
            ("", "すべて"),
            *Category.choices,
            (NO_CATEGORY, "なし"),
        ],
        required=False,
    )
    zone = _chosen("ネットワーク", Zone)
    hosting = _chosen("設置の形態", Hosting)
    standard = _chosen("標準化の状況", Move)
    cloud = _chosen("ガバメントクラウドの状況", Move)
    contract = _year("契約の終了の年度")
    renewal = _year("更改の年度")
    work = forms.ChoiceField(
        label="標準化対象業務",
        choices=[(each, each) for each in (*STANDARD_WORKS, NONE)],
        required=False,
        widget=forms.HiddenInput,
    )
    measure = forms.CharField(
        label="施策番号", max_length=30, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data, *, plan: Plan | None):
        super().__init__(data)
        named = SystemDivision.objects.filter(system__plan=plan).values("division")
        self.fields["division"].queryset = Division.objects.filter(pk__in=named)

    def clean_contract(self) -> str:
        return _known_year(self.cleaned_data["contract"])

    def clean_renewal(self) -> str:
        return _known_year(self.cleaned_data["renewal"])

    def by_q(self, systems, name: str):
        return systems.matching(name)

    def by_division(self, systems, division: Division):
        return systems.filter(divisions=division)

    def by_category(self, systems, category: str):
        return systems.filter(category="" if category == NO_CATEGORY else category)

    def by_zone(self, systems, zone: str):
        return systems.filter(network_zone=_stored(zone))

    def by_hosting(self, systems, hosting: str):
        return systems.filter(hosting=_stored(hosting))

    def by_standard(self, systems, state: str):
        return systems.filter(standard_state=_stored(state))

    def by_cloud(self, systems, state: str):
        return systems.filter(cloud_state=_stored(state))

    def by_contract(self, systems, year: str):
        if year == NONE:
            return systems.filter(contract_to__isnull=True)
        days = fiscal.first_day(int(year)), fiscal.last_day(int(year))
        return systems.filter(contract_to__range=days)

    def by_renewal(self, systems, year: str):
        none = Q(renewal_year__isnull=True)
        return systems.filter(none if year == NONE else Q(renewal_year=int(year)))

    def by_work(self, systems, work: str):
        """In Python: SQLite does not look into what a JSON column holds."""
        works = systems.order_by().values_list("pk", "standard_works")
        named = [pk for pk, own in works if (work in own if work != NONE else not own)]
        return systems.filter(pk__in=named)

    def by_measure(self, systems, code: str):
        named = Measure.objects.filter(code=code)
        return systems.filter(measures__in=named)

    @property
    def led_by(self) -> str:
        """What another page asked for, in words: ``契約の終了の年度：R7``."""
        told = []
        for name in ("contract", "renewal"):
            if year := self.chosen.get(name):
                word = NOT_TOLD if year == NONE else fiscal.label_short(int(year))
                told.append(f"{self.fields[name].label}：{word}")
        if work := self.chosen.get("work"):
            told.append(f"{self.fields['work'].label}：{NOT_TOLD if work == NONE else work}")
        if code := self.chosen.get("measure"):
            told.append(f"関係する施策：{code}")
        return "、".join(told)


def _stored(word: str) -> str:
    return "" if word == NONE else word


def _known_year(year: str) -> str:
    if year and year != NONE and not (year.isdecimal() and int(year) in SPAN):
        raise forms.ValidationError("年度を読み取れません。一覧をもう一度開いてください。")
    return year
