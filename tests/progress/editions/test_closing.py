"""The page before a year is closed, the day from which it can be, and unlocking several at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.editions import closing_pages, unlock_pages
from progress.editions import verbs as editions
from progress.models import DeadlineExtension, Meeting, ProgressReport, ReviewYear, StatusChange
from progress.workflow.refusals import NotAllowed
from tests.progress.closing import close_year, pass_due
from tests.progress.conftest import make_measure, settle


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def all_left(world) -> dict[int, str]:
    left = world.year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    return dict.fromkeys(left, "災害対応のため")


def due_in(world, days: int) -> None:
    pass_due(world.year)
    due = timezone.localdate() + timedelta(days=days)
    ReviewYear.objects.filter(pk=world.year.pk).update(report_due=due)


@pytest.mark.parametrize(("days", "may"), [(-1, True), (0, False), (1, False)])
def test_year_is_closed_from_the_day_after_its_last_due_on(world, days, may):
    due_in(world, days)
    by, reasons = world.people["secretariat"], all_left(world)
    if may:
        assert not editions.close_year(year_of(world), by=by, reasons=reasons).is_open
        return
    with pytest.raises(NotAllowed, match="最後の提出期限（.*）が、まだ過ぎていません。"):
        editions.close_year(year_of(world), by=by, reasons=reasons)
    assert year_of(world).is_open and not world.report.snapshots.exists()


def test_extension_of_one_division_keeps_the_year_open(world, client):
    pass_due(world.year)
    due = timezone.localdate() + timedelta(days=3)
    own = {"year": world.year, "division": world.divisions["lead"], "reason": "災害対応"}
    DeadlineExtension.objects.create(**own, report_due=due)
    with pytest.raises(NotAllowed, match="最後の延長した課の提出期限"):
        editions.close_year(year_of(world), by=world.people["secretariat"], reasons=all_left(world))
    client.force_login(world.people["secretariat"])
    page = client.get(reverse("progress:year_close", args=[world.year.pk])).content.decode()
    assert "今は締められません。" in page and "提出期限（延長を含む）を早めてください。" in page
    assert reverse("progress:year_change", args=[world.year.pk]) in page
    assert "data-consequences" not in page and "を締める</button>" not in page


def test_meeting_with_decisions_is_settled_before_its_year_is_closed(world, client):
    decision = world.decide(world.bring_to("confirmed"))
    meeting = decision.meeting
    Meeting.objects.update(settled_at=None, settled_by=None)
    pass_due(world.year)
    words = "決定のある会議があります：推進会議（令和6年7月10日）。"
    by, reasons = world.people["secretariat"], all_left(world)
    client.force_login(by)
    page = client.get(reverse("progress:year_close", args=[world.year.pk])).content.decode()
    assert words in page and reverse("progress:meeting_list", args=[world.year.pk]) in page
    assert "を締める</button>" not in page
    with pytest.raises(NotAllowed, match=words):
        editions.close_year(year_of(world), by=by, reasons=reasons)
    assert year_of(world).is_open
    settle(meeting)
    assert not editions.close_year(year_of(world), by=by, reasons=reasons).is_open


def told(rows) -> list[tuple[str, int]]:
    return [(each.what, each.number) for each in rows]


def test_checklist_names_what_the_closing_ends_and_what_can_follow_it(world):
    world.leave_parts_open()
    found = closing_pages.checklist_of(year_of(world))
    assert told(found.before) == [
        ("提出されていない報告（未入力）", 2),
        ("回答のない関係課の行", 1),
    ]
    assert told(found.after) == [("決まっていない日（議会報告日、決算認定日、公表日）", 3)]
    world.answer_parts()
    ReviewYear.objects.update(asks_approval=True, publish_on="2024-09-01")
    world.bring_to("evaluated")
    found = closing_pages.checklist_of(year_of(world))
    assert told(found.before) == [("提出されていない報告（未入力）", 1)]
    assert told(found.after) == [
        ("決裁の記録を待つ報告", 1),
        ("公表していない評価済みの報告", 1),
        ("決まっていない日（議会報告日、決算認定日）", 2),
        ("議事録のない会議", 1),
    ]
    world.year.reports.filter(state="evaluated").update(withheld={"measure": "災害対応"})
    after = told(closing_pages.checklist_of(year_of(world)).after)
    assert "公表していない評価済みの報告" not in dict(after)


def test_checklist_asks_as_often_for_ten_measures_as_for_two(world):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            closing_pages.checklist_of(year_of(world))
        return len(queries)

    few = asked()
    direction = world.measure.direction
    for place in range(3, 11):
        own = [world.divisions["other"]]
        measure = make_measure(world.plan, direction, f"I-1-{place}", place, own)
        ProgressReport.objects.create(year=world.year, measure=measure)
    assert (asked(), few) == (5, 5)


def test_page_lists_what_waits_with_links_and_names_the_consequences(world, client):
    world.bring_to("submitted")
    pass_due(world.year)
    client.force_login(world.people["secretariat"])
    page = client.get(reverse("progress:year_close", args=[world.year.pk])).content.decode()
    assert "事務局の確認を待つ報告" in page
    assert reverse("progress:confirm_bulk", args=[world.year.pk]) in page
    assert "data-consequences" in page and "締めは取り消せません。" in page


def test_several_reports_are_unlocked_with_one_reason(world, client):
    world.bring_to("evaluated")
    close_year(year_of(world), by=world.people["secretariat"], reasons=all_left(world))
    client.force_login(world.people["second_secretariat"])
    url = reverse("progress:unlock_bulk", args=[world.year.pk])
    page = client.get(url).content.decode()
    assert "data-consequences" in page and " checked" not in page
    reports = list(world.year.reports.order_by("pk"))
    form = {f"version-{each.pk}": each.version for each in reports}
    form |= {"report": [each.pk for each in reports], "reason": "集計の誤り"}
    assert client.post(url, form | {"reason": ""}).status_code == 200
    assert not world.year.reports.filter(is_unlocked=True).exists()
    assert client.post(url, form).status_code == 302
    done = (
        StatusChange.objects.filter(verb="unlock")
        .order_by("report")
        .values_list("report", "reason", "door", "by__name")
    )
    own = ("集計の誤り", "bulk", "second_secretariat")
    assert list(done) == [(each.pk, *own) for each in reports]
    prospects = unlock_pages.to_unlock(year_of(world))
    assert (len(prospects.ready), len(prospects.done)) == (0, 2)
