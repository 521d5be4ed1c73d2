"""What every page must hold, asked of the browser."""

import os
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import md5
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

WIDE, NARROW, A4 = 1280, 320, 718  # CSS px; A4 within its margins (190 mm)
# The walks (test_all_pages.py) ask axe at the narrow width, all others at the wide one.
IN_FULL = bool(os.environ.get("TEST_LONG"))
AXE_AT = (WIDE, NARROW) if IN_FULL else (WIDE,)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What the browser says of any answer above 399; whether one was wanted, `watch` knows better.
STATUS_LINE = "Failed to load resource: the server responded with a status of"

_problems: dict[Page, list[str]] = {}
_fitting: set[str] = set()
_shared = Path(os.devnull)


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


def _check_titles(page: Page) -> None:
    page.wait_for_load_state()
    headings = page.locator("h1").all_inner_texts()
    must(len(headings) == 1, page, f"h1: {headings}")
    service = settings.PUBLIC_NAME if "/public/" in page.url else settings.SERVICE_NAME
    must(page.title().endswith(f"｜{service}"), page, page.title())


def check_page(page: Page, axe_at: Collection[int] = AXE_AT) -> None:
    """One h1, the service in the title, accessible (at the widths `axe_at`) and without sideways
    scrolling at both widths, every picture drawn, nothing in the console."""
    _check_titles(page)
    content, shapes = _content_and_shapes(page)
    if content not in _fitting:
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            check_fits(page, width)
            check_pictures(page)
            if width in axe_at:
                _check_accessible(page, width, shapes)
        page.set_viewport_size({"width": WIDE, "height": 900})
        _fitting.add(content)
    must(not problems_of(page), page, problems_of(page))


def check_accessible(page: Page) -> None:
    """As `check_page` asks it at the wide width."""
    _check_accessible(page, WIDE, _content_and_shapes(page)[1])


def _check_accessible(page: Page, width: int, shapes: dict[str, str]) -> None:
    """The page where it has a shape that axe never saw, and the contrast of the shapes that it never
    saw at this width; of either the long run asks all of the page."""
    known, at_width = _accessible(), {each: f"{shapes[each]}@{width}" for each in shapes}
    new = [digest for digest in shapes.values() if digest not in known]
    shown = page.evaluate(_SHOWN, [each for each in shapes if at_width[each] not in known])
    if not (new or shown):
        return
    found = violations(page) if IN_FULL else _violations_of(page, shown, is_new=bool(new))
    must(not found, page, f"at {width} px {found}")
    _note_accessible([*new, *(at_width[each] for each in shown)])


def share_accessible(folder: Path) -> None:
    """Let the workers of a run, which all see this folder, ask axe of a shape but once."""
    global _shared
    _shared = folder / "accessible.txt"
    _shared.touch()


def _accessible() -> set[str]:
    return set(_shared.read_text().split())


def _note_accessible(digests: Iterable[str]) -> None:
    with _shared.open("a") as file:
        file.write("\n".join(["", *digests, ""]))


def _content_and_shapes(page: Page) -> tuple[str, dict[str, str]]:
    """The page but for its hidden fields, and the shapes of its elements with their digests.

    axe looks at a page that has an element of a new shape: its tag, its attributes but for their
    words, whether it has a text and a label, and what it stands in. Other words and figures
    change the width alone. The order of the headings is a shape, too.
    """
    content, shapes = page.evaluate(_CONTENT_AND_SHAPES)
    return content, {each: md5(each.encode()).hexdigest() for each in shapes}


_CONTENT_AND_SHAPES = """() => {
    const telling = ["class", "style", "type", "role", "scope", "lang", "tabindex"];
    const attribute = ({name, value}) =>
        name + (telling.includes(name) ? "=" + value : value ? "" : "!");
    const shapes = window.elementsOfShape = new Map();
    const note = (shape, each) => shapes.set(shape, [...(shapes.get(shape) ?? []), each]);
    const look = (each, path) => {
        if (each.type === "hidden") return;
        const named = (each.textContent.trim() ? "." : "") + (each.labels?.length ? ":" : "");
        note(path + [...each.attributes].map(attribute).sort().join(" ") + named, each);
        for (const child of each.children)
            look(child, path + child.tagName + "[" + child.className + "]");
    };
    look(document.body, "");
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(x => x.tagName);
    note(headings.filter((tag, place) => tag !== headings[place - 1]).join(), document.body);
    const body = document.body.cloneNode(true);
    body.querySelectorAll("input[type=hidden]").forEach(each => each.remove());
    return [body.innerHTML, [...shapes.keys()]];
}"""


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


def white_on_paper(page: Page) -> list[str]:
    """What would be printed white: browsers leave backgrounds out on paper."""
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(each => each.checkVisibility() && each.innerText?.trim()
                && getComputedStyle(each).color === "rgb(255, 255, 255)")
            .map(each => each.outerHTML.slice(0, 120))"""
    )


def strips_fit(page: Page) -> int:
    """How many strips the page has; none of them is wider than its box."""
    strips = page.locator(".strip")
    wide = strips.evaluate_all(
        "all => all.filter(each => each.scrollWidth > each.parentElement.clientWidth).length"
    )
    must(not wide, page, f"{wide} strips are wider than their box")
    return strips.count()


def check_pictures(page: Page) -> None:
    """Every visible picture is there; the narrow drawing is asked for at the narrow width only."""
    broken = page.evaluate(
        """() => Promise.all([...document.images]
            .filter(image => image.checkVisibility())
            .map(image => image.decode().then(() => "", () => image.currentSrc)))"""
    )
    broken = [source for source in broken if source]
    must(not broken, page, f"not drawn: {broken}")


_LOOSEN = """() => {
    for (const each of document.querySelectorAll("main *"))
        if (getComputedStyle(each).position === "sticky") each.style.position = "static";
}"""


# Without `preload` axe does not fetch all sheets of the page anew, for one rule on turned screens of
# which they say nothing (tests/test_styles.py).
ASKED = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": False,
}
CONTRAST = "color-contrast"


def violations(page: Page) -> list[str]:
    """What axe finds, as one line an element."""
    _prepare_axe(page)
    return _lines(page.evaluate("async asked => (await axe.run(asked)).violations", ASKED))


# Of these shapes those that can be seen at the width the page has now. A script may have put other
# elements in the place of some, and a fold may hide the first and show the second.
_SHOWN = """shapes => shapes.filter(
    shape => elementsOfShape.get(shape).some(each => each.isConnected && each.checkVisibility()))"""


def _violations_of(page: Page, shown: list[str], *, is_new: bool) -> list[str]:
    """What is found on the page where `is_new`, but for the contrast, which takes more than half of
    the time: that is asked of one element of each of the shapes that are `shown`."""
    _prepare_axe(page)
    rest = ASKED | {"rules": {CONTRAST: {"enabled": False}}}
    contrast = ASKED | {"runOnly": {"type": "rule", "values": [CONTRAST]}}
    found = page.evaluate(
        """async ([rest, contrast, shown]) => {
            const seen = each => each.isConnected && each.checkVisibility();
            const include = shown.map(shape => elementsOfShape.get(shape).find(seen));
            const found = rest ? (await axe.run(rest)).violations : [];
            if (!include.length) return found;
            return [...found, ...(await axe.run({include}, contrast)).violations];
        }""",
        [rest if is_new else None, contrast, shown],
    )
    return _lines(found)


def _prepare_axe(page: Page) -> None:
    """A bar that sticks to the window's edge lies over what is scrolled from under it: axe, which
    does not scroll, sees the page without its sticking."""
    page.evaluate(_LOOSEN)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())


def _lines(found: list[dict]) -> list[str]:
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def violations_in_admin(page: Page) -> list[str]:
    """The same without the empty heads of columns that Django's tables of rows have. axe styles
    what it looks at, which the policy blocks: that is no problem of the page."""
    before = list(problems_of(page))
    found = [each for each in violations(page) if not each.startswith("empty-table-header")]
    problems_of(page)[:] = before
    return found


@cache
def _axe() -> str:
    return Axe().axe_script
