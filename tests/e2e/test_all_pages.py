"""Every page, as each role reaches it by links alone, in two years of sample data."""

import os
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from django.urls import get_resolver, resolve
from playwright.sync_api import Page

from progress.demo import load_demo
from tests.conftest import load_document
from tests.e2e.checks import A4, NARROW, WIDE, check_fits, check_page, must, problems_of
from tests.e2e.city import SAKADO

READ = {
    "progress:dashboard",
    "progress:policy_list",
    "progress:policy_detail",
    "progress:measure_list",
    "progress:measure_detail",
    "measures:library",
    "measures:plan_overview",
    "measures:chronology_list",
    "measures:help",
    "measures:accessibility",
    "glossary:term_list",
    "systems_inventory:system_list",
    "organization:password_change",
}
WRITE = {"progress:my_measures", "progress:report_edit"}
REVIEW = {"progress:queue", "progress:report_review", "progress:year_open"}
# What each role must find by links, at least; who may see what is tests/access_table.py.
DESK = {"secretariat1": READ | WRITE | REVIEW, "admin1": READ}
OTHERS = {"reporter2": READ | WRITE}
# Who reads only: nearly the same pages once more.
READERS = {"council1": READ, "executive1": READ}
# Home only leads on to the newest year, and who sees links is logged in.
NOT_BY_LINK = {"progress:home", "organization:login"}
# Pages of one kind: measures differ in their indicators, so `make test-long` looks at more.
IN_FULL = bool(os.environ.get("TEST_LONG"))
MOST = 3 if IN_FULL else 1
AXE_AT = (WIDE, NARROW) if IN_FULL else (NARROW,)


@pytest.fixture
def sample(live_server):
    """The plan with the sample data that `load_demo` makes."""
    load_document(SAKADO)
    load_demo()


def test_every_page_is_sound_for_the_desk_and_each_is_led_to(sample, page_as, subtests):
    led_to = walk_as(DESK, page_as, subtests)
    assert _standing_alone(get_resolver()) - led_to == NOT_BY_LINK


def test_every_page_is_sound_for_those_who_report_and_read(sample, page_as, subtests):
    walk_as(OTHERS | (READERS if IN_FULL else {}), page_as, subtests)


def walk_as(expected: dict[str, set[str]], page_as, subtests) -> set[str]:
    """Walk as each of these people; the names of all pages that they were led to."""
    led_to = set()
    for login, least in expected.items():
        with subtests.test(login):
            seen = walk(page_as(login))
            led_to |= set(seen)
            assert least - set(seen) == set()
    return led_to


def _standing_alone(resolver, prefix: str = "") -> set[str]:
    """The names of all pages that need no row of the sample data, those of the admin left out."""
    names = set()
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            own = (
                set() if each.namespace == "admin" else _standing_alone(each, f"{each.namespace}:")
            )
            names |= own
        elif "<" not in str(each.pattern) and not _takes_forms_only(each.callback):
            names.add(f"{prefix}{each.name}")
    return names


def _takes_forms_only(view) -> bool:
    """Whether the view's outermost decorator is require_POST, which asks nothing else first."""
    try:
        return view(RequestFactory().get("/")).status_code == 405
    except (AttributeError, TypeError):
        return False


def walk(page: Page) -> Counter:
    """Follow links from the home page; the names of the pages reached, and how often."""
    seen, visited, queue = Counter(), set(), ["/"]
    while queue:
        address = queue.pop(0)
        name = resolve(urlsplit(address).path).view_name
        if address in visited or seen[name] >= MOST:
            continue
        visited.add(address)
        answer = page.goto(address)
        must(answer.ok, page, answer.status)
        if name != "progress:home":
            seen[name] += 1
        if not name.startswith("admin:"):
            check_page(page, AXE_AT)
        queue += [link for link in _links(page) if not link.startswith("/admin/")]
        if "/admin/" not in visited and page.locator("a[href='/admin/']").count():
            queue.append("/admin/")
    return seen


def _links(page: Page) -> list[str]:
    """Addresses of pages of this portal; those of files end in no slash."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a[href]")]
            .map(link => new URL(link.href))
            .filter(url => url.origin === location.origin && url.pathname.endsWith("/"))
            .map(url => url.pathname + url.search)"""
    )


def test_admin_breaks_no_rule_of_the_content_security_policy(sample, page_as, subtests):
    """Lists, forms, imports and exports of every model, as the index links them."""
    for login in ("secretariat1", "admin1") if IN_FULL else ("admin1",):
        page = page_as(login)
        page.goto("/admin/")
        for address in _admin_pages(page):
            with subtests.test(f"{login} {address}"):
                answer = page.goto(address)
                must(answer.ok, page, answer.status)
                must(not problems_of(page), page, problems_of(page))


def _admin_pages(page: Page) -> list[str]:
    """The lists of the index, and of each the first row and what its buttons lead to."""
    lists = page.eval_on_selector_all("#content th[scope=row] a", "all => all.map(a => a.href)")
    found = list(lists)
    for address in lists:
        page.goto(address)
        found += page.eval_on_selector_all(".object-tools a", "all => all.map(a => a.href)")
        found += page.eval_on_selector_all(
            "#result_list th a", "all => all.slice(0, 1).map(a => a.href)"
        )
    return found


def test_on_paper_the_menu_is_gone_and_nothing_is_cut_off(sample, page_as):
    page = page_as("council1")
    page.goto("/")
    dashboard = page.url
    page.goto("/policies/")
    page.get_by_role("link", name="III-2-1 地理情報の一般公開化の促進").click()
    for address in (dashboard, page.url):
        page.goto(address)
        page.set_viewport_size({"width": A4, "height": 1000})
        page.emulate_media(media="print")
        check_fits(page, A4)
        assert (
            page.locator(".menu, .skip-link, .breadcrumbs, .site-footer__links").evaluate_all(
                "all => all.filter(each => each.checkVisibility()).length"
            )
            == 0
        )
        assert page.locator("figure img").first.is_visible()
