"""The lists that sheets are taken into, each as its page of the admin declares it."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest

from progress.plan_document.loading.loading import KIND as DOCUMENT
from sakado_dx.spreadsheets.admin import SheetAdminMixin
from sakado_dx.spreadsheets.forms import Choices
from sakado_dx.spreadsheets.resources import SheetResource

WORKBOOK = "division_workbook"
FREE = {
    "glossary.term", "systems_inventory.informationsystem", "systems_inventory.systemamount",
    "progress.indicatorresult",
    WORKBOOK,
}  # fmt: skip


@dataclass(frozen=True)
class SheetList:
    """One list: its page of the admin says what it belongs to, and who may take it in."""

    page: SheetAdminMixin
    resource: type[SheetResource]

    @property
    def kind(self) -> str:
        return self.resource.kind()

    @property
    def title(self) -> str:
        return self.resource.title

    @property
    def touches_reports(self) -> bool:
        """Whether what stands in it decides how a report is judged, or who owes it."""
        return touches_reports(self.kind)

    def scopes(self, request: HttpRequest) -> Choices:
        """What a sheet of it can belong to (a plan, a year), the usual one first."""
        return self.page.scopes(request)

    def make(self, scope: str) -> SheetResource:
        return self.resource(**self.page.resource_kwargs(scope))


def touches_reports(kind: str) -> bool:
    """Whether an import of this kind may change what reports are judged by. Results come into
    drafts, which are judged nowhere yet."""
    return kind not in FREE


def all_lists() -> list[SheetList]:
    """In the order in which the admin names them."""
    pages = (each for each in admin.site._registry.values() if isinstance(each, SheetAdminMixin))
    return [SheetList(page, each) for page in pages for each in page.resource_classes]


def lists_for(request: HttpRequest) -> list[SheetList]:
    """Those that this person may take in."""
    return [each for each in all_lists() if each.page.has_import_permission(request)]


def permission_of(kind: str) -> str:
    """The right that an import of this kind asks for, today too where it is taken back; blank
    where its verbs ask for themselves."""
    if kind == DOCUMENT:
        return "measures.import_plan"
    pages = (each.page for each in all_lists() if each.kind == kind)
    return next(("{}.import_{}".format(*each.get_model_info()) for each in pages), "")
