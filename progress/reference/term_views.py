"""用語の点検, for the secretariat."""

from typing import Any

from django.urls import reverse
from django.views.decorators.http import require_GET

from measures.models import Plan
from progress.judging.shown_years import cut_at
from progress.reference import term_pages as pages
from sakado_dx import lists
from sakado_dx.addresses import OF_ALL_YEARS, wants_all_years
from sakado_dx.lists import ListForm, Listing
from sakado_dx.organization.access import secretariat_required

USE, ABBREVIATIONS = "用語の使われ方", "用語のない略語"


def _crumbs(title: str) -> list[tuple[str, str | None]]:
    glossary = ("用語集", reverse("glossary:term_list"))
    return [("資料", reverse("measures:library")), glossary, (title, None)]


def _years(request, plan: Plan | None) -> dict[str, Any]:
    """From which year on the reports are looked through (`since`), where not all are, and what the
    filters keep of it."""
    if wants_all_years(request.GET):
        return {"since": None, "hidden": [OF_ALL_YEARS]}
    newest = next(iter(request.years_of_menu), None)
    return {"since": cut_at(plan.fiscal_years, newest.fiscal_year) if plan and newest else None}


@require_GET
@secretariat_required
def term_use(request):
    """Terms with the texts that they stand in; at first those that stand in none."""
    plan = Plan.objects.current()
    years = _years(request, plan)
    rows = pages.uses_of(plan, years["since"] or 0)
    form = pages.UseFilter(request.GET)
    listing = Listing(USE, pages.TERM_COLUMNS, rows, form, request.GET)
    context = {"breadcrumbs": _crumbs(USE)} | years
    return lists.answer(request, listing, context, "progress/reference/term_use.html")


@require_GET
@secretariat_required
def abbreviation_list(request):
    """Abbreviations in the plan's and reports' texts that no term explains."""
    plan = Plan.objects.current()
    years = _years(request, plan)
    rows = pages.abbreviations_of(plan, years["since"] or 0)
    columns = pages.ABBREVIATION_COLUMNS
    listing = Listing(ABBREVIATIONS, columns, rows, ListForm(request.GET), request.GET)
    context = {"breadcrumbs": _crumbs(ABBREVIATIONS)} | years
    return lists.answer(request, listing, context, "progress/reference/abbreviation_list.html")
