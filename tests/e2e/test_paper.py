"""A page on sheets of A4: none ends with a table's heads alone, and the last holds a line."""

import io
import re

from django.urls import reverse
from playwright.sync_api import Page
from pypdf import PdfReader

# Of each table the heads up to its third or a later one: some stand only on the screen.
HEADS = """rows => rows.flatMap(({ cells }) => [...cells].map((_, last) =>
    [...cells].slice(0, last + 1).map(each => each.textContent).join("")).slice(2))"""
PAGE_NUMBER = re.compile(r"\d+ / \d+")


def sheets_of(page: Page) -> list[list[str]]:
    """The lines of each sheet, without its number."""
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    found = []
    for sheet in paper.pages:
        lines = [each.strip() for each in sheet.extract_text().splitlines()]
        found.append([each for each in lines if each and not PAGE_NUMBER.fullmatch(each)])
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_no_sheet_ends_with_heads_alone_nor_is_the_last_one_blank(years, page_as):
    """Wherever on a sheet the tables begin."""
    page = page_as("secretariat1")
    page.goto(reverse("progress:policy_list"))
    ends = tuple(map(squeezed, page.locator("main thead tr").evaluate_all(HEADS)))
    for millimetres in range(0, 70, 10):
        page.locator("main").evaluate(
            "(main, down) => { main.style.marginTop = `${down}mm`; }", millimetres
        )
        *others, last = sheets_of(page)
        assert last
        assert len(others) > 2
        for number, lines in enumerate(others, start=1):
            assert not squeezed("".join(lines)).endswith(ends), f"{millimetres} mm, {number}"
