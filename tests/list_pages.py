"""The lists of the portal: a list's page and its files, read as tables of words."""

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import reverse
from openpyxl import load_workbook


def lists(year) -> dict[str, str]:
    """The addresses of all lists of the portal, by name, filtered and sorted ones among them."""
    measures = f"{reverse('progress:measure_list')}?year={year.pk}"
    systems, people = reverse("systems_inventory:system_list"), reverse("progress:person_list")
    return {
        "measures": measures,
        "measures by progress": f"{measures}&sort=-progress",
        "measures found": f"{measures}&q=システム&pending=1",
        "measures for the council": f"{measures}&attention=1&pending=1",
        "budget": reverse("progress:year_budget", args=[year.pk]) + "?pending=1&sort=-division",
        "decisions": reverse("progress:decision_list", args=[year.pk]) + "?sort=-measure",
        "people": f"{people}?sort=name",
        "people of all times": f"{people}?when=",
        "systems": systems,
        "systems by division": f"{systems}?sort=-division&q=システム",
    }


class _Tables(HTMLParser):
    """The cells of the first table of `main`, without what only shows (aria-hidden, hints for
    screen readers)."""

    def __init__(self):
        super().__init__()
        self.rows: list[list[str]] = []
        self.tables = 0
        self._cell: list[str] | None = None
        self._hidden: list[bool] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tables += tag == "table"
        if tag == "tr" and self.tables == 1:
            self.rows.append([])
        if tag in ("td", "th") and self.tables == 1:
            self._cell, self._hidden = [], []
        elif self._cell is not None and tag != "br":
            hides = given.get("aria-hidden") == "true" or "visually-hidden" in given.get(
                "class", ""
            )
            self._hidden.append(hides)

    def handle_endtag(self, tag):
        if tag == "table":
            self.tables += 1
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append("".join(self._cell).strip())
            self._cell = None
        elif self._cell is not None and self._hidden:
            self._hidden.pop()

    def handle_data(self, data):
        if self._cell is not None and not any(self._hidden):
            self._cell.append(data)


def cells_of(page: str) -> list[list[str]]:
    """The headings and the rows of the first table of a page."""
    tables = _Tables()
    tables.feed(page)
    return [row for row in tables.rows if row]


def page_cells(client, address: str) -> list[list[str]]:
    """Of all pages of the list together."""
    rows, number = [], 1
    while True:
        response = client.get(_with(address, f"page={number}"))
        assert response.status_code == 200, (address, response.status_code)
        page = response.content.decode()
        rows += cells_of(page)[bool(rows) :]
        if f"page={number + 1}" not in page:
            return rows
        number += 1


def file_cells(client, address: str, kind: str) -> list[list[str]]:
    """Of the file behind the list's link, numbers with their commas as the page has them."""
    response = client.get(_with(address, f"file={kind}"))
    assert response.status_code == 200, (address, response.status_code)
    if kind == "csv":
        rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
        return [[_plain(cell) for cell in row] for row in rows]
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[_plain(cell) for cell in row] for row in sheet.values]


def _plain(cell) -> str:
    """Without the commas of a number, the apostrophe of a CSV cell, CR of its line breaks."""
    text = "" if cell is None else str(cell).replace("\r\n", "\n")
    return text.removeprefix("'").strip()


def without_commas(rows: list[list[str]]) -> list[list[str]]:
    return [
        [re.sub(r"(?<=\d),(?=\d{3}\b)", "", cell).removeprefix("'") for cell in row] for row in rows
    ]


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{query}"
