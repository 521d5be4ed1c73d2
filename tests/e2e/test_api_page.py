"""The pages of the read API in the browser: read, and tried within the portal's policy."""

from playwright.sync_api import expect

from tests.e2e.checks import check_page, problems_of
from tests.e2e.widths import faults_of


def test_the_read_api_is_read_on_its_page(years, page_as):
    page = page_as()
    page.goto("/api/v1/")
    check_page(page)
    assert faults_of(page) == []


def test_the_read_api_is_tried_on_a_page(years, page_as):
    page = page_as()
    page.goto("/api/v1/try/")
    page.get_by_text("施策の一覧", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_placeholder("page_size").fill("1")
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text('"page_size": 1')
    assert problems_of(page) == []
