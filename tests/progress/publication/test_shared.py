"""What is withheld under one measure is told by no other, and what tells it all the same is named."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from progress.models import Correction, IndicatorResult, ProgressReport, Publication, ReviewYear
from progress.public.tables import shown_tables
from progress.publication import shared
from progress.publication import verbs as publication
from progress.publication.content import PUBLICATIONS, Contact, content_of, public_report
from progress.publication.republishing import republish
from progress.publication.verbs import write_publication
from progress.reading.years import edition_of, editions_in
from progress.static_site.exporting import export_site
from tests.progress.closing import close_year
from tests.progress.conftest import World

DAY = date(2024, 9, 1)
CANARY = Decimal(765432)


@pytest.fixture
def both(world) -> World:
    """Two measures with one indicator, which is entered under the first; both are public."""
    world.bring_to("evaluated")
    IndicatorResult.objects.update(value=CANARY)
    ReviewYear.objects.update(publish_on=DAY)
    for report in ProgressReport.objects.order_by("measure__order"):
        shown = public_report(edition_of(report), withheld=(), contact=Contact("旧情報課"))
        report.publications.create(
            edition=1, content=PUBLICATIONS.encode(shown), cause="公表", published_on=DAY,
            by=world.people["secretariat"], at="2024-09-01T00:00:00+09:00",
        )  # fmt: skip
    return world


def other_of(world: World) -> ProgressReport:
    return ProgressReport.objects.exclude(pk=world.report.pk).get()


def shown_of(report: ProgressReport):
    return content_of(report.publications.order_by("-edition").first())


def withhold(world: World, report: ProgressReport, item: str = "results") -> None:
    report = world.fresh(report)
    reasons = {item: "契約上の理由"}
    by = world.people["secretariat"]
    publication.withhold(report, by=by, version=report.version, withheld=reasons)


def publish(world: World) -> None:
    report = world.fresh()
    publication.publish(report, by=world.people["secretariat"], version=report.version)


def take_back(world: World) -> None:
    report = world.fresh()
    by = world.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")


def closed(world: World) -> None:
    """The other measure is left as it is."""
    reasons = {other_of(world).pk: "報告がないため"}
    close_year(world.year, by=world.people["secretariat"], reasons=reasons)


def all_that_is_public(site: Path) -> bytes:
    """Pages, pictures' pages, files, program's answers, the copy, and the views of PUBLIC_ONLY."""
    caches["public"].clear()
    client = Client()
    export_site(site)
    copied = [each.read_bytes() for each in site.rglob("*") if each.is_file()]
    answers = [
        client.get(f"/api/v1/years/2023/{each}").content
        for each in ("reports/", "results/", "reports/I-1-2/")
    ]
    pages = [
        client.get(reverse("progress:public_measure", args=[2023, code])).content
        for code in ("I-1-1", "I-1-2")
    ]
    with connection.cursor() as cursor:
        for each in shown_tables():
            cursor.execute(f"SELECT * FROM {each.view}")
            answers.append(repr(cursor.fetchall()).encode())
    return b"".join([*copied, *answers, *pages])


def tells_canary(site: Path) -> bool:
    told = all_that_is_public(site)
    return b"765432" in told or b"765,432" in told


def test_results_withheld_under_one_measure_are_told_by_no_other(both, tmp_path):
    assert tells_canary(tmp_path / "site")
    withhold(both, both.report)
    publish(both)
    assert not tells_canary(tmp_path / "site")
    [own] = shown_of(other_of(both)).indicators
    assert (own.actual, own.judgement) == ("公表していません", None)
    newest = other_of(both).publications.order_by("-edition").first()
    assert newest.cause == "「I-1-1」と共通の成果指標を公表しない"


def test_withheld_under_the_measure_that_shows_it_the_one_that_enters_it_is_silent_too(both):
    other = other_of(both)
    other.publications.update(withdrawn_at="2024-09-02T00:00:00+09:00")
    withhold(both, other)  # no publication of its own: at once
    [own] = shown_of(both.report).indicators
    assert own.judgement is None
    withhold(both, other, "public_text")
    write_publication(other, both.people["secretariat"], shown_of(other), "公表")
    publish(both)
    assert shown_of(both.report).indicators[0].judgement is not None


def test_a_whole_measure_that_was_taken_back_takes_its_results_along(both, tmp_path):
    take_back(both)
    withhold(both, both.report, "measure")
    assert not tells_canary(tmp_path / "site")


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_what_is_taken_back_under_one_measure_is_told_by_no_other(both, tmp_path, is_closed):
    if is_closed:
        closed(both)
    take_back(both)
    assert not tells_canary(tmp_path / "site")
    newest = other_of(both).publications.order_by("-edition").first()
    assert newest.cause == "「I-1-1」と共通の成果指標の公表を取り下げた"
    assert shared.hidden_in(other_of(both)) == {both.indicator.pk}
    publish(both)
    assert tells_canary(tmp_path / "again")
    assert shared.hidden_in(other_of(both)) == set()


def test_a_measure_withholds_what_it_shares_in_a_closed_year_too(both):
    closed(both)
    withhold(both, both.report)
    publish(both)
    assert shown_of(other_of(both)).indicators[0].judgement is None


def test_what_stays_public_until_the_next_edition_stays_so_everywhere(both):
    withhold(both, both.report)
    assert Publication.objects.count() == 2
    assert shown_of(other_of(both)).indicators[0].judgement is not None


def test_a_measure_is_published_without_what_another_withholds(both):
    withhold(both, both.report)
    other = other_of(both)
    hidden = shared.hidden_in(other)
    shown = public_report(edition_of(other), withheld=(), contact=Contact(), hidden=hidden)
    assert shown.indicators[0].judgement is None and shown.withheld == ()
    rows = list(ProgressReport.objects.annotate(is_taken_back=shared.TAKEN_BACK))
    among = shared.hidden_among(rows, editions_in(both.year))
    assert among == {both.report.pk: set(), other.pk: {both.indicator.pk}}


def test_a_correction_brings_nothing_back(both):
    withhold(both, both.report)
    publish(both)
    IndicatorResult.objects.update(value=765000)
    correction = Correction(report=both.report, kind="correct", place=f"result-{both.indicator.pk}")
    republish(correction, [(both.year, editions_in(both.year))], both.people["secretariat"])
    assert shown_of(other_of(both)).indicators[0].judgement is None


def test_the_page_names_the_publication_that_shares_it(client, both):
    client.force_login(both.people["secretariat"])
    page = client.get(reverse("progress:report_publication", args=[both.report.pk]))
    assert len(page.context["tellers"]) == 1
    assert "令和5年度の「I-1-2" in page.context["tellers"][0]
    assert "実績を公表しないときは、次のところも確かめてください。" in page.content.decode()


def sum_of(world: World) -> None:
    """The indicator is a sum over the period, and the year after the first one is published too."""
    world.indicator.measured_as = "period_total"
    world.indicator.save()
    later = ReviewYear.objects.create(
        plan=world.plan, fiscal_year=2024, report_due="2099-05-31", publish_on=DAY
    )  # fmt: skip
    report = later.reports.create(
        measure=world.measure, state="evaluated", version=4, **world.complete
    )
    IndicatorResult.objects.create(
        indicator=world.indicator, report=report, fiscal_year=2024, status="reported", value=11
    )
    shown = public_report(edition_of(report), withheld=(), contact=Contact())
    report.publications.create(
        edition=1, content=PUBLICATIONS.encode(shown), cause="公表", published_on=DAY,
        by=world.people["secretariat"], at="2024-09-01T00:00:00+09:00",
    )  # fmt: skip


def test_a_later_sum_that_tells_the_amount_is_named_on_both_pages(client, both):
    sum_of(both)
    client.force_login(both.people["secretariat"])
    page = client.get(reverse("progress:report_publication", args=[both.report.pk]))
    told = [each for each in page.context["tellers"] if "引き算" in each]
    assert len(told) == 1 and "令和6年度" in told[0]
    withhold(both, both.report)
    later = ProgressReport.objects.get(year__fiscal_year=2024)
    page = client.get(reverse("progress:report_publication", args=[later.pk]))
    name = both.indicator.name
    assert page.context["tells"] == [
        f"「{name}」の累計から、公表しない令和5年度の実績が引き算で分かります。"
    ]
    bulk = client.get(reverse("progress:publish_bulk", args=[later.year_id]))
    assert "引き算で分かります" in bulk.content.decode()
