"""目標までの歩み of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import way_pages as pages
from progress.dashboards.pages import so_far, view_of_year
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_ways(request, year_id):
    """Each indicator's way to its last target, as it is known in the year."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    frame, found = now.read.frame, now.made(pages.ways_of)
    title = f"目標までの歩み（{year.label}実績）"
    form = pages.WayFilter(request.GET, found.choices, frame)
    listing = Listing(title, pages.columns_of(frame), found.lines, form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {
        "told": found.told,
        "total": len(found.lines),
        "so_far": so_far(now.share, pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/ways.html")
