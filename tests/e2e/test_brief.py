"""答弁資料: a measure of a year on one page of A4, with its picture."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from progress.models import ProgressReport, ReviewYear

TEXT = "窓口の様式を見直し、市民課と納税課の窓口で試した。待ち時間は平均で四分短くなった。" * 4
FIELDS = ("done", "effects", "issues", "next_work")


def pages_of(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("code", ["I-3-1", "II-1-2", "IV-1-6", "VI-2-1"])
def test_measure_of_a_closed_year_fits_one_page(years, page_as, code):
    page = page_as("council1")
    year = ReviewYear.objects.get(fiscal_year=2025)
    measure = year.reports.get(measure__code=code).measure_id
    page.goto(reverse("progress:measure_brief", args=[year.pk, measure]))
    for image in page.locator(".brief img").all():
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert pages_of(page) == 1


def test_texts_of_some_160_letters_fit_too_and_none_is_cut(years, page_as):
    page = page_as("secretariat1")
    report = ProgressReport.objects.get(year__fiscal_year=2026, measure__code="I-3-1")
    ProgressReport.objects.filter(pk=report.pk).update(**dict.fromkeys(FIELDS, TEXT))
    page.goto(reverse("progress:measure_brief", args=[report.year_id, report.measure_id]))
    assert page.locator(".brief dd").all_inner_texts() == [TEXT] * len(FIELDS)
    assert pages_of(page) == 1
