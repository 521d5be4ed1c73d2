"""集計と判定の方法: every rule of counting, ordering and rounding on one page."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress.help.rules import SECTIONS


@require_GET
def counting(request):
    """The rules, for all who can sign in."""
    context = {
        "sections": [(title, [rule.sentence for rule in rules]) for title, rules in SECTIONS],
        "page_title": "集計と判定の方法",
        "breadcrumbs": [("使い方", reverse("measures:help")), ("集計と判定の方法", None)],
    }
    return render(request, "progress/help/counting.html", context)
