"""集計と判定の方法: every rule of counting, ordering and rounding on one page."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from measures.models import Plan
from progress.help.pages import rules_of


@require_GET
def counting(request):
    """The rules, for all who can sign in, with the marks as the plan calls them."""
    plan = Plan.objects.current()
    context = {
        "sections": rules_of(plan),
        "page_title": "集計と判定の方法",
        "breadcrumbs": [("使い方", reverse("measures:help")), ("集計と判定の方法", None)],
    }
    return render(request, "progress/help/counting.html", context)
