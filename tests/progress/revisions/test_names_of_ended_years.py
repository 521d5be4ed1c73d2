"""An ended year that is still open is shown by the plan of its 31 March, whatever took effect since."""

import json
from datetime import date

import pytest
from django.urls import reverse

from progress.approvals.verbs import approve
from progress.corrections.verbs import propose_correction
from progress.dashboards.pages import listed_policies
from progress.editions.exporting import year_file
from progress.models import (
    Approval,
    FollowUp,
    PlanChange,
    ProgressReport,
    ReportSnapshot,
    ReviewYear,
)
from progress.plan_document.rows.stored import stored_rows
from progress.reading.codec import EDITIONS
from progress.reading.reports import measures_of, shown, title_of
from progress.reading.years import editions_in, read_year
from progress.revisions.effect_verbs import apply_due
from progress.year.verbs import open_year
from sakado_dx.records.acting import Door, acting
from tests.progress.conftest import PAPER
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
    policy = revised.measure.direction.policy
    for fiscal_year, expected in ((2023, ["I-1-1", "I-1-2"]), (2024, ["I-1-2", "N-9"])):
        year = of(fiscal_year)
        assert [each.code for each in read_year(year).rows] == expected
        listed = listed_policies(year.plan, year, False, policy)
        shown = [
            each.row.code for _, own in listed.policies for line in own for each in line.measures
        ]
        assert shown == expected


def test_year_is_read_in_as_few_statements_where_nothing_took_effect(
    world, django_assert_num_queries
):
    in_force(world.plan)
    year = of(2023)
    with django_assert_num_queries(6):
        read_year(year)


@pytest.fixture
def hung_upon(revised) -> dict[str, str]:
    """What hangs on the report of the ended year, each with the address of the list that has it."""
    report, by = revised.fresh(), revised.people["secretariat"]
    approve(report, by=by, version=report.version, **PAPER)
    propose_correction(
        report, by=by, kind="correct", place="done", after="直した。", reason="誤記のため。"
    )
    decision, division = report.decisions.get(), revised.divisions["lead"]
    asked = {"what": "様式をまとめること", "due": date(2099, 1, 1)}
    with acting("試験", Door.COMMAND):
        follow_up = FollowUp.objects.create(decision=decision, division=division, **asked)
    year = report.year_id
    return {
        "corrections": reverse("progress:errata_list", args=[year]),
        "decisions": reverse("progress:decision_list", args=[year]),
        "approval": Approval.objects.get().get_absolute_url(),
        "follow-ups": reverse("progress:follow_up_list"),
        "follow-up": follow_up.get_absolute_url(),
        "search": f"{reverse('search:search')}?q=様式をまとめる",
    }


@pytest.mark.one_database
def test_lists_of_what_hangs_on_reports_have_the_names_of_the_year(revised, hung_upon, client):
    client.force_login(revised.people["secretariat"])
    for noun, address in hung_upon.items():
        page = client.get(address).content.decode()
        assert OLD[1] in page and NEW[1] not in page, noun


@pytest.mark.one_database
def test_tasks_have_the_names_of_the_year(revised, hung_upon, client):
    client.force_login(revised.people["reporter"])
    page = client.get(reverse("progress:my_measures")).content.decode()
    assert f"{OLD[1]}：様式をまとめること" in page and f"{NEW[1]}：様式" not in page


@pytest.mark.one_database
def test_report_read_without_its_names_asks_for_them(revised, django_assert_num_queries):
    reports = list(ProgressReport.objects.select_related("year", "measure").order_by("pk"))
    with django_assert_num_queries(3):
        names = measures_of(reports)
    assert [names[each.pk].name == NEW[1] for each in reports] == [
        each.measure_id == revised.measure.pk and each.year.fiscal_year == 2024 for each in reports
    ]
