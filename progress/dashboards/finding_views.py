"""成果指標の判定 of a year."""

from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import finding_pages as pages
from progress.dashboards.pages import so_far, switch_of
from progress.reading.rows import share_in
from progress.reading.years import read_year
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_findings(request, year_id):
    """Every indicator with what the year comes to."""
    year = access.year_at_all(year_id)
    pending = access.wants_pending(request.standing, request.GET)
    read = read_year(year, pending=pending)
    found = pages.findings_in(read.rows)
    title = f"成果指標の判定（{year.label}実績）"
    form = pages.FindingFilter(request.GET, found, read.frame)
    listing = Listing(title, pages.columns_of(read.frame), found, form, request.GET)
    switch = {"pending": 1} if pending else {}
    context = {
        "year": year,
        "findings": pages.findings_of(year, found, switch),
        "so_far": so_far(share_in(read.rows), pending=pending),
        "hidden": list(switch.items()),
        **switch_of(request.standing, pending),
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (title, None),
        ],
    }
    return lists.answer(request, listing, context, "progress/dashboards/findings.html")
