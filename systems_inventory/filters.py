"""The filters of the inventory, by GET."""

from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from measures.models import Plan
from sakado_dx.organization.models import Division
from systems_inventory.models import InformationSystem, SystemDivision

NO_CATEGORY = "none"
CATEGORIES = [*InformationSystem.Category.choices, (NO_CATEGORY, "なし")]


class SystemFilter(FilterSet):
    """Systems of a plan by name, division and 区分; a made-up value is said to be none."""

    q = CharFilter(label="業務システム名", method="filter_name", max_length=100)
    division = ModelChoiceFilter(
        label="課名等",
        field_name="divisions",
        queryset=Division.objects.none(),
        empty_label="すべて",
    )
    category = ChoiceFilter(
        label="区分", choices=CATEGORIES, method="filter_category", empty_label="すべて"
    )

    class Meta:
        model = InformationSystem
        fields = ["q", "division", "category"]

    def __init__(self, data, *, plan: Plan | None):
        super().__init__(data, queryset=InformationSystem.objects.of_plan(plan))
        named = SystemDivision.objects.filter(system__plan=plan).values("division")
        self.filters["division"].queryset = Division.objects.filter(pk__in=named)

    def filter_name(self, systems, name, value):
        return systems.matching(value)

    def filter_category(self, systems, name, value):
        return systems.filter(category="" if value == NO_CATEGORY else value)

    @property
    def narrows(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.filters)
