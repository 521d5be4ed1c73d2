"""会議の決定 as a list."""

from django.http import Http404
from django.views.decorators.http import require_GET

from progress import access
from progress.decisions import list_pages as pages
from progress.rights import predicates
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def decision_list(request, year_id):
    """What the meetings of a year decided, for who reads meetings."""
    if not predicates.may_read_meetings(request.standing):
        raise Http404
    year = access.year_of_page(request, year_id)
    lines = pages.decisions_of(year)
    title = f"会議の決定（{year.label}実績）"
    form = pages.DecisionFilter(request.GET, lines)
    listing = Listing(title, pages.COLUMNS, lines, form, request.GET)
    context = {"year": year, "breadcrumbs": pages.crumbs(year, title)}
    return lists.answer(request, listing, context, "progress/decisions/list.html")
