"""What every public page shows around its content."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from progress.publication.published import PublishedYear, published_years

TOP = "トップ"


def years_today() -> tuple[PublishedYear, ...]:
    """What citizens see today; 1 or 2 queries."""
    return published_years(timezone.localdate())


def frame_of(years: Sequence[PublishedYear], current: PublishedYear | None = None) -> dict:
    """Name, city, menu of years and whether figures are invented."""
    newest = years[0].frame if years else None
    return {
        "service_name": settings.PUBLIC_NAME,
        "city": newest.city if newest else "",
        "plan_title": newest.title if newest else "",
        "policy_label": newest.policy_label if newest else "",
        "menu_years": [
            (each.short_label, each.label, year_url(each), each == current) for each in years
        ],
        "is_sample": any(each.is_sample for each in years),
        "contact": settings.PUBLIC_CONTACT,
    }


def missing_context() -> dict[str, Any]:
    """Of the page that says that there is none, which is asked for by anybody and anything."""
    return {**frame_of(()), "page_title": "ページが見つかりません"}


def page(
    request: HttpRequest,
    name: str,
    title: str,
    years: Sequence[PublishedYear],
    *,
    current: PublishedYear | None = None,
    above: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """A public page; `above` are the pages that lie over it, (name, address), below the first.
    `holds_sample` says that it shows what is invented beside the years."""
    ways = [(TOP, reverse("progress:public_home")), *above, (title, None)]
    frame = frame_of(years, current)
    frame["is_sample"] |= context.pop("holds_sample", False)
    context |= {**frame, "page_title": title, "breadcrumbs": ways, "years": years, "year": current}
    return render(request, f"progress/public/{name}.html", context)


def year_url(year: PublishedYear) -> str:
    return reverse("progress:public_year", args=[year.fiscal_year])
