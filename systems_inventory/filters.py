"""The filters of the inventory, by GET."""

from django import forms

from measures.models import Plan
from sakado_dx.forms import FilterForm
from sakado_dx.organization.models import Division
from systems_inventory.models import InformationSystem, SystemDivision

NO_CATEGORY = "none"


class SystemFilter(FilterForm):
    """Systems by name, division and 区分."""

    q = forms.CharField(label="業務システム名", max_length=100, required=False)
    division = forms.ModelChoiceField(
        Division.objects.none(), label="課名等", required=False, empty_label="すべて"
    )
    category = forms.ChoiceField(
        label="区分",
        choices=[
            ("", "すべて"),
            *InformationSystem.Category.choices,
            (NO_CATEGORY, "なし"),
        ],
        required=False,
    )

    def __init__(self, data, *, plan: Plan | None):
        super().__init__(data)
        named = SystemDivision.objects.filter(system__plan=plan).values("division")
        self.fields["division"].queryset = Division.objects.filter(pk__in=named)

    def by_q(self, systems, name: str):
        return systems.matching(name)

    def by_division(self, systems, division: Division):
        return systems.filter(divisions=division)

    def by_category(self, systems, category: str):
        return systems.filter(category="" if category == NO_CATEGORY else category)
