"""The projector: an item on one screen, its title and point the largest, nothing cut."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from progress.charts.style import SHAPES
from progress.decisions import screen_verbs
from progress.meetings import verbs as meetings
from progress.models import Meeting, ReviewYear
from sakado_dx.organization.models import User

SIZES = ({"width": 1366, "height": 768}, {"width": 1920, "height": 1080})
CHART_LETTERS = 23.5  # px; drawn with 24
PARTS = ".screen__title, .screen__where, .screen__point p, .screen__strip li, .screen__marks > div"
# What lies outside the window or is cut; sizes of letters by part.
MEASURE = """parts => {
  const sheet = document.querySelector(".screen__sheet");
  const faults = [];
  if (sheet.scrollHeight > innerHeight) faults.push(`sheet ${sheet.scrollHeight}`);
  for (const each of document.querySelectorAll(parts)) {
    const box = each.getBoundingClientRect();
    const name = `${each.className || each.parentElement.className} ${each.textContent.slice(0, 20)}`;
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1) faults.push(`outside ${name}`);
    if (each.scrollHeight > each.clientHeight + 2) faults.push(`cut ${name}`);
    if (each.scrollWidth > each.clientWidth + 2) faults.push(`cut aside ${name}`);
  }
  return faults;
}"""
LETTERS = """() => Object.fromEntries(
  [...document.querySelectorAll("main *")].filter((each) => each.childNodes.length
    && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((each) => [each.closest("[class]").className, parseFloat(getComputedStyle(each).fontSize)]))"""


@pytest.fixture
def meeting(years) -> Meeting:
    """A meeting of the year in progress whose agenda the rule made."""
    year = ReviewYear.objects.select_related("plan").newest()
    by = User.objects.get(username="secretariat1")
    tomorrow = timezone.localdate() + timedelta(days=1)  # today's is among the sample's
    planned = meetings.plan_meeting(year, by=by, kind="推進会議", held_on=tomorrow)
    meetings.fill_agenda(planned, by=by)
    return planned


def test_every_item_fits_one_screen(meeting, page_as):
    page, by = page_as("council1"), User.objects.get(username="secretariat1")
    items = list(meeting.agenda.in_order())
    assert len(items) > 3
    faults = {}
    for item in items:
        page.goto("about:blank")  # a screen that stands comes anew by itself
        screen_verbs.show_on_screen(item, by=by)
        page.goto(reverse("progress:meeting_screen", args=[meeting.pk]))
        for size in SIZES:
            page.set_viewport_size(size)
            faults[f"{item} {size}"] = faults_of(page)
    assert {item: found for item, found in faults.items() if found} == {}
    for size in SIZES:
        page.set_viewport_size(size)
        assert_letters(page)


def faults_of(page: Page) -> list[str]:
    faults = page.evaluate(MEASURE, PARTS)
    letters = letters_of_the_chart(page)
    return faults + [f"letters of {letters:.1f} px in the chart"] * (letters < CHART_LETTERS)


def assert_letters(page: Page) -> None:
    """Title and point are the largest, and none is small."""
    letters = page.evaluate(LETTERS)
    largest = sorted(letters, key=letters.get)[-2:]
    assert set(largest) == {"screen__title", "screen__point"}, letters
    assert letters["screen__strip"] >= 12


def letters_of_the_chart(page: Page) -> float:
    """The px of the letters in the picture as it is shown; enough where there is no picture."""
    image = page.locator(".screen__chart img")
    if not image.count():
        return CHART_LETTERS
    scale = image.evaluate(
        """each => {
          const box = each.getBoundingClientRect();
          return each.naturalWidth
            && Math.min(box.width / each.naturalWidth, box.height / each.naturalHeight);
        }"""
    )
    return scale * SHAPES["screen"].text_size
