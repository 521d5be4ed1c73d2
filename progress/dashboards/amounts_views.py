"""予算と決算 of a year."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import amounts_pages as pages
from progress.dashboards.pages import so_far, switch_of
from progress.reading.kept import year_now


@require_GET
def year_amounts(request, year_id):
    """What the measures cost: sums of 全額 alone, and what they leave out."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    amounts = year_now(year, pending=pending).made(pages.amounts_now)
    context = {
        "year": year,
        "amounts": amounts,
        "so_far": so_far(amounts.share, pending=pending),
        "columns": pages.columns(),
        **switch_of(request.standing, pending),
        "page_title": f"予算と決算（{year.label}実績）",
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            ("予算と決算", None),
        ],
    }
    return render(request, "progress/dashboards/amounts.html", context)
