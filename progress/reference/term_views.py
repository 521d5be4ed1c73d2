"""用語の点検, for the secretariat."""

from django.urls import reverse
from django.views.decorators.http import require_GET

from measures.models import Plan
from progress.reference import term_pages as pages
from sakado_dx import lists
from sakado_dx.lists import ListForm, Listing
from sakado_dx.organization.access import secretariat_required

USE, ABBREVIATIONS = "用語の使われ方", "用語のない略語"


def _crumbs(title: str) -> list[tuple[str, str | None]]:
    glossary = ("用語集", reverse("glossary:term_list"))
    return [("資料", reverse("measures:library")), glossary, (title, None)]


@require_GET
@secretariat_required
def term_use(request):
    """Terms with the texts that they stand in; at first those that stand in none."""
    rows = pages.uses_of(Plan.objects.current())
    form = pages.UseFilter(request.GET)
    listing = Listing(USE, pages.TERM_COLUMNS, rows, form, request.GET)
    context = {"breadcrumbs": _crumbs(USE)}
    return lists.answer(request, listing, context, "progress/reference/term_use.html")


@require_GET
@secretariat_required
def abbreviation_list(request):
    """Abbreviations in the plan's and reports' texts that no term explains."""
    rows = pages.abbreviations_of(Plan.objects.current())
    columns = pages.ABBREVIATION_COLUMNS
    listing = Listing(ABBREVIATIONS, columns, rows, ListForm(request.GET), request.GET)
    context = {"breadcrumbs": _crumbs(ABBREVIATIONS)}
    return lists.answer(request, listing, context, "progress/reference/abbreviation_list.html")
