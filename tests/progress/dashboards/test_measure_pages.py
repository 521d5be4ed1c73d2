"""How far back the page of a measure reads."""

import pytest

from progress.dashboards import measure_pages
from progress.judging.shown_years import YEARS_BEFORE
from progress.models import ProgressReport, ReviewYear

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("back", range(12))
def test_the_page_of_any_year_has_all_reports_that_it_shows(world, back):
    for number in range(1, 12):
        year = ReviewYear.objects.create(
            plan=world.plan, fiscal_year=2023 + number, report_due="2099-05-31",
            opened_on="2023-04-01", publish_on="2099-09-01",
        )  # fmt: skip
        ProgressReport.objects.create(year=year, measure=world.measure)
    asked = ReviewYear.objects.get(fiscal_year=2034 - back)
    rows = measure_pages.rows_on_page(world.measure, asked.pk, is_whole=False)
    read = {each.year.fiscal_year for each in rows}
    first = max(2023, asked.fiscal_year - YEARS_BEFORE)
    assert read >= set(range(first, 2035))
