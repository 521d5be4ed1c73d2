"""The inventory of information systems: the list, and the same list as a file."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from measures.models import Plan
from sakado_dx import fiscal
from sakado_dx.lists import Column, Listing, answer
from sakado_dx.organization.access import staff_required
from systems_inventory.filters import SystemFilter
from systems_inventory.models import InformationSystem

TITLE = "情報システム一覧"


def _day(day) -> str:
    return fiscal.format_date(day) if day else ""


def _year(year: int | None) -> str:
    return fiscal.label_short(year) if year else ""


COLUMNS = (
    Column(
        "業務システム名",
        lambda each: each.name,
        "name",
        url=lambda each: each.get_absolute_url(),
        css="column--name",
    ),
    Column("課名等", lambda each: each.division_names, "division"),
    Column("区分", lambda each: each.category or "なし", "category"),
    Column("事業者", lambda each: each.vendor),
    Column("契約の終了日", lambda each: _day(each.contract_to), "contract", css="nowrap"),
    Column("更改の年度", lambda each: _year(each.renewal_year), "renewal"),
    Column("ネットワーク", lambda each: each.network_zone),
    Column("設置の形態", lambda each: each.hosting),
    Column("標準化の状況", lambda each: each.standard_state),
    Column("ガバメントクラウドの状況", lambda each: each.cloud_state),
    Column("施策", lambda each: each.measure_codes or "なし"),
)


@staff_required
def system_list(request: HttpRequest) -> HttpResponse:
    """The systems that pass the filters, 100 a page, or all of them as a file."""
    plan = Plan.objects.current()
    systems = InformationSystem.objects.of_plan(plan).with_divisions().with_measures()
    form = SystemFilter(request.GET, plan=plan)
    context = {
        "breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)],
        "note": getattr(plan, "inventory_note", None),
    }
    listing = Listing(TITLE, COLUMNS, systems, form, request.GET, css="table--many")
    return answer(request, listing, context, "systems_inventory/system_list.html")
