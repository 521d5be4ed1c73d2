"""The glossary page."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from glossary.gojuon import row_of, sort_key
from glossary.models import Term
from measures.forms import SearchForm
from measures.models import Plan
from sakado_dx.organization.access import staff_required


@staff_required
def term_list(request: HttpRequest) -> HttpResponse:
    """All terms of the current plan by 五十音, or those that a search finds."""
    plan = Plan.objects.current()
    form = SearchForm(request.GET, label="用語・よみ・別の表記")
    terms = Term.objects.of_plan(plan)
    found = form.narrowed(terms).prefetch_related("aliases")
    context = {
        "page_title": "用語集",
        "breadcrumbs": [("資料", reverse("measures:library")), ("用語集", None)],
        "form": form,
        "groups": by_row(found),
        "found_count": len(found),
        "total": terms.count(),
    }
    return render(request, "glossary/term_list.html", context)


def by_row(terms) -> list[tuple[str, list[Term]]]:
    """The terms in the order of 五十音, parted by row; rows without a term are left out."""
    ordered = sorted(terms, key=lambda term: sort_key(term.term, term.reading))
    rows = groupby(ordered, key=lambda term: row_of(term.term, term.reading))
    return [(row, list(members)) for row, members in rows]
