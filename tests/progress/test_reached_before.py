"""A milestone that an earlier year reached reads as reached, with its day, wherever the year is
read; never as 未報告, whether or not the year keeps a blank row of it."""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse

from measures.models import Indicator
from progress.corrections.pages import places_of
from progress.desk import verbs as desk
from progress.editions.exporting import year_file
from progress.entry import paper_pages
from progress.entry import verbs as entry
from progress.entry.answers import answers_of
from progress.entry.sheet import ResultResource
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ReviewYear
from progress.publication.indicators import public_indicator
from progress.reading.reports import shown_one
from progress.reading.years import edition_of
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from tests.progress.closing import close_year
from tests.sakado_dx.workbooks import exported

pytestmark = pytest.mark.one_database  # what is said is decided in Python

TOLD = "達成（令和6年3月1日）"


@pytest.fixture(params=["no row", "a blank row"])
def later(world, request):
    """The confirmed report of the year after the one that reached the milestone."""
    Indicator.objects.filter(pk=world.indicator.pk).update(kind="milestone", measured_as="")
    people = world.people
    done = {world.indicator.pk: ResultEntry("reported", done=True, done_on=date(2024, 3, 1))}
    _hand_in(world, world.fresh(), results=done)
    year = year_verbs.open_year(
        world.plan,
        by=people["secretariat"],
        fiscal_year=2024,
        opened_on=date(2025, 4, 1),
        report_due=date(2025, 5, 30),
    )
    report = year.reports.with_measure().get(measure=world.measure)
    if request.param == "a blank row":
        IndicatorResult.objects.create(
            indicator=world.indicator, fiscal_year=2024, report=report, status="not_reported"
        )
    _hand_in(world, report)
    return year.reports.with_measure().get(pk=report.pk)


def _hand_in(world, report, **more) -> None:
    people = world.people
    report = entry.save(report, by=people["reporter"], version=0, fields=world.complete, **more)
    report = entry.submit(report, by=people["head"], version=1, without_parts="電話で確かめた。")
    desk.confirm(report, by=people["second_secretariat"], version=2)


def test_it_stands_on_check_paper_and_review(world, client, later):
    answers = dict(answers_of(later, shown_one(later)))["成果指標の実績"]
    assert [each.text for each in answers] == [TOLD]
    [result] = paper_pages.sheets_of(standing_of(world.people["secretariat"]), later.year, [later])[
        0
    ].results
    assert (result.before, result.now) == (TOLD, TOLD)
    client.force_login(world.people["secretariat"])
    for name in ("report_review", "report_paper"):
        page = client.get(reverse(f"progress:{name}", args=[later.pk])).content.decode()
        assert TOLD in page and "未報告" not in page, name


def test_year_after_that_has_it_beside_too(world, later):
    third = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2025,
        opened_on=date(2026, 4, 1),
        report_due=date(2026, 5, 29),
    )
    report = third.reports.with_measure().get(measure=world.measure)
    [result] = paper_pages.sheets_of(standing_of(world.people["secretariat"]), third, [report])[
        0
    ].results
    assert (result.before, result.now) == (TOLD, TOLD)


@pytest.mark.parametrize("is_closed", [False, True])
def test_it_stands_in_the_files_of_the_year(world, later, is_closed):
    year = ReviewYear.objects.select_related("plan").get(pk=later.year_id)
    if is_closed:
        left = dict.fromkeys(year.reports.values_list("pk", flat=True), "災害対応のため")
        close_year(year, by=world.people["secretariat"], reasons=left)
    text = year_file(year, "csv")[1].decode("utf-8-sig")
    line = next(each for each in csv.DictReader(io.StringIO(text)) if each["番号"] == "I-1-1")
    assert (line["実績の状況"], line["達成日"], line["判定"]) == (
        "実績あり", "2024-03-01", "期限内達成（R5）",
    )  # fmt: skip
    found = json.loads(year_file(year, "json")[1])["reports"]
    [one] = next(each for each in found if each["code"] == "I-1-1")["indicators"]
    assert [one[name] for name in ("status", "status_label", "done", "done_on")] == [
        "reported", "実績あり", True, "2024-03-01",
    ]  # fmt: skip


def test_it_is_published_and_neither_corrected_nor_asked_for_in_the_later_year(world, later):
    [part] = edition_of(later).indicators
    assert public_indicator(part, 2024).actual == TOLD
    assert f"result-{world.indicator.pk}" not in places_of(later)
    assert f"result-{world.indicator.pk}" in places_of(world.fresh())
    assert len(exported(ResultResource(year=world.year))) == 2
    assert len(exported(ResultResource(year=later.year))) == 1
