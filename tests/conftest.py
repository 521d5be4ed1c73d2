"""What all tests share."""

import gc
import os
from importlib import import_module
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import TransactionTestCase
from django.utils import timezone
from model_bakery import baker

from progress.revisions.middleware import TakingEffectMiddleware
from sakado_dx.records.triggers import making as triggers
from tests.databases import holds_rows, own_copy
from tests.kept_rows import KEPT, Kept, prepare, start_of
from tests.second_database import choose

ROOT = Path(__file__).parents[1]

# The short run asks the same examples each time, so that it fails for what was changed alone;
# the long run looks for new ones.
hypothesis.settings.register_profile("short", max_examples=40, derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", max_examples=500, deadline=None)
hypothesis.settings.load_profile("long" if os.environ.get("TEST_LONG") else "short")


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that never ask a database: the second database has no say there",
    )


def pytest_sessionstart(session):
    """Every second worker imports all test modules from the last one on, the others come from the
    first: each has half of them to compile, and reads the others' half."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if session.config.option.file_or_dir or int(worker.removeprefix("gw")) % 2 == 0:
        return
    for path in sorted(ROOT.glob("tests/**/test_*.py"), reverse=True):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not name.startswith("tests.e2e."):
            import_module(name)


def pytest_collection_modifyitems(config, items):
    prepare(items)
    if not config.getoption("--only-database"):
        return
    kept, left_out = choose(items, ROOT, bool(os.environ.get("TEST_LONG")))
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_collection_finish(session):
    """Let the collector of garbage leave out what stays: looking through the modules and the tests
    again and again took a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def keep(django_db_setup, django_db_blocker):
    """Give a test what it starts from as an earlier one left it (tests/kept_rows.py), or None where
    it makes its own."""

    def keep(request, make) -> Kept | None:
        if start_of(request.node) != request.fixturename:
            return None
        with django_db_blocker.unblock():
            KEPT.make(request.fixturename, make)
        return KEPT

    yield keep
    with django_db_blocker.unblock():
        KEPT.undo()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test reaches the database that starts from nothing, nothing stands there; nor before
    rows are made once for the tests of a module, which may themselves never reach it."""
    is_of_test = fixturedef.argname == "_django_db_helper" and not start_of(request.node)
    is_of_many = fixturedef.scope == "module" and "django_db_blocker" in fixturedef.argnames
    if is_of_test or is_of_many:
        with request.getfixturevalue("django_db_blocker").unblock():
            KEPT.undo()


@pytest.fixture
def kept_world(request, keep) -> Kept | None:
    """The small city of tests/progress/conftest.py."""
    from tests.progress.conftest import make_world

    return keep(request, make_world)


@pytest.fixture(autouse=True)
def _files_in_a_temporary_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit_heads.txt"
    settings.JOBS_IN_CHILD = False  # a child would not see what the test has not committed
    settings.READ_IN_CHILD = False  # a process for each file would double the time of the tests
    settings.API_REQUESTS_A_MINUTE = 0  # all tests ask from one address
    settings.LOGIN_FAILURES_AN_ADDRESS = 0
    settings.WHITENOISE_AUTOREFRESH = True  # each test's client would list all static files anew
    caches["public"].clear()  # another test's pages
    # The first request of a day asks the database once: which test it is, is chance.
    TakingEffectMiddleware.looked_on = timezone.localdate()


@pytest.fixture(autouse=True, scope="session")
def _emptying_tables_is_no_act():
    """Tests that commit empty all tables afterwards: without a record, and through no guard.

    The one switch of the triggers, and it is here: the portal itself has none. A test that worked
    on a copy leaves nothing to empty, which would take a second on PostgreSQL.
    """
    empty = TransactionTestCase._fixture_teardown

    def empty_without_triggers(case):
        triggers.drop_all(connection)
        if holds_rows():
            empty(case)
        triggers.make_all(connection)

    TransactionTestCase._fixture_teardown = empty_without_triggers
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def charts_drawn_once(settings):
    """Of the same figures the first of a worker's tests draws the picture; the others find it."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    drawn = {"BACKEND": memory, "LOCATION": "charts", "TIMEOUT": None}
    settings.CACHES = settings.CACHES | {"default": drawn | {"OPTIONS": {"MAX_ENTRIES": 20_000}}}


@pytest.fixture
def own_database(transactional_db, tmp_path):
    """A database for this test alone, which many threads write to (tests/databases.py)."""
    with own_copy(tmp_path):
        yield


@pytest.fixture
def migrated(settings, transactional_db):
    """A database whose tables were made at once (`--nomigrations`) has done all migrations, too."""
    if isinstance(settings.MIGRATION_MODULES, dict):
        yield
        return
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for name in MigrationLoader(None).graph.nodes:
        recorder.record_applied(*name)
    yield
    recorder.flush()


@pytest.fixture
def plan(db):
    """An invented plan of three years, without policies."""
    return baker.make(
        "measures.Plan",
        title="試験市DX計画",
        city="試験市",
        first_fiscal_year=2023,
        last_fiscal_year=2025,
    )


@pytest.fixture
def reader(client, db):
    """A signed-in member of a division, its reporter."""
    user = person("reader")
    division = baker.make("organization.Division", name="窓口課", reading="")
    days = {"first_day": "2020-04-01"}
    baker.make("organization.Membership", user=user, division=division, role="reporter", **days)
    sign_in(client, user)
    return client


@pytest.fixture
def secretary(client, db):
    """A signed-in member of the secretariat."""
    user = person("secretary")
    baker.make("organization.CityRole", user=user, role="secretariat", first_day="2020-04-01")
    sign_in(client, user)
    return client


@pytest.fixture
def stranger(client, db):
    """Somebody signed in whose last place in the city hall has ended."""
    user = person("stranger")
    days = {"first_day": "2020-04-01", "last_day": "2021-03-31"}
    baker.make("organization.CityRole", user=user, role="council", **days)
    sign_in(client, user)
    return user


def sign_in(client, user) -> None:
    """Log in, and let a first page write the session: later ones only read it."""
    client.force_login(user)
    client.get("/help/")


def person(username: str):
    return baker.make("organization.User", username=username, name=username, reading="")


@pytest.fixture
def kept_sakado_plan(request, keep) -> Kept | None:
    return keep(request, load_sakado)


@pytest.fixture
def sakado_plan(kept_sakado_plan, db):
    """The whole plan of Sakado, loaded from the fixture of the repository."""
    return kept_sakado_plan.copy() if kept_sakado_plan else load_sakado()


@pytest.fixture
def kept_played_years(request, keep) -> Kept | None:
    return keep(request, play_years)


@pytest.fixture
def played_years(kept_played_years, db):
    """That plan with the years of the demonstration, which take long to play."""
    return kept_played_years.copy() if kept_played_years else play_years()


def play_years():
    plan = load_sakado()
    call_command("demo_years", verbosity=0)
    return plan


def load_sakado():
    return load_document(ROOT / "fixtures" / "sakado.json")


@pytest.fixture
def invented_city(db):
    """A plan of another city: two levels, three years, its own effects and words."""
    return load_document(ROOT / "tests" / "documents" / "shionagi.json")


def load_document(path):
    """The plan of a document, loaded as `load_plan --from` does."""
    from progress.plan_document.loading.loading import load
    from progress.plan_document.schema.reading import read

    return load(read(path.read_bytes())).plan
