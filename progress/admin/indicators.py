"""Indicators with their targets, the measures they stand under, and their chart."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from measures.admin.forms import IndicatorTargetForm
from measures.admin.plan_sheets import PlanSheetAdmin
from measures.importers.indicators import IndicatorResource, measures_of
from measures.importers.targets import TargetResource
from measures.models import Indicator, IndicatorTarget, MeasureIndicator
from progress.admin.charts import IndicatorChartMixin
from progress.admin.consequences import PlanDataAdmin
from sakado_dx.organization.admin_rows import Rows


class IndicatorTargetInline(Rows):
    model = IndicatorTarget
    form = IndicatorTargetForm


class MeasureIndicatorInline(Rows):
    model = MeasureIndicator
    autocomplete_fields = ["measure"]


@admin.register(Indicator)
class IndicatorAdmin(IndicatorChartMixin, PlanDataAdmin, PlanSheetAdmin):
    resource_classes = [IndicatorResource, TargetResource]
    list_display = ["key", "name", "unit", "kind", "measure_codes"]
    list_display_links = ["key", "name"]
    list_filter = ["plan", "kind", "measures__direction__policy"]
    search_fields = ["key", "name", "printed", "measures__code", "measures__name"]
    fields = [
        "chart", "plan", "key", "name", "unit", "kind", "sense", "measured_as", "period_from",
        "printed", "note", "definition", "numerator_name", "denominator_name",
    ]  # fmt: skip
    readonly_fields = ["chart"]
    inlines = [MeasureIndicatorInline, IndicatorTargetInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("measure_indicators__measure")

    @admin.display(description="施策")
    def measure_codes(self, indicator: Indicator) -> str:
        return "、".join(measure.code for measure in measures_of(indicator))
