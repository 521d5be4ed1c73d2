"""Export pages of the Django admin, and which lists a page has: the wizard takes them in.

django-import-export gives the addresses, the permissions and the buttons; the page is ours, since
its own needs inline scripts.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sakado_dx.files import file_answer
from sakado_dx.spreadsheets.cp932 import LettersLost
from sakado_dx.spreadsheets.formats import FORMATS
from sakado_dx.spreadsheets.forms import Choices, SheetExportForm
from sakado_dx.spreadsheets.library import ExportMixin
from sakado_dx.spreadsheets.resources import SheetResource


class SheetAdminMixin(ExportMixin):
    """Mix in before `ModelAdmin`; name `resource_classes`, and what they are made for.

    The button 取込 leads to the wizard (`imports/new/`), which finds the lists, and who may take
    them in, here.
    """

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    resource_classes: list[type[SheetResource]] = []
    formats = FORMATS
    scope_label = "計画"

    def scopes(self, request: HttpRequest) -> Choices:
        """What a sheet can belong to (a plan, a year), the usual one first."""
        raise NotImplementedError

    def resource_kwargs(self, scope: str) -> dict[str, Any]:
        """What a resource is made with, for one of the scopes."""
        raise NotImplementedError

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Asked for each time, here and in the wizard (organization/rights.py)."""
        return request.user.has_perm("{}.import_{}".format(*self.get_model_info()))

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        first = self.resource_classes[0].kind() if self.has_import_permission(request) else ""
        return super().changelist_view(request, {**(extra_context or {}), "import_kind": first})

    def export_action(self, request: HttpRequest) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        scopes = self.scopes(request)
        form = SheetExportForm(
            self.get_export_formats(),
            self.resource_classes,
            scopes=scopes,
            scope_label=self.scope_label,
            data=request.POST or None,
        )
        if scopes and form.is_valid():
            try:
                return self._file(request, form)
            except LettersLost as lost:
                form.add_error("format", f"{lost}ほかの形式を選んでください。")
        context = {"title": f"{self.opts.verbose_name}の書出し", "form": form, "scopes": scopes}
        return self._respond(request, self.export_template_name, context)

    def _file(self, request: HttpRequest, form: SheetExportForm) -> HttpResponse:
        chosen = self.choose_export_resource_class(form, request)
        resource = chosen(**self.resource_kwargs(form.cleaned_data["scope"]))
        file_format = self.get_export_formats()[int(form.cleaned_data["format"])]()
        same = chosen._meta.model is self.model
        dataset = resource.export(self.get_export_queryset(request) if same else None)
        name = f"{resource.title}_{timezone.localdate():%Y%m%d}.{file_format.get_extension()}"
        return file_answer(file_format.export_data(dataset), name, file_format.get_content_type())

    def _respond(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "list_url": self._list_url(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, [template], shared | context)

    def _list_url(self) -> str:
        return reverse("admin:{}_{}_changelist".format(*self.get_model_info()))
