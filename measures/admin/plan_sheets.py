"""What the admin of all lists of a plan shares: import and export for one plan."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from measures.models import Plan
from sakado_dx.spreadsheets.admin import SheetAdminMixin
from sakado_dx.spreadsheets.forms import Choices


class PlanSheetAdmin(SheetAdminMixin, admin.ModelAdmin):
    """A `ModelAdmin` whose sheets belong to one plan; the current one comes first."""

    def scopes(self, request: HttpRequest | None) -> Choices:
        """Read once a request, which asks for them for each list of a plan; a command has none."""
        if request is None:
            return _plans()
        if not hasattr(request, "plans_of_sheets"):
            request.plans_of_sheets = _plans()
        return list(request.plans_of_sheets)

    def resource_kwargs(self, scope: str) -> dict[str, Any]:
        return {"plan": Plan.objects.get(pk=scope)}


def _plans() -> Choices:
    current = Plan.objects.current()
    plans = sorted(Plan.objects.all(), key=lambda plan: plan != current)
    return [(str(plan.pk), str(plan)) for plan in plans]
