"""The inventory of information systems, and as of when it holds."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from measures.admin.plan_sheets import PlanSheetAdmin
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_rows import Rows
from systems_inventory.forms import SystemForm
from systems_inventory.importers import SystemAmountResource, SystemResource, divisions_of
from systems_inventory.models import (
    InformationSystem,
    InventoryNote,
    SystemAmount,
    SystemDivision,
    SystemMeasure,
)


class SystemDivisionInline(Rows):
    model = SystemDivision
    autocomplete_fields = ["division"]


class SystemMeasureInline(Rows):
    model = SystemMeasure
    autocomplete_fields = ["measure"]


class SystemAmountInline(Rows):
    model = SystemAmount


@admin.register(InformationSystem)
class InformationSystemAdmin(EraDates, PlanSheetAdmin):
    resource_classes = [SystemResource, SystemAmountResource]
    form = SystemForm
    list_display = ["name", "division_names", "category", "contract_to", "renewal_year", "plan"]
    list_filter = [
        "plan",
        "category",
        "network_zone",
        "hosting",
        "standard_state",
        "cloud_state",
        ("system_divisions__division", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["plan"]
    search_fields = ["name", "vendor"]
    fields = [
        "plan", "name", "category", "order", "vendor", "contract_from", "contract_to",
        "renewal_year", "network_zone", "hosting", "standard_works", "standard_state",
        "standard_on", "cloud_state", "cloud_on",
    ]  # fmt: skip
    inlines = [SystemDivisionInline, SystemMeasureInline, SystemAmountInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("system_divisions__division")

    @admin.display(description="課名等")
    def division_names(self, system: InformationSystem) -> str:
        return "、".join(map(str, divisions_of(system)))


@admin.register(InventoryNote)
class InventoryNoteAdmin(EraDates, admin.ModelAdmin):
    list_display = ["plan", "as_of"]
    list_select_related = ["plan"]
