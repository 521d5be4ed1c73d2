"""An ended year that is still open is shown by the plan of its 31 March, whatever took effect since."""

import json
from datetime import date

import pytest
from django.urls import reverse

from progress.editions.exporting import year_file
from progress.models import PlanChange, ProgressReport, ReportSnapshot, ReviewYear
from progress.plan_document.rows.stored import stored_rows
from progress.reading.codec import EDITIONS
from progress.reading.reports import shown, title_of
from progress.reading.years import editions_in, read_year
from progress.revisions.effect_verbs import apply_due
from progress.year.verbs import open_year
from tests.progress.editions.test_bytes import close_year, year_of
from tests.progress.revisions.drafts import change, decided, in_force, key_of_direction

NEW_DAY = date(2024, 4, 1)
OLD = ("I-1-1", "施策I-1-1", "窓口の改善", "書かない窓口", "処理件数")
NEW = ("N-9", "改めた施策", "改めた方針", "改めた方向", "改めた指標")


def lines(plan) -> list[PlanChange]:
    """Names of all levels and a code are changed."""
    policy = next(iter(stored_rows(plan).rows["policies"]))
    return [
        change("measures", ("I-1-1",), "name", "施策I-1-1", "改めた施策"),
        change("measures", ("I-1-1",), "code", "I-1-1", "N-9"),
        change("measures", ("I-1-1",), "order", 0, 5),
        change("policies", policy, "name", "窓口の改善", "改めた方針"),
        change("directions", key_of_direction(plan), "name", "書かない窓口", "改めた方向"),
        change("indicators", ("I-1-1",), "name", "処理件数", "改めた指標"),
    ]


@pytest.fixture
def revised(world):
    """R5 has ended and is open, R6 runs, and a revision took effect on its first day."""
    in_force(world.plan)
    world.bring_to("evaluated")
    by = world.people["secretariat"]
    open_year(world.plan, by=by, fiscal_year=2024, report_due=date(2099, 5, 31))
    days = {"effective_on": NEW_DAY, "decided_on": date(2024, 3, 1)}
    decided(world.plan, by, *lines(world.plan), **days)
    assert len(apply_due(NEW_DAY).editions) == 1
    return world


def of(fiscal_year: int) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(fiscal_year=fiscal_year)


def said_by(edition) -> tuple:
    plan, (indicator, *_) = edition.plan, edition.indicators
    return plan.code, plan.name, plan.policy.name, plan.direction.name, indicator.facts.name


@pytest.mark.parametrize(("fiscal_year", "names"), [(2023, OLD), (2024, NEW)])
def test_rows_and_editions_have_the_names_of_the_year(revised, fiscal_year, names):
    year = of(fiscal_year)
    row = next(each for each in read_year(year).rows if each.measure_id == revised.measure.pk)
    told = (row.code, row.name, row.policy.name, row.direction.name, row.indicators[0].facts.name)
    assert told == names
    edition = next(
        each for each in editions_in(year).values() if each.plan.id == revised.measure.pk
    )
    assert said_by(edition) == names
    report = ProgressReport.objects.with_measure().get(year=year, measure=revised.measure)
    assert title_of(report) == f"{names[0]} {names[1]}" == shown([report])[0].measure.title


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_files_have_the_names_of_the_year(revised, kind):
    for fiscal_year, has, lacks in ((2023, OLD, NEW), (2024, NEW, OLD)):
        text = year_file(of(fiscal_year), kind)[1].decode("utf-8-sig")
        assert has[1] in text and has[2] in text and has[4] in text
        assert lacks[1] not in text and lacks[2] not in text and lacks[4] not in text


def test_pages_have_the_names_of_the_year(revised, client):
    client.force_login(revised.people["secretariat"])
    policy = revised.measure.direction.policy_id
    for fiscal_year, has, lacks in ((2023, OLD, NEW), (2024, NEW, OLD)):
        year = of(fiscal_year)
        for address, names in (
            (reverse("progress:measure_list"), 1),
            (reverse("progress:policy_list"), 2),
            (reverse("progress:policy_detail", args=[policy]), 2),
            (reverse("progress:measure_detail", args=[revised.measure.pk]), 1),
            (reverse("progress:queue", args=[year.pk]), 1),
            (reverse("progress:dashboard", args=[year.pk]), 2),
        ):
            page = client.get(address, {"year": year.pk}).content.decode()
            assert has[names] in page and lacks[names] not in page, address


def test_closing_writes_the_old_names_for_good(revised):
    year = of(2023)
    left = ProgressReport.objects.filter(year=year).exclude(pk=revised.report.pk).get()
    close_year(year, by=revised.people["secretariat"], reasons={left.pk: "災害対応のため"})
    kept = ReportSnapshot.objects.get(report=revised.report)
    assert said_by(EDITIONS.decode(kept.content)) == OLD
    assert "改めた" not in json.dumps(json.loads(year_file(year_of(revised), "json")[1]))


def test_places_are_those_of_the_year(revised):
    one = revised.measure.direction.policy_id
    for policy_id in (None, one):
        rows = read_year(of(2023), policy_id=policy_id).rows
        assert [each.code for each in rows] == ["I-1-1", "I-1-2"]
        rows = read_year(of(2024), policy_id=policy_id).rows
        assert [each.code for each in rows] == ["I-1-2", "N-9"]


def test_year_is_read_in_as_few_statements_where_nothing_took_effect(
    world, django_assert_num_queries
):
    in_force(world.plan)
    year = of(2023)
    with django_assert_num_queries(6):
        read_year(year)
