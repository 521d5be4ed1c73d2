"""The years, to be looked at: what a year can change has its verb, and a page of the portal."""

from django.contrib import admin

from progress.admin.read_only import ReadOnlyMixin
from progress.admin.titles import titled
from progress.models import ReviewYear
from sakado_dx.organization.admin_dates import EraDates


@admin.register(ReviewYear)
class ReviewYearAdmin(EraDates, ReadOnlyMixin, admin.ModelAdmin):
    """Its page leads to 日程, 公表日 and 対象の施策 (templates/admin/progress/reviewyear)."""

    list_display = ["__str__", "of_plan", "opened_on", "report_due", "confirm_due", "closed_at"]
    list_filter = [("plan", titled("計画"))]
    list_select_related = ["plan"]
    readonly_fields = ["of_plan", "named"]
    view_on_site = False  # a button of its own leads there
    fields = [
        "of_plan", "named", "opened_on", "report_due", "confirm_due", "meeting_on",
        "assembly_on", "accounts_on", "publish_on", "head_may_be_recorded", "asks_endorsement",
        "asks_approval", "notice", "closed_at",
    ]  # fmt: skip

    @admin.display(description="計画", ordering="plan")
    def of_plan(self, year: ReviewYear) -> str:
        return str(year.plan)

    @admin.display(description="年度")
    def named(self, year: ReviewYear) -> str:
        return year.label
