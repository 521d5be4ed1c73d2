"""年表: a list by year and a drawing."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from measures.models import Plan
from progress import access
from progress.charts.serving import download, picture_answer, svg_policy
from progress.charts.timeline_layout import COLUMNS as SHAPES
from progress.reference import timeline_pages as pages
from sakado_dx import lists
from sakado_dx.lists import Column, ListForm, Listing

TITLE = "年表（出来事と達成した目標）"
COLUMNS = (
    Column("番号", lambda each: str(each.number or "")),
    Column("年月日", lambda each: each.when if each.month else "日付の記載なし", css="nowrap"),
    Column("種類", lambda each: each.kind_name, css="nowrap"),
    Column("内容", lambda each: each.text, url=lambda each: each.url),
)


@require_GET
def timeline(request):
    """What happened before the plan and under it, year by year."""
    found = pages.timeline_of(Plan.objects.current())
    listing = Listing(TITLE, COLUMNS, pages.rows_of(found), ListForm(request.GET), request.GET)
    context = {
        "chart": pages.picture_of(found),
        "breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)],
    }
    return lists.answer(request, listing, context, "progress/reference/timeline.html")


@require_safe
@svg_policy
def timeline_chart(request, shape, stamped=""):
    """The chronology as a drawing."""
    if shape not in SHAPES:
        raise Http404
    return picture_answer(request, _chart(), shape, stamped)


@require_safe
def timeline_chart_png(request):
    """The same to download, for Word papers."""
    chart = _chart()
    return download(chart, chart.name)


def _chart():
    return pages.chart_of(pages.timeline_of(access.plan_or_404()))
