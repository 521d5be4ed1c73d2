"""Handing a draft to the head, checking many at once, 部長確認."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import handover_verbs as handover
from progress.entry import verbs as entry
from progress.entry.cautions import keep_answers, warnings_of
from progress.entry.handover_pages import MISSES_PARTS, to_endorse, to_submit
from progress.models import ProgressReport, ReviewYear
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import join, make_measure

HEAD_CHECK, DEPARTMENT_CHECK = reverse("progress:head_check"), reverse("progress:department_check")


def asked(world) -> ProgressReport:
    world.bring_to("draft")
    return handover.ask_head(world.fresh(), by=world.people["reporter"], version=1)


def asking(world) -> None:
    ReviewYear.objects.update(asks_endorsement=True)


def mark(report: ProgressReport) -> tuple:
    return (report.state, report.asked_name, bool(report.asked_at), report.changed_after_asking)


def test_asking_the_head_is_a_mark_and_no_state(world):
    asked(world)
    assert mark(world.fresh()) == ("draft", "reporter", True, False)


def test_save_after_the_asking_says_so_and_asking_again_is_of_now(world):
    asked(world)
    by = world.people["reporter"]
    entry.save(world.fresh(), by=by, version=2, fields={"done": "もう一度直した。"})
    assert mark(world.fresh()) == ("draft", "reporter", True, True)
    handover.ask_head(world.fresh(), by=world.people["promoter"], version=3)
    assert mark(world.fresh()) == ("draft", "promoter", True, False)


def test_mark_goes_with_the_submission(world):
    report = asked(world)
    entry.submit(report, by=world.people["head"], version=2)
    assert mark(world.fresh()) == ("submitted", "", False, False)


def test_incomplete_draft_is_not_handed_to_the_head(world):
    by = world.people["reporter"]
    entry.save(world.report, by=by, version=0, fields={"done": "途中"})
    with pytest.raises(Incomplete, match="進捗を選んでください。"):
        handover.ask_head(world.fresh(), by=by, version=1)


def test_division_without_a_head_asks_nobody(world):
    for name in ("head", "deputy"):
        world.people[name].memberships.update(last_day=date(2020, 4, 2))
    world.bring_to("draft")
    with pytest.raises(NotAllowed, match="所属長の登録がない"):
        handover.ask_head(world.fresh(), by=world.people["reporter"], version=1)


def test_reporter_asks_on_the_check_page_and_the_head_is_shown_who_and_when(world, client):
    report = world.bring_to("draft")
    client.force_login(world.people["reporter"])
    check = reverse("progress:report_check", args=[report.pk])
    assert "所属長に確認を依頼する" in client.get(check).content.decode()
    address = reverse("progress:report_ask_head", args=[report.pk])
    done = client.post(address, {"version": 1}, follow=True).content.decode()
    assert "所属長に依頼しました" in done
    client.force_login(world.people["head"])
    page = client.get(HEAD_CHECK).content.decode()
    assert "所属長への依頼：reporter（" in page and "窓口の様式を見直した。" in page


def test_reporter_who_may_record_the_heads_consent_may_ask_in_the_portal_as_well(world, client):
    ReviewYear.objects.update(head_may_be_recorded=True)
    report = world.bring_to("draft")
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:report_check", args=[report.pk])).content.decode()
    assert "この内容で提出する" in page and "所属長に確認を依頼する" in page


def test_what_to_ask_about_stands_with_its_word_on_the_page_of_many(world, client):
    by = world.people["reporter"]
    world.bring_to("draft")
    entry.save(world.fresh(), by=by, version=1, results=world.entry("1"))
    report = world.fresh()
    warning = warnings_of(report)[0]
    keep_answers(report, {warning.code: "窓口を閉めていたため"}, by=standing_of(by))
    client.force_login(world.people["head"])
    page = client.get(HEAD_CHECK).content.decode()
    assert warning.sentence in page and "説明：窓口を閉めていたため" in page


def test_nothing_is_ticked_on_arrival_and_only_what_is_ticked_is_submitted(world, client):
    report = asked(world)
    client.force_login(world.people["head"])
    page = client.get(HEAD_CHECK)
    assert [each.row.pk for each in page.context["prospects"].ready] == [report.pk]
    assert "checked" not in page.content.decode()
    seen = {f"version-{report.pk}": report.version}
    client.post(HEAD_CHECK, seen)
    assert world.fresh().state == "draft"
    client.post(HEAD_CHECK, seen | {"report": report.pk})
    change = world.report.changes.last()
    assert (world.fresh().state, change.verb, change.door) == ("submitted", "submit", "bulk")


def test_report_that_was_changed_after_the_page_was_read_is_not_submitted_with_it(world, client):
    report = asked(world)
    entry.save(world.fresh(), by=world.people["reporter"], version=2, fields={"done": "後から"})
    client.force_login(world.people["head"])
    seen = {f"version-{report.pk}": 2, "report": report.pk}
    answer = client.post(HEAD_CHECK, seen, follow=True).content.decode()
    assert "他の人が先に更新しました" in answer
    assert world.fresh().state == "draft"


def test_head_sees_what_lacks_and_does_not_submit_it(world, client):
    entry.save(world.report, by=world.people["reporter"], version=0, fields={"done": "途中"})
    client.force_login(world.people["head"])
    prospects = client.get(HEAD_CHECK).context["prospects"]
    assert prospects.ready == []
    assert "進捗を選んでください。" in prospects.refused[0].refusal
    seen = {f"version-{world.report.pk}": 1, "report": world.report.pk}
    assert "進捗を選んでください。" in client.post(HEAD_CHECK, seen, follow=True).content.decode()
    assert world.fresh().state == "draft"


def test_returned_report_shows_its_reason_answer_and_what_was_mended(world, client):
    world.bring_to("returned")
    by = world.people["reporter"]
    fields = {"done": "窓口の様式を3種類見直した。", "return_answer": "件数を足しました。"}
    entry.save(world.fresh(), by=by, version=3, fields=fields)
    handover.ask_head(world.fresh(), by=by, version=4)
    client.force_login(world.people["head"])
    page = client.get(HEAD_CHECK).content.decode()
    for text in ("数値の根拠を書いてください。", "件数を足しました。", "<ins>3種類</ins>"):
        assert text in page
    client.post(HEAD_CHECK, {f"version-{world.report.pk}": 5, "report": world.report.pk})
    assert world.report.changes.last().reason == "件数を足しました。"


def test_submission_waits_for_the_department_where_the_year_asks(world):
    asking(world)
    world.bring_to("draft")
    head, department = world.people["head"], world.people["department"]
    with pytest.raises(Incomplete, match="部長確認がまだありません。"):
        entry.submit(world.fresh(), by=head, version=1)
    with pytest.raises(Incomplete, match="部長確認がまだありません。"):
        entry.submit(world.fresh(), by=world.people["secretariat"], version=1, reason="代行")
    handover.endorse(world.fresh(), by=department, version=1)
    entry.submit(world.fresh(), by=head, version=2)
    stored = world.fresh()
    assert (stored.state, stored.endorsed_name) == ("submitted", "department")


def test_save_takes_the_endorsement_away(world):
    asking(world)
    world.bring_to("draft")
    handover.endorse(world.fresh(), by=world.people["department"], version=1)
    entry.save(world.fresh(), by=world.people["reporter"], version=2, fields={"done": "直した。"})
    assert (world.fresh().endorsed_name, world.fresh().endorsed_at) == ("", None)


def test_endorsement_stays_where_only_an_answer_goes_with_the_submission_again(world):
    asking(world)
    world.bring_to("draft")
    handover.endorse(world.fresh(), by=world.people["department"], version=1)
    report = entry.submit(world.fresh(), by=world.people["head"], version=2)
    desk.send_back(report, by=world.people["secretariat"], version=3, reason="確かめてください。")
    entry.submit(report, by=world.people["head"], version=4, answer="誤りはありません。")
    assert world.fresh().endorsed_name == "department"


def test_who_is_head_and_of_the_department_gives_both_by_the_submission(world, client):
    asking(world)
    world.bring_to("draft")
    join(world.people["head"], world.divisions["department"], "head")
    client.force_login(world.people["head"])
    assert "部長確認もあわせて記録されます" in client.get(HEAD_CHECK).content.decode()
    client.post(HEAD_CHECK, {f"version-{world.report.pk}": 1, "report": world.report.pk})
    stored = world.fresh()
    assert (stored.state, stored.endorsed_name) == ("submitted", "head")


def test_report_that_divisions_have_not_answered_is_refused_on_the_heads_page(world):
    world.bring_to("draft")
    head = standing_of(world.people["head"])
    assert [each.refusal for each in to_submit(head).ready] == [""]
    world.leave_parts_open()
    found = to_submit(head)
    assert (found.ready, [each.refusal for each in found.refused]) == ([], [MISSES_PARTS])


def test_department_without_people_is_not_waited_for(world):
    asking(world)
    world.people["department"].memberships.update(last_day=date(2020, 4, 2))
    entry.submit(world.bring_to("draft"), by=world.people["head"], version=1)
    assert world.fresh().state == "submitted"


def test_year_that_does_not_ask_refuses_the_mark(world):
    world.bring_to("draft")
    with pytest.raises(NotAllowed, match="部長確認は求められていません。"):
        handover.endorse(world.fresh(), by=world.people["department"], version=1)


def test_department_marks_many_on_its_page_and_the_check_page_says_who_is_waited_for(world, client):
    asking(world)
    report = world.bring_to("draft")
    client.force_login(world.people["head"])
    check = reverse("progress:report_check", args=[report.pk])
    page = client.get(check).content.decode()
    assert "確認できる人：department" in page and "この内容で提出する" not in page
    client.force_login(world.people["department"])
    prospects = client.get(DEPARTMENT_CHECK).context["prospects"]
    assert [each.row.pk for each in prospects.ready] == [report.pk]
    client.post(DEPARTMENT_CHECK, {f"version-{report.pk}": 1, "report": report.pk})
    assert world.fresh().endorsed_name == "department"
    assert client.get(DEPARTMENT_CHECK).context["prospects"].ready == []
    client.force_login(world.people["head"])
    assert "この内容で提出する" in client.get(check).content.decode()


def test_pages_of_many_take_as_many_queries_for_ten_reports_as_for_one(world, client):
    counts = [count_on_both(world, client)]
    for place in range(9):
        owners = [world.divisions["lead"]]
        direction = world.measure.direction
        measure = make_measure(world.plan, direction, f"I-2-{place}", 10 + place, owners)
        report = ProgressReport.objects.create(year=world.year, measure=measure)
        by = world.people["reporter"]
        entry.save(world.fresh(report), by=by, version=0, fields=world.complete)
    counts.append(count_on_both(world, client))
    assert counts[0] == counts[1]


def count_on_both(world, client) -> list[int]:
    if world.fresh().version == 0:
        world.bring_to("draft")
    counts = []
    for person, address in (("head", HEAD_CHECK), ("department", DEPARTMENT_CHECK)):
        ReviewYear.objects.update(asks_endorsement=person == "department")
        client.force_login(world.people[person])
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).context["prospects"].ready
        counts.append(len(statements))
    return counts


def test_what_is_offered_is_of_the_right_divisions(world):
    asking(world)
    world.bring_to("draft")
    for person in ("reporter", "other", "department"):
        assert to_submit(standing_of(world.people[person])).ready == []
    for person in ("head", "other", "secretariat"):
        found = to_endorse(standing_of(world.people[person]))
        assert (found.ready, found.refused) == ([], [])
