"""The number of SQL statements of each page: the same at 47 and at 470 measures.

Systems, terms and events are ten times as many too. Savepoints count, BEGIN and COMMIT are
savepoints here.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure, Policy
from progress.demo.people import leading_divisions, make_cast
from progress.models import ProgressReport, ReviewYear
from progress.reading.inputs import inputs_of
from sakado_dx import fiscal
from sakado_dx.organization import sessions
from sakado_dx.organization.models import User
from sakado_dx.search.writing import rebuild
from tests.bench.addresses import charts, search
from tests.bench.copies import enlarge
from tests.bench.figures import fill_years
from tests.ceilings import MOST_STATEMENTS

pytestmark = pytest.mark.one_database  # as many statements on both

STATEMENTS = {
    "dashboard": 9,
    "dashboard with pending": 9,
    "policy_list": 8,
    "policy_detail": 10,
    "measure_list": 6,
    "ways": 5,
    "directions": 8,
    "beside": 8,
    "divisions": 8,
    "division": 8,
    "brief": 10,
    "measure_detail": 9,
    "my_measures": 10,
    "queue": 8,
    "report_edit": 11,
    "report_edit on behalf": 11,
    "report_check": 10,
    "report_review": 8,
    "paper": 12,
    "division_paper": 15,
    "publication": 9,
    "records": 8,
    "workbook": 11,
    "workbook_list": 10,
    "indicator_chart": 5,
    "policy_chart": 5,
    "systems": 10,  # one for the measures of its systems
    "glossary": 6,
    "chronology": 5,
    "library": 7,
    "plan": 9,
    "api measures": 13,  # one for the edition that citizens read
    "api indicators": 7,
    "api years": 5,
    "api reports": 10,
    "api results": 10,
    "api decisions": 4,
    "search": 11,
    "save": 16,
    "save on behalf": 14,
}


@pytest.fixture
def pages(sakado_plan):
    """A function of the number of plans: the addresses measured at that size."""

    def make(times: int) -> dict[str, str]:
        enlarge(sakado_plan, times)
        divisions = leading_divisions(sakado_plan, timezone.localdate())
        since = fiscal.first_day(sakado_plan.first_fiscal_year)
        fill_years(sakado_plan, make_cast(divisions, since=since), sakado_plan.fiscal_years[-2:])
        rebuild()
        assert Measure.objects.of_plan(sakado_plan).count() == 47 * times
        return _addresses(sakado_plan, divisions)

    return make


def _addresses(plan, divisions) -> dict[str, str]:
    year = ReviewYear.objects.newest()
    drafts = ProgressReport.objects.for_year(year).filter(state="draft").in_plan_order()
    today = timezone.localdate()
    own_pk = next(
        each.pk
        for each in drafts.led_by([divisions[0].pk], today)
        if [one for one in inputs_of(each).entered if one.is_numeric]
    )
    others = drafts.exclude(pk__in=drafts.led_by([divisions[0].pk], today).values("pk"))
    others_pk = next(each.pk for each in others if inputs_of(each).entered)
    confirmed = ProgressReport.objects.for_year(year).filter(state="confirmed").first()
    names = {
        "dashboard": ("progress:dashboard", year.pk),
        "policy_list": ("progress:policy_list",),
        "policy_detail": ("progress:policy_detail", Policy.objects.get(number=1).pk),
        "measure_list": ("progress:measure_list",),
        "ways": ("progress:year_ways", year.pk),
        "directions": ("progress:year_directions", year.pk),
        "beside": ("progress:year_beside", year.pk),
        "divisions": ("progress:division_list", year.pk),
        "division": ("progress:division_year", year.pk, divisions[0].name),
        "measure_detail": ("progress:measure_detail", Measure.objects.get(code="I-3-1").pk),
        "my_measures": ("progress:my_measures",),
        "queue": ("progress:queue", year.pk),
        "report_edit": ("progress:report_edit", own_pk),
        "report_edit on behalf": ("progress:report_edit", others_pk),
        "report_check": ("progress:report_check", own_pk),
        "brief": ("progress:measure_brief", year.pk, confirmed.measure_id),
        "report_review": ("progress:report_review", confirmed.pk),
        "paper": ("progress:report_paper", own_pk),
        "division_paper": ("progress:division_paper", year.pk, divisions[0].pk),
        "publication": ("progress:report_publication", confirmed.pk),
        "records": ("progress:record_list",),
        "workbook": ("progress:division_workbook", year.pk, divisions[0].pk),
        "workbook_list": ("progress:workbook_list", year.pk),
        "policy_chart": ("progress:policy_chart", year.pk, "wide"),
        "systems": ("systems_inventory:system_list",),
        "glossary": ("glossary:term_list",),
        "chronology": ("measures:chronology_list",),
        "library": ("measures:library",),
        "plan": ("measures:plan_overview",),
    }
    urls = {page: reverse(name, args=args) for page, (name, *args) in names.items()}
    urls |= _of_the_api(year)
    urls["dashboard with pending"] = f"{urls['dashboard']}?pending=1"
    return urls | {"indicator_chart": charts(year)[0], "search": search()}


def _of_the_api(year: ReviewYear) -> dict[str, str]:
    of_year = f"years/{year.fiscal_year}"
    addresses = {
        "measures": "measures/?page_size=200", "indicators": "indicators/?page_size=200",
        "years": "years/", "reports": f"{of_year}/reports/", "results": f"{of_year}/results/",
        "decisions": f"{of_year}/decisions/",
    }  # fmt: skip
    return {f"api {name}": f"/api/v1/{address}" for name, address in addresses.items()}


@pytest.mark.parametrize("times", [1, 10])
def test_pages_take_the_same_statements_at_any_size(pages, client, times, monkeypatch):
    # A session a minute old is written again, which costs more on a slow machine alone.
    monkeypatch.setattr(sessions, "WRITE_EVERY", 10**6)
    urls = pages(times)
    counts = {}
    client.force_login(User.objects.get(username="secretariat1"))
    for page, url in urls.items():
        client.get(url)  # what is worked out once a process, and the charts
        with CaptureQueriesContext(connection) as statements:
            response = client.get(url)
        assert response.status_code == 200, url
        counts[page] = len(statements)
    for page in ("save", "save on behalf"):
        counts[page] = _statements_of_save(client, urls[page.replace("save", "report_edit")])

    assert {page: count for page, count in counts.items() if STATEMENTS[page] != count} == {}
    # Of a save BEGIN and COMMIT are two, and one tells the record that the act is over.
    counts |= {page: counts[page] - 3 for page in ("save", "save on behalf")}
    assert {page: count for page, count in counts.items() if count > MOST_STATEMENTS} == {}


def _statements_of_save(client, url: str) -> int:
    """Of a save that changes a text and a number, as the form of the page sends it."""
    form = client.get(url).context["form"]
    report = form_report(url)
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"version": report.version, "done": "新しい文", "reason": "代行のため"}
    for indicator in inputs_of(report).entered:
        data[f"result-{indicator.id}-value"] = "7"
    with CaptureQueriesContext(connection) as statements:
        assert client.post(url, data).status_code == 302
    number = len(statements)
    assert form_report(url).version == report.version + 1
    return number


def form_report(url: str) -> ProgressReport:
    return ProgressReport.objects.get(pk=int(url.split("/")[2]))
