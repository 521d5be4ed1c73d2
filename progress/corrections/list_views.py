"""The 正誤表 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.corrections import list_pages as pages
from sakado_dx import lists
from sakado_dx.lists import ListForm, Listing
from sakado_dx.organization.access import staff_required


@require_GET
@staff_required
def errata_list(request, year_id):
    """What was settled and corrected in the year's reports, and what waits for a second person."""
    year = access.year_of_page(request, year_id)
    title, form = f"正誤表（{year.label}実績）", ListForm(request.GET)
    listing = Listing(title, pages.COLUMNS, pages.errata_of(year), form, request.GET)
    context = {
        "year": year,
        "proposals": pages.proposals_of(request.standing, year),
        "breadcrumbs": [(str(year), year.get_absolute_url()), ("正誤表", None)],
    }
    return lists.answer(request, listing, context, "progress/corrections/errata_list.html")
