"""The copy of the public pages, opened from a disk: no server answers."""

from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from progress.models import ReviewYear
from tests.e2e.checks import IN_FULL, check_accessible, check_page, must

# Pages of one kind: years and measures differ in what they publish, `make test-long` looks at more.
MOST = 2 if IN_FULL else 1


def test_every_kind_of_page_opens_from_a_disk(years, page_as, tmp_path):
    folder = tmp_path / "public"
    if not IN_FULL:
        # One year has a page of each kind; the others take their time to draw.
        later = timezone.localdate() + timedelta(days=1)
        ReviewYear.objects.filter(fiscal_year__lt=2025).update(publish_on=later)
    call_command("export_site", str(folder), stdout=StringIO())
    page, asked = page_as(), []
    page.on("request", lambda request: asked.append(request.url))
    kinds = walk_files(page, folder)
    assert set(kinds) >= {
        "", "about", "accessibility", "data", "data/dictionary", "glossary", "years/*",
        "years/*/errata", "years/*/measures/*", "years/*/opinions", "years/*/policies/*",
    }  # fmt: skip
    assert [url for url in asked if not url.startswith("file:///")] == []
    assert page.context.cookies() == []


def walk_files(page: Page, folder: Path) -> Counter:
    """Look at each page that links lead to, at MOST of a kind."""
    beside = page.context.new_page()
    seen, visited, waiting = Counter(), set(), [(folder / "index.html").as_uri()]
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = kind_of(address, folder)
        if address in visited or seen[kind] >= MOST:
            continue
        visited.add(address)
        page.goto(address)
        seen[kind] += 1
        look_at(page, beside)
        waiting += page.evaluate(
            """() => [...document.querySelectorAll("a[href]")].map(link => link.href)
                .filter(url => url.startsWith("file:") && url.split("#")[0].endsWith(".html"))"""
        )
    return seen


def look_at(page: Page, beside: Page) -> None:
    """Sound, styled, within both widths, its pictures drawn; accessible as `beside` shows it: axe
    asks for the style sheets once more, which a page from a disk may not, and the console says so."""
    must(is_styled(page), page, "without its styles")
    check_page(page, axe_at=())
    beside.goto(page.url)
    check_accessible(beside)


def kind_of(address: str, folder: Path) -> str:
    """What kind of page lies there: ``years/*/measures/*``."""
    place = address.removeprefix(f"{folder.as_uri()}/").removesuffix("index.html").rstrip("/")
    names = place.split("/")
    return "/".join(
        "*" if number % 2 and names[0] == "years" else name for number, name in enumerate(names)
    )


def is_styled(page: Page) -> bool:
    """Whether its style sheets were read."""
    return page.evaluate(
        "getComputedStyle(document.querySelector('.skip-link')).position === 'absolute'"
        " && [...document.querySelectorAll('link[rel=stylesheet]')].every(each => each.sheet)"
    )
