"""A browser before a live server, with the real plan in a real database."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.plugin import blocking_manager_key

from sakado_dx.organization.models import User
from tests.e2e.checks import share_accessible, watch
from tests.e2e.city import City, build_city, read_city
from tests.e2e.kept import Kept, drop_kept
from tests.e2e.years import play_years

# Playwright runs an event loop in the thread of the tests, and Django then refuses its database
# there; nothing of the loop ever touches it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # ms; two cores may be busy with much else, and no test asks how long it takes
expect.set_options(timeout=PATIENCE)


# The longest first, so that none of them is left alone at the end. A worker takes two that stand
# beside each other: that way one makes the years, one the city and one the small city, at once.
LONGEST = (
    "test_every_kind_of_page_opens_from_a_disk",
    "test_every_public_page_is_sound_and_led_to_without_a_cookie",
    "test_a_meeting_is_held_and_followed_up",
    "test_admin_breaks_no_rule_of_the_content_security_policy",
    "test_a_year_is_carried_by_its_buttons_alone",
    "test_a_report_from_the_first_word_to_the_figure_on_the_dashboard",
    "test_every_page_is_sound_and_led_to",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(getattr(item, "originalname", ""), len(places)))


@pytest.fixture(scope="session")
def browser():
    """The system's browser, started once; CHROMIUM names it (.ci/chromium.sh)."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + as_root)
        yield browser
        browser.close()


def pytest_sessionfinish(session):
    """Of several processes the last one to end is the one that is no worker."""
    if not hasattr(session.config, "workerinput") and connection.vendor == "postgresql":
        with session.config.stash[blocking_manager_key].unblock():
            drop_kept()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder that all workers of this run see."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    share_accessible(folder)
    return folder


@pytest.fixture(scope="session")
def kept(shared_folder, _emptying_tables_is_no_act) -> Iterator[Kept]:
    """Data made once; a test's own database, where it worked on a copy, needs no emptying."""
    kept = Kept(shared_folder)
    empty = TransactionTestCase._fixture_teardown

    def empty_what_was_filled(case):
        if not kept.is_database_empty:
            empty(case)
        kept.is_database_empty = False

    TransactionTestCase._fixture_teardown = empty_what_was_filled
    yield kept
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(autouse=True)
def _quick_passwords_and_charts_drawn_once(settings, shared_folder):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = django_settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(shared_folder / "charts"),
            "TIMEOUT": None,
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }


@pytest.fixture
def city(live_server, kept) -> Iterator[City]:
    """The plan, people of every role and one open year (tests/e2e/city.py)."""
    with kept.copy_of("city", build_city):
        yield read_city()


@pytest.fixture
def years(live_server, kept) -> Iterator[None]:
    """The plan with four sample years, three of them closed (tests/e2e/years.py)."""
    with kept.copy_of("years", play_years):
        yield


@pytest.fixture
def open_context(browser: Browser, live_server):
    """Give browser contexts, each with cookies of its own, for the length of the test.

    None is used twice: what a closed page still sends (unsent.js) is answered with cookies.
    """
    opened: list[BrowserContext] = []

    def open_one(**options) -> BrowserContext:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "ja-JP"}
        context = browser.new_context(base_url=live_server.url, **usual | options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page_as(open_context, live_server):
    """A page of somebody who is signed in already, by login; of nobody where there is none."""

    def make(login: str = "", **options) -> Page:
        context = open_context(**options)
        if login:
            user = User.objects.get(username=login)
            context.add_cookies([_session_cookie(user, live_server.url)])
        return watch(context.new_page())

    return make


@pytest.fixture
def page_of(city, page_as):
    """The same, in the city of these tests."""
    return page_as


def _session_cookie(user, url: str) -> dict:
    client = Client()
    client.force_login(user)
    client.get("/help/")  # a first page writes the session: later ones only read it
    name = django_settings.SESSION_COOKIE_NAME
    return {
        "name": name,
        "value": client.cookies[name].value,
        "domain": urlsplit(url).hostname,
        "path": "/",
    }
