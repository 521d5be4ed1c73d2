"""情報システムの状況, a system's page, and the pictures of the inventory."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from measures.models import Plan
from progress import access
from progress.charts.bars_layout import COLUMNS
from progress.charts.serving import download, picture_answer, svg_policy
from progress.reference import system_pages as pages

LIBRARY = ("資料", "measures:library")
TITLE = "情報システムの状況"


def _crumbs(*own: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    listed = ("情報システム一覧", reverse("systems_inventory:system_list"))
    return [(LIBRARY[0], reverse(LIBRARY[1])), listed, *own]


@require_GET
def system_overview(request):
    """The inventory by contract, division, network, standardisation and cost."""
    plan = Plan.objects.current()
    shown = pages.overview_of(plan)
    context = shown | {
        "note": getattr(plan, "inventory_note", None),
        "cost_chart": pages.cost_picture(shown["costs"]),
        "page_title": TITLE,
        "breadcrumbs": _crumbs((TITLE, None)),
    }
    return render(request, "progress/reference/system_overview.html", context)


@require_GET
def system_detail(request, pk):
    """All that is kept of a system, its measures, what it costs, and how it became so."""
    system = access.system_at_all(pk)
    context = {
        "system": system,
        "fields": pages.fields_of(system),
        "measures": list(system.system_measures.all()),
        "amounts": list(system.amounts.all()),
        "note": getattr(system.plan, "inventory_note", None),
        "may_change": request.user.has_perm("systems_inventory.change_informationsystem"),
        "page_title": system.name,
        "breadcrumbs": _crumbs((system.name, None)),
        **pages.history_of(request.standing, request.user, system),
    }
    return render(request, "progress/reference/system_detail.html", context)


@require_safe
@svg_policy
def system_chart(request, key, shape, stamped=""):
    """A view of the inventory as level bars."""
    if shape not in COLUMNS:
        raise Http404
    return picture_answer(request, pages.chart_of(access.plan_or_404(), key), shape, stamped)


@require_safe
def system_chart_png(request, key):
    """The same to download, for Word papers."""
    chart = pages.chart_of(access.plan_or_404(), key)
    return download(chart, chart.name)
