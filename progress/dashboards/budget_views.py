"""予算要求用の一覧 of a year."""

from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import budget_pages as pages
from progress.dashboards.pages import switch_of
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_budget(request, year_id):
    """What the next budget has to follow: 拡充, 見直し, 縮小."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    found = year_now(year, pending=pending).made(pages.budget_now)
    form = pages.BudgetForm(request.GET, found.lines)
    title = f"予算要求用の一覧（{year.label}実績）"
    listing = Listing(title, pages.columns_of(found.frame), found.lines, form, request.GET)
    context = {
        "year": year,
        "hidden": [("pending", 1)] if pending else [],
        **switch_of(request.standing, pending),
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (title, None),
        ],
    }
    return lists.answer(request, listing, context, "progress/dashboards/budget.html")
