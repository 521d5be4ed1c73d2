"""Divisions of a year: all of them with counts, and one with all that it promised."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import division_pages as pages
from progress.dashboards.pages import list_url, so_far, view_of_year
from progress.follow_ups.pages import readable_follow_ups
from progress.models import FollowUp
from progress.reading.kept import year_now
from sakado_dx import lists
from sakado_dx.lists import Listing
from sakado_dx.organization.models import Division

TITLE = "課ごとの状況"


@require_GET
def division_list(request, year_id):
    """All divisions that promised something, with counts."""
    year, now, found = _read(request, year_id)
    pending = now.pending
    columns = pages.columns_of(year, now.attention, pending=pending)
    title = f"{TITLE}（{year.label}実績）"
    form = pages.DivisionFilter(request.GET)
    listing = Listing(title, columns, list(found.values()), form, request.GET)
    context = view_of_year(request.standing, year, title, pending) | {
        "so_far": so_far(now.share, pending=pending),
    }
    return lists.answer(request, listing, context, "progress/dashboards/division_list.html")


@require_GET
def division_year(request, year_id, name):
    """What a division leads, owns together and takes part in, and what it is asked."""
    year, now, found = _read(request, year_id)
    own = found.get(name) or pages.DivisionYear(name)
    if name not in found and not Division.objects.filter(name=name).exists():
        raise Http404
    pending, frame = now.pending, now.read.frame
    switch = {"pending": 1} if pending else {}
    title = f"{name}の状況（{year.label}実績）"
    context = view_of_year(request.standing, year, title, pending) | {
        "own": own,
        "follow_ups": _lines(request.standing, own) if own.follow_ups else [],
        "frame": frame,
        "parts": pages.parts_of(year, frame, own, now.before, pending),
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


def _lines(standing, own: pages.DivisionYear):
    return readable_follow_ups(standing, FollowUp.objects.filter(pk__in=own.follow_ups))


def _read(request, year_id):
    """The year, the same as it stands, and its divisions."""
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    asked = pages.open_asked(request.standing)
    return year, now, pages.with_follow_ups(now.made(pages.divisions_now), asked)
