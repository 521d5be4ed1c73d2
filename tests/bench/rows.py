"""`python -m tests.bench.rows FOLDER`: a database with a plan that owes thousands of results, and
a file of rows for each list. `… FOLDER reset` puts the database back to that.
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command

ROWS = 5000
MEASURES = 10
YEAR = 2027
LOGIN = "secretariat1"
NEW_TERM, NEW_SYSTEM = "用語の見本", "業務システムの見本"
HEADINGS = {
    "results": ["年度", "施策番号", "指標番号", "実績値"],
    "terms": ["用語", "よみ", "説明"],
    "systems": ["業務システム名", "課名等", "並び順"],
}


def prepare(folder: Path) -> None:
    """The plan of fixtures/, its measures `MEASURES` times over, each with so many indicators that
    their numbers make up the file."""
    from measures.models import Indicator, Measure, Plan
    from progress.demo.people import leading_divisions, make_cast
    from progress.models import IndicatorResult, ProgressReport
    from progress.year.verbs import open_year
    from sakado_dx import fiscal
    from sakado_dx.records.acting import Door, acting
    from tests.bench.copies import enlarge

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_plan", stdout=sys.stderr)
    plan = Plan.objects.current()
    first = fiscal.first_day(plan.first_fiscal_year)
    with acting("manage.py bench", Door.COMMAND):
        enlarge(plan, MEASURES, only=(Measure, Indicator))
        numbers = plan.indicators.filter(kind__in=Indicator.NUMERIC_KINDS).count()
        enlarge(plan, ROWS // numbers + 1, only=(Indicator,), mark="+")
        others = plan.indicators.exclude(kind__in=Indicator.NUMERIC_KINDS)
        others.filter(key__contains="+").delete()
        secretary = make_cast(leading_divisions(plan, first), since=first)[LOGIN].user
        year = open_year(plan, by=secretary, fiscal_year=YEAR, report_due=fiscal.last_day(YEAR))
        ProgressReport.objects.for_year(year).update(state="draft", version=1)
        links = _links(year)
        IndicatorResult.objects.bulk_create(
            IndicatorResult(indicator_id=link.indicator_id, fiscal_year=YEAR, report=report,
                            status="reported", value=1)
            for link, report in links
        )  # fmt: skip
    _write(folder, links)


def _links(year) -> list:
    """The numbers that reports enter, each with its report."""
    from measures.models import Indicator
    from progress.judging.homes import homes_of, links_in
    from progress.models import ProgressReport

    links = list(links_in(year).select_related("indicator", "measure"))
    homes = homes_of((link.measure_id, link.indicator_id) for link in links)
    reports = {each.measure_id: each for each in ProgressReport.objects.for_year(year)}
    own = (link for link in links if homes[link.indicator_id] == link.measure_id)
    numbers = (each for each in own if each.indicator.kind in Indicator.NUMERIC_KINDS)
    return [(each, reports[each.measure_id]) for each in numbers][:ROWS]


def _write(folder: Path, links: list) -> None:
    from sakado_dx.organization.models import Division
    from sakado_dx.spreadsheets.writing import to_xlsx

    divisions = [each.name for each in Division.objects.in_force().order_by("order")[:20]]
    rows = {
        "results": [
            [str(YEAR), link.measure.code, link.indicator.key, str(2 + place % 90)]
            for place, (link, _) in enumerate(links)
        ],
        "terms": [
            [f"{NEW_TERM}{place}", f"ようごのみほん{place}", f"{place}番目の用語の説明です。" * 3]
            for place in range(ROWS)
        ],
        "systems": [
            [f"{NEW_SYSTEM}{place}", divisions[place % len(divisions)], str(place)]
            for place in range(ROWS)
        ],
    }
    for name, own in rows.items():
        (folder / f"{name}.xlsx").write_bytes(to_xlsx(name, HEADINGS[name], own))


def reset() -> None:
    """What the files change, as it was before."""
    from glossary.models import Term
    from progress.models import IndicatorResult
    from sakado_dx.records.acting import Door, acting
    from systems_inventory.models import InformationSystem

    with acting("manage.py bench", Door.COMMAND):
        IndicatorResult.objects.update(value=1)
        Term.objects.filter(term__startswith=NEW_TERM).delete()
        InformationSystem.objects.filter(name__startswith=NEW_SYSTEM).delete()


if __name__ == "__main__":
    django.setup()
    folder = Path(sys.argv[1])
    if sys.argv[2:] == ["reset"]:
        reset()
    else:
        prepare(folder)
