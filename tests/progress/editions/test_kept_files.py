"""What is kept of a year's files is never of before a change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress.editions import exporting
from progress.editions.exporting import file_of, to_csv, to_json, to_xlsx, year_file
from progress.models import ReviewYear
from sakado_dx.records.triggers.tables import recorded_tables
from tests.progress.conftest import World, make_world
from tests.progress.editions.test_exporting import csv_of, rows_of
from tests.progress.reading.test_kept import BY_SQL, READ, close, on_sqlite
from tests.records.reading import run_sql


@pytest.fixture
def world(own_database) -> World:
    exporting.forget()
    world = make_world()
    world.bring_to("evaluated")
    return world


def year_of(world: World) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def told(csv: bytes, xlsx: bytes) -> list[list[list[str]]]:
    """Both tables, without the moment of asking."""
    return [[row[:-1] for row in rows] for rows in (csv_of(csv), rows_of(xlsx))]


def kept_of(year: ReviewYear, pending: bool = False) -> list[list[list[str]]]:
    return told(*(year_file(year, kind, pending=pending)[1] for kind in ("csv", "xlsx")))


def made_of(year: ReviewYear, pending: bool = False) -> list[list[list[str]]]:
    source = file_of(year, pending=pending)
    return told(to_csv(source), to_xlsx(source))


@on_sqlite
def test_files_of_an_open_year_follow_every_change_and_are_kept_till_then(
    world, django_assert_num_queries
):
    year, before = year_of(world), []
    for statement in ("UPDATE progress_reviewyear SET report_due = report_due", *BY_SQL):
        run_sql(statement)
        after = kept_of(year)
        assert after == made_of(year), statement
        assert after != before, statement
        with django_assert_num_queries(2):
            assert kept_of(year) == after
        before = after
    assert kept_of(year, pending=True) == made_of(year, pending=True)


@on_sqlite
def test_files_of_a_closed_year_are_kept_whole_edition_by_edition(world, django_assert_num_queries):
    close(world)
    year = year_of(world)
    for kind, write in (("csv", to_csv), ("xlsx", to_xlsx), ("json", to_json)):
        _, first = year_file(year, kind)
        with django_assert_num_queries(1):
            assert year_file(year, kind)[1] == first
        assert first == write(file_of(year))
        assert year_file(year, kind, 1)[1] == first
        with pytest.raises(IndexError):
            year_file(year, kind, 2)
    run_sql(BY_SQL[0])
    with CaptureQueriesContext(connection) as asked:
        year_file(year, "csv")
    assert len(asked) > 1


@pytest.mark.one_database
@pytest.mark.parametrize("is_closed", [False, True])
def test_all_that_is_kept_of_a_years_files_is_recorded(world, is_closed):
    if is_closed:
        close(world)
    with CaptureQueriesContext(connection) as asked:
        year_file(year_of(world), "csv")
    tables = {name for each in asked for name in READ.findall(each["sql"])}
    assert len(tables) > (0 if is_closed else 3)
    assert tables <= {each.name for each in recorded_tables()} | {"records_auditrecord"}
