"""年度の比較 of a year with an earlier one."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import beside_pages as pages
from progress.dashboards.pages import so_far, switch_of
from progress.workflow import posts
from sakado_dx import lists
from sakado_dx.addresses import OF_ALL_YEARS, wants_all_years
from sakado_dx.lists import Listing


@require_GET
def year_beside(request, year_id):
    """A year beside the one before it, or beside the earlier one that is asked for (``since``)."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    is_whole = wants_all_years(request.GET)
    years = pages.earlier_years(year, is_whole=is_whole)
    since = _chosen(request, year, years)
    title = f"年度の比較（{since.short_label + 'と' if since else ''}{year.label}実績）"
    context = {
        "year": year,
        "since": since,
        "years": years,
        "may_have_more": not is_whole and pages.leaves_out(year, years),
        **switch_of(request.standing, pending),
        "page_title": title,
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (title, None),
        ],
    }
    if since is None:
        return render(request, "progress/dashboards/beside.html", context)
    found = pages.beside_of(since, year, pending=pending)
    form = pages.BesideFilter(request.GET, found.choices, found.frame)
    columns = pages.columns_of(found.frame, since, year)
    context |= {
        "told": found.told,
        "hidden": [*pages.query_of(since, pending).items(), *([OF_ALL_YEARS] if is_whole else ())],
        "so_far": so_far(found.share, pending=pending),
    }
    listing = Listing(title, columns, found.lines, form, request.GET)
    return lists.answer(request, listing, context, "progress/dashboards/beside.html")


def _chosen(request, year, years):
    """The earlier year that the address names, be it older than those that the page offers, else
    the newest of them; none where there is none."""
    asked = request.GET.get("since", "")
    if not asked:
        return next(iter(years), None)
    pk = posts.number(asked)
    found = next((each for each in years if each.pk == pk), None)
    found = found or next(
        (each for each in pages.earlier_years(year, is_whole=True) if each.pk == pk), None
    )
    if found is None:
        raise Http404
    return found
