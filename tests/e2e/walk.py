"""Walk the portal by its links, one page of each kind."""

from collections import Counter
from collections.abc import Collection
from inspect import getclosurevars
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.urls import resolve
from lxml import html
from playwright.sync_api import Page

from progress.models import Correction, FollowUp, Meeting, ProgressReport, ReviewYear
from tests.e2e.checks import IN_FULL

PUBLIC = "/public/"
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


# Of a kind of address that only leads on to another page, so many are followed: where it leads may
# hang on more than its kind. The long run follows all, and so comes to every measure of each year.
MOST_LEADING_ON = 1000 if IN_FULL else 3


def walk(page: Page, start: Collection[str], most: int = 1) -> list[tuple[str, str]]:
    """The pages that links lead to, at most so many of a kind: the address and name of each. They
    are read and not drawn: their answer, their titles and their links."""
    seen, leading_on, visited, queue, found = Counter(), Counter(), set(), list(start), []
    while queue:
        address = queue.pop(0)
        if address in visited:
            continue
        visited.add(address)
        kind = kind_of(address)
        if seen[kind] >= most or leading_on[kind] >= MOST_LEADING_ON:
            continue
        reached, links = _read(page, address)
        arrived = kind_of(reached)
        seen[arrived] += 1
        leading_on[kind] += arrived != kind
        if IN_FULL or seen[arrived] <= most:
            found.append((_without_host(reached), arrived[0]))
        queue += _pages_among(links, reached)
    return found


def _read(page: Page, address: str) -> tuple[str, list[str]]:
    """Where the answer came from, and what it links."""
    answer = page.request.get(address)
    assert answer.ok, f"{address}: {answer.status}"
    tree = html.fromstring(answer.body())
    title, headings = tree.findtext(".//title", ""), tree.findall(".//h1")
    if not address.startswith("/admin/"):
        service = settings.PUBLIC_NAME if address.startswith(PUBLIC) else settings.SERVICE_NAME
        assert title.strip().endswith(f"｜{service}"), f"{address}: {title}"
        assert len(headings) == 1, f"{address}: {len(headings)} h1"
    return answer.url, tree.xpath("//a[not(ancestor::svg)]/@href")


def _without_host(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl()


# Of these the first page alone: the admin has tests of its own, and programs read the rest.
DEEPER = ("/admin/", "/api/v1/")


def _pages_among(links: list[str], base: str) -> list[str]:
    """Addresses of pages of this portal; those of files end in no slash, or name the file. What
    citizens read is walked as they walk it."""
    found = []
    for each in links:
        parts = urlsplit(urljoin(base, each))
        is_page = parts.netloc == urlsplit(base).netloc and parts.path.endswith("/")
        is_deeper = parts.path.startswith(DEEPER) and parts.path not in DEEPER
        is_alike = parts.path.startswith(PUBLIC) == urlsplit(base).path.startswith(PUBLIC)
        if is_page and is_alike and not is_deeper and "file" not in parse_qs(parts.query):
            found.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found


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
