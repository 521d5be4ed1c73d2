"""A mouse and a keyboard, counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_TABS = 60


@dataclass
class Mouse:
    """Clicks, one by one; typing counts none, but the click into the field does."""

    page: Page
    clicks: int = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def write(self, field: Locator, text: str) -> None:
        self.click(field)
        self.page.keyboard.insert_text(text)


def focused(page: Page) -> dict:
    """What has the focus, with the outline that shows it."""
    return page.evaluate(
        """() => {
            const each = document.activeElement, style = getComputedStyle(each);
            return {
                id: each.id, name: each.name || "", type: each.type || "", text: each.innerText,
                outline: style.outlineStyle + " " + style.outlineWidth,
            };
        }"""
    )


def tab_to(page: Page, **wanted: str) -> list[dict]:
    """Press Tab until something with these properties has the focus; all stops, each of them
    visible."""
    stops: list[dict] = []
    while len(stops) < MOST_TABS:
        page.keyboard.press("Tab")
        stops.append(focused(page))
        assert stops[-1]["outline"] == "solid 4px", (wanted, stops)
        if all(stops[-1][key] == value for key, value in wanted.items()):
            return stops
    raise AssertionError(f"Tab does not lead to {wanted}")


def skip_to_main(page: Page) -> None:
    """By the link that stands first on every page."""
    tab_to(page, text="本文へ移動")
    page.keyboard.press("Enter")


def paste(cell: Locator, text: str) -> None:
    """What a spreadsheet leaves on the clipboard, given to a cell."""
    cell.evaluate(
        """(cell, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const how = {clipboardData, bubbles: true, cancelable: true};
            cell.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )
