"""The inventory as a sheet: one row a system."""

from measures.importers.plan_sheets import PlanResource, division_lookup
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.columns import ChoiceColumn, Column, CountColumn, TextColumn
from sakado_dx.spreadsheets.related import ManyColumn
from systems_inventory.models import InformationSystem


class SystemResource(PlanResource):
    """Correct or add systems, matched by their name."""

    title = "情報処理システム"
    key_headings = ("業務システム名",)

    class Meta:
        model = InformationSystem

    def make_columns(self) -> list[Column]:
        return [
            TextColumn("業務システム名", "name", needed=True),
            ManyColumn("課名等", divisions_of, set_divisions, division_lookup()),
            ChoiceColumn("区分", "category", dict(InformationSystem.Category.choices)),
            CountColumn("並び順", "order"),
        ]

    def stored_rows(self):
        systems = InformationSystem.objects.filter(plan=self.plan).order_by("order", "pk")
        return systems.prefetch_related("system_divisions__division")

    def new_row(self, row) -> InformationSystem:
        return InformationSystem(plan=self.plan, order=self.next_order())


def divisions_of(system: InformationSystem) -> list[Division]:
    if system.pk is None:
        return []
    rows = sorted(system.system_divisions.all(), key=lambda row: (row.order, row.pk))
    return [row.division for row in rows]


def set_divisions(system: InformationSystem, divisions: list[Division]) -> None:
    system.system_divisions.exclude(division__in=divisions).delete()
    for order, division in enumerate(divisions):
        system.system_divisions.update_or_create(division=division, defaults={"order": order})
