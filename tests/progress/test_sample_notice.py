"""サンプルデータ on every page of a demonstration."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from measures.models import Measure, Policy
from progress.models import ProgressReport, ReviewYear
from sakado_dx.organization.models import User

pytestmark = pytest.mark.one_database  # what a page says is decided in Python

WITHOUT_ARGUMENTS = (
    "progress:policy_list",
    "progress:measure_list",
    "progress:my_measures",
    "progress:year_open",
    "measures:plan_overview",
    "measures:chronology_list",
    "measures:library",
    "glossary:term_list",
    "systems_inventory:system_list",
    "admin:index",
)


@pytest.fixture
def demonstration(invented_city, client):
    """The client, signed in as a secretary, on a demonstration with a further year."""
    call_command("load_demo", verbosity=0)
    ReviewYear.objects.create(plan=invented_city, fiscal_year=2027, report_due=date(2099, 5, 31))
    client.force_login(User.objects.get(username="secretariat1"))
    return client


def pages() -> list[str]:
    reports = {report.state: report.pk for report in ProgressReport.objects.all()}
    by_argument = {
        "progress:dashboard": list(ReviewYear.objects.values_list("pk", flat=True)),
        "progress:queue": list(ReviewYear.objects.values_list("pk", flat=True)),
        "progress:policy_detail": [Policy.objects.first().pk],
        "progress:measure_detail": list(Measure.objects.values_list("pk", flat=True)),
        "progress:report_edit": [reports["not_started"]],
        "progress:report_check": [reports["not_started"], reports["submitted"]],
        "progress:report_done": [reports["submitted"]],
        "progress:report_review": [reports["submitted"], reports["confirmed"]],
    }
    urls = [reverse(name) for name in WITHOUT_ARGUMENTS]
    labels = [model._meta.label_lower.replace(".", "_") for model in admin.site._registry]
    urls += [reverse(f"admin:{label}_changelist") for label in labels]
    return urls + [reverse(name, args=[pk]) for name, pks in by_argument.items() for pk in pks]


def test_every_page_of_a_demonstration_says_sample(demonstration):
    silent = []
    for url in pages():
        response = demonstration.get(url)
        if url.startswith("/admin/") and response.status_code == 403:
            continue  # what a secretary may not open shows nothing
        assert response.status_code == 200, url
        if "サンプルデータ" not in response.content.decode():
            silent.append(url)

    assert silent == []


def test_pages_of_a_real_year_say_nothing_of_samples(demonstration):
    ReviewYear.objects.update(is_sample=False)

    loud = [url for url in pages() if "サンプルデータ" in demonstration.get(url).content.decode()]

    assert loud == []
