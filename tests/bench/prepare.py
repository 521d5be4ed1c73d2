"""`python -m tests.bench.prepare TIMES`: fill the (empty) database of this process.

Prints one line of JSON: who signs in, what is measured, how large it is.
"""

import json
import sys
from urllib.parse import urlencode

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

SEARCHED = "利用"  # measures, reports, terms and more speak of it


def prepare(times: int) -> dict:
    """Tables, the plans of fixtures/, the current one `times` over, and its years."""
    from measures.models import Plan
    from progress.demo.people import leading_divisions, make_cast
    from sakado_dx import fiscal
    from sakado_dx.records.acting import Door, acting
    from tests.bench.copies import enlarge
    from tests.bench.figures import fill_years
    from tests.bench.published import publish_year

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_plan", stdout=sys.stderr)
    plan = Plan.objects.current()
    with acting("manage.py bench", Door.COMMAND):
        enlarge(plan, times)
        cast = make_cast(
            leading_divisions(plan, timezone.localdate()),
            since=fiscal.first_day(plan.first_fiscal_year),
        )
        fill_years(plan, cast, plan.fiscal_years)
        publish_year(plan, cast["secretariat1"].user)
    _analyze()
    return described(plan)


def _analyze() -> None:
    """Statistics for the planner, which a database in use has."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def described(plan) -> dict:
    """What the measuring side needs to know of the data."""
    from django.urls import reverse

    from progress.demo.people import PASSWORD
    from progress.models import IndicatorResult, ReviewYear
    from progress.reading.inputs import inputs_of

    year = ReviewYear.objects.newest()
    report = _draft_with_a_number(year)
    indicator = inputs_of(report).entered[0]
    return {
        "login": "secretariat1",
        "password": PASSWORD,
        "login_url": reverse("organization:login"),
        "measures": plan.measures.count(),
        "years": len(plan.fiscal_years),
        "fiscal_year": year.fiscal_year,
        "results": IndicatorResult.objects.count(),
        "database": _database(),
        "public": _public(plan.last_fiscal_year - 1),
        "urls": {
            "dashboard": reverse("progress:dashboard", args=[year.pk]),
            "start": reverse("progress:desk_start"),
            "policy_list": reverse("progress:policy_list"),
            "measure": reverse("progress:measure_detail", args=[report.measure_id]),
            "my_measures": reverse("progress:my_measures"),
            "review": reverse("progress:report_review", args=[_handed_in(year).pk]),
            "entry": reverse("progress:report_edit", args=[report.pk]),
            "search": f"{reverse('search:search')}?{urlencode({'q': SEARCHED})}",
            "api_measures": f"{reverse('api:measure_list')}?page_size=200",
            "chart": reverse("progress:indicator_chart", args=[indicator.id, year.pk, "wide"]),
        },
    }


def _public(year) -> list[str]:
    """A page of each kind that citizens read, with a few measures and their pictures."""
    from django.urls import reverse

    from progress.models import ProgressReport

    own = reverse("progress:public_year", args=[year])
    reports = ProgressReport.objects.filter(year__fiscal_year=year).order_by("measure__order")
    codes = reports.values_list("measure__code", flat=True)[:10]
    measures = [reverse("progress:public_measure", args=[year, code]) for code in codes]
    picture = reverse("progress:public_policies_chart", args=[year, "wide"])
    return [reverse("progress:public_home"), own, f"{own}policies/1/", picture, *measures]


def _draft_with_a_number(year):
    """A draft of the first division's with a number to enter: the fullest entry page."""
    from measures.models import Indicator
    from progress.models import ProgressReport
    from progress.reading.inputs import inputs_of

    drafts = ProgressReport.objects.for_year(year).filter(state=ProgressReport.State.DRAFT)
    numeric = drafts.filter(measure__indicators__kind__in=Indicator.NUMERIC_KINDS)
    return next(each for each in numeric.in_plan_order() if inputs_of(each).entered)


def _handed_in(year):
    """A report that was handed in: its review has all its parts."""
    from progress.models import ProgressReport

    reports = ProgressReport.objects.for_year(year).exclude(
        state__in=ProgressReport.EDITABLE_STATES
    )
    return reports.in_plan_order()[0]


def _database() -> str:
    if connection.vendor == "sqlite":
        return "SQLite {}.{}.{}".format(*connection.Database.sqlite_version_info)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare(int(sys.argv[1]))) + "\n")
