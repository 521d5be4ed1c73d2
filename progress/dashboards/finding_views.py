"""成果指標の判定 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import finding_pages as pages
from progress.dashboards.pages import so_far, view_of_year
from progress.reading.kept import year_now
from progress.reading.rows import share_in
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_findings(request, year_id):
    """Every indicator with what the year comes to."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    read, found = now.read, now.made(pages.lines_of)
    title = f"成果指標の判定（{year.label}実績）"
    form = pages.FindingFilter(request.GET, found, read.frame)
    listing = Listing(title, pages.columns_of(read.frame), found, form, request.GET)
    switch = {"pending": 1} if pending else {}
    context = view_of_year(request.standing, year, title, pending) | {
        "findings": pages.findings_of(year, found, switch),
        "so_far": so_far(share_in(read.rows), pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/findings.html")
