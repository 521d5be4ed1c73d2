"""The inventory of information systems: the list, and the same list as a file."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from measures.models import Plan
from sakado_dx.lists import Column, Listing, answer
from sakado_dx.organization.access import staff_required
from systems_inventory.filters import SystemFilter
from systems_inventory.models import InformationSystem

TITLE = "情報システム一覧"
COLUMNS = (
    Column("業務システム名", lambda each: each.name, "name"),
    Column("課名等", lambda each: each.division_names, "division"),
    Column("区分", lambda each: each.category or "なし", "category"),
)


@staff_required
def system_list(request: HttpRequest) -> HttpResponse:
    """The systems that pass the filters, 100 a page, or all of them as a file."""
    plan = Plan.objects.current()
    systems = InformationSystem.objects.of_plan(plan).with_divisions()
    form = SystemFilter(request.GET, plan=plan)
    context = {
        "breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)],
        "note": getattr(plan, "inventory_note", None),
    }
    listing = Listing(TITLE, COLUMNS, systems, form, request.GET)
    return answer(request, listing, context, "systems_inventory/system_list.html")
