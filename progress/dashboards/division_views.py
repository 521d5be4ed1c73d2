"""Divisions of a year: all of them with counts, and one with all that it promised."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import division_pages as pages
from progress.dashboards.pages import list_url, so_far, view_of_year
from progress.follow_ups.pages import readable_follow_ups
from progress.reading.attention import attention_in
from progress.reading.before import years_before
from progress.reading.rows import share_in
from progress.reading.years import contributors_in, read_year
from sakado_dx import lists
from sakado_dx.lists import Listing
from sakado_dx.organization.models import Division

TITLE = "課ごとの状況"


@require_GET
def division_list(request, year_id):
    """All divisions that promised something, with counts."""
    year, pending, read, found = _read(request, year_id)
    before = years_before(year, pending=pending)
    columns = pages.columns_of(year, attention_in(read.rows, before), pending=pending)
    title = f"{TITLE}（{year.label}実績）"
    form = pages.DivisionFilter(request.GET)
    listing = Listing(title, columns, list(found.values()), form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {
        "so_far": so_far(share_in(read.rows), pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/division_list.html")


@require_GET
def division_year(request, year_id, name):
    """What a division leads, owns together and takes part in, and what it is asked."""
    year, pending, read, found = _read(request, year_id)
    own = found.get(name) or pages.DivisionYear(name)
    if name not in found and not Division.objects.filter(name=name).exists():
        raise Http404
    before = years_before(year, pending=pending)
    switch = {"pending": 1} if pending else {}
    title = f"{name}の状況（{year.label}実績）"
    context = view_of_year(request.standing, year, title, pending) | {
        "own": own,
        "frame": read.frame,
        "parts": pages.parts_of(year, read.frame, own, before, pending),
        "so_far": so_far(own.share, pending=pending),
        "list_url": list_url(year, division=name, **switch),
        "page_title": title,
        "breadcrumbs": [
            (year.label, reverse("progress:dashboard", args=[year.pk])),
            (TITLE, reverse("progress:division_list", args=[year.pk])),
            (name, None),
        ],
    }
    return render(request, "progress/dashboards/division_year.html", context)


def _read(request, year_id):
    """The year, whether the switch is on, its rows, and its divisions."""
    year = access.year_at_all(year_id)
    pending = access.wants_pending(request.standing, request.GET)
    read = read_year(year, pending=pending)
    asked = readable_follow_ups(request.standing, pages.open_asked())
    return year, pending, read, pages.divisions_of(read.rows, contributors_in(year), asked)
