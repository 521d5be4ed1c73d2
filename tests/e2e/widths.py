"""The layout of a page, measured by the browser at each width that people have."""

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.checks import A4, IN_FULL, WIDE

# What breaks between two of the short run's widths, the long run finds.
WIDTHS = (320, 375, 768, 900, 1024, 1280) if IN_FULL else (320, 1280)
HALF = 640  # what 1280 px are at a zoom of 200 %
_folder = Path(__file__).parent
MEASURE = (_folder / "measuring.js").read_text("utf-8")
MEASURE_HEADER = (_folder / "measuring_header.js").read_text("utf-8")


def faults_of(page: Page, *, is_zoomed: bool = True) -> list[str]:
    """What breaks at any width, on A4 and, `is_zoomed`, with text of twice the size; each fault
    once."""
    faults: dict[str, list[str]] = {}

    def note(place: str, found: list[str]) -> None:
        for each in found:
            faults.setdefault(each, []).append(place)

    for width in WIDTHS:
        _resize(page, width)
        note(str(width), _sideways(page, width) + page.evaluate(MEASURE, {"screen": True}))
    page.emulate_media(media="print")
    _resize(page, A4)
    note("A4", _sideways(page, A4) + page.evaluate(MEASURE, {"screen": False}))
    page.emulate_media(media="screen")
    for width in (HALF, WIDE) if is_zoomed else ():
        _resize(page, width)
        if width == WIDE:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        note(f"200 % of {WIDE}", _sideways(page, width) + page.evaluate(MEASURE_HEADER))
    page.evaluate("document.documentElement.style.fontSize = ''")
    _resize(page, WIDE)
    return [f"{each} at {'、'.join(dict.fromkeys(places))}" for each, places in faults.items()]


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def _sideways(page: Page, width: int) -> list[str]:
    is_wider = page.evaluate("document.documentElement.scrollWidth") > width
    return ["wider than its page"] if is_wider else []
