"""効果別の状況 of a year."""

from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import effect_pages as pages
from progress.dashboards.pages import so_far, switch_of
from progress.reading.rows import share_in
from progress.reading.years import effects_in, read_year
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def year_effects(request, year_id):
    """The grid of effects with the marks that count."""
    year = access.year_at_all(year_id)
    pending = access.wants_pending(request.standing, request.GET)
    read = read_year(year, pending=pending)
    found = pages.effects_in(read.rows, effects_in(year))
    title = f"効果別の状況（{year.label}実績）"
    form = pages.EffectFilter(request.GET, found, read.frame)
    columns = pages.columns_of(read.frame, pages.names_in(found))
    listing = Listing(title, columns, found, form, request.GET)
    switch = {"pending": 1} if pending else {}
    context = {
        "year": year,
        "counts": pages.counts_in(found, switch),
        "so_far": so_far(share_in(read.rows), pending=pending),
        "hidden": list(switch.items()),
        **switch_of(request.standing, pending),
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (title, None),
        ],
    }
    return lists.answer(request, listing, context, "progress/dashboards/effects.html")
