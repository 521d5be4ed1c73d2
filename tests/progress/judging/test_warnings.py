"""Soft warnings ask, and never block."""

from decimal import Decimal

import pytest
from django.urls import reverse

from progress.entry import cautions
from progress.entry import verbs as entry
from progress.judging.warnings import slip_warning, text_warnings
from progress.models import ProgressReport
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of


def sentences(report) -> list[str]:
    return [each.sentence for each in cautions.warnings_of(report)]


def test_figure_far_from_its_target_is_asked_about(world):
    entry.save(world.report, by=world.people["head"], version=0, results=world.entry("4"))
    assert sentences(world.fresh()) == ["「処理件数」は目標の40.0%です。"]


@pytest.mark.parametrize("value", ["5", "10", "30"])
def test_figure_from_half_of_its_target_on_is_not(world, value):
    entry.save(world.report, by=world.people["head"], version=0, results=world.entry(value))
    assert sentences(world.fresh()) == []


def next_years_report(world) -> ProgressReport:
    world.bring_to("confirmed")
    year = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due="2099-05-31"
    )
    reports = ProgressReport.objects.with_measure()
    return reports.get(year=year, measure=world.measure)


def test_fall_below_last_year_and_copied_text_are_asked_about(world):
    report = next_years_report(world)
    entry.save(
        report,
        by=world.people["head"],
        version=0,
        fields={"done": "窓口の様式を 見直した。"},
        results=world.entry("11"),
    )
    assert sentences(world.fresh(report)) == [
        "「処理件数」が前年度（12件）より後退し、11件です。",
        "「取り組んだこと」が前年度と同じ文章です。",
    ]


def test_short_words_that_are_equal_are_no_copied_text():
    assert text_warnings({"done": ("取組", "同じ。", "同じ。")}) == []


def test_same_phases_in_another_order_are_no_slip():
    assert slip_warning("拡充・運用", "運用、拡充") == []


def test_warnings_do_not_block_and_their_answers_stay(world):
    report = world.report
    entry.save(
        report,
        by=world.people["head"],
        version=0,
        fields=world.complete,
        results=world.entry("1"),
    )
    code = cautions.warnings_of(report)[0].code
    standing = standing_of(world.people["head"])
    cautions.keep_answers(report, {code: " 休止していたため "}, by=standing)
    cautions.keep_answers(report, {code: ""}, by=standing)
    entry.submit(report, by=world.people["head"], version=1)
    assert [each.answer for each in cautions.cautions_of(world.fresh())] == ["休止していたため", ""]
    assert Decimal(1) == report.results.get().value


def test_words_typed_beside_a_warning_go_with_the_submission(client, world):
    low = world.entry("1")
    report = entry.save(
        world.report, by=world.people["head"], version=0, fields=world.complete, results=low
    )
    code = cautions.warnings_of(report)[0].code
    client.force_login(world.people["head"])
    url = reverse("progress:report_submit", args=[report.pk])
    long = client.post(url, {"version": 1, f"caution-{code}": "あ" * 301})
    assert (long.status_code, world.fresh().state) == (200, "draft")
    assert "あ" * 301 in long.content.decode()
    client.post(url, {"version": 1, f"caution-{code}": "窓口を閉めていたため"})
    assert world.fresh().state == "submitted"
    assert [each.answer for each in cautions.cautions_of(world.fresh())] == [
        "窓口を閉めていたため",
        "",
    ]
