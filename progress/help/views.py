"""集計と判定の方法: every rule of counting, ordering and rounding on one page."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from measures.models import Plan
from measures.naming import MARK_NAMES
from progress.help.rules import SECTIONS


@require_GET
def counting(request):
    """The rules, for all who can sign in, with the marks as the plan calls them."""
    plan = Plan.objects.current()
    context = {
        "sections": [
            (title, [_in_words_of(plan, rule.sentence) for rule in rules])
            for title, rules in SECTIONS
        ],
        "page_title": "集計と判定の方法",
        "breadcrumbs": [("使い方", reverse("measures:help")), ("集計と判定の方法", None)],
    }
    return render(request, "progress/help/counting.html", context)


def _in_words_of(plan: Plan | None, sentence: str) -> str:
    for whose, usual in MARK_NAMES.items():
        sentence = sentence.replace(usual, plan.mark_name(whose) if plan else usual)
    return sentence
