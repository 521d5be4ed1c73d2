"""方向性の予定と実際 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import direction_pages as pages
from progress.dashboards.pages import view_of_year
from progress.judging.shown_years import cut_at, shown_years
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.addresses import OF_ALL_YEARS, wants_all_years
from sakado_dx.lists import Listing


@require_GET
def year_directions(request, year_id):
    """Planned against actual directions through the plan's years, as known in this one."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    found = year_now(year, pending=pending).made(pages.directions_of)
    title = f"方向性の予定と実際（{year.label}実績）"
    form = pages.DirectionFilter(request.GET, found.leads)
    is_whole = wants_all_years(request.GET)
    plans, now = found.frame.fiscal_years, year.fiscal_year
    columns = pages.columns_of(found.frame, plans if is_whole else shown_years(plans, now))
    listing = Listing(title, columns, found.lines, form, request.GET)
    context = view_of_year(request.standing, year, title, pending)
    context["hidden"] += [OF_ALL_YEARS] if is_whole else []
    context |= {
        "told": pages.told_in(found.counts, dict(context["hidden"])),
        "earlier_than": None if is_whole else cut_at(plans, now),
    }
    return lists.answer(request, listing, context, "progress/dashboards/directions.html")
