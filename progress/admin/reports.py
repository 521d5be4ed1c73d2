"""Reports and the record of every verb on them: to be looked at only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from progress.admin.read_only import ReadOnlyMixin
from progress.models import IndicatorResult, ProgressReport, StatusChange


class ResultInline(ReadOnlyMixin, admin.TabularInline):
    model = IndicatorResult
    fields = ["indicator", "status", "value", "done", "done_on", "words", "note"]
    extra = 0


class StatusChangeInline(ReadOnlyMixin, admin.TabularInline):
    model = StatusChange
    fields = [
        "version",
        "verb",
        "from_state",
        "to_state",
        "by",
        "on_behalf",
        "reason",
        "door",
        "at",
    ]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["measure", "year", "state", "progress", "submitted_at", "confirmed_at"]
    list_filter = ["year", "state", "measure__direction__policy"]
    list_select_related = ["measure", "year", "progress"]
    search_fields = ["measure__code", "measure__name"]
    inlines = [ResultInline, StatusChangeInline]


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = [
        "at",
        "measure",
        "year",
        "verb",
        "from_state",
        "to_state",
        "by",
        "on_behalf",
        "door",
    ]
    list_filter = ["report__year", "verb", "on_behalf", "door"]
    list_select_related = ["report__measure", "report__year", "by"]
    search_fields = ["report__measure__code", "report__measure__name", "by__name", "reason"]
    ordering = ["-at", "-pk"]

    @admin.display(description="施策", ordering="report__measure__order")
    def measure(self, change: StatusChange) -> str:
        return str(change.report.measure)

    @admin.display(description="年度", ordering="report__year__fiscal_year")
    def year(self, change: StatusChange) -> str:
        return change.report.year.label
