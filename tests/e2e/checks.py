"""What every page must hold, asked of the browser."""

import json
from collections.abc import Collection
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

WIDE, NARROW, A4 = 1280, 320, 718  # CSS px; A4 within its margins (190 mm)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What the browser says of any answer above 399; whether one was wanted, `watch` knows better.
STATUS_LINE = "Failed to load resource: the server responded with a status of"

_problems: dict[Page, list[str]] = {}
_sound: set[str] = set()


def watch(page: Page) -> Page:
    """Write down what goes wrong on a page: console, scripts, CSP, parts that are missing."""
    problems = _problems[page] = []

    def hear(message):
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_LINE):
            problems.append(f"{message.type}: {message.text}")

    def look(response):
        if response.status >= 400 and not response.request.is_navigation_request():
            problems.append(f"{response.status} {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("response", look)
    page.on("close", lambda: _problems.pop(page, None))
    return page


def problems_of(page: Page) -> list[str]:
    return _problems[page]


def check_page(page: Page, axe_at: Collection[int] = (WIDE, NARROW)) -> None:
    """One h1, the service in the title, accessible (at the widths `axe_at`) and without sideways
    scrolling at both widths, every picture drawn, nothing in the console."""
    page.wait_for_load_state()
    headings = page.locator("h1").all_inner_texts()
    must(len(headings) == 1, page, f"h1: {headings}")
    must(page.title().endswith(f"｜{settings.SERVICE_NAME}"), page, page.title())
    frame, content = _parts(page)
    if frame not in _sound or content not in _sound:
        _check_look(page, axe_at)
        _sound.update((frame, content))
    must(not problems_of(page), page, problems_of(page))


def _check_look(page: Page, axe_at: Collection[int]) -> None:
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        check_fits(page, width)
        check_pictures(page)
        found = violations(page) if width in axe_at else []
        must(not found, page, f"at {width} px {found}")
    page.set_viewport_size({"width": WIDE, "height": 900})


def _parts(page: Page) -> list[str]:
    """The entries of the menu, and all below the header: what a second person sees alike need
    not be looked at a second time."""
    return page.evaluate(
        """() => {
            const below = document.body.cloneNode(true);
            below.querySelectorAll(".site-header, input[type=hidden]").forEach(x => x.remove());
            const entries = [...document.querySelectorAll(".main-nav__link")];
            return [entries.map(each => each.text).join(), below.innerHTML];
        }"""
    )


def must(holds: bool, page: Page, otherwise) -> None:
    """Fail with the page's address and what is wrong there."""
    if not holds:
        raise AssertionError(f"{page.url}: {otherwise}")


def check_fits(page: Page, width: int) -> None:
    """Nothing stands out at the right; names what does."""
    if page.evaluate("document.documentElement.scrollWidth") > width:
        must(False, page, f"wider than {width} px: {_standing_out(page, width)}")


def _standing_out(page: Page, width: int) -> list[str]:
    return page.evaluate(
        """width => [...document.querySelectorAll("body *")]
            .filter(each => each.getBoundingClientRect().right > width + 0.5)
            .slice(-3).map(each => each.outerHTML.slice(0, 200))""",
        width,
    )


def check_pictures(page: Page) -> None:
    """Every visible picture is there; the narrow drawing is asked for at the narrow width only."""
    broken = page.evaluate(
        """() => Promise.all([...document.images]
            .filter(image => image.checkVisibility())
            .map(image => image.decode().then(() => "", () => image.currentSrc)))"""
    )
    broken = [source for source in broken if source]
    must(not broken, page, f"not drawn: {broken}")


def violations(page: Page) -> list[str]:
    """What axe finds, as one line an element."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())
    found = page.evaluate(
        f"""() => axe.run({{
            runOnly: {{ type: "tag", values: {json.dumps(RULES)} }}, resultTypes: ["violations"],
        }}).then(results => results.violations)"""
    )
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


@cache
def _axe() -> str:
    return Axe().axe_script
