"""The dates of a year. A year is opened by its own verb (`progress:year_open`), never here."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from progress.admin.titles import titled
from progress.models import ReviewYear
from sakado_dx.form_fields import JapaneseDateField


class ReviewYearForm(forms.ModelForm):
    opened_on = JapaneseDateField(label="受付開始日")
    report_due = JapaneseDateField(label="提出期限")
    confirm_due = JapaneseDateField(label="事務局確認の期限", required=False)
    meeting_on = JapaneseDateField(label="推進会議の開催日", required=False)

    class Meta:
        model = ReviewYear
        fields = ["opened_on", "report_due", "confirm_due", "meeting_on", "head_may_be_recorded"]


@admin.register(ReviewYear)
class ReviewYearAdmin(admin.ModelAdmin):
    form = ReviewYearForm
    list_display = ["__str__", "of_plan", "opened_on", "report_due", "confirm_due", "closed_at"]
    list_filter = [("plan", titled("計画"))]
    list_select_related = ["plan"]
    readonly_fields = ["of_plan", "fiscal_year", "closed_at"]
    fields = [
        "of_plan", "fiscal_year", "opened_on", "report_due", "confirm_due", "meeting_on",
        "head_may_be_recorded", "closed_at",
    ]  # fmt: skip

    @admin.display(description="計画", ordering="plan")
    def of_plan(self, year: ReviewYear) -> str:
        return str(year.plan)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ReviewYear | None = None) -> bool:
        """A closed year keeps its dates."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_open)

    def has_delete_permission(self, request: HttpRequest, obj: ReviewYear | None = None) -> bool:
        return False
