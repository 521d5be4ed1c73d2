"""What every public page shows around its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from progress.judging.shown_years import YEARS_AROUND
from progress.publication.published import (
    KnownYear,
    OfFiscalYear,
    PublishedYear,
    known_years,
    read_years,
)

TOP = "トップ"
MOST_YEARS = YEARS_AROUND + 1  # of the menu


@dataclass(frozen=True)
class Today:
    """What citizens see today: the years that are `known`, the newest first, and of them those that
    a page reads, the newest among them."""

    known: tuple[KnownYear, ...] = ()
    read: tuple[PublishedYear, ...] = ()

    def year(self, fiscal_year: int) -> PublishedYear | None:
        return next((each for each in self.read if each.fiscal_year == fiscal_year), None)

    @property
    def newest(self) -> PublishedYear | None:
        return next(iter(self.read), None)


def years_today(of: int | None = None, *, before: int = 0, after: int = 0) -> Today:
    """With the newest year read, and the year `of` with so many before and after it, the newest
    itself where none is named; 1 or 2 queries."""
    day = timezone.localdate()
    known = known_years(day)
    if not known:
        return Today()
    of = known[0].fiscal_year if of is None else of
    wanted = range(of - before, of + after + 1)
    read = [each for each in known if each is known[0] or each.fiscal_year in wanted]
    return Today(known, read_years(read, day))


def frame_of(today: Today, current: PublishedYear | None = None) -> dict:
    """Name, city, menu of years (the newest ones, and the page's own) and whether figures are
    invented; `has_more_years` where there are others."""
    newest = today.newest.frame if today.newest else None
    own = current.fiscal_year if current else None
    menu = [
        each
        for place, each in enumerate(today.known)
        if place < MOST_YEARS or each.fiscal_year == own
    ]
    return {
        "service_name": settings.PUBLIC_NAME,
        "city": newest.city if newest else "",
        "plan_title": newest.title if newest else "",
        "policy_label": newest.policy_label if newest else "",
        "menu_years": [
            (each.short_label, each.label, year_url(each), each.fiscal_year == own) for each in menu
        ],
        "has_more_years": len(today.known) > MOST_YEARS,
        "is_sample": any(each.is_sample for each in today.known),
        "contact": settings.PUBLIC_CONTACT,
    }


def missing_context() -> dict[str, Any]:
    """Of the page that says that there is none, which is asked for by anybody and anything."""
    return {**frame_of(Today()), "page_title": "ページが見つかりません"}


def page(
    request: HttpRequest,
    name: str,
    title: str,
    today: Today,
    *,
    current: PublishedYear | None = None,
    above: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """A public page; `above` are the pages that lie over it, (name, address), below the first.
    `holds_sample` says that it shows what is invented beside the years."""
    ways = [(TOP, reverse("progress:public_home")), *above, (title, None)]
    frame = frame_of(today, current)
    frame["is_sample"] |= context.pop("holds_sample", False)
    context |= {**frame, "page_title": title, "breadcrumbs": ways, "year": current}
    return render(request, f"progress/public/{name}.html", context)


def year_url(year: OfFiscalYear) -> str:
    return reverse("progress:public_year", args=[year.fiscal_year])
