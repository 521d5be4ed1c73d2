"""The first screen of the dashboard at 1366×768 answers what a council asks, without scrolling."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page

from progress.models import ReviewYear
from tests.e2e.checks import strips_fit

WIDTH, HEIGHT = 1366, 768


def in_view(page: Page, pattern: str, place: str, *, needs_link: bool = True) -> str:
    """The text of the first `place` that lies whole on the first screen and says this, with a
    link in it."""
    for each in page.locator(place).all():
        text = re.sub(r"\s+", " ", each.inner_text())
        if re.search(pattern, text) and on_screen(each):
            assert not needs_link or each.locator("a").count(), text
            return text
    raise AssertionError(f"nothing on the first screen says {pattern}")


def on_screen(each: Locator) -> bool:
    box = each.bounding_box()
    return bool(box) and box["y"] >= 0 and box["y"] + box["height"] <= HEIGHT


# Each question of a council: what answers it (with its figure), and where.
ASKED_OF_A_CLOSED_YEAR = {
    "on course?": (r"\d+件中\d+件が順調・完了です", ".verdict"),
    "better or worse than last year?": (r"前年度と同じ\d+件では.*改善\d+件、悪化\d+件", ".verdict"),
    "where not, since when, why?": (r"（R\d(?:年度)?から\d年続けて）", "#agenda ~ ol > li"),
    "what was decided last time?": (r"決定：.+ → R7：", "#last-time ~ ol > li"),
    "what became of it?": (r"対応待ち|回答済み|完了", "#last-time ~ ol > li"),
    "what is to be decided?": (r"審議した事項は\d+件です", ".verdict"),
    "how fresh, and of what?": (r"確定 令和\d+年\d+月\d+日に年度を締めた", ".board-state"),
}
ASKED_OF_THE_YEAR_IN_PROGRESS = ASKED_OF_A_CLOSED_YEAR | {
    "on course?": (r"R8（47件中\d+件を確認、途中）：順調・完了は\d+〜\d+件です", ".verdict"),
    "what was decided last time?": (r"決定：.+ → R8：", "#last-time ~ ol > li"),
    "what is to be decided?": (r"今回の審議事項（案）は\d+件です", ".verdict"),
    "how fresh, and of what?": (r"途中 令和\d+年\d+月\d+日 \d+時\d+分現在", ".board-state"),
}


@pytest.mark.parametrize("login", ["council1", "executive1"])
def test_first_screen_answers_what_a_council_asks(years, page_as, login):
    page = page_as(login, viewport={"width": WIDTH, "height": HEIGHT})
    for fiscal_year, asked in (
        (2025, ASKED_OF_A_CLOSED_YEAR),
        (2026, ASKED_OF_THE_YEAR_IN_PROGRESS),
    ):
        year = ReviewYear.objects.get(fiscal_year=fiscal_year)
        page.goto(reverse("progress:dashboard", args=[year.pk]))
        wanting = {}
        for question, (pattern, place) in asked.items():
            try:
                in_view(page, pattern, place)
            except AssertionError as error:
                wanting[question] = str(error)
        assert wanting == {}, fiscal_year
        assert on_screen(page.locator(".strip thead"))
        assert strips_fit(page) == 1
        assert on_screen(page.locator(".strip tbody tr").first)


def test_a_dashboard_seen_again_asks_for_no_picture_again(years, page_as):
    """Not even whether it has changed. (Static files: tests/progress/test_static_addresses.py; here
    they are served otherwise than by the portal.)"""
    page = page_as("council1")
    address = reverse("progress:dashboard", args=[ReviewYear.objects.get(fiscal_year=2025).pk])
    page.goto(address, wait_until="networkidle")
    page.goto(reverse("measures:help"))
    page.goto(address, wait_until="networkidle")
    taken = page.evaluate(
        "performance.getEntriesByType('resource').map(each => [each.name, each.transferSize])"
    )
    pictures = {name: size for name, size in taken if "/static/" not in name}
    assert len(pictures) > 3
    assert not any(pictures.values()), pictures
