"""Reports and the record of every verb on them: to be looked at only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from progress.admin.read_only import ReadOnlyMixin
from progress.admin.titles import titled
from progress.models import IndicatorResult, ProgressReport, StatusChange
from progress.reading.live_editions import mark
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_rows import Rows


class ResultInline(ReadOnlyMixin, Rows):
    model = IndicatorResult
    fields = ["indicator", "status", "value", "done", "done_on", "words", "note"]


class StatusChangeInline(ReadOnlyMixin, Rows):
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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(ProgressReport)
class ProgressReportAdmin(EraDates, ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["measure", "of_year", "state", "marked", "submitted_at", "confirmed_at"]
    list_filter = [("year", titled("年度")), "state", "measure__direction__policy"]
    search_fields = ["measure__code", "measure__name"]
    exclude = ["year", "progress", "outlook"]
    readonly_fields = [
        "of_year", "state", "marked", "planned", "own_progress", "own_outlook", "submitted_at",
        "confirmed_at",
    ]  # fmt: skip
    inlines = [ResultInline, StatusChangeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("measure", "year").with_marks()

    @admin.display(description="年度", ordering="year__fiscal_year")
    def of_year(self, report: ProgressReport) -> str:
        return report.year.label

    @admin.display(description="進捗")
    def marked(self, report: ProgressReport) -> str:
        """Of the mark that counts (README: だれの判断が立つか)."""
        return str(mark(report).progress or "")

    @admin.display(description="今後の方針")
    def planned(self, report: ProgressReport) -> str:
        """Of the mark that counts."""
        return str(mark(report).outlook or "")

    @admin.display(description="所管課の進捗")
    def own_progress(self, report: ProgressReport) -> str:
        return str(report.progress or "")

    @admin.display(description="所管課の今後の方針")
    def own_outlook(self, report: ProgressReport) -> str:
        return str(report.outlook or "")


@admin.register(StatusChange)
class StatusChangeAdmin(EraDates, ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "measure", "of_year", "verb", "from_state", "to_state", "by", "on_behalf"]
    list_filter = [("report__year", titled("年度")), "verb", "on_behalf", "door"]
    list_select_related = ["report__measure", "report__year", "by"]
    search_fields = ["report__measure__code", "report__measure__name", "by__name", "reason"]
    ordering = ["-pk"]
    exclude = ["report"]
    readonly_fields = ["measure", "of_year"]

    @admin.display(description="施策", ordering="report__measure__order")
    def measure(self, change: StatusChange) -> str:
        return str(change.report.measure)

    @admin.display(description="年度", ordering="report__year__fiscal_year")
    def of_year(self, change: StatusChange) -> str:
        return change.report.year.label
