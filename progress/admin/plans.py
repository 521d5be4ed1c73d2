"""A plan in the admin: its frame to look at, its documents to load, its slips to see."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from measures.models import Plan
from progress.admin.consequences import PlanDataAdmin
from progress.admin.plan_loading import PlanLoadingMixin
from progress.plan_document.checks.checking import by_weight, check
from progress.plan_document.exporting import export


@admin.register(Plan)
class PlanAdmin(PlanLoadingMixin, PlanDataAdmin, admin.ModelAdmin):
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
            path("documents/load/", guarded(self.load_view), name=name("load")),
            path("documents/<str:file>/", guarded(self.document_view), name=name("document")),
            path("<int:pk>/findings/", guarded(self.findings_view), name=name("findings")),
            path("<int:pk>/export/", guarded(self.export_view), name=name("export")),
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
        plan = get_object_or_404(Plan, pk=pk)
        if not request.user.has_perm("measures.export_plan"):
            raise PermissionDenied
        text, _ = export(plan)
        name = f"{plan.city}_{timezone.localdate():%Y%m%d}.json"
        response = HttpResponse(text, content_type="application/json")
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def respond(self, request: HttpRequest, page: str, context: dict, status: int = 200):
        """A page of ours inside the admin."""
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        request.current_app = self.admin_site.name
        template = f"admin/measures/plan/{page}.html"
        return TemplateResponse(request, template, shared | context, status=status)
