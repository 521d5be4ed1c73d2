"""The inventory of information systems: the list, and the same list as a file."""

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from measures.models import Plan
from sakado_dx.organization.access import staff_required
from systems_inventory import exporters
from systems_inventory.filters import SystemFilter
from systems_inventory.models import InformationSystem

PER_PAGE = 100
COLUMNS = ("name", "division", "category")


@staff_required
def system_list(request: HttpRequest) -> HttpResponse:
    """The systems that pass the filters, 100 a page."""
    plan = Plan.objects.current()
    form, sort = SystemFilter(request.GET, plan=plan), request.GET.get("sort", "")
    systems = InformationSystem.objects.of_plan(plan)
    found = form.narrowed(systems).with_divisions()
    context = {
        "page_title": exporters.TITLE,
        "breadcrumbs": [("資料", reverse("measures:library")), (exporters.TITLE, None)],
        "plan": plan,
        "note": getattr(plan, "inventory_note", None),
        "form": form,
        "narrows": form.has_changed(),
        "sort": sort,
        "page_obj": Paginator(sorted_as(sort, found), PER_PAGE).get_page(request.GET.get("page")),
        "total": systems.count(),
    }
    return render(request, "systems_inventory/system_list.html", context)


@staff_required
def system_export(request: HttpRequest, kind: str) -> HttpResponse:
    """All systems that pass the filters, as csv or xlsx, in the order of the page."""
    plan = Plan.objects.current()
    form = SystemFilter(request.GET, plan=plan)
    if not form.is_valid():
        raise BadRequest("絞り込みの条件を読み取れません。")
    found = form.narrowed(InformationSystem.objects.of_plan(plan)).with_divisions()
    systems = sorted_as(request.GET.get("sort", ""), found)
    content_type, write = exporters.KINDS[kind]
    file_name = content_disposition_header(True, f"{exporters.TITLE}.{kind}")
    headers = {"Content-Disposition": file_name}
    return HttpResponse(write(exporters.table(systems)), content_type, headers=headers)


def sorted_as(sort: str, systems):
    """Sorted by ``name`` or ``-name`` and the like; in the plan's order for anything else."""
    column = sort.removeprefix("-")
    return systems.sorted_by(column, sort.startswith("-")) if column in COLUMNS else systems
