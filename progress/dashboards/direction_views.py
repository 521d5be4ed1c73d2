"""方向性の予定と実際 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import direction_pages as pages
from progress.dashboards.pages import view_of_year
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_directions(request, year_id):
    """Planned against actual directions through the plan's years, as known in this one."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    found = year_now(year, pending=pending).made(pages.directions_of)
    title = f"方向性の予定と実際（{year.label}実績）"
    form = pages.DirectionFilter(request.GET, found.leads)
    listing = Listing(title, pages.columns_of(found.frame), found.lines, form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {"told": found.told}
    return lists.answer(request, listing, context, "progress/dashboards/directions.html")
