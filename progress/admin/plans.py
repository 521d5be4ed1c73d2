"""A plan in the admin: its frame to look at, its documents to load, its slips to see."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from measures.models import Plan
from progress.admin.consequences import PlanDataAdmin
from progress.admin.own_tables import OwnTableMixin
from progress.admin.plan_loading import PlanLoadingMixin
from progress.plan_document.checks.checking import by_weight, check
from progress.plan_document.exporting import document_of, export
from progress.plan_document.sheets.workbook import to_workbook
from sakado_dx.files import file_answer


@admin.register(Plan)
class PlanAdmin(PlanLoadingMixin, OwnTableMixin, PlanDataAdmin, admin.ModelAdmin):
    """City and title say which plan a document is of, and what is a list comes from there."""

    list_display = ("title", "city", "period_text")
    fields = (
        "title",
        "city",
        "city_code",
        "first_fiscal_year",
        "last_fiscal_year",
        "review_every",
        "predecessor",
        "position",
        "frame_source",
    )
    readonly_fields = ("title", "city", "first_fiscal_year", "last_fiscal_year")

    def has_add_permission(self, request) -> bool:
        """A plan is loaded whole: a bare one would have neither words nor levels."""
        return False

    def get_urls(self):
        guarded = self.admin_site.admin_view
        name = "measures_plan_{}".format
        own = [
            path("documents/", guarded(self.documents_view), name=name("documents")),
            path("documents/upload/", guarded(self.upload_view), name=name("upload")),
            path("documents/blank/", guarded(self.blank_view), name=name("blank")),
            path("documents/load/", guarded(self.load_view), name=name("load")),
            path("documents/table/", guarded(self.table_view), name=name("table")),
            path("documents/table/fill/", guarded(self.fill_view), name=name("fill")),
            path("documents/<str:file>/", guarded(self.document_view), name=name("document")),
            path("<int:pk>/findings/", guarded(self.findings_view), name=name("findings")),
            path("<int:pk>/export/", guarded(self.export_view), name=name("export")),
            path("<int:pk>/workbook/", guarded(self.workbook_view), name=name("workbook")),
        ]
        return own + super().get_urls()

    def findings_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is inconsistent in the plan, by weight."""
        plan = get_object_or_404(Plan, pk=pk)
        if not self.has_view_permission(request, plan):
            raise PermissionDenied
        context = {
            "title": "計画の食い違い",
            "plan_shown": plan,
            "findings": by_weight(check(plan)),
        }
        return self.respond(request, "findings", context)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The plan's exchange document, as a file."""
        plan = self._exported(request, pk)
        text, _ = export(plan)
        return file_answer(text, f"{plan.city}_{timezone.localdate():%Y%m%d}.json")

    def workbook_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same as a workbook of linked sheets, which can be loaded again."""
        plan = self._exported(request, pk)
        content = to_workbook(document_of(plan))
        return file_answer(content, f"{plan.city}_計画_{timezone.localdate():%Y%m%d}.xlsx")

    def _exported(self, request: HttpRequest, pk: int) -> Plan:
        plan = get_object_or_404(Plan, pk=pk)
        if not request.user.has_perm("measures.export_plan"):
            raise PermissionDenied
        return plan

    def respond(self, request: HttpRequest, page: str, context: dict, status: int = 200):
        """A page of ours inside the admin."""
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        request.current_app = self.admin_site.name
        template = f"admin/measures/plan/{page}.html"
        return TemplateResponse(request, template, shared | context, status=status)
