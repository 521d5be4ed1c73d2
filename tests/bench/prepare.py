"""`python -m tests.bench.prepare TIMES [CLOSED]`: fill the (empty) database of this process.

Prints one line of JSON: who signs in, what is measured, how large it is.
"""

import json
import sys

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

CLOSED = 3  # years, and one in progress


def prepare(times: int, closed: int = CLOSED) -> dict:
    """Tables, the plans of fixtures/, the current one `times` over, so many closed years of it and
    the next one in progress."""
    from measures.models import Plan
    from progress.demo.people import leading_divisions, make_cast
    from progress.plan_editions.verbs import adopt_with_year
    from sakado_dx import fiscal
    from sakado_dx.records.acting import Door, acting
    from tests.bench.copies import begin_earlier, enlarge
    from tests.bench.figures import play_years

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_plan", stdout=sys.stderr)
    plan = Plan.objects.current()
    with transaction.atomic(), acting("manage.py bench", Door.COMMAND):
        begin_earlier(plan, closed - CLOSED)
        enlarge(plan, times)
        cast = make_cast(
            leading_divisions(plan, timezone.localdate()),
            since=fiscal.first_day(plan.first_fiscal_year),
        )
        adopt_with_year(plan, by=cast["secretariat1"].user)
        play_years(plan, cast, closed)
    _analyze()
    return described(plan)


def _analyze() -> None:
    """Statistics for the planner, which a database in use has."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def described(plan) -> dict:
    """What is asked for, and how large the data are."""
    from django.urls import reverse

    from progress.demo.people import PASSWORD
    from progress.models import IndicatorResult, ReviewYear
    from tests.bench import addresses

    year = ReviewYear.objects.newest()
    return {
        "login_url": reverse("organization:login"),
        "people": [addresses.SECRETARY, addresses.REPORTER, addresses.COUNCIL],
        "password": PASSWORD,
        "pages": addresses.pages(year, addresses.reporters_draft(year)),
        "charts": addresses.charts(year),
        "public": addresses.public(year.fiscal_year - 1),
        "measures": plan.measures.count(),
        "years": ReviewYear.objects.count(),
        "fiscal_year": year.fiscal_year - 1,
        "results": IndicatorResult.objects.count(),
        "database": _database(),
    }


def _database() -> str:
    if connection.vendor == "sqlite":
        return "SQLite {}.{}.{}".format(*connection.Database.sqlite_version_info)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare(*map(int, sys.argv[1:]))) + "\n")
