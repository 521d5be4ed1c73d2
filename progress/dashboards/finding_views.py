"""成果指標の判定 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import finding_pages as pages
from progress.dashboards.pages import so_far, view_of_year
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_findings(request, year_id):
    """Every indicator with what the year comes to."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    frame, found = now.read.frame, now.made(pages.lines_of)
    title = f"成果指標の判定（{year.label}実績）"
    form = pages.FindingFilter(request.GET, now.made(pages.choices_of), frame)
    listing = Listing(title, pages.columns_of(frame), found, form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {
        "findings": now.made(pages.findings_of),
        "so_far": so_far(now.share, pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/findings.html")
