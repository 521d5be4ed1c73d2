"""A year in the read API: published to anybody, from `reading/` to staff by the rights of pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from measures.models import Plan
from progress.models import IndicatorResult, Publication, ReviewYear
from progress.publication.content import PUBLICATIONS, Contact, PublicReport, public_report
from progress.reading.years import edition_of
from tests.progress.closing import close_year
from tests.progress.conftest import World

pytestmark = pytest.mark.one_database

API = "/api/v1/"
YEAR = "years/2023/"
REPORT = f"{YEAR}reports/I-1-1/"


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(world.people[role])
    return client


def read(world: World, role: str, address: str) -> dict:
    response = client_of(world, role).get(API + address)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def status(world: World, role: str, address: str) -> int:
    return client_of(world, role).get(API + address).status_code


@pytest.fixture
def published(world) -> World:
    """A report that was evaluated and published, its day come."""
    world.bring_to("evaluated")
    world.make_public(timezone.localdate())
    ReviewYear.objects.update(publish_on=timezone.localdate())
    return world


def test_before_its_day_nobody_without_a_login_knows_of_a_year(published):
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    assert read(published, "anonymous", "years/")["results"] == []
    for address in ("reports/", "reports/I-1-1/", "results/", "decisions/"):
        assert status(published, "anonymous", YEAR + address) == 404
        assert status(published, "nobody", YEAR + address) == 404


def test_what_was_taken_back_is_gone_at_once(published):
    assert status(published, "anonymous", REPORT) == 200
    Publication.objects.update(withdrawn_at=timezone.now())
    assert status(published, "anonymous", REPORT) == 404


@pytest.mark.parametrize("role", ["anonymous", "nobody"])
def test_without_a_place_one_reads_the_newest_publication(published, role):
    assert read(published, role, "years/")["results"] == [
        {
            "fiscal_year": 2023,
            "fiscal_year_name": "令和5年度",
            "source": "publication",
            "is_closed": None,
            "edition": None,
            "publish_on": timezone.localdate().isoformat(),
            "measures": 2,
            "published": 1,
        }
    ]
    report = read(published, role, REPORT)
    assert (report["source"], report["edition"], report["state"]) == ("publication", 1, "published")
    assert report["progress"] == {"word": "順調", "meaning": "on_track"}
    assert (report["whose"], report["public_text"]) == ("meeting", "窓口の様式を見直した。")
    assert report["contact"] == {"name": "旧情報課", "telephone": "", "email": ""}
    assert report["internal"] is None
    assert [each["key"] for each in read(published, role, f"{YEAR}reports/")["results"]] == [
        "I-1-1"
    ]


def publish_again(world: World, shown: PublicReport) -> None:
    world.report.publications.create(
        edition=2, content=PUBLICATIONS.encode(shown), cause="公表", by=world.people["head"],
        published_on=timezone.localdate(), at=timezone.now(),
    )  # fmt: skip


def test_a_newer_publication_is_what_is_read(published):
    shown = public_report(edition_of(published.fresh()), withheld=["results"], contact=Contact())
    publish_again(published, shown)
    report = read(published, "anonymous", REPORT)
    assert (report["edition"], report["withheld"]) == (2, ["成果指標の実績"])
    [result] = report["results"]
    assert (result["status"], result["status_name"]) == (None, "公表していません")
    assert (result["value"], result["judgement"]) == (None, None)


def test_a_published_figure_that_is_missing_is_of_no_year(published):
    [result] = read(published, "anonymous", REPORT)["results"]
    assert (result["status"], result["figure_year"]) == ("reported", 2023)
    IndicatorResult.objects.update(value=None, status="being_compiled")
    shown = public_report(edition_of(published.fresh()), withheld=[], contact=Contact())
    publish_again(published, shown)
    [result] = read(published, "anonymous", REPORT)["results"]
    assert (result["status"], result["figure_year"]) == ("being_compiled", None)


def test_zero_is_a_value_and_what_is_missing_says_why(world):
    world.bring_to("confirmed")
    IndicatorResult.objects.update(value=Decimal(0))
    [one, other] = read(world, "other", f"{YEAR}results/")["results"]
    assert (one["value"], one["status"], one["status_name"]) == ("0", "reported", "実績あり")
    assert one["target"] == {"fiscal_year": 2023, "fiscal_year_name": "令和5年度", "value": "10"}
    assert one["judgement"]["code"] == "not_met"
    assert (other["entered_under"], other["measure"]["key"]) == ("I-1-1", "I-1-2")
    IndicatorResult.objects.update(value=None, status="being_compiled")
    [one, _] = read(world, "other", f"{YEAR}results/")["results"]
    assert (one["value"], one["status"], one["certainty"]) == (None, "being_compiled", None)


def test_figures_that_do_not_count_yet_are_nobodys(world):
    world.bring_to("submitted")
    for role in ("secretariat", "reporter", "other"):
        [one, _] = read(world, role, f"{YEAR}results/")["results"]
        assert (one["value"], one["status"]) == (None, "not_reported")
    report = read(world, "reporter", REPORT)
    assert (report["progress"], report["public_text"], report["whose"]) == (None, "", "")
    assert report["internal"]["division"]["progress"]["word"] == "順調"


def test_staff_read_what_is_public_and_by_right_the_rest(published):
    report = read(published, "other", REPORT)
    assert (report["source"], report["state"]) == ("portal", "published")
    texts = {each["field"]: each["text"] for each in report["internal"]["texts"]}
    assert texts["done"] == "窓口の様式を見直した。"
    assert report["internal"]["secretariat"] == {"progress": None, "note": ""}
    [decision] = report["internal"]["decisions"]
    assert (decision["body"], decision["judgement"]["word"]) == ("推進会議", "順調")


def test_decisions_are_read_as_on_pages(world):
    report = world.bring_to("confirmed")
    world.decide(report, opinion="早めに。", is_public=True)
    found = {
        role: len(read(world, role, f"{YEAR}decisions/")["results"])
        for role in ("secretariat", "council", "executive", "reporter", "department", "other")
    }
    assert found == {
        "secretariat": 1, "council": 1, "executive": 1, "reporter": 1, "department": 1, "other": 0,
    }  # fmt: skip
    [row] = read(world, "council", f"{YEAR}decisions/?body=推進会議&measure=I-1-1")["results"]
    assert (row["measure"]["key"], row["opinion"], row["judgement"]["word"]) == (
        "I-1-1", "早めに。", "順調",
    )  # fmt: skip


def test_a_draft_decision_is_in_no_answer(world):
    report = world.bring_to("confirmed")
    decision = world.decide(report, opinion="案の意見")
    decision.meeting.settled_at = decision.meeting.settled_by = None
    decision.meeting.save()
    for role in ("secretariat", "council", "reporter"):
        assert read(world, role, f"{YEAR}decisions/")["results"] == []
        assert read(world, role, REPORT)["internal"]["decisions"] == []


def test_citizens_read_the_opinions_that_are_public(world):
    report = world.bring_to("confirmed")
    world.decide(report, opinion="早めに。", is_public=True)
    world.decide(report, opinion="内輪の意見")
    ReviewYear.objects.update(publish_on=timezone.localdate())
    world.report = world.fresh()
    world.make_public(timezone.localdate())
    found = read(world, "anonymous", f"{YEAR}decisions/")["results"]
    assert [each["opinion"] for each in found] == ["早めに。"]
    assert (found[0]["judgement"], found[0]["is_public"]) == (None, True)


def test_a_closed_year_answers_the_same_whatever_becomes_of_the_plan(published):
    year = ReviewYear.objects.select_related("plan").get()
    left = year.reports.exclude(pk=published.report.pk).get()
    close_year(year, by=published.people["secretariat"], reasons={left.pk: "災害対応のため"})
    addresses = ["reports/", "results/", "decisions/"]
    before = {
        (role, each): read(published, role, YEAR + each)["results"]
        for role in ("anonymous", "secretariat")
        for each in addresses
    }
    assert before["secretariat", "reports/"][0]["edition"] == 1
    published.measure.name, published.measure.code = "新しい名前", "IX-9"
    published.measure.save()
    published.indicator.targets.update(value=99)
    published.divisions["lead"].name = "改組後の課"
    published.divisions["lead"].save()
    Plan.objects.update(title="改定後の計画")
    for (role, each), rows in before.items():
        assert read(published, role, YEAR + each)["results"] == rows, (role, each)
    [row] = read(published, "secretariat", "years/")["results"]
    assert (row["is_closed"], row["edition"]) == (True, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("reports/", ["I-1-1", "I-1-2"]),
        ("reports/?ordering=-order", ["I-1-2", "I-1-1"]),
        ("reports/?state=evaluated", ["I-1-1"]),
        ("reports/?meaning=on_track", ["I-1-1"]),
        ("reports/?meaning=late", []),
        ("reports/?division=道路課", ["I-1-2"]),
        ("reports/?policy=2", []),
        ("reports/?page_size=1&page=2", ["I-1-2"]),
    ],
)
def test_reports_are_chosen_by_what_is_asked(world, asked, found):
    world.bring_to("evaluated")
    rows = read(world, "secretariat", YEAR + asked)["results"]
    assert [each["key"] for each in rows] == found


def test_results_are_chosen_by_what_is_asked(world):
    world.bring_to("confirmed")
    for asked, number in {
        "?status=reported": 2, "?status=not_reported": 0, "?judgement=met": 2,
        "?measure=I-1-2": 1, "?indicator=I-1-1&measure=I-1-1": 1, "?indicator=x": 0,
    }.items():  # fmt: skip
        assert read(world, "council", f"{YEAR}results/{asked}")["count"] == number, asked


@pytest.mark.parametrize("year", ["0", "1", "9999", "9" * 30, "9" * 5000, "-1", "２０２３", "%00"])
def test_years_that_are_not_there_are_not_found(world, year):
    for role in ("anonymous", "secretariat"):
        for end in ("reports/", "reports/I-1-1/", "results/", "decisions/"):
            assert status(world, role, f"years/{year}/{end}") == 404


@pytest.mark.parametrize("rest", ["years/26331793322977664/decisions/", "nothing/", "years/x/"])
def test_an_address_without_a_view_is_answered_as_the_rest_is(client, rest):
    answer = client.get(f"/api/v1/{rest}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json()["code"] == "not_found"


def test_the_year_of_the_newest_plan_is_meant(world):
    old = Plan.objects.create(
        title="前の計画", city="試験市", first_fiscal_year=2020, last_fiscal_year=2023
    )
    ReviewYear.objects.create(plan=old, fiscal_year=2023, report_due=date(2099, 5, 31))
    assert read(world, "secretariat", f"{YEAR}reports/")["count"] == 2
    assert [each["measures"] for each in read(world, "council", "years/")["results"]] == [2]


def test_the_switch_adds_what_was_handed_in_for_those_who_have_it(world):
    world.bring_to("submitted")
    for role in ("secretariat", "council", "executive"):
        [one, other] = read(world, role, f"{YEAR}results/?pending=1")["results"]
        assert (one["value"], one["judgement"]["code"], other["value"]) == ("12", "met", "12")
        report = read(world, role, f"{REPORT}?pending=1")
        assert (report["progress"]["word"], report["state"]) == ("順調", "submitted")
        assert read(world, role, REPORT)["progress"] is None
        [row, _] = read(world, role, f"{YEAR}reports/?pending=1")["results"]
        assert row["progress"] == report["progress"]
