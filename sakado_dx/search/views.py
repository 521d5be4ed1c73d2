"""The one search box."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from sakado_dx.organization.access import staff_required
from sakado_dx.search import pages
from sakado_dx.search.forms import LEAST, LONGEST, SearchForm


@require_GET
@staff_required
def search(request):
    """What the words find of all that this person may read."""
    form = SearchForm(request.GET)
    words = form.words
    query = form.cleaned_data.get("q", "")
    title = f"「{query}」の検索結果" if words else "検索"
    context = {
        "form": form,
        "page_title": title,
        "breadcrumbs": [("検索", None)],
        "least": LEAST,
        "longest": LONGEST,
    }
    if words:
        context["results"] = pages.results_of(request.standing, query, words, request.GET)
    return render(request, "search/search.html", context)
