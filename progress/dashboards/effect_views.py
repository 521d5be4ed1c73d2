"""効果別の状況 of a year."""

from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import effect_pages as pages
from progress.dashboards.pages import so_far, view_of_year
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_effects(request, year_id):
    """The grid of effects with the marks that count."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    frame, found = now.read.frame, now.made(pages.effects_of)
    title = f"効果別の状況（{year.label}実績）"
    form = pages.EffectFilter(request.GET, found.choices, frame)
    columns = pages.columns_of(frame, found.names)
    listing = Listing(title, columns, found.lines, form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {
        "counts": found.counts,
        "so_far": so_far(now.share, pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/effects.html")
