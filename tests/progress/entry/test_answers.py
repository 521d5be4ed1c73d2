"""What the check page and the review mark: changed since last year, and since the return."""

from datetime import date

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.entry.answers import compared, said_in
from progress.reading.reports import last_year, shown_one
from progress.year import verbs as year_verbs

pytestmark = pytest.mark.one_database  # what pages say is decided in Python


def next_report(world, **fields):
    """The same measure's report of the year after, with these texts."""
    year = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    report = world.fresh(year.reports.get(measure=world.measure))
    return entry.save(report, by=world.people["reporter"], version=0, fields=fields)


def by_label(report, said=None):
    sections = compared(report, shown_one(report), last_year(report), said)
    return {each.answer.label: each for _, own in sections for each in own}


def test_last_years_text_is_marked_where_it_changed_and_pointed_out_where_it_did_not(world):
    world.bring_to("submitted")
    same = next_report(world, done="窓口の様式を見直した。")
    assert by_label(same)["取り組んだこと"].is_copied
    changed = entry.save(
        same,
        by=world.people["reporter"],
        version=1,
        fields={"done": "窓口の様式を12種類見直した。"},
    )
    found = by_label(changed)["取り組んだこと"]
    assert not found.is_copied
    assert [each.text for each in found.last_year.later if each.kind == "added"] == ["12種類"]


def test_first_year_has_nothing_to_compare_with(world):
    report = world.bring_to("submitted")
    assert {each.last_year for each in by_label(report).values()} == {None}


def test_return_keeps_what_was_said_and_the_check_page_marks_what_was_mended(world, client):
    report = world.bring_to("returned")
    said = report.changes.last_return().said
    assert said == said_in(report)
    assert said["id_done"] == "窓口の様式を見直した。"
    client.force_login(world.people["reporter"])
    address = reverse("progress:report_check", args=[report.pk])
    assert client.get(address).context["mended"] == []
    fields = {"done": "窓口の様式を3種類見直した。"}
    entry.save(world.fresh(), by=world.people["reporter"], version=3, fields=fields)
    page = client.get(address)
    assert [each.answer.label for each in page.context["mended"]] == ["取り組んだこと"]
    assert "<ins>3種類</ins>" in page.content.decode()


def test_answer_to_a_return_is_written_in_the_form_and_goes_with_the_submission(world, client):
    report = world.bring_to("returned")
    client.force_login(world.people["reporter"])
    edit = reverse("progress:report_edit", args=[report.pk])
    assert "return_answer" in client.get(edit).context["form"].fields
    sent = {"done": "直した文", "return_answer": "件数の出所を書き足しました。", "version": 3}
    sent |= {f"result-{world.indicator.pk}-value": "12"}
    client.post(edit, sent | {"progress": report.progress_id, "outlook": report.outlook_id})
    stored = world.fresh()
    assert (stored.done, stored.return_answer) == ("直した文", "件数の出所を書き足しました。")
    check = reverse("progress:report_check", args=[report.pk])
    client.force_login(world.people["head"])
    form = client.get(check).context["form"]
    assert form["answer"].value() == "件数の出所を書き足しました。"
    entry.submit(stored, by=world.people["head"], version=4)
    change = stored.changes.last()
    assert (change.reason, change.is_answer) == ("件数の出所を書き足しました。", True)
    assert world.fresh().return_answer == ""
    client.force_login(world.people["secretariat"])
    review = client.get(reverse("progress:report_review", args=[report.pk])).context
    assert review["return_answer"] == "件数の出所を書き足しました。"
    assert [each.answer.label for each in review["mended"]] == ["取り組んだこと"]


def test_an_answer_alone_does_not_count_as_a_change_from_last_year(world):
    report = world.bring_to("returned")
    type(report).objects.filter(pk=report.pk).update(is_unchanged=True)
    fields = {"return_answer": "根拠は別紙のとおりです。"}
    entry.save(world.fresh(), by=world.people["reporter"], version=3, fields=fields)
    assert world.fresh().is_unchanged


def test_answer_of_who_acts_on_behalf_stands_after_the_reason(world):
    report = world.bring_to("returned")
    by = world.people["secretariat"]
    entry.submit(report, by=by, version=3, reason="所管課の不在", answer="直しました。")
    change = report.changes.last()
    assert change.reason == "所管課の不在\n差戻しへの回答：直しました。"
    assert change.on_behalf


def test_answer_of_an_earlier_return_is_not_taken_for_one_of_the_last(world, client):
    report = world.bring_to("returned")
    entry.submit(report, by=world.people["head"], version=3, answer="直しました。")
    desk.send_back(report, by=world.people["secretariat"], version=4, reason="もう一か所あります。")
    entry.submit(report, by=world.people["head"], version=5)
    client.force_login(world.people["secretariat"])
    review = client.get(reverse("progress:report_review", args=[report.pk])).context
    assert (review["last_return"].reason, review["return_answer"]) == ("もう一か所あります。", "")
    assert review["mended"] == []


def test_reason_of_a_reopened_report_stands_at_the_head_of_the_form(world, client):
    report = world.bring_to("evaluated")
    desk.reopen(report, by=world.people["secretariat"], version=4, reason="数値の誤り")
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:report_edit", args=[report.pk]))
    assert page.context["last_return"].reason == "数値の誤り"
