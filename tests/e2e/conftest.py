"""A browser before a live server, with the real plan in a real database."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sakado_dx.organization.models import User
from tests.e2e.checks import watch
from tests.e2e.city import City, build_city

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
PATIENCE = 15_000  # ms; two cores may be busy drawing a first chart


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser():
    """The system's browser, started once; CHROMIUM names it (.ci/chromium.sh)."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + as_root)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def city(live_server) -> City:
    return build_city()


@pytest.fixture
def open_context(browser: Browser, live_server):
    """Make browser contexts (each with cookies of its own), closed after the test."""
    opened: list[BrowserContext] = []

    def open_one(**options) -> BrowserContext:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "ja-JP"} | options
        context = browser.new_context(base_url=live_server.url, **options)
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
def page_of(page_as, city):
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
