"""Whatever people type, no cell of any export (tests/exports.py) ever becomes a formula, and what
can be taken in again comes back as it was."""

import csv
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from measures.models import Plan
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.imports import verbs
from progress.imports.lists import all_lists
from progress.models import ProgressReport
from progress.pack.making import bytes_of
from progress.plan_document.exporting import document_of, dump
from progress.plan_document.schema.reading import read
from progress.plan_document.sheets.reading import read_workbook
from progress.sheets.pages import preview_of
from sakado_dx.lists import STAND_INS
from sakado_dx.organization.access import standing_of
from sakado_dx.records.acting import Door, acting
from sakado_dx.spreadsheets import cp932
from sakado_dx.spreadsheets.reading import read_book
from tests.city import furnish, names_in_addresses
from tests.exports import XLSX, ZIP, exports
from tests.payloads import LIVE, PAYLOADS, fill_with_payloads
from tests.progress.conftest import World, world
from tests.progress.pack.papers import HEAD, order_of

__all__ = ["world"]
pytestmark = pytest.mark.one_database  # what a file holds is decided in Python

# Forms without a word of the city, and what nothing was published into.
EMPTY = [
    "/admin/measures/plan/documents/blank/",
    "/public/data/results.csv",
    "/years/history/form.xlsx",
]
# What it lists are words that the payloads hold, or do not, by the order in which they fall.
OF_CHANCE = "/glossary/abbreviations/"
FILES = ("xlsx", "csv", "cp932")
# Formulas of cells, links, and choices of a cell that are neither written out nor cells themselves.
CELLS = r"(?:'[^']+'!|\w+!)?\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?"
FORMULAS = re.compile(rf"<f[ >][^<]*|<hyperlink[^>]*|<formula\d?>(?!\"|{CELLS}<|-?[\d.]+<)[^<]*")
ANY, TAKEN_BACK = re.compile(""), re.compile(r"/workbook\.xlsx$|/workbook/$|/export/$")
NUMBER = re.compile(r"-?[\d,]+(\.\d+)?$")
PARTS_OF_A_BOOK = re.compile(r"xl/(externalLinks|connections|queryTables|embeddings|media|activeX)")


@pytest.fixture
def city(world: World) -> World:
    """The small city, where every text is a payload."""
    world.bring_to("draft")
    furnish(world)
    # So that the list of what the next budget follows is not empty.
    ProgressReport.objects.update(outlook=world.word("見直し", "outlook"))
    fill()
    people, report = world.people, world.fresh()
    entry.submit(
        report, by=people["head"], version=report.version, reason="代行", without_parts="不要"
    )
    desk.confirm(world.fresh(), by=people["second_secretariat"], version=world.fresh().version)
    return world


def fill(*, stripped: bool = False) -> None:
    with acting("試験", Door.COMMAND, "表計算ソフトが計算する文字"):
        assert fill_with_payloads(stripped=stripped) > 150


def test_no_cell_of_any_export_is_live_and_what_can_be_taken_in_comes_back(city):
    got = list(files(city))
    held = {address: cells_of(kind, content) for address, kind, content in got}
    held["the papers of a year"] = cells_of(XLSX, papers(city))
    assert {address: live[:5] for address, (live, _) in held.items() if live} == {}
    words = {each.strip() for each in PAYLOADS}
    words |= set(map(cp932.in_letters, words))  # what stands in for a letter that cp932 lacks
    without = [
        address
        for address, (_, texts) in held.items()
        if not any(word in text for text in texts for word in words)
        and not address.startswith(OF_CHANCE)
    ]
    assert without == EMPTY
    # Forms leave out what stands around a text, and so do cells that are read.
    fill(stripped=True)
    found = {
        address: different(city, address, content)
        for address, _, content in files(city, TAKEN_BACK)
    }
    assert {address: differing for address, differing in found.items() if differing} == {}
    assert len(found) > 10


def different(city: World, address: str, content: bytes) -> list:
    """What a file, taken in again, would change or refuse; nothing where none takes it in."""
    by, plan = city.people["secretariat"], city.plan
    if address.endswith("/workbook.xlsx"):
        found = preview_of(
            standing_of(by), city.year, city.divisions["lead"], "a.xlsx", content, {}
        )
        return [*found.groups, *found.faults, *found.notices]
    if address.endswith("/workbook/"):
        found = read_workbook("a.xlsx", content)
        plan = Plan.objects.get(pk=plan.pk)
        held = read(dump(document_of(plan)).encode())
        return [*found.notices, *([] if found.document == held else ["another document"])]
    if "/export/ " not in address:
        return []
    where, resource, number = address.split()
    label = ".".join(where.split("/")[2:4])
    page = next(each.page for each in all_lists() if each.page.opts.label_lower == label)
    found = page.resource_classes[int(resource)]
    [into] = [each for each in all_lists() if each.kind == found.kind()]
    name = "a.csv" if int(number) else "a.xlsx"
    scope = into.scopes(None)[0][0]
    table = into.make(scope).table_in(read_book(name, content))
    outcome, _ = verbs.look(into.make(scope), table, city.people["administrator"])
    return [*outcome.faults, *outcome.added, *outcome.changed, *table.notices]


def papers(city: World) -> bytes:
    return bytes_of(order_of(city, format="xlsx"), timezone.now(), HEAD).content


def files(city: World, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, str, bytes]]:
    """Every file of every export at such addresses: where it was got, its type, its bytes."""
    names, client = names_in_addresses(city), Client()
    client.force_login(city.people["secretariat"])
    administrator = Client()
    administrator.force_login(city.people["administrator"])
    for address in filter(like.search, exports("list")):
        for kind in FILES:
            where = f"{address.format(**names)}?file={kind}"
            if kind == "cp932":
                where += f"&{STAND_INS}=1"
            yield f"{address} {kind}", *told(client.get(where))
    for address in filter(like.search, exports("file")):
        yield address, *told(client.get(address.format(**names)))
    for address in filter(like.search, exports("form")):
        browser = administrator if "organization" in address else client
        form = browser.get(address).context["form"]
        for resource, _ in form.fields["resource"].choices:
            for number, _ in form.fields["format"].choices[:2]:
                scope = form.fields["scope"].choices[0][0]
                data = {"scope": scope, "resource": resource, "format": number}
                yield f"{address} {resource} {number}", *told(browser.post(address, data))


def told(response) -> tuple[str, bytes]:
    assert response.status_code == 200
    return response["Content-Type"], response.content


def cells_of(kind: str, content: bytes) -> tuple[list[str], list[str]]:
    """What of a file is live, and all its texts."""
    if ZIP in kind:
        found = [
            cells_of(name, part)
            for name, part in parts(content)
            if name.endswith((".csv", ".xlsx"))
        ]
        return [each for live, _ in found for each in live], [
            each for _, texts in found for each in texts
        ]
    if XLSX in kind or kind.endswith(".xlsx"):
        return in_book(content)
    text = content.decode("cp932" if "JIS" in kind else "utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    return [cell for cell in cells if LIVE.match(cell) and not NUMBER.match(cell)], cells


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        for name in file.namelist():
            yield name, file.read(name)


def in_book(content: bytes) -> tuple[list[str], list[str]]:
    """Formulas, links and names of sheets that are live; and all texts."""
    live, texts = [name for name, _ in parts(content) if PARTS_OF_A_BOOK.match(name)], []
    for name, part in parts(content):
        if name.startswith("xl/worksheets/sheet"):
            live += FORMULAS.findall(part.decode())
    book = load_workbook(BytesIO(content))
    for sheet in book:
        texts.append(sheet.title)
        live += [sheet.title] if LIVE.match(sheet.title) else []
        for row in sheet.iter_rows():
            texts += [cell.value for cell in row if isinstance(cell.value, str)]
            live += [cell.value for cell in row if cell.data_type in "fe"]
    return live, texts
