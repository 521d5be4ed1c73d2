"""What a site for citizens alone may read: the views, which hold what is public and no more."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from measures.models import MeasureDivision, Plan
from progress.apps import drop_views, make_views
from progress.management.commands.public_role import statements_for
from progress.models import Publication, ReviewYear
from progress.public.tables import make_all, out_of_date, point, read_views, run, shown_tables
from progress.publication import verbs as publication
from progress.reading import live_plan
from sakado_dx.environment import own_cache
from sakado_dx.organization.models import Division
from sakado_dx.prepared import prepared
from tests.databases import for_children
from tests.street import ROOT

YEAR = "/public/years/2023/"
MEASURE = f"{YEAR}measures/I-1-1/"
ADDRESSES = (
    "/public/", YEAR, f"{YEAR}policies/1/", f"{YEAR}opinions/", f"{YEAR}errata/", MEASURE,
    f"{MEASURE}chart-1-wide.svg", "/public/glossary/", "/public/data/", "/public/data/plan.csv",
    "/public/data/targets.json", "/public/data/results.csv", "/public/data/catalogue.jsonld",
)  # fmt: skip
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
# What a process with PUBLIC_ONLY=on answers, and what it may not do.
ALONE = """
import django; django.setup()
from django.test import Client
from django.db import DatabaseError, connection
client = Client(raise_request_exception=False)
for address in ("/", "/public/", "/public/years/2023/", "/help/", "/accounts/login/", "/admin/"):
    answer = client.get(address, headers={"host": "127.0.0.1"})
    print(answer.status_code, answer.cookies.output())
try:
    connection.cursor().execute("DELETE FROM glossary_term")
except DatabaseError as error:
    print("refused")
import sys
from django.core.management import call_command
call_command("export_site", sys.argv[1], skip_checks=False)
"""


@contextmanager
def reading_views():
    """As a site for citizens alone does from its start: without statements put together before."""
    read_views()
    forget_statements()
    try:
        yield
    finally:
        for each in shown_tables():
            point(each.model, each.table, managed=True)
        forget_statements()


def forget_statements() -> None:
    for each in vars(live_plan).values():
        if isinstance(each, prepared):
            each.statements.clear()


def publish(world, days: int = -1) -> None:
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=days))
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)


def answers() -> dict[str, bytes]:
    caches["public"].clear()
    found = {address: Client().get(address) for address in ADDRESSES}
    assert {each.status_code for each in found.values()} == {200}
    return {address: each.content for address, each in found.items()}


def test_the_views_say_what_the_tables_say(world):
    publish(world)
    from_tables = answers()
    with reading_views():
        assert Publication._meta.db_table == "public_progress_publication"
        assert answers() == from_tables
    assert Publication._meta.db_table == "progress_publication"


def rows_of(view: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view}")
        return cursor.fetchall()


def test_nothing_of_a_year_stands_in_them_before_its_day(world):
    publish(world, days=1)
    views = [f"public_progress_{each}" for each in ("reviewyear", "progressreport", "publication")]
    assert [rows_of(view) for view in views] == [[], [], []]
    ReviewYear.objects.update(publish_on=timezone.localdate())
    assert [len(rows_of(view)) for view in views] == [1, 2, 1]


def test_what_was_taken_back_leaves_them_at_once(world):
    publish(world)
    report, by = world.fresh(), world.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")
    assert rows_of("public_progress_publication") == []
    assert rows_of("public_progress_reviewyear") == []


def test_what_is_prepared_for_a_day_to_come_stands_in_no_view(world):
    soon = timezone.localdate() + timedelta(days=1)
    later = Division.objects.create(name="新しい課", first_day=soon)
    MeasureDivision.objects.create(measure=world.measure, division=later, order=9, first_day=soon)
    assert "新しい課" not in str(rows_of("public_organization_division"))
    ids = {row[0] for row in rows_of("public_measures_measuredivision")}
    rows = MeasureDivision.objects.exclude(division=later)
    assert ids == set(rows.values_list("pk", flat=True))


def test_of_a_plan_the_views_hold_what_is_printed_and_no_remarks(world):
    Plan.objects.update(other_readings=[{"place": "メモ"}], challenges=[{"name": "メモ"}])
    for each in shown_tables():
        assert "メモ" not in str(rows_of(each.view)), each.view


@on_postgresql
def test_the_role_reads_the_views_and_nothing_else(world, settings):
    publish(world)
    settings.CACHES = settings.CACHES | {"default": own_cache("pictures", 10)}
    run(connection, statements_for("dx_citizens"))
    run(connection, ["SET LOCAL ROLE dx_citizens"])
    with reading_views():
        answers()
    for table in ("progress_progressreport", "progress_publication", "organization_user"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows_of(table)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(connection, ["DELETE FROM public_glossary_term"])


@on_postgresql
def test_what_was_granted_stays_while_nothing_changes(db):
    run(connection, statements_for("dx_citizens"))
    make_all(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('dx_citizens', 'public_glossary_term', 'SELECT')"
        )
        assert cursor.fetchone() == (True,)
    assert not statements_for("dx_citizens")[0].startswith("CREATE ROLE")


@on_postgresql
def test_a_migration_gives_the_new_views_to_who_read_the_old_ones(db):
    run(connection, statements_for("dx_citizens"))
    plan = [object()]
    drop_views(using="default", plan=plan)
    with pytest.raises(CommandError, match="ビューが、このプログラムのものではありません"):
        call_command("check_views")
    make_views(using="default")
    run(connection, ["SET LOCAL ROLE dx_citizens"])
    assert rows_of("public_glossary_term") == []
    call_command("check_views", stdout=StringIO())


@on_postgresql
def test_a_start_whose_role_may_not_read_the_views_is_refused(db):
    run(
        connection,
        [*statements_for("dx_citizens"), 'REVOKE ALL ON public_glossary_term FROM "dx_citizens"'],
    )
    run(connection, ["SET LOCAL ROLE dx_citizens"])
    with pytest.raises(CommandError, match="読めません(.|\n)*- public_glossary_term"):
        call_command("check_views")


def test_a_start_with_the_views_of_another_program_is_refused(db):
    call_command("check_views", stdout=(told := StringIO()))
    assert told.getvalue() == "市民向けのページのビューはすべて揃い、読めます。\n"
    run(connection, ["DROP VIEW public_glossary_termalias"])
    with pytest.raises(CommandError, match="- public_glossary_termalias"):
        call_command("check_views")
    make_all(connection)
    assert out_of_date(connection) == []


@on_postgresql
def test_the_command_shows_what_it_would_run_and_refuses_a_bad_name(db):
    told = StringIO()
    call_command("public_role", "dx_citizens", stdout=told)
    assert told.getvalue().startswith('CREATE ROLE "dx_citizens" LOGIN;\n')
    assert "GRANT SELECT ON" in told.getvalue()
    with pytest.raises(CommandError, match="ロールの名前「x; DROP」は使えません"):
        call_command("public_role", "x; DROP")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_sqlite_needs_no_role():
    with pytest.raises(CommandError, match="SQLite では要りません"):
        call_command("public_role", "dx_citizens")


@pytest.mark.one_database
def test_a_site_for_citizens_alone_serves_nothing_else_and_writes_nothing(
    own_database, settings, tmp_path
):
    env = for_children(settings) | {
        "PUBLIC_ONLY": "on",
        "DJANGO_SETTINGS_MODULE": "sakado_dx.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALONE, str(tmp_path / "site")], cwd=ROOT, env=os.environ | env,
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    *answers, told = done.stdout.splitlines()
    assert [line.split() for line in answers] == [
        ["302"], ["200"], ["404"], ["404"], ["404"], ["404"], ["refused"],
    ], done.stderr  # fmt: skip
    assert "公表した年度はありません" in told and (tmp_path / "site/index.html").exists()
