"""The lists of the portal: a list's page and its files, read as tables of words."""

import csv
import io
import re
from html.parser import HTMLParser

from django.urls import reverse
from openpyxl import load_workbook

from progress.models import Correction, PlanReview, ReviewYear


def lists(year) -> dict[str, str]:
    """The addresses of all lists of the portal, by name, filtered and sorted ones among them;
    `year` is a closed one."""
    measures = f"{reverse('progress:measure_list')}?year={year.pk}"
    follow_ups, queue = (
        reverse("progress:follow_up_list"),
        reverse("progress:queue", args=[year.pk]),
    )
    chronology, report = reverse("measures:chronology_list"), year.reports.order_by("pk")[0]
    corrected = Correction.objects.values_list("report__year", flat=True)[0]
    meetings = reverse("progress:meeting_list", args=[year.pk])
    return {
        "measures": measures,
        "measures by progress": f"{measures}&sort=-progress",
        "measures found": f"{measures}&q=システム&pending=1",
        "measures for the council": f"{measures}&attention=1&pending=1",
        "measures that are worse": f"{measures}&change=worse",
        "budget": reverse("progress:year_budget", args=[year.pk]) + "?pending=1&sort=-division",
        "effects": reverse("progress:year_effects", args=[year.pk]) + "?pending=1&sort=progress",
        "findings": reverse("progress:year_findings", args=[year.pk]) + "?sort=-rate",
        "findings by group": reverse("progress:year_findings", args=[year.pk]) + "?finding=reached",
        "ways": reverse("progress:year_ways", args=[year.pk]) + "?pending=1&sort=way",
        "divisions": reverse("progress:division_list", args=[year.pk]) + "?pending=1&sort=-own",
        "years side by side": reverse("progress:year_beside", args=[year.pk]) + "?sort=turn",
        "directions": reverse("progress:year_directions", args=[year.pk]) + "?sort=division",
        "ways found": reverse("progress:year_ways", args=[year.pk]) + "?way=likely&q=件",
        "decisions": reverse("progress:decision_list", args=[year.pk]) + "?sort=-measure",
        "follow-ups, unfinished at first": follow_ups,
        "follow-ups of all states": f"{follow_ups}?state=&sort=-due",
        "queue of a closed year": queue,
        "queue of an open year": reverse("progress:queue", args=[ReviewYear.objects.newest().pk]),
        "queue found": f"{queue}?sort=-at&q=課",
        "errata": reverse("progress:errata_list", args=[corrected]) + "?sort=-on",
        "chronology": f"{chronology}?sort=-when",
        "meetings": f"{meetings}?sort=held_on",
        "agenda": year.meetings.filter(agenda__isnull=False)[0].get_absolute_url(),
    } | _of_the_city(report)


def _of_the_city(report) -> dict[str, str]:
    """Those of no year: letters, records, imports, people, systems, terms."""
    systems, people = reverse("systems_inventory:system_list"), reverse("progress:person_list")
    records, letters = reverse("progress:record_list"), reverse("progress:letter_list")
    return {
        "letters": f"{letters}?sort=division",
        "letters found": f"{letters}?q=課長",
        "records": f"{records}?report={report.pk}",
        "records, oldest first": f"{records}?report={report.pk}&sort=at",
        "imports": f"{reverse('progress:import_list')}?sort=title",
        "people": f"{people}?sort=name",
        "people of all times": f"{people}?when=",
        "budget of a review": reverse("progress:review_budget", args=[PlanReview.objects.get().pk])
        + "?sort=-amount",
        "systems": systems,
        "systems by renewal": f"{systems}?sort=-renewal&standard=none",
        "terms in use": reverse("progress:term_use") + "?use=",
        "terms in no text": reverse("progress:term_use"),
        "abbreviations": reverse("progress:abbreviation_list") + "?sort=name",
        "timeline": reverse("progress:timeline"),
        "systems by division": f"{systems}?sort=-division&q=システム",
    }


ABOVE = 2  # a list's title, and as of when
VOID = {"br", "img", "input", "hr"}
UNREAD = re.compile(r"\b(?:visually-hidden|no-print)\b")


class _Tables(HTMLParser):
    """The cells of the tables of a page, without what only shows or leads on: aria-hidden,
    hints for screen readers, buttons."""

    def __init__(self):
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._hidden: list[bool] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell, self._hidden = [], []
        elif self._cell is not None and tag not in VOID:
            is_shape = given.get("aria-hidden") == "true"
            self._hidden.append(is_shape or bool(UNREAD.search(given.get("class") or "")))

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(words("".join(self._cell)))
            self._cell = None
        elif self._cell is not None and self._hidden:
            self._hidden.pop()

    def handle_data(self, data):
        if self._cell is not None and not any(self._hidden):
            self._cell.append(data)


def words(text: str) -> str:
    """Without white space, the commas of a number, and the apostrophe of a CSV cell."""
    joined = "".join(text.split()).removeprefix("'")
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", joined)


def tables_of(page: str) -> list[list[list[str]]]:
    """The tables of a page, each with its headings and rows."""
    tables = _Tables()
    tables.feed(page)
    return tables.tables


def page_cells(client, address: str, headings: list[str]) -> list[list[str]]:
    """The table with these headings, of all pages of the list together."""
    rows, number = [], 1
    while True:
        response = client.get(_with(address, f"page={number}"))
        assert response.status_code == 200, (address, response.status_code)
        page = response.content.decode()
        tables = tables_of(page)
        found = [table for table in tables if table[0] == headings]
        assert len(found) == 1, [table[0] for table in tables]
        rows += found[0][bool(rows) :]
        if f"page={number + 1}" not in page:
            return rows
        number += 1


def file_cells(client, address: str, kind: str) -> list[list[str]]:
    """Of the file behind the list's link; a workbook's without what stands above its table."""
    response = client.get(_with(address, f"file={kind}"))
    assert response.status_code == 200, (address, response.status_code)
    if kind == "csv":
        rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
        return [[words(cell) for cell in row] for row in rows]
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.values)[ABOVE:]
    return [["" if cell is None else words(str(cell)) for cell in row] for row in rows]


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"
