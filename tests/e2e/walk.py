"""Walk the portal by its links, one page of each kind."""

from collections import Counter
from collections.abc import Callable, Collection
from inspect import getclosurevars
from urllib.parse import parse_qs, urlsplit

from django.urls import resolve
from playwright.sync_api import Page

from progress.models import Correction, FollowUp, Meeting, ProgressReport, ReviewYear
from tests.e2e.checks import must

# What a page shows, by its name, where it looks different in another state or a closed year.
SHOWN = {
    "report_edit": ProgressReport,
    "report_review": ProgressReport,
    "report_publication": ProgressReport,
    "meeting_detail": Meeting,
    "follow_up_detail": FollowUp,
    "correction_detail": Correction,
}


def kind_of(address: str) -> tuple[str, str]:
    """The page's name, and the state of what it shows."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    name = match.view_name
    year = match.kwargs.get("year_id") or parse_qs(parts.query).get("year", [""])[0]
    if year:
        return name, _open_or_closed(ReviewYear.objects.get(pk=year))
    if match.url_name in SHOWN:
        return name, _state(SHOWN[match.url_name].objects.get(**match.kwargs))
    return name, ""


def _state(shown) -> str:
    state = str(getattr(shown, "state", ""))
    year = getattr(shown, "year", None)
    return f"{state} {_open_or_closed(year) if year else ''}".strip()


def _open_or_closed(year: ReviewYear) -> str:
    return "open" if year.is_open else "closed"


def walk(
    page: Page, look: Callable[[Page, str], None], start: Collection[str], most: int = 1
) -> Counter:
    """Look at each page that links lead to, at `most` of a kind; the kinds and how many."""
    seen, visited, queue = Counter(), set(), list(start)
    while queue:
        address = queue.pop(0)
        if address in visited:
            continue
        visited.add(address)
        kind = kind_of(address)
        if seen[kind] >= most:
            continue
        answer = page.goto(address)
        must(answer.ok, page, answer.status)
        seen[kind_of(page.url)] += 1
        look(page, kind[0])
        queue += _links(page)
    return seen


def _links(page: Page) -> list[str]:
    """Addresses of pages of this portal; those of files end in no slash, or name the file."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a[href]:not(svg a)")]
            .map(link => new URL(link.href))
            .filter(url => url.origin === location.origin && url.pathname.endsWith("/"))
            .filter(url => !url.searchParams.has("file"))
            .map(url => url.pathname + url.search)
            .filter(address => !address.startsWith("/admin/") || address === "/admin/")"""
    )


def names_of(resolver, prefix: str = "") -> set[str]:
    """The names of all pages that can be looked at, those of the admin left out."""
    names = set()
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            if each.namespace != "admin":
                names |= names_of(each, f"{each.namespace}:" if each.namespace else prefix)
        elif str(each.pattern)[-1:] in ("/", "") and not _takes_forms_only(each.callback):
            names.add(f"{prefix}{each.name}")
    return names


def _takes_forms_only(view) -> bool:
    """Whether one of the view's decorators is require_POST."""
    while view is not None:
        if getclosurevars(view).nonlocals.get("request_method_list") == ["POST"]:
            return True
        view = getattr(view, "__wrapped__", None)
    return False
