"""Results: shown, exported, and taken in from sheets into drafts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from progress.admin.read_only import ReadOnlyMixin
from progress.entry.sheet import ResultResource
from progress.models import IndicatorResult, ReviewYear
from sakado_dx import fiscal
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.spreadsheets.admin import SheetAdminMixin
from sakado_dx.spreadsheets.forms import Choices


@admin.register(IndicatorResult)
class IndicatorResultAdmin(EraDates, ReadOnlyMixin, SheetAdminMixin, admin.ModelAdmin):
    resource_classes = [ResultResource]
    scope_label = "年度"
    list_display = ["indicator", "year", "report_measure", "status", "value", "done", "certainty"]
    list_filter = ["fiscal_year", "status", "indicator__kind"]
    list_select_related = ["indicator", "report__measure"]
    search_fields = ["indicator__key", "indicator__name", "report__measure__code"]

    def scopes(self, request: HttpRequest) -> Choices:
        years = ReviewYear.objects.select_related("plan").newest_first()
        return [(str(year.pk), f"{year.label}　{year.plan}") for year in years]

    def resource_kwargs(self, scope: str) -> dict[str, Any]:
        return {"year": ReviewYear.objects.select_related("plan").get(pk=scope)}

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, result: IndicatorResult) -> str:
        return fiscal.label_short(result.fiscal_year)

    @admin.display(description="施策", ordering="report__measure__order")
    def report_measure(self, result: IndicatorResult) -> str:
        return str(result.report.measure)
