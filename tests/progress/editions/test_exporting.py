"""A year's workbook: the rows and columns of its CSV, and the same to the byte for a closed year."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from progress.editions.exporting import year_file
from progress.models import ReviewYear
from tests.list_pages import ABOVE
from tests.progress.editions.test_bytes import change_everything, closed_world


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a workbook below the lines above its headings, as words."""
    rows = list(load_workbook(io.BytesIO(content)).active.values)[ABOVE:]
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell) -> str:
    """A number as the CSV writes it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def csv_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_file_of_an_open_year_asks_for_no_term(world, kind, django_assert_max_num_queries):
    world.bring_to("evaluated")
    year = ReviewYear.objects.select_related("plan").get(pk=world.year.pk)
    with django_assert_max_num_queries(14) as asked:
        year_file(year, kind)
    assert not [each["sql"] for each in asked if "glossary_term" in each["sql"]]


@pytest.mark.parametrize("is_closed", [False, True])
def test_workbook_holds_the_rows_and_columns_of_the_csv(world, is_closed):
    closed_world(world) if is_closed else world.bring_to("evaluated")
    year = ReviewYear.objects.select_related("plan").get(pk=world.year.pk)
    rows = rows_of(year_file(year, "xlsx")[1])
    assert rows[0] == csv_of(year_file(year, "csv")[1])[0] and len(rows) > 2
    stamp = rows[0].index("作成時点")
    for row, line in zip(rows, csv_of(year_file(year, "csv")[1]), strict=True):
        assert row[:stamp] == line[:stamp]


def test_workbook_of_a_closed_year_stays_to_the_byte_and_says_what_it_is(world, client):
    closed_world(world)
    client.force_login(world.people["reporter"])
    address = reverse("progress:year_export", args=[world.year.pk, "xlsx"])
    before = client.get(address)
    assert "xlsx" in before["Content-Disposition"]
    change_everything(world)
    assert client.get(address).content == before.content
    sheet = load_workbook(io.BytesIO(before.content)).active
    assert sheet["A1"].value == "令和5年度の報告と実績"
    assert sheet["A2"].value.startswith("試験市DX計画　第1版　")
