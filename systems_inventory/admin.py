"""The inventory of information systems, and as of when it holds."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from measures.admin.plan_sheets import PlanSheetAdmin
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_rows import Rows
from systems_inventory.importers import SystemResource, divisions_of
from systems_inventory.models import InformationSystem, InventoryNote, SystemDivision


class SystemDivisionInline(Rows):
    model = SystemDivision
    autocomplete_fields = ["division"]


@admin.register(InformationSystem)
class InformationSystemAdmin(PlanSheetAdmin):
    resource_classes = [SystemResource]
    list_display = ["name", "division_names", "category", "plan"]
    list_filter = [
        "plan",
        "category",
        ("system_divisions__division", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["plan"]
    search_fields = ["name"]
    fields = ["plan", "name", "category", "order"]
    inlines = [SystemDivisionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("system_divisions__division")

    @admin.display(description="課名等")
    def division_names(self, system: InformationSystem) -> str:
        return "、".join(map(str, divisions_of(system)))


@admin.register(InventoryNote)
class InventoryNoteAdmin(EraDates, admin.ModelAdmin):
    list_display = ["plan", "as_of"]
    list_select_related = ["plan"]
